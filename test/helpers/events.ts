import { createHmac, randomBytes } from "node:crypto";

/** The demo merchant's wallet, and a stranger's. */
export const PAYEE = "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7";
export const STRANGER = "0xb07d2398d2004378cad234da0ef14f1c94a530e4";
export const WEBHOOK_SECRET = "test_secret";

export const NOW = Date.parse("2026-03-01T12:00:00Z");
export const DAY = 24 * 60 * 60_000;

/** `minutes` after {@link NOW}, as events write dates. */
export function at(minutes: number): string {
  return new Date(NOW + minutes * 60_000).toISOString();
}

export function newRequestId(): string {
  return `01${randomBytes(32).toString("hex")}`;
}

export function newToken(): string {
  return randomBytes(13).toString("hex").toUpperCase();
}

/** An event's fields. A payment of the whole price of 10 USDC on Base, unless a test says otherwise. */
export type EventFields = Record<string, unknown>;

export function paymentEvent(requestId: string, fields: EventFields = {}): EventFields {
  return {
    event: "payment.confirmed",
    requestId,
    requestID: requestId,
    paymentReference: "0xb3581f0b0f74cc61",
    timestamp: at(5),
    amount: "10",
    totalAmountPaid: "10",
    expectedAmount: "10",
    txHash: "0xAA01",
    network: "base",
    currency: "USDC",
    paymentCurrency: "USDC",
    payee: PAYEE,
    subStatus: "",
    isCryptoToFiat: false,
    ...fields,
  };
}

export function userEvent(requestId: string, name: string, fields: EventFields = {}): EventFields {
  return {
    event: "secure_payment.user_event",
    userEvent: name,
    requestId,
    requestIds: [requestId],
    occurredAt: at(3),
    properties: {},
    ...fields,
  };
}

/** Signs as Request Network does: HMAC-SHA256 over the raw body, in lower-case hex. */
export function sign(body: string | Uint8Array, secret = WEBHOOK_SECRET): string {
  return createHmac("sha256", secret).update(body).digest("hex");
}
