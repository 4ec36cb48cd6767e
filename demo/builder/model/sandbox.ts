import type { Tracer } from "./tracer.ts";
import type { Weather, WeatherKind } from "./weather.ts";

/** What the hosted page's buttons do, by the sandbox's name for it. */
export const ACTIONS: [action: string, label: string, done: string][] = [
  ["pay", "Pay in full", "The payer pays in full"],
  ["partial", "Pay half", "The payer pays half"],
  ["overpay", "Overpay", "The payer pays too much"],
  ["fail", "Fail", "The payer’s transaction fails"],
  ["refund", "Refund", "The money is sent back"],
];

/** What somebody would wonder about. */
const REMARKS: Record<string, string> = {
  refund: "A button that says Paid asks no more. Reload the page, and it shows the refund.",
};

export interface WeatherStation {
  readonly state: {
    /** As far as it is known. */
    weather: Weather | undefined;
    /** Why the last action did nothing, or shows nothing. */
    remark: string;
  };
  /** Asks how the weather is: what is to be lost counts down. */
  look(): Promise<void>;
  change(kind: WeatherKind, isOn: boolean): Promise<void>;
  /** Does in the payer's place what the hosted page's buttons do. */
  act(token: string, action: string): Promise<void>;
}

export interface WeatherStationOptions {
  tracer: Tracer;
  changed: () => void;
}

/** The sandbox's control routes, as `demo/sandbox/README.md` has them. */
export function createWeatherStation(
  url: string,
  { tracer, changed }: WeatherStationOptions,
): WeatherStation {
  const state: WeatherStation["state"] = { weather: undefined, remark: "" };
  const post = (path: string, body: object) =>
    tracer.fetch(url + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  async function set(changes: Partial<Weather>): Promise<void> {
    const answer = await post("/sandbox/network", changes).catch(() => undefined);
    if (!answer?.ok) return;
    state.weather = (await answer.json()) as Weather;
    changed();
  }

  return {
    state,
    look: () => set({}),
    async change({ label, on, off }, isOn) {
      await set(isOn ? on : off);
      tracer.act(`Weather: ${label.toLowerCase()}${isOn ? "" : ", no more"}`);
    },
    async act(token, action) {
      tracer.act(ACTIONS.find(([name]) => name === action)?.[2] ?? action);
      const answer = await post(`/sandbox/payments/${encodeURIComponent(token)}/${action}`, {}).catch(
        () => undefined,
      );
      const { message = "The sandbox does not answer" } = ((await answer?.json()) ?? {}) as {
        message?: string;
      };
      state.remark = answer?.ok ? (REMARKS[action] ?? "") : message;
      tracer.wake();
      changed();
    },
  };
}
