import type { Client } from "../model/clients.ts";
import { toDestinationId } from "../model/destination.ts";
import type { EventBody } from "./events.ts";

/** Placeholders: none of these requests, wallets and transactions exists. */
const CONFIRMED_ID = "req_test123456789abcdef";
const WALLET = "0x2e2e5c79f571ef1658d4c2d3684a1fe97dd30570";
const TX_HASH = `0x${"ab".repeat(32)}`;
const REFERENCE = `0x${"1234567890".repeat(4)}`;
const TIMESTAMP = "2025-08-28T12:25:45.995Z";
const TOKEN = "spt_test123456789";

type Body = (client: Client, timestamp: string) => Record<string, unknown>;

/** What a payment's test event says of money. */
function money(paid: string): Record<string, unknown> {
  return {
    amount: paid,
    totalAmountPaid: paid,
    expectedAmount: "100.0",
    timestamp: TIMESTAMP,
    txHash: TX_HASH,
    network: "ethereum",
    currency: "USDC",
    paymentCurrency: "USDC",
    payerAddress: WALLET,
    payerEoaAddress: WALLET,
    isCryptoToFiat: false,
    subStatus: "",
    paymentProcessor: "request-network",
    fees: [],
  };
}

const ids = (requestId: string) => ({ requestId, paymentReference: REFERENCE });

const confirmed: Body = () => ({ ...ids(CONFIRMED_ID), requestID: CONFIRMED_ID, ...money("100.0") });
const partial: Body = () => ({ ...ids("req_partial1234567890"), ...money("50.0") });
const customer: Body = (_client, timestamp) => ({
  clientUserId: "user_test123456789",
  isCompliant: true,
  kycStatus: "completed",
  timestamp,
});

/** A body for each event that `POST /v1/webhook/test` can be asked for. */
const BODIES = {
  "payment.confirmed": confirmed,
  "payment.confirmed.client_id": (client, at) => ({ ...confirmed(client, at), clientId: client.clientId }),
  "payment.confirmed.checkout": confirmed,
  "payment.partial": partial,
  "payment.partial.client_id": (client, at) => ({ ...partial(client, at), clientId: client.clientId }),
  "payment.partial.checkout": partial,
  "payment.failed": () => ({
    ...ids("req_fail1234567890"),
    subStatus: "",
    paymentProcessor: "request-network",
  }),
  "payment.refunded": () => ({
    ...ids("req_refunded1234567890"),
    refundAmount: "100.0",
    refundedTo: WALLET,
    currency: "USDC",
    timestamp: TIMESTAMP,
  }),
  "payment.processing": () => ({
    ...ids("req_proc1234567890"),
    offrampId: "offramp_test123456789",
    subStatus: "ongoing_checks",
    rawPayload: {},
    timestamp: TIMESTAMP,
  }),
  "kyt.screening.completed": ({ clientId }, timestamp) => ({
    paymentToken: TOKEN,
    clientId,
    walletAddress: WALLET,
    eoaAddress: WALLET,
    status: "approved",
    provider: "hypernative",
    policyId: "policy_test123456789",
    timestamp,
  }),
  "secure_payment.user_event": ({ clientId }, timestamp) => ({
    userEvent: "wallet_connected",
    securePaymentToken: TOKEN,
    requestId: CONFIRMED_ID,
    requestIds: [CONFIRMED_ID],
    clientId,
    occurredAt: timestamp,
    timestamp,
    properties: {},
  }),
  "secure_payment.access_rejected": ({ clientId }, timestamp) => ({
    requestId: CONFIRMED_ID,
    clientId,
    attemptedPayerWalletAddress: WALLET,
    timestamp,
  }),
  "client_id.linked": ({ clientId, destination }, timestamp) => ({
    linkId: "link_test123456789",
    intentId: "intent_test123456789",
    externalId: "external_test123456789",
    clientId,
    destinationId: toDestinationId(destination),
    destinationWalletAddress: destination.payee,
    chain: destination.currency.network,
    currency: destination.currency.symbol,
    timestamp,
  }),
  "request.recurring": (_client, timestamp) => ({ ...ids("req_recurring1234567890"), timestamp }),
  "compliance.updated": customer,
  "payment_detail.updated": (client, at) => ({
    ...customer(client, at),
    paymentDetailsId: "pd_test123456789",
    status: "approved",
  }),
} as const satisfies Record<string, Body>;
export type TestEvent = keyof typeof BODIES;
export const TEST_EVENTS = Object.keys(BODIES) as TestEvent[];

/** An event with placeholders in it, which names no request that exists. */
export function testEvent(event: TestEvent, client: Client, nowMs: number): EventBody {
  const body: Body = BODIES[event];
  return { event, ...body(client, new Date(nowMs).toISOString()) };
}
