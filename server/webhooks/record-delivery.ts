import { createHash } from "node:crypto";
import { findByRequestId, findByToken, type LinkedRow } from "../checkouts/checkout-table.ts";
import { addFact } from "../checkouts/fact-table.ts";
import { type Settling, settle } from "../checkouts/settle.ts";
import type { WebhookEvent } from "../contract.ts";
import { type Job, queryOne } from "../store/job.ts";
import { TELEMETRY, toFacts } from "./event-to-facts.ts";
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

/** Keeps a delivery with its facts and settles what they are about: one transaction, and the same however often it comes. */
export function* recordDelivery(
  { body, deliveryId, isTest, parsed }: Delivery,
  settling: Settling,
): Job<Recorded> {
  const isEvent = parsed.kind === "event";
  const state = !isEvent ? "rejected" : isTest ? "test" : "recorded";
  const said = isEvent ? toFacts(parsed.event) : [];
  const facts = state === "recorded" ? said : [];
  const rows = yield* findBySubjects(facts.map(({ subject }) => subject));
  const key =
    rows.length === 0 && isEvent && !isTest ? keyOfUnclaimed(parsed.event, body) : keyOf(body, isTest);
  const added = yield* queryOne<{ seq: number }>(
    `INSERT INTO deliveries (key, received_at, delivery_id, test, state, problem, event, subject, body)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (key) DO NOTHING RETURNING seq`,
    key,
    settling.now,
    deliveryId ?? null,
    Number(isTest),
    state,
    isEvent ? null : parsed.problem,
    isEvent ? parsed.event.event : parsed.kind === "unusable" ? parsed.name : null,
    said[0]?.subject ?? null,
    body,
  );
  if (!added) return { outcome: "duplicate", changed: [] };

  for (const { subject, fact } of facts) {
    yield* addFact({ subject, key, source: "delivery", seenAt: settling.now, fact });
  }
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

/** The checkouts that claim any of these request ids and tokens, each once. */
export function* findBySubjects(subjects: readonly string[]): Job<LinkedRow[]> {
  const rows = new Map<string, LinkedRow>();
  for (const subject of subjects) {
    const row = subject.startsWith("token:")
      ? yield* findByToken(subject.slice(6))
      : yield* findByRequestId(subject);
    if (row) rows.set(row.id, row);
  }
  return [...rows.values()];
}
