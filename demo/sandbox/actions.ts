import { z } from "zod";
import { type Amount, DECIMAL, shareOf, sum, toAmount, toDecimal, unitOf, ZERO } from "./amounts.ts";
import { createTxHash } from "./identifiers.ts";
import {
  deriveLinkStatus,
  type PaymentLink,
  priceOf,
  receivedOf,
  refundedOf,
  remainingOf,
} from "./payment-link.ts";
import { Problem } from "./problem.ts";
import { settle } from "./settle.ts";
import { type EventBody, failedEvent, refundedEvent } from "./webhooks/events.ts";

/** Body of `POST /sandbox/payments/{token}/{action}`. */
export const ActionSchema = z.strictObject({
  /** Of `partial`: how much to pay. Of `refund`: how much goes back. Default: half of what remains; all of it. */
  amount: z.string().regex(DECIMAL, "must be a plain decimal").optional(),
  /** Pays a link that is paid already once more. */
  again: z.boolean().optional(),
  /** Pays a link that has expired: a payment that was on its way. */
  late: z.boolean().optional(),
});
export type ActionBody = z.infer<typeof ActionSchema>;

type Action = (link: PaymentLink, body: ActionBody, nowMs: number) => EventBody[];

/** What can be done to a link. Each changes it and answers the events that follow from it, in their order. */
export const ACTIONS = { pay, partial, overpay, fail, refund, expire } as const satisfies Record<
  string,
  Action
>;
export type ActionName = keyof typeof ACTIONS;

function pay(link: PaymentLink, body: ActionBody, nowMs: number): EventBody[] {
  return settle(link, dueOf(link, body, nowMs), nowMs);
}

function partial(link: PaymentLink, body: ActionBody, nowMs: number): EventBody[] {
  const due = dueOf(link, body, nowMs);
  const amount = body.amount ? toAmount(body.amount) : shareOf(due, "2", decimalsOf(link));
  if (amount.eq(ZERO)) throw new Problem(409, "Too little remains to be halved");
  if (amount.gte(due)) throw new Problem(409, "A partial payment must be less than what remains");
  return settle(link, amount, nowMs);
}

/** A tenth of the price too much. */
function overpay(link: PaymentLink, body: ActionBody, nowMs: number): EventBody[] {
  const tenth = shareOf(priceOf(link), "10", decimalsOf(link));
  const extra = tenth.gt(ZERO) ? tenth : unitOf(decimalsOf(link));
  return settle(link, dueOf(link, body, nowMs).plus(extra), nowMs);
}

function fail(link: PaymentLink, body: ActionBody, nowMs: number): EventBody[] {
  dueOf(link, body, nowMs);
  link.hasFailed = true;
  link.inWalletUntil = 0;
  link.submittedTxHash = null;
  return link.requests
    .filter((request) => remainingOf(request).gt(ZERO))
    .map((request) => failedEvent(link, request, nowMs));
}

function refund(link: PaymentLink, body: ActionBody, nowMs: number): EventBody[] {
  const txHash = createTxHash();
  const held = sum(link.requests.map((request) => receivedOf(request).minus(refundedOf(request))));
  let rest = body.amount ? toAmount(body.amount) : held;
  if (held.eq(ZERO)) throw new Problem(409, "There is nothing to refund");
  if (rest.eq(ZERO) || rest.gt(held))
    throw new Problem(409, `Between 0 and ${toDecimal(held)} can be refunded`);
  return link.requests.flatMap((request) => {
    const share = smaller(rest, receivedOf(request).minus(refundedOf(request)));
    if (share.eq(ZERO)) return [];
    rest = rest.minus(share);
    const made = { amount: toDecimal(share), txHash, refundedAt: nowMs };
    request.refunds.push(made);
    return refundedEvent(link, request, made);
  });
}

/** Nothing is sent: Request Network has no event for it. */
function expire(link: PaymentLink, _body: ActionBody, nowMs: number): EventBody[] {
  const status = deriveLinkStatus(link, nowMs);
  if (status === "completed" || status === "expired") throw new Problem(409, `The link is ${status} already`);
  link.expiresAt = nowMs;
  link.inWalletUntil = 0;
  return [];
}

/**
 * What is to be paid now.
 * @throws {Problem} 403 for an expired link, 409 for a paid one, unless the body insists
 */
function dueOf(link: PaymentLink, { again, late }: ActionBody, nowMs: number): Amount {
  const status = deriveLinkStatus(link, nowMs);
  if (status === "expired" && !late) throw new Problem(403, "Secure payment has expired");
  if (status !== "completed") return sum(link.requests.map(remainingOf));
  if (!again) throw new Problem(409, "Secure payment has already been completed");
  return priceOf(link);
}

/** @throws {Problem} 403 or 409 when nothing can be paid, so that no wallet may be asked */
export function requirePayable(link: PaymentLink, nowMs: number): void {
  dueOf(link, {}, nowMs);
}

function smaller(a: Amount, b: Amount): Amount {
  return a.lt(b) ? a : b;
}

function decimalsOf(link: PaymentLink): number {
  return Math.min(...link.requests.map(({ currency }) => currency.decimals));
}
