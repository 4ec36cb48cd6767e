import { completeReadings, type Readings } from "./readings.ts";

/** The published forms of the API: OpenAPI 0.13.0, and OpenAPI 0.31.0 with richer reads and a request list. */
export const APIS = ["0.13", "0.31"] as const;
export type Api = (typeof APIS)[number];

/** `current` is the catalogue of September 2026, `legacy` the fan-out before it, `both` sends what either names. */
export const EVENT_SETS = ["current", "legacy", "both"] as const;
export type EventSet = (typeof EVENT_SETS)[number];

/** What the sandbox's answers and events look like. */
export interface Wire {
  readonly api: Api;
  readonly events: EventSet;
  readonly readings: Readings;
  /** The protocol's fee in hundredths of a percent. */
  readonly feeBps: number;
}

export interface WireOptions {
  /** Default: 0.31. */
  api?: Api | undefined;
  /** Default: legacy. */
  events?: EventSet | undefined;
  /** What is left out has the default of `DEFAULT_READINGS`. */
  readings?: Partial<Readings> | undefined;
  /** Default: 0, and 10 where R4, R9 or R10 is not a, which without fees have no effect. */
  feeBps?: number | undefined;
}

const FEE_BPS = 10;

export function createWire({ api = "0.31", events = "legacy", feeBps, ...options }: WireOptions): Wire {
  const readings = completeReadings(options.readings);
  const needsFees = readings.R4 !== "a" || readings.R9 !== "a" || readings.R10 !== "a";
  return { api, events, readings, feeBps: feeBps ?? (needsFees ? FEE_BPS : 0) };
}
