import { WebhookEventSchema } from "../../server/contract.ts";
import { derive, type Order, type Standing } from "../../server/domain/derive.ts";
import type { Fact, LinkFact } from "../../server/domain/facts.ts";
import { toFacts } from "../../server/webhooks/event-to-facts.ts";
import { at, DAY, type EventFields, NOW, PAYEE, paymentEvent, userEvent } from "./events.ts";

export const REQUEST = "01ab";
export const EXPIRES_AT = NOW + 7 * DAY;

export const confirmed = (fields: EventFields = {}) => paymentEvent(REQUEST, fields);
export const partial = (fields: EventFields = {}) =>
  paymentEvent(REQUEST, {
    event: "payment.partial",
    amount: "4",
    totalAmountPaid: "4",
    txHash: "0xAA00",
    ...fields,
  });
export const failed = (fields: EventFields = {}) => ({
  event: "payment.failed",
  requestId: REQUEST,
  timestamp: at(4),
  ...fields,
});
export const refunded = (fields: EventFields = {}) => ({
  event: "payment.refunded",
  requestId: REQUEST,
  timestamp: at(60),
  ...fields,
});
export const wallet = (name: string, fields: EventFields = {}) => userEvent(REQUEST, name, fields);

export function factsOf(...events: EventFields[]): Fact[] {
  return events.flatMap((event) =>
    toFacts(WebhookEventSchema.parse(event)).map(({ fact }) => ({ ...fact, source: "delivery" as const })),
  );
}

export function link(fields: Partial<LinkFact> = {}): Fact {
  return {
    kind: "link",
    source: "link_read",
    requestIds: [REQUEST],
    payee: PAYEE,
    amount: "10",
    currency: "USDC-base",
    ...fields,
  };
}

/** A read of `GET /v2/request/{id}`: it names neither currency nor payee. */
export function read(fields: { final: boolean; total?: string; expected?: string }): Fact {
  return { kind: "money", source: "request_read", ...fields };
}

/** Where a checkout of 10 USDC on Base stands, whose link a page has created; a test changes what it is about. */
export function standing(
  facts: Fact[],
  changes: Partial<Order> & { payees?: string[]; now?: number } = {},
): Standing {
  const { payees = [PAYEE.toLowerCase()], now = NOW, ...order } = changes;
  return derive({
    order: {
      amount: "10",
      currency: "USDC-base",
      requestId: REQUEST,
      createdBy: "browser",
      registeredAt: NOW,
      expiresAt: EXPIRES_AT,
      ...order,
    },
    facts,
    payees,
    now,
  });
}

export const status = (facts: Fact[], options: Parameters<typeof standing>[1] = {}) =>
  standing(facts, options).status;
