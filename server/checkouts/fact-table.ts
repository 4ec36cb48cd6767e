import { execute, type Job, query, type SqlValue } from "../store/job.ts";
import type { Fact, FactBody, FactSource } from "./facts.ts";

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

/** Everything that is known of a request id and of its link's token. */
export function* findFacts(requestId: string, tokenSubject: string): Job<Fact[]> {
  const rows = yield* query<{ source: FactSource; fact: string }>(
    "SELECT source, fact FROM facts WHERE subject IN ($1, $2)",
    requestId,
    tokenSubject,
  );
  return rows.map(({ source, fact }) => ({ ...(JSON.parse(fact) as FactBody), source }));
}

/** A fact with when it was learnt. */
export interface SeenFact {
  source: FactSource;
  seenAt: number;
  fact: FactBody;
}

/** The same, oldest first, as the merchant may look at it. */
export function* findSeenFacts(requestId: string, tokenSubject: string): Job<SeenFact[]> {
  const rows = yield* query<{ source: FactSource; seen_at: number; fact: string }>(
    "SELECT source, seen_at, fact FROM facts WHERE subject IN ($1, $2) ORDER BY seq",
    requestId,
    tokenSubject,
  );
  return rows.map(({ source, seen_at, fact }) => ({
    source,
    seenAt: seen_at,
    fact: JSON.parse(fact) as FactBody,
  }));
}
