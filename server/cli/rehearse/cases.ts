import { randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Checkout } from "../../contract/contract.ts";
import type { Delivery, Expected } from "./send.ts";

export interface Case {
  name: string;
  deliveries: readonly Delivery[];
  /** What a correct endpoint answers to each of them. */
  expected: Expected;
  /** What to do where it answers otherwise. */
  hint: string;
}

type Status = Checkout["status"];

const DAY_MS = 24 * 60 * 60_000;
const STALE_MS = 10 * 60_000;
const VERIFY =
  "Verify webhook-signature over id, timestamp and the raw body before anything else, and answer 401.";

/** Every case, and the reference of the order that the good and the repeated ones are about. */
export function createCases(secret: string, now: number): { cases: Case[]; reference: string } {
  const webhook = new Webhook(secret);
  const stranger = new Webhook(`whsec_${Buffer.alloc(24, 1).toString("base64")}`);
  const sign = (body: object, { by = webhook, at = now, id = `msg_${randomUUID()}` } = {}): Delivery => {
    const text = JSON.stringify(body);
    return { headers: toHeaders(id, at, by.sign(id, new Date(at), text)), body: text };
  };
  const order = createOrder(now);
  const good = sign(order("paid", "processing"));
  const other = createOrder(now);
  const forged = createOrder(now)("paid", "pending");
  const altered = sign(forged);
  const cases: Case[] = [
    {
      name: "good",
      deliveries: [good],
      expected: "2xx",
      hint: "Compare NOTIFY_SECRET on both sides; answer 2xx within ten seconds.",
    },
    {
      name: "repeated",
      deliveries: [good, good],
      expected: "2xx",
      hint: "Keep the webhook-id of what was handled, and answer 2xx to a repeated one without handling it again.",
    },
    {
      name: "reordered",
      deliveries: [sign(other("paid", "processing")), sign(other("processing", "pending"))],
      expected: "2xx",
      hint: "Answer 2xx to an older status that arrives after a newer one, and keep the newer one.",
    },
    {
      name: "unknown type",
      deliveries: [sign({ ...order("paid", "pending"), type: "checkout.rehearsed" })],
      expected: "2xx",
      hint: "Answer 2xx to types that you do not know: later releases add some.",
    },
    {
      name: "unknown fields",
      deliveries: [sign({ ...createOrder(now)("processing", "pending"), rehearsal: { added: true } })],
      expected: "2xx",
      hint: "Ignore fields that you do not know: later releases add some.",
    },
    { name: "wrongly signed", deliveries: [sign(forged, { by: stranger })], expected: "4xx", hint: VERIFY },
    {
      name: "changed after signing",
      deliveries: [{ ...altered, body: altered.body.replace('"10"', '"1000"') }],
      expected: "4xx",
      hint: `${VERIFY} The body must be the bytes that arrived, not parsed and written again.`,
    },
    {
      name: "not signed",
      deliveries: [{ headers: {}, body: JSON.stringify(forged) }],
      expected: "4xx",
      hint: VERIFY,
    },
    {
      name: "stale",
      deliveries: [sign(forged, { at: now - STALE_MS })],
      expected: "4xx",
      hint: "Refuse a webhook-timestamp that is more than five minutes old: it may be a recorded delivery.",
    },
  ];
  return { cases, reference: order("paid", "pending").data.reference };
}

function toHeaders(id: string, at: number, signature: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
}

/** The notifications of one invented order. */
function createOrder(now: number) {
  const id = randomUUID();
  const reference = `REHEARSAL-${id.slice(0, 8)}`;
  return (status: Status, previousStatus: Status) => ({
    type: `checkout.${status}` as const,
    timestamp: new Date(now).toISOString(),
    data: {
      checkout: toCheckout(id, status, now),
      previousStatus,
      reference,
      referenceSource: "offer" as const,
      product: null,
      quantity: null,
      priceSource: "offer" as const,
      requestIds: [`rehearsal-${id}`],
      txHashes: [],
    },
  });
}

function toCheckout(id: string, status: Status, now: number): Checkout {
  return {
    id,
    status,
    amount: "10",
    currency: "USDC-base",
    amountPaid: status === "paid" ? "10" : "0",
    securePaymentUrl: null,
    expiresAt: new Date(now + DAY_MS).toISOString(),
    updatedAt: new Date(now).toISOString(),
  };
}
