import type { Client } from "../clients.ts";
import type { EventBody } from "./events.ts";

/** What `POST /v1/webhook/test` can be asked for. */
export const TEST_EVENTS = [
  "payment.confirmed",
  "payment.confirmed.client_id",
  "payment.confirmed.checkout",
  "payment.partial",
  "payment.partial.client_id",
  "payment.partial.checkout",
  "payment.failed",
  "payment.refunded",
  "payment.processing",
  "secure_payment.user_event",
  "secure_payment.access_rejected",
  "request.recurring",
  "compliance.updated",
  "payment_detail.updated",
] as const;
export type TestEvent = (typeof TEST_EVENTS)[number];

const REQUEST_ID = "req_test123456789";
const PLACEHOLDER = {
  requestId: REQUEST_ID,
  requestID: REQUEST_ID,
  paymentReference: "0x1234567890abcdef",
};
const PLACEHOLDER_WALLET = "0x2e2e5c79f571ef1658d4c2d3684a1fe97dd30570";

/** An event with placeholders in it, which names no request that exists. */
export function testEvent(event: TestEvent, client: Client, nowMs: number): EventBody {
  const timestamp = new Date(nowMs).toISOString();
  const { clientId } = client;
  const [family, name] = event.split(".");
  if (family === "request") return { event, ...PLACEHOLDER, timestamp };
  if (family === "compliance" || family === "payment_detail") {
    return { event, clientUserId: "user_test123456789", isCompliant: true, timestamp };
  }
  if (name === "access_rejected") {
    return {
      event,
      requestId: REQUEST_ID,
      clientId,
      attemptedPayerWalletAddress: PLACEHOLDER_WALLET,
      timestamp,
    };
  }
  if (name === "user_event") {
    const requestIds = [REQUEST_ID];
    const token = { securePaymentToken: "spt_test123456789", requestId: REQUEST_ID, requestIds, clientId };
    return {
      event,
      userEvent: "wallet_connected",
      ...token,
      occurredAt: timestamp,
      timestamp,
      properties: {},
    };
  }
  return { event, ...PLACEHOLDER, ...moneyFields(name, client), timestamp };
}

function moneyFields(name: string | undefined, { destination }: Client): Record<string, unknown> {
  const { symbol, network } = destination.currency;
  switch (name) {
    case "failed":
      return { subStatus: "", paymentProcessor: "request-network" };
    case "refunded":
      return { refundAmount: "100.0", refundedTo: PLACEHOLDER_WALLET, currency: symbol };
    case "processing":
      return { offrampId: "offramp_test123456789", subStatus: "ongoing_checks", rawPayload: {} };
    default:
      return {
        amount: name === "partial" ? "50.0" : "100.0",
        totalAmountPaid: name === "partial" ? "50.0" : "100.0",
        expectedAmount: "100.0",
        txHash: `0x${"ab".repeat(32)}`,
        payerAddress: PLACEHOLDER_WALLET,
        payerEoaAddress: PLACEHOLDER_WALLET,
        network,
        currency: symbol,
        paymentCurrency: symbol,
        isCryptoToFiat: false,
        subStatus: "",
        paymentProcessor: "request-network",
        fees: [],
      };
  }
}
