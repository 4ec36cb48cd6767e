import { createHmac, randomBytes } from "node:crypto";

/** What is sent over and over. Each call makes the next one. */
export type RequestMaker = () => Buffer;

export interface Plan {
  kind: "fresh" | "telemetry" | "duplicate" | "bad_signature" | "get" | "not_modified";
  host: string;
  secret: string;
  /** Request ids that checkouts have claimed; deliveries go through them in threes, one for each variant. */
  requestIds: readonly string[];
  /** Paths of reads, in turn, each with the `ETag` that its answer has. */
  reads: readonly { path: string; etag: string }[];
}

const VARIANTS = ["payment.confirmed", "payment.confirmed.client_id", "payment.confirmed.checkout"];

/** Makes requests as Request Network and payers' browsers send them. */
export function createRequestMaker(plan: Plan): RequestMaker {
  let count = 0;
  if (plan.kind === "get" || plan.kind === "not_modified") {
    return () => {
      const { path, etag } = plan.reads[count++ % plan.reads.length] ?? { path: "/", etag: "" };
      const condition = plan.kind === "not_modified" ? `if-none-match: ${etag}\r\n` : "";
      return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${plan.host}\r\n${condition}\r\n`);
    };
  }
  if (plan.kind === "duplicate") {
    const same = delivery(plan, 0);
    return () => same;
  }
  if (plan.kind === "telemetry") return () => send(plan, telemetry(plan, count), count++);
  return () => delivery(plan, count++);
}

/** Every delivery is about the same request, and names another wallet. */
function telemetry({ requestIds }: Plan, count: number): string {
  return JSON.stringify({
    event: "secure_payment.user_event",
    userEvent: "wallet_connected",
    requestId: requestIds[0],
    occurredAt: new Date().toISOString(),
    properties: { wallet_address_hashed: `wallet ${count}` },
  });
}

function delivery(plan: Plan, count: number): Buffer {
  const { requestIds } = plan;
  const requestId = requestIds[Math.floor(count / 3)] ?? `01${randomBytes(32).toString("hex")}`;
  const body = JSON.stringify({
    event: VARIANTS[count % 3],
    requestId,
    requestID: requestId,
    paymentReference: "0xb3581f0b0f74cc61",
    timestamp: new Date().toISOString(),
    amount: "10",
    totalAmountPaid: "10",
    expectedAmount: "10",
    txHash: `0x${requestId.slice(2)}`,
    network: "base",
    currency: "USDC",
    paymentCurrency: "USDC",
    payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
    subStatus: "",
    isCryptoToFiat: false,
    explorer: `https://scan.request.network/request/${requestId}`,
  });
  return send(plan, body, count);
}

function send({ host, secret, kind }: Plan, body: string, count: number): Buffer {
  const signature =
    kind === "bad_signature" ? "0".repeat(64) : createHmac("sha256", secret).update(body).digest("hex");
  return Buffer.from(
    `POST /webhooks/request HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-request-network-signature: ${signature}\r\n` +
      `x-request-network-delivery: 01JX${String(count).padStart(22, "0")}\r\n\r\n${body}`,
  );
}
