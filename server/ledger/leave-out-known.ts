import type { FactBody } from "../domain/facts.ts";
import { toStoredText } from "../store/sql/statement.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { countAlike, factId, type NewFact } from "../store/tables/facts.ts";
import type { Item } from "./item.ts";

/** An item that is not known, with those of its facts that are to be added; of telemetry the last one counts. */
export interface Fresh {
  item: Item;
  facts: readonly NewFact[];
}

/** At most so many wallets of one kind and step are kept for a subject: a payer's browser can't add facts without end. */
const MOST_WALLETS = 50;

/**
 * Leaves out the deliveries whose first fact is stored or comes earlier in the batch, and the telemetry that adds nothing. A
 * delivery of telemetry is known where its kind, step and wallet are: with the same time, where an order has registered
 * its subject, and with any time where none has.
 */
export async function leaveOutKnown(
  tx: ReadTx,
  items: readonly Item[],
  known: Map<string, FactBody>,
  isClaimed: (subject: string) => boolean,
): Promise<Fresh[]> {
  const counts = await countWallets(
    tx,
    items.flatMap(({ facts }) => facts.filter((fact) => fact.isTelemetry && !known.has(factId(fact)))),
  );
  return items.flatMap((item): Fresh[] => {
    if ("delivery" in item.from && isKnown(item)) return [];
    const facts = item.facts.filter(takesPlace);
    for (const { subject, key, fact } of facts) known.set(factId({ subject, key }), fact);
    return [{ item, facts }];
  });

  function isKnown({ facts: [first, ...others] }: Item): boolean {
    const stored = first && known.get(factId(first));
    if (!first || stored === undefined) return false;
    if (!first.isTelemetry || timeOf(stored) === timeOf(first.fact)) return true;
    return ![first, ...others].some(({ subject }) => isClaimed(toStoredText(subject)));
  }

  function takesPlace(fact: NewFact): boolean {
    if (!fact.isTelemetry) return true;
    const stored = known.get(factId(fact));
    if (stored) return timeOf(stored) < timeOf(fact.fact);
    const group = groupOf(fact);
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    return count < MOST_WALLETS;
  }
}

/** What decides whether a delivery is known; facts of other sources are added unless they are there. */
export function factsToLookUp({ facts, from }: Item): readonly NewFact[] {
  if (!("delivery" in from)) return [];
  return facts.filter((fact, index) => index === 0 || fact.isTelemetry);
}

/** How many wallets are stored of each kind and step. */
async function countWallets(tx: ReadTx, telemetry: readonly NewFact[]): Promise<Map<string, number>> {
  const groups = new Map(telemetry.map((fact) => [groupOf(fact), fact]));
  const counts = await countAlike(
    tx,
    [...groups.values()].map(({ subject, key }) => ({ subject, prefix: prefixOf(key) })),
  );
  return new Map([...groups.keys()].map((group, index) => [group, counts[index] ?? 0]));
}

function groupOf({ subject, key }: NewFact): string {
  return `${subject}\n${prefixOf(key)}`;
}

function prefixOf(key: string): string {
  return key.split(":", 3).join(":");
}

function timeOf(fact: FactBody): number {
  return ("at" in fact ? fact.at : undefined) ?? Number.NEGATIVE_INFINITY;
}
