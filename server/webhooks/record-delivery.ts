import { createHash } from "node:crypto";
import type { FactBody } from "../domain/facts.ts";
import { type Settling, settle } from "../ledger/record-facts.ts";
import { type Job, lock, queryOne } from "../store/job.ts";
import { findClaimants, type LinkedRow } from "../store/tables/checkouts.ts";
import { addFacts, isTelemetryKnown, saveTelemetry } from "../store/tables/facts.ts";
import { type SubjectFact, testSubject, toFacts, tokenOf } from "./event-to-facts.ts";
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
 * The facts of a delivery. It always leaves one, by which it is recognised: deliveries have no index of their own. A test
 * says nothing, and is filed where nobody looks for facts; what names no request is filed under none.
 */
export function factsOfDelivery({ parsed, isTest }: Pick<Delivery, "parsed" | "isTest">): SubjectFact[] {
  const facts = parsed.kind === "event" ? toFacts(parsed.event) : [];
  if (facts.length === 0) return [{ subject: "", fact: NOTHING }];
  return isTest ? facts.map(({ subject }) => ({ subject: testSubject(subject), fact: NOTHING })) : facts;
}

/** Stores a delivery with its facts and refolds their orders: one transaction, and the same however often it comes. */
export function* recordDelivery(delivery: Delivery, settling: Settling): Job<Recorded> {
  const facts = factsOfDelivery(delivery);
  const state = stateOf(delivery);
  yield* lock(facts.map(({ subject }) => subject));
  const rows = yield* findBySubjects(facts.map(({ subject }) => subject));
  const key = keyOf(delivery);
  const seq = yield* insertDelivery(delivery, {
    key,
    state,
    facts,
    isClaimed: rows.length > 0,
    now: settling.now,
  });
  if (seq === undefined) return { outcome: "duplicate", changed: [] };

  const source = { source: "delivery", seenAt: settling.now, delivery: seq } as const;
  const [telemetry, plain] = [facts.filter(isTelemetry), facts.filter((fact) => !isTelemetry(fact))];
  for (const fact of telemetry) yield* saveTelemetry({ ...fact, ...source });
  if (plain.length > 0) yield* addFacts(plain.map((fact) => ({ ...fact, ...source, key })));
  const changed: string[] = [];
  for (const row of rows) {
    if (yield* settle(row, settling, `delivery:${seq}`)) changed.push(row.id);
  }
  return { outcome: state, changed };
}

function stateOf({ parsed, isTest }: Delivery): "recorded" | "test" | "rejected" {
  if (parsed.kind !== "event") return "rejected";
  return isTest ? "test" : "recorded";
}

interface Insertion {
  key: string;
  state: "recorded" | "test" | "rejected";
  facts: readonly SubjectFact[];
  /** Some order has registered what it names. */
  isClaimed: boolean;
  now: number;
}

/** Stores a delivery unless it is known by its first fact. Its running number, or undefined. */
function* insertDelivery(
  { body, deliveryId, isTest, parsed }: Delivery,
  { key, state, facts, isClaimed, now }: Insertion,
): Job<number | undefined> {
  const [first] = facts;
  const isKnown = first && isTelemetry(first) && (yield* isTelemetryKnown(first, { isClaimed }));
  if (isKnown) return undefined;
  const added = yield* queryOne<{ seq: number }>(
    `INSERT INTO deliveries (key, received_at, delivery_id, test, state, problem, event, body)
      SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM facts WHERE subject = $9 AND key = $1)
      RETURNING seq`,
    first && isTelemetry(first) ? first.key : key,
    now,
    deliveryId ?? null,
    Number(isTest),
    state,
    parsed.kind === "event" ? null : parsed.problem,
    parsed.kind === "event" ? parsed.event.event : parsed.kind === "unusable" ? parsed.name : null,
    body,
    first && isTelemetry(first) ? NO_SUBJECT : (first?.subject ?? ""),
  );
  return added?.seq;
}

/** Telemetry is compared by its time, not by its key. */
const NO_SUBJECT = "-";

type TelemetryFact = SubjectFact & { key: string };

function isTelemetry(fact: SubjectFact): fact is TelemetryFact {
  return fact.key !== undefined;
}

/** A test's body is always the same, so that its delivery id is a part of what it is recognised by. */
function keyOf({ body, isTest, deliveryId }: Delivery): string {
  const hash = createHash("sha256").update(body);
  return isTest ? `${hash.update(deliveryId ?? "").digest("base64url")}:test` : hash.digest("base64url");
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
