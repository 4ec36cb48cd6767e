import { createHash } from "node:crypto";
import type { FactBody } from "../domain/facts.ts";
import type { Item } from "../ledger/item.ts";
import type { NewDelivery } from "../store/tables/deliveries.ts";
import { testSubject } from "../store/tables/subject.ts";
import { type SubjectFact, toFacts } from "./event-to-facts.ts";
import type { ParsedEvent } from "./parse-event.ts";

/** A webhook whose signature has matched. The headers are not signed: nothing is decided by them but `isTest`. */
export interface Delivery {
  body: Uint8Array;
  deliveryId: string | undefined;
  isTest: boolean;
  parsed: ParsedEvent;
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

/** What is to be recorded of a delivery: the same however often it comes. */
export function toItem(delivery: Delivery): Item {
  const hash = keyOf(delivery);
  const facts = factsOfDelivery(delivery).map(({ subject, fact, key }) => ({
    subject,
    key: key ?? hash,
    source: "delivery" as const,
    fact,
    ...(key !== undefined && { isTelemetry: true }),
  }));
  return { facts, from: { delivery: toRow(delivery, facts[0]?.key ?? hash) } };
}

export function stateOf({ parsed, isTest }: Delivery): "recorded" | "test" | "rejected" {
  if (parsed.kind !== "event") return "rejected";
  return isTest ? "test" : "recorded";
}

function toRow(delivery: Delivery, key: string): NewDelivery {
  const { parsed, deliveryId = null, isTest, body } = delivery;
  return {
    key,
    delivery_id: deliveryId,
    test: Number(isTest),
    state: stateOf(delivery),
    problem: parsed.kind === "event" ? null : parsed.problem,
    event: parsed.kind === "event" ? parsed.event.event : parsed.kind === "unusable" ? parsed.name : null,
    body,
  };
}

/** A test's body is always the same, so that its delivery id is a part of what it is recognised by. */
function keyOf({ body, isTest, deliveryId }: Delivery): string {
  const hash = createHash("sha256").update(body);
  return isTest ? `${hash.update(deliveryId ?? "").digest("base64url")}:test` : hash.digest("base64url");
}
