import { type Job, query } from "../store/job.ts";
import type { Fact, FactBody, FactSource } from "./facts.ts";

/** A fact to be added. `key` is what makes it the same fact as another one of its subject. */
export interface NewFact {
  subject: string;
  key: string;
  source: FactSource;
  seenAt: number;
  fact: FactBody;
}

/** Adds a fact, unless it is there already. */
export function* addFact({ subject, key, source, seenAt, fact }: NewFact): Job<void> {
  yield* query(
    "INSERT INTO facts (subject, key, source, seen_at, fact) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject, key) DO NOTHING",
    subject,
    key,
    source,
    seenAt,
    JSON.stringify(fact),
  );
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
