import { WebhookEventSchema } from "../../server/contract/contract.ts";
import { derive, type Standing } from "../../server/domain/derive.ts";
import type {
  CalibrationFact,
  Fact,
  FactBody,
  LinkFact,
  MoneyFact,
  RequestFact,
} from "../../server/domain/facts.ts";
import type { Order, OrderPolicy } from "../../server/domain/order.ts";
import { toFacts } from "../../server/webhooks/event-to-facts.ts";
import { at, DAY, type EventFields, NOW, PAYEE, paymentEvent, userEvent } from "./events.ts";

export const REQUEST = "01ab";
export const TOKEN = "T1";
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

/** Facts as a test writes them: they arrive at {@link NOW}, from a delivery, unless it says otherwise. */
export function facts(...bodies: (FactBody & Partial<Pick<Fact, "source" | "seenAt">>)[]): Fact[] {
  return bodies.map((body) => ({ source: "delivery", seenAt: NOW, ...body }));
}

export function factsOf(...events: EventFields[]): Fact[] {
  return facts(
    ...events.flatMap((event) => toFacts(WebhookEventSchema.parse(event)).map(({ fact }) => fact)),
  );
}

/** A token read of a link that is what was sold. */
export function link(fields: Partial<LinkFact> = {}): Fact {
  return {
    kind: "link",
    source: "link_read",
    seenAt: NOW,
    requestIds: [REQUEST],
    payee: PAYEE,
    amount: "10000000",
    currency: "USDC-base",
    ...fields,
  };
}

/** A request read in the form of 0.31.0, of a request that is what was sold. */
export function request(fields: Partial<RequestFact & { source: Fact["source"] }> = {}): Fact {
  return {
    kind: "request",
    source: "request_read",
    seenAt: NOW,
    paid: false,
    payee: PAYEE.toLowerCase(),
    invoiceCurrency: "USDC",
    currency: "USDC",
    network: "base",
    amount: "10",
    ...fields,
  };
}

/** Money that a request read reports in the form of 0.13.0: it names neither currency nor payee. */
export function read(fields: Partial<MoneyFact & Pick<Fact, "source">> = {}): Fact {
  return { kind: "money", source: "request_read", seenAt: NOW, final: true, ...fields };
}

export function calibration(fields: Partial<CalibrationFact> = {}): Fact {
  return { kind: "calibration", source: "calibration", seenAt: NOW, at: NOW, tokenReads: "open", ...fields };
}

/** A companion that can read nothing: it has no credentials. */
export const BLIND: OrderPolicy = {
  wallets: [PAYEE.toLowerCase()],
  corroborate: false,
  canRead: false,
  canReadTokens: false,
  creation: { form: "guide", payee: PAYEE, currency: "USDC-base" },
};
/** A companion with a Client ID. */
export const READING: OrderPolicy = { ...BLIND, canRead: true, canReadTokens: true };

export interface Changes extends Partial<Omit<Order, "policy">> {
  policy?: Partial<OrderPolicy>;
  now?: number;
}

/** An order of 10 USDC on Base, whose link a page has created, at a companion that can read nothing. */
export function order({ policy, now: _now, ...fields }: Changes = {}): Order {
  return {
    amount: "10",
    currency: "USDC-base",
    requestId: REQUEST,
    token: TOKEN,
    createdBy: "browser",
    registeredAt: NOW,
    expiresAt: EXPIRES_AT,
    ...fields,
    policy: { ...BLIND, ...policy },
  };
}

/** Where such an order stands; a test changes what it is about. */
export function standing(known: readonly Fact[], changes: Changes = {}): Standing {
  return derive(order(changes), known, changes.now ?? NOW);
}

export const status = (known: readonly Fact[], changes: Changes = {}) => standing(known, changes).status;
