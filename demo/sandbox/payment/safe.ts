import { type Amount, toDecimal } from "../model/amounts.ts";
import { createTxHash } from "../model/identifiers.ts";
import { isPaid, type PaymentLink, type PaymentWay, type SafeTransaction } from "../model/payment-link.ts";
import { Problem } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import { type EventBody, failedEvent } from "../webhooks/events.ts";

const HOUR_MS = 3_600_000;

export interface Proposal {
  amount: Amount;
  way: PaymentWay;
  /** How long the owners have. Default: an hour. */
  deadlineMs: number | undefined;
  nowMs: number;
}

/** @throws {Problem} 400 on a network that has no Safe */
export function proposeToSafe(link: PaymentLink, proposal: Proposal): SafeTransaction {
  const { amount, way, deadlineMs = HOUR_MS, nowMs } = proposal;
  const currency = way.source ?? link.requests[0]?.paymentCurrency;
  if (!currency || currency.network === "tron") throw new Problem(400, "There is no Safe on Tron");
  return {
    safeTxHash: createTxHash(),
    chainId: currency.chainId,
    deadline: nowMs + deadlineMs,
    amount: toDecimal(amount),
    way,
  };
}

/** Gives up the Safe transactions whose deadline has passed: the links can be paid anew. */
export function lapseSafes(state: State, nowMs: number): { link: PaymentLink; events: EventBody[] }[] {
  return [...state.links.values()]
    .filter(({ safe }) => safe !== null && nowMs >= safe.deadline)
    .map((link) => {
      link.safe = null;
      link.hasFailed = true;
      const open = link.requests.filter((request) => !isPaid(request));
      const events = open.map((request) => failedEvent({ link, request, wire: state.wire, nowMs }));
      return { link, events };
    });
}
