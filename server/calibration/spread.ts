import type { CalibrationFact } from "../domain/facts.ts";
import type { Item } from "../ledger/item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { saysTheSame } from "./learn.ts";

export interface SpreadOptions {
  store: Store;
  ledger: Ledger;
  signal: AbortSignal;
}

/** Few enough that a webhook behind them does not wait for long. */
const BATCH = 50;

/** Adds what was learned to every order that waits for it, batch by batch, and refolds each. */
export async function spreadCalibration(
  fact: CalibrationFact,
  { store, ledger, signal }: SpreadOptions,
): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined && !signal.aborted; ) {
    const from: number = after;
    const { items, last }: Batch = await store.read((tx) => findBatch(tx, fact, from));
    if (items.length > 0) await ledger.write((tx, context) => recordFacts(tx, items, context));
    after = last;
  }
}

interface Batch {
  items: Item[];
  /** The last order that was looked at; undefined where there are no more. */
  last: number | undefined;
}

async function findBatch(tx: ReadTx, fact: CalibrationFact, after: number): Promise<Batch> {
  const rows = await findWaiting(tx, after);
  const known = await findKnown(tx, rows);
  const items = rows.flatMap(({ request_id: subject }): Item[] => {
    const added = additionTo(known.get(subject), fact);
    if (!added) return [];
    const key = `calibration:${fact.at}`;
    return [
      { facts: [{ subject, key, source: "calibration", fact: added }], from: { cause: "calibration" } },
    ];
  });
  return { items, last: rows.length < BATCH ? undefined : rows.at(-1)?.seq };
}

function findWaiting(tx: ReadTx, after: number): Promise<LinkedRow[]> {
  return tx.query(
    `SELECT * FROM checkouts WHERE seq > $1 AND request_id IS NOT NULL
      AND status IN ('pending', 'processing', 'failed', 'partially_paid', 'review')
      ORDER BY seq LIMIT ${BATCH}`,
    after,
  );
}

/** What each order has of calibration so far: the latest. */
async function findKnown(tx: ReadTx, rows: readonly LinkedRow[]): Promise<Map<string, CalibrationFact>> {
  const facts = await tx.query<{ subject: string; fact: string }>(
    "SELECT subject, fact FROM facts WHERE source = 'calibration' AND subject {in $1}",
    rows.map(({ request_id }) => request_id),
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
