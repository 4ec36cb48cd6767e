import type { CalibrationFact } from "../domain/facts.ts";
import { type Settling, settle } from "../ledger/record-facts.ts";
import { type Job, query } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { addFacts } from "../store/tables/facts.ts";
import { saysTheSame } from "./learn.ts";

export interface SpreadOptions {
  store: Store;
  settling: () => Settling;
  changed: (ids: readonly string[]) => void;
  signal: AbortSignal;
}

/** Few enough that a webhook behind them does not wait for long. */
const BATCH = 50;

/** Adds what was learned to every order that waits for it, batch by batch, and refolds each. */
export async function spreadCalibration(fact: CalibrationFact, options: SpreadOptions): Promise<void> {
  const { store, settling, changed, signal } = options;
  for (let after: number | undefined = 0; after !== undefined && !signal.aborted; ) {
    const from: number = after;
    const batch: Batch = await store.write(() => addToOrders(fact, from, settling()));
    changed(batch.changed);
    after = batch.last;
  }
}

interface Batch {
  changed: string[];
  /** The last order that was looked at; undefined where there are no more. */
  last: number | undefined;
}

function* addToOrders(fact: CalibrationFact, after: number, settling: Settling): Job<Batch> {
  const rows = yield* findWaiting(after);
  const known = yield* findKnown(rows);
  const changed: string[] = [];
  for (const row of rows) {
    const added = additionTo(known.get(row.request_id), fact);
    if (!added) continue;
    const key = `calibration:${fact.at}`;
    yield* addFacts([
      { subject: row.request_id, key, source: "calibration", seenAt: settling.now, fact: added },
    ]);
    if (yield* settle(row, settling, "calibration")) changed.push(row.id);
  }
  return { changed, last: rows.length < BATCH ? undefined : rows.at(-1)?.seq };
}

function findWaiting(after: number): Job<LinkedRow[]> {
  return query(
    `SELECT * FROM checkouts WHERE seq > $1 AND request_id IS NOT NULL
      AND status IN ('pending', 'processing', 'failed', 'partially_paid', 'review')
      ORDER BY seq LIMIT ${BATCH} {for update}`,
    after,
  );
}

/** What each order has of calibration so far: the latest. */
function* findKnown(rows: readonly LinkedRow[]): Job<Map<string, CalibrationFact>> {
  if (rows.length === 0) return new Map();
  const places = rows.map((_, index) => `$${index + 1}`);
  const facts = yield* query<{ subject: string; fact: string }>(
    `SELECT subject, fact FROM facts WHERE source = 'calibration' AND subject IN (${places.join(", ")})`,
    ...rows.map(({ request_id }) => request_id),
  );
  return new Map(
    facts
      .map(({ subject, fact }) => [subject, JSON.parse(fact) as CalibrationFact] as const)
      .sort(([, a], [, b]) => a.at - b.at),
  );
}

/**
 * What an order gets; undefined where it has that. The destination that an order was registered under stays: its link was made
 * for that one, whatever the merchant binds later.
 */
export function additionTo(
  known: CalibrationFact | undefined,
  fact: CalibrationFact,
): CalibrationFact | undefined {
  if (!known) return fact;
  const added = { ...fact, payee: known.payee ?? fact.payee, currency: known.currency ?? fact.currency };
  return known.at >= fact.at || saysTheSame(known, added) ? undefined : added;
}
