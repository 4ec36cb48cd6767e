import { toCalibrationFact } from "../domain/calibration.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { refusalStatus } from "../request-network/api/call-api.ts";
import { sleep } from "../request-network/api/rate-limiter.ts";
import type { RequestApi } from "../request-network/api/request-api.ts";
import { createLeadership } from "../store/leadership.ts";
import type { Store } from "../store/sql/store.ts";
import {
  type CalibrationState,
  findCalibration,
  forgetCalibration,
  saveCalibration,
  type TrialLink,
} from "../store/tables/calibration.ts";
import { learnFrom, merge, type Outcome, saysTheSame } from "./learn.ts";
import { beginTry, isDue, nextTryAt } from "./schedule.ts";
import { spreadCalibration } from "./spread.ts";
import { createTrialLink, readTrialLink } from "./trial-link.ts";

export interface CalibratorOptions {
  store: Store;
  requestApi: RequestApi;
  ledger: Ledger;
  clock: () => number;
  log: Record<"info" | "warn", (details: object, message: string) => void>;
  /** False: nothing is tried, and what was learned before is forgotten. */
  isOn: boolean;
  /** A hash of the settings that what is learned depends on. */
  settings: string;
  hasApiKey: boolean;
  hasClientId: boolean;
  /** The currency that links name themselves. */
  currency: string | undefined;
  /** How often it is looked whether a try is due, and what another companion has learned. Default 30 s. */
  everyMs?: number | undefined;
  /** Called after each look, with the state that holds for these settings. */
  looked?: ((state: CalibrationState | undefined) => Promise<void>) | undefined;
}

export interface Calibrator {
  start(): void;
  close(): Promise<void>;
  /** What is stored for these settings, as far as it was read here. */
  readonly state: CalibrationState | undefined;
}

/** An order that was being registered while something was learned gets it by another round so long afterwards. */
const SPREAD_AGAIN_MS = 60_000;
/** A link is read again for so long before another one is made. */
const LINK_MS = 24 * 60 * 60_000;

/** Tries what reads answer, one companion of all that share a store, and never in anybody's way. */
export function createCalibrator(options: CalibratorOptions): Calibrator {
  const { store, settings, clock, log, isOn, everyMs = 30_000 } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const leadership = createLeadership(store, "calibration", clock);
  let state: CalibrationState | undefined;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    const stored = await store.read(findCalibration);
    state = stored?.settings === settings ? stored : undefined;
    if (isDue(stored, settings, clock()) && (await leadership.isOurs())) await attempt();
    if (isSpreadDue(state) && (await leadership.isOurs())) await spread(state);
    await options.looked?.(state);
  }

  async function attempt(): Promise<void> {
    const begun = await store.write((tx) => beginTry(tx, settings, clock()));
    if (!begun) return;
    state = begun;
    const { outcome, link } = await tryOnce(begun);
    if (signal.aborted) return;
    const after = await store.write(async (tx) => {
      const next = conclude(begun, { outcome, link, now: clock() });
      await saveCalibration(tx, next);
      return next;
    });
    state = after;
    const { problems, learned } = after;
    if (problems.length === 0) log.info({ learned }, "calibrated");
    else log.warn({ problems, learned, nextAt: new Date(after.nextAt).toISOString() }, "calibration failed");
  }

  /** Makes a link, unless the last one is still good, and reads it. */
  async function tryOnce({ link: last, learned }: CalibrationState): Promise<Tried> {
    const now = clock();
    const reusable = last && now - last.madeAt < LINK_MS ? last : undefined;
    const { requestApi: api, hasApiKey, hasClientId, currency = learned?.currency } = options;
    try {
      const made = reusable ?? {
        ...(await createTrialLink({ api, priority: signal }, currency)),
        madeAt: now,
      };
      const reads = await readTrialLink(made, { api, hasApiKey, hasClientId, priority: signal, signal });
      return { outcome: learnFrom(reads, made.amount), link: made };
    } catch (error) {
      const status = refusalStatus(error);
      const problem = `no link could be made${status === undefined ? "" : ` (${status})`}`;
      return { outcome: { learned: { tokenReads: "unknown" }, problems: [problem] }, link: null };
    }
  }

  async function spread(known: CalibrationState & { learned: object; learnedAt: number }): Promise<void> {
    const startedAt = clock();
    await spreadCalibration(toCalibrationFact(known.learned, known.learnedAt), { ...options, signal });
    if (signal.aborted || startedAt - known.learnedAt < SPREAD_AGAIN_MS) return;
    const after = { ...known, spreadAt: known.learnedAt };
    await store.write((tx) => saveCalibration(tx, after));
    state = after;
  }

  /** Orders get nothing that was learned under other settings. */
  async function forget(): Promise<void> {
    await store
      .write(forgetCalibration)
      .catch((err) => log.warn({ err }, "an earlier calibration could not be deleted"));
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((err) => {
        if (!signal.aborted) log.warn({ err }, "calibration could not be read or stored");
      });
      await sleep(everyMs, signal);
    }
  }

  return {
    start() {
      running ??= isOn ? run() : forget();
    },
    async close() {
      closing.abort();
      await running;
      await leadership.resign();
    },
    get state() {
      return state;
    },
  };
}

interface Tried {
  outcome: Outcome;
  link: (TrialLink & { madeAt: number }) | null;
}

function isSpreadDue(
  state: CalibrationState | undefined,
): state is CalibrationState & { learned: NonNullable<CalibrationState["learned"]>; learnedAt: number } {
  return state?.learnedAt != null && state.learned !== null && state.spreadAt !== state.learnedAt;
}

function isNothing(found: Outcome["learned"]): boolean {
  return saysTheSame(toCalibrationFact(found, 0), toCalibrationFact({ tokenReads: "unknown" }, 0));
}

/** The state after a try. */
export function conclude(
  begun: CalibrationState,
  { outcome, link, now }: Tried & { now: number },
): CalibrationState {
  const { learned: found, problems } = outcome;
  const learned = isNothing(found) ? begun.learned : merge(begun.learned, found);
  const isNew =
    learned !== null &&
    (begun.learned === null ||
      !saysTheSame(toCalibrationFact(learned, 0), toCalibrationFact(begun.learned, 0)));
  const failures = problems.length > 0 ? begun.failures : 0;
  return {
    ...begun,
    failures,
    problems,
    nextAt: nextTryAt(begun.triedAt, failures),
    link: link ?? begun.link,
    learned,
    learnedAt: isNew ? now : begun.learnedAt,
  };
}
