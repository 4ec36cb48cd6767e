import { toAmount as toSandboxAmount } from "../../../demo/sandbox/model/amounts.ts";
import {
  type PaymentLink,
  type PaymentRequest,
  toPaymentAmount,
} from "../../../demo/sandbox/model/payment-link.ts";
import { type Amount, sum, toAmount, ZERO } from "../../../server/domain/amount.ts";
import type { World } from "../../helpers/adversary-world.ts";
import { PAYEE } from "../../helpers/events.ts";

const TOKEN = "USDC-base";
/** Money may be so much older than its order; and the companion's clock may be off. */
const EARLY_MS = (15 + 2 * 4 + 1) * 60_000;

interface Found {
  link: PaymentLink;
  request: PaymentRequest;
}

/** What the sandbox itself knows of a request id, whoever made its link. */
export function findRequest(
  { sandbox }: World,
  tokens: readonly string[],
  requestId: string,
): Found | undefined {
  return tokens
    .map((token) => sandbox.sandbox.link(token))
    .flatMap((link) => link.requests.map((request) => ({ link, request })))
    .find(({ request }) => request.requestId === requestId);
}

/** All that reached the merchant's wallet for it in the price's token, since a moment. */
export function receivedSince(found: Found | undefined, since: number): Amount {
  if (!found || !isMerchants(found.request)) return ZERO;
  const { request } = found;
  if (request.paymentCurrency.id !== TOKEN) return ZERO;
  return sum(
    request.payments
      .filter(({ paidAt }) => paidAt >= since - EARLY_MS)
      .map(({ amount }) => toAmount(toPaymentAmount(request, toSandboxAmount(amount)).toFixed())),
  );
}

/** Whether anything reached the merchant's wallet for it, in whatever token. */
export function hasReached(found: Found | undefined): boolean {
  return found !== undefined && isMerchants(found.request) && found.request.payments.length > 0;
}

/**
 * Whether the link is one that a payer of this price may be sent to. A payout to the merchant's wallet, paid by somebody else, is
 * money for the merchant, too.
 */
export function isFit(found: Found | undefined, price: string): boolean {
  if (!found) return false;
  const { link, request } = found;
  // Whatever it is invoiced in: this is what its payer is asked for.
  const asked = toAmount(toPaymentAmount(request, toSandboxAmount(request.amount)).toFixed());
  return (
    link.requests.length === 1 &&
    isMerchants(request) &&
    request.paymentCurrency.id === TOKEN &&
    asked.gte(toAmount(price))
  );
}

function isMerchants({ payee }: PaymentRequest): boolean {
  return payee.toLowerCase() === PAYEE.toLowerCase();
}
