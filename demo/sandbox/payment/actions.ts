import { z } from "zod";
import { type Amount, DECIMAL, shareOf, sum, toAmount, toDecimal, unitOf, ZERO } from "../model/amounts.ts";
import { createTxHash } from "../model/identifiers.ts";
import {
  deriveLinkStatus,
  isSafePending,
  type PaymentLink,
  priceOf,
  receivedOf,
  refundedOf,
  remainingOf,
} from "../model/payment-link.ts";
import { KINDS, wayOf } from "../model/payment-way.ts";
import { Problem } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import { type EventBody, failedEvent, refundedEvents } from "../webhooks/events.ts";
import { admit } from "./admit.ts";
import { proposeToSafe } from "./safe.ts";
import { settle } from "./settle.ts";

/** Body of `POST /sandbox/payments/{token}/{action}`. */
export const ActionSchema = z.strictObject({
  /**
   * Of `pay` and `partial`: what is applied to the link, in its invoice currency. Of `refund`: how much goes back.
   * Default: what remains; half of it; all of it.
   */
  amount: z.string().regex(DECIMAL, "must be a plain decimal").optional(),
  /** Pays a link that is paid already once more. */
  again: z.boolean().optional(),
  /** Pays a link that has expired: a payment that was on its way. */
  late: z.boolean().optional(),
  /** Default: `same-chain`. */
  kind: z.enum(KINDS).optional(),
  /** Of `cross-chain`: the network and the token that the payer gives. Default: another network's USDC. */
  sourceNetwork: z.string().optional(),
  sourceCurrency: z.string().optional(),
  /** The wallet that pays, and the one that was connected to it. Default: the sandbox's own. */
  payer: z.string().optional(),
  payerEoa: z.string().optional(),
  /** How the payer's screening ends, on a link that screens. Default: as `POST /sandbox/screening` has it. */
  screening: z.enum(["approved", "rejected"]).optional(),
  /** Of `safe`: how long the Safe's owners have. */
  deadlineMs: z.int().min(0).max(1e12).optional(),
  /** What becomes of the events. Default: `all`. */
  deliveries: z.enum(["all", "lost", "twice", "reversed"]).optional(),
});
export type ActionBody = z.infer<typeof ActionSchema>;

export interface ActionContext {
  state: State;
  nowMs: number;
}

type Action = (link: PaymentLink, body: ActionBody, context: ActionContext) => EventBody[];

/** What can be done to a link. Each changes it and answers the events that follow from it, in their order. */
export const ACTIONS = { pay, partial, overpay, execute, fail, refund, expire } as const satisfies Record<
  string,
  Action
>;
export type ActionName = keyof typeof ACTIONS;

function pay(link: PaymentLink, body: ActionBody, context: ActionContext): EventBody[] {
  const due = dueOf(link, body, context.nowMs);
  const amount = body.amount === undefined ? due : toAmount(body.amount);
  if (amount.eq(ZERO)) throw new Problem(409, "Nothing is to be paid");
  if (!amount.eq(due)) requireInexact(context);
  return take(link, amount, { body, context });
}

function partial(link: PaymentLink, body: ActionBody, context: ActionContext): EventBody[] {
  const due = dueOf(link, body, context.nowMs);
  requireInexact(context);
  const amount = body.amount ? toAmount(body.amount) : shareOf(due, "2", decimalsOf(link));
  if (amount.eq(ZERO)) throw new Problem(409, "Too little remains to be halved");
  if (amount.gte(due)) throw new Problem(409, "A partial payment must be less than what remains");
  return take(link, amount, { body, context });
}

/** A tenth of the price too much. */
function overpay(link: PaymentLink, body: ActionBody, context: ActionContext): EventBody[] {
  requireInexact(context);
  const tenth = shareOf(priceOf(link), "10", decimalsOf(link));
  const extra = tenth.gt(ZERO) ? tenth : unitOf(decimalsOf(link));
  return take(link, dueOf(link, body, context.nowMs).plus(extra), { body, context });
}

/** @throws {Problem} 409 where any amount but the exact one is refused (R11=a) */
function requireInexact({ state }: ActionContext): void {
  if (state.wire.readings.R11 === "a") throw new Problem(409, "The exact amount must be paid");
}

interface Taken {
  body: ActionBody;
  context: ActionContext;
}

/** Admits the payer's wallet, and moves the amount or proposes it to the payer's Safe. */
function take(link: PaymentLink, amount: Amount, { body, context }: Taken): EventBody[] {
  const way = wayOf(link, amount, body);
  const admitted = admit(link, way, { ...context, screening: body.screening });
  if (body.kind === "safe") {
    link.inWalletUntil = 0;
    link.safe = proposeToSafe(link, { amount, way, deadlineMs: body.deadlineMs, nowMs: context.nowMs });
    return admitted;
  }
  return [...admitted, ...settle(link, amount, { ...context, way })];
}

/** The Safe's owners have signed. */
function execute(link: PaymentLink, _body: ActionBody, context: ActionContext): EventBody[] {
  const { safe } = link;
  if (!safe || !isSafePending(link, context.nowMs)) throw new Problem(409, "No Safe transaction is pending");
  return settle(link, toAmount(safe.amount), { ...context, way: safe.way });
}

function fail(link: PaymentLink, body: ActionBody, { state, nowMs }: ActionContext): EventBody[] {
  if (!isSafePending(link, nowMs)) dueOf(link, body, nowMs);
  link.hasFailed = true;
  link.inWalletUntil = 0;
  link.submittedTxHash = null;
  link.safe = null;
  return link.requests
    .filter((request) => remainingOf(request).gt(ZERO))
    .map((request) => failedEvent({ link, request, wire: state.wire, nowMs }));
}

function refund(link: PaymentLink, body: ActionBody, { state, nowMs }: ActionContext): EventBody[] {
  const txHash = createTxHash(link.requests[0]?.paymentCurrency.network);
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
    return refundedEvents({ link, request, wire: state.wire, refund: made });
  });
}

/** Nothing is sent: Request Network has no event for it. */
function expire(link: PaymentLink, _body: ActionBody, { nowMs }: ActionContext): EventBody[] {
  const status = deriveLinkStatus(link, nowMs);
  if (status === "completed" || status === "expired") throw new Problem(409, `The link is ${status} already`);
  link.expiresAt = nowMs;
  link.inWalletUntil = 0;
  link.safe = null;
  return [];
}

/**
 * What is to be paid now.
 * @throws {Problem} 403 for an expired link, 409 for a paid one, unless the body insists
 */
function dueOf(link: PaymentLink, { again, late }: ActionBody, nowMs: number): Amount {
  const status = deriveLinkStatus(link, nowMs);
  if (status === "compliance_failed") throw new Problem(403, "SECURE_PAYMENT_COMPLIANCE_FAILED");
  if (isSafePending(link, nowMs)) throw new Problem(423, "Secure payment is in progress");
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
