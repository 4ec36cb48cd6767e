import {
  type CalibrationStatus,
  type CompanionStatus,
  CompanionStatusSchema,
} from "../../server/contract/contract.ts";
import {
  type Scope,
  SHOP,
  startCompanion,
  type TestCompanion,
  type TestCompanionOptions,
} from "./companion.ts";
import { newDatabase } from "./database.ts";
import { NOW } from "./events.ts";
import { eventually } from "./eventually.ts";
import { type FakeReads, type FakeUpstream, FORM_031, startFakeUpstream } from "./fake-upstream.ts";
import { UNLIMITED } from "./unlimited.ts";

export const ADMIN_TOKEN = "a-token-that-is-long-enough";
export const BEARER = { authorization: `Bearer ${ADMIN_TOKEN}` };
/** Creates links and reads them, by token too. */
export const CLIENT_ID = { REQUEST_CLIENT_ID: "cli_test", REQUEST_ORIGIN: SHOP };

/** A companion that calibrates, and looks every few milliseconds whether it is due. */
export function startCalibrating(
  t: Scope,
  upstream: Pick<FakeUpstream, "url">,
  { environment = {}, ...options }: TestCompanionOptions = {},
): Promise<TestCompanion> {
  return startCompanion(t, {
    calibrationMs: 20,
    limiter: UNLIMITED,
    reconciler: { backfillEveryMs: 60_000, idleMs: 60_000 },
    ...options,
    environment: {
      CALIBRATE: "true",
      REQUEST_API_URL: upstream.url,
      ADMIN_TOKEN,
      ...CLIENT_ID,
      ...environment,
    },
  });
}

export async function statusOf(companion: TestCompanion): Promise<CompanionStatus> {
  return CompanionStatusSchema.parse((await companion.get("/v1/status", BEARER)).body);
}

/** How calibration stands as soon as it stands like this. */
export async function calibrationOf(
  companion: TestCompanion,
  state: CalibrationStatus["state"],
): Promise<CalibrationStatus> {
  let last: CalibrationStatus | undefined;
  await eventually(`calibration to be ${state}`, async () => {
    last = (await statusOf(companion)).calibration;
    return last.state === state;
  });
  return last as CalibrationStatus;
}

/** A stand-in, and companions on one database whose clock a test moves. */
export async function setUpCalibration(t: Scope, form: FakeReads = FORM_031) {
  let now = NOW;
  const upstream = await startFakeUpstream(t, form);
  const databaseUrl = await newDatabase(t);
  const start = (environment: Record<string, string | undefined> = {}) =>
    startCalibrating(t, upstream, { clock: () => now, databaseUrl, environment });
  const pass = (ms: number) => {
    now += ms;
  };
  return { upstream, start, pass };
}

/** What an order's calibration facts say. */
export async function calibrationFactsOf(
  companion: TestCompanion,
  id: string,
): Promise<Record<string, unknown>[]> {
  const { body } = await companion.get(`/v1/orders/${id}`, BEARER);
  const facts = body.facts as { kind: string; source: string; says: Record<string, unknown> }[];
  return facts.filter(({ kind }) => kind === "calibration").map(({ says }) => says);
}
