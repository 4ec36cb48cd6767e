import type { Fact, FactBody, FactSource } from "../../domain/facts.ts";
import { execute, type Job, query, queryOne, type SqlValue } from "../job.ts";

/** A fact to be added. `key` is what makes it the same fact as another one of its subject. */
export interface NewFact {
  subject: string;
  key: string;
  source: FactSource;
  seenAt: number;
  /** The running number of the delivery that said it. */
  delivery?: number;
  fact: FactBody;
}

/** An event may name thousands of request ids; a statement has fewer parameters. */
const AT_ONCE = 500;

/** Adds facts, each unless it is there already. Of their subjects, nobody else may be claiming one at the same time. */
export function* addFacts(facts: readonly NewFact[]): Job<void> {
  for (let start = 0; start < facts.length; start += AT_ONCE) {
    const params: SqlValue[] = [];
    const rows = facts
      .slice(start, start + AT_ONCE)
      .map(({ subject, key, source, seenAt, delivery, fact }) => {
        const values = [subject, key, source, seenAt, delivery ?? null, JSON.stringify(fact)];
        return `(${values.map((value) => `$${params.push(value)}`).join(", ")})`;
      });
    yield* execute(
      `INSERT INTO facts (subject, key, source, seen_at, delivery, fact) VALUES ${rows.join(", ")} ON CONFLICT (subject, key) DO NOTHING`,
      ...params,
    );
  }
}

/** At most so many wallets of one kind and step are kept for a subject: a payer's browser can't add facts without end. */
const MOST_WALLETS = 50;

/**
 * Whether telemetry of the same kind, step and wallet is there already: of the same time, where an order has registered its
 * subject, and of any time where none has.
 */
export function* isTelemetryKnown(
  { subject, key, fact }: Pick<NewFact, "subject" | "key" | "fact">,
  { isClaimed }: { isClaimed: boolean },
): Job<boolean> {
  const known = yield* findTelemetry(subject, key);
  return known !== undefined && (!isClaimed || timeOf(known) === timeOf(fact));
}

/** Adds telemetry, of which there is one row for each kind, step and wallet: the latest stated time wins. */
export function* saveTelemetry({ subject, key, source, seenAt, delivery, fact }: NewFact): Job<void> {
  const known = yield* findTelemetry(subject, key);
  if (known ? timeOf(known) >= timeOf(fact) : (yield* countAlike(subject, key)) >= MOST_WALLETS) return;
  yield* execute(
    `INSERT INTO facts (subject, key, source, seen_at, delivery, fact) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (subject, key) DO UPDATE SET seen_at = excluded.seen_at, delivery = excluded.delivery, fact = excluded.fact`,
    subject,
    key,
    source,
    seenAt,
    delivery ?? null,
    JSON.stringify(fact),
  );
}

function* findTelemetry(subject: string, key: string): Job<FactBody | undefined> {
  const row = yield* queryOne<{ fact: string }>(
    "SELECT fact FROM facts WHERE subject = $1 AND key = $2",
    subject,
    key,
  );
  return row && (JSON.parse(row.fact) as FactBody);
}

/** How many wallets have a row of this kind and step. */
function* countAlike(subject: string, key: string): Job<number> {
  const prefix = key.split(":", 3).join(":");
  const row = yield* queryOne<{ count: number }>(
    "SELECT count(*) AS count FROM facts WHERE subject = $1 AND key >= $2 AND key < $3",
    subject,
    `${prefix}:`,
    `${prefix};`,
  );
  return Number(row?.count ?? 0);
}

function timeOf(fact: FactBody): number {
  return ("at" in fact ? fact.at : undefined) ?? Number.NEGATIVE_INFINITY;
}

interface FactRow {
  source: FactSource;
  seen_at: number;
  fact: string;
}

/** Everything that is known of a request id and of its link's token, oldest first. */
export function* findFacts(requestId: string, tokenSubject: string): Job<Fact[]> {
  const rows = yield* query<FactRow>(
    "SELECT source, seen_at, fact FROM facts WHERE subject IN ($1, $2) ORDER BY seq",
    requestId,
    tokenSubject,
  );
  return rows.map(({ source, seen_at, fact }) => ({
    ...(JSON.parse(fact) as FactBody),
    source,
    seenAt: seen_at,
  }));
}
