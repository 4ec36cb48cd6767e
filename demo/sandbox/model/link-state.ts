import { toDecimal } from "./amounts.ts";
import {
  deriveLinkStatus,
  type LinkStatus,
  type PaymentLink,
  receivedOf,
  refundedOf,
  remainingOf,
} from "./payment-link.ts";

/** Where a link stands, as the control routes answer it. */
export interface LinkState {
  token: string;
  status: LinkStatus;
  expiresAt: string;
  requests: { requestId: string; amount: string; received: string; remaining: string; refunded: string }[];
}

export function toLinkState(link: PaymentLink, nowMs: number): LinkState {
  return {
    token: link.token,
    status: deriveLinkStatus(link, nowMs),
    expiresAt: new Date(link.expiresAt).toISOString(),
    requests: link.requests.map((request) => ({
      requestId: request.requestId,
      amount: request.amount,
      received: toDecimal(receivedOf(request)),
      remaining: toDecimal(remainingOf(request)),
      refunded: toDecimal(refundedOf(request)),
    })),
  };
}
