import type { Fact, FactBody, FactSource } from "../../domain/facts.ts";
import { type SqlType, toStoredText } from "../sql/statement.ts";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import { subjectsOf } from "./subject.ts";

/** A fact to be added. `key` is what makes it the same fact as another one of its subject. */
export interface NewFact {
  subject: string;
  key: string;
  source: FactSource;
  fact: FactBody;
  /** Of its kind, step and wallet there is one row for a subject: the latest stated time wins. */
  isTelemetry?: boolean;
}

/** A fact with when it was added, and the running number of the delivery that stated it. */
export type DatedFact = NewFact & { seenAt: number; delivery: number | null };

const COLUMNS: readonly SqlType[] = ["text", "text", "text", "bigint", "bigint", "text"];
const INSERT =
  "INSERT INTO facts (subject, key, source, seen_at, delivery, fact) VALUES ($1, $2, $3, $4, $5, $6)";

/** Adds facts, each unless it is there already; telemetry takes the place of what is there, the last one of each. */
export async function insertFacts(tx: WriteTx, facts: readonly DatedFact[]): Promise<void> {
  const plain = facts.filter(({ isTelemetry }) => !isTelemetry);
  const telemetry = new Map(facts.flatMap((fact) => (fact.isTelemetry ? [[factId(fact), fact]] : [])));
  await tx.executeEach(`${INSERT} ON CONFLICT (subject, key) DO NOTHING`, COLUMNS, plain.map(toRow));
  await tx.executeEach(
    `${INSERT} ON CONFLICT (subject, key) DO UPDATE SET seen_at = excluded.seen_at, delivery = excluded.delivery, fact = excluded.fact`,
    COLUMNS,
    [...telemetry.values()].map(toRow),
  );
}

function toRow({ subject, key, source, seenAt, delivery, fact }: DatedFact) {
  return [subject, key, source, seenAt, delivery, JSON.stringify(fact)];
}

/** What a fact is found by in a map: its subject and key as they are stored. */
export function factId({ subject, key }: Pick<NewFact, "subject" | "key">): string {
  return toStoredText(`${subject}\n${key}`);
}

/** Of these facts those that are stored, by {@link factId}. */
export async function findKnown(tx: ReadTx, facts: readonly NewFact[]): Promise<Map<string, FactBody>> {
  const rows = await tx.queryEach<{ subject: string; key: string; fact: string }>(
    "SELECT subject, key, fact FROM facts WHERE subject = $1 AND key = $2",
    ["text", "text"],
    facts.map(({ subject, key }) => [subject, key]),
  );
  return new Map(rows.map((row) => [factId(row), JSON.parse(row.fact) as FactBody]));
}

/** How many rows of a subject there are for each of these beginnings of a key. */
export async function countAlike(
  tx: ReadTx,
  groups: readonly { subject: string; prefix: string }[],
): Promise<number[]> {
  const rows = await tx.queryEach<{ count: number }>(
    "SELECT count(*) AS count FROM facts WHERE subject = $1 AND key >= $2 AND key < $3",
    ["text", "text", "text"],
    groups.map(({ subject, prefix }) => [subject, `${prefix}:`, `${prefix};`]),
  );
  return rows.map(({ count }) => Number(count));
}

interface FactRow {
  seq: number;
  subject: string;
  source: FactSource;
  seen_at: number;
  fact: string;
}

/** All facts of orders, by order, each list oldest first. An order's are those of its subjects. */
export async function findFactsOf(
  tx: ReadTx,
  orders: readonly { id: string; subjects: readonly string[] }[],
): Promise<Map<string, Fact[]>> {
  const rows = await tx.query<FactRow>(
    "SELECT seq, subject, source, seen_at, fact FROM facts WHERE subject {in $1} ORDER BY seq",
    orders.flatMap(({ subjects }) => subjects),
  );
  const bySubject = Map.groupBy(rows, ({ subject }) => subject);
  return new Map(
    orders.map(({ id, subjects }) => {
      const own = subjects.flatMap((subject) => bySubject.get(subject) ?? []);
      return [id, own.sort((a, b) => a.seq - b.seq).map(toFact)];
    }),
  );
}

/** All facts of an order, oldest first. */
export async function findFacts(tx: ReadTx, order: { request_id: string; token: string }): Promise<Fact[]> {
  const rows = await tx.query<FactRow>(
    "SELECT seq, subject, source, seen_at, fact FROM facts WHERE subject IN ($1, $2, $3) ORDER BY seq",
    ...subjectsOf(order),
  );
  return rows.map(toFact);
}

function toFact({ source, seen_at, fact }: FactRow): Fact {
  return { ...(JSON.parse(fact) as FactBody), source, seenAt: seen_at };
}
