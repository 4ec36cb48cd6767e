import { createHash } from "node:crypto";
import { findClaimants, type LinkedRow } from "../checkouts/checkout-table.ts";
import { addFacts } from "../checkouts/fact-table.ts";
import type { FactBody } from "../checkouts/facts.ts";
import { type Settling, settle } from "../checkouts/settle.ts";
import type { WebhookEvent } from "../contract.ts";
import { type Job, lock, queryOne } from "../store/job.ts";
import { type SubjectFact, TELEMETRY, testSubject, toFacts, tokenOf } from "./event-to-facts.ts";
import type { ParsedEvent } from "./parse-event.ts";

/** A webhook whose signature has matched. The headers are not signed: nothing is decided by them but `isTest`. */
export interface Delivery {
  body: Uint8Array;
  deliveryId: string | undefined;
  isTest: boolean;
  parsed: ParsedEvent;
}

/** What became of a delivery. `changed` are the ids of the checkouts that it changed. */
export interface Recorded {
  outcome: "recorded" | "duplicate" | "test" | "rejected";
  changed: string[];
}

const NOTHING: FactBody = { kind: "named", requestIds: [] };

/**
 * What a delivery says. It always leaves a fact, because it is known again by that: deliveries have no index of their own.
 * A test says nothing, and is filed where nobody looks for facts; what names no request is filed under none.
 */
export function saidBy({ parsed, isTest }: Pick<Delivery, "parsed" | "isTest">): SubjectFact[] {
  const facts = parsed.kind === "event" ? toFacts(parsed.event) : [];
  if (facts.length === 0) return [{ subject: "", fact: NOTHING }];
  return isTest ? facts.map(({ subject }) => ({ subject: testSubject(subject), fact: NOTHING })) : facts;
}

/** Keeps a delivery with its facts and settles what they are about: one transaction, and the same however often it comes. */
export function* recordDelivery(
  { body, deliveryId, isTest, parsed }: Delivery,
  settling: Settling,
): Job<Recorded> {
  const isEvent = parsed.kind === "event";
  const state = !isEvent ? "rejected" : isTest ? "test" : "recorded";
  const facts = saidBy({ parsed, isTest });
  yield* lock(facts.map(({ subject }) => subject));
  const rows = yield* findBySubjects(facts.map(({ subject }) => subject));
  const key =
    rows.length === 0 && isEvent && !isTest ? keyOfUnclaimed(parsed.event, body) : keyOf(body, isTest);
  const added = yield* queryOne<{ seq: number }>(
    `INSERT INTO deliveries (key, received_at, delivery_id, test, state, problem, event, body)
      SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM facts WHERE subject = $9 AND key = $1)
      RETURNING seq`,
    key,
    settling.now,
    deliveryId ?? null,
    Number(isTest),
    state,
    isEvent ? null : parsed.problem,
    isEvent ? parsed.event.event : parsed.kind === "unusable" ? parsed.name : null,
    body,
    facts[0]?.subject ?? "",
  );
  if (!added) return { outcome: "duplicate", changed: [] };

  const source = { key, source: "delivery", seenAt: settling.now, delivery: added.seq } as const;
  yield* addFacts(facts.map((fact) => ({ ...fact, ...source })));
  const changed: string[] = [];
  for (const row of rows) {
    if (yield* settle(row, settling, `delivery:${added.seq}`)) changed.push(row.id);
  }
  return { outcome: state, changed };
}

function keyOf(body: Uint8Array, isTest: boolean): string {
  return `${createHash("sha256").update(body).digest("base64url")}${isTest ? ":test" : ""}`;
}

/** Of what a payer's browser tells of a request that nobody has registered, one of each kind is enough. */
function keyOfUnclaimed(event: WebhookEvent, body: Uint8Array): string {
  const [first] = toFacts(event);
  return event.event === TELEMETRY && first
    ? `telemetry:${first.subject}:${event.userEvent ?? ""}`
    : keyOf(body, false);
}

/** An event may name thousands of request ids; a statement has fewer parameters. */
const AT_ONCE = 500;

/** The checkouts that claim any of these request ids and tokens, each once, to be changed. */
export function* findBySubjects(subjects: readonly string[]): Job<LinkedRow[]> {
  const rows = new Map<string, LinkedRow>();
  for (let start = 0; start < subjects.length; start += AT_ONCE) {
    const some = subjects.slice(start, start + AT_ONCE);
    const tokens = some.map(tokenOf).filter((token) => token !== undefined);
    const requestIds = some.filter((subject) => tokenOf(subject) === undefined);
    for (const row of yield* findClaimants({ requestIds, tokens })) rows.set(row.id, row);
  }
  return [...rows.values()];
}
