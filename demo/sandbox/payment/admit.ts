import { isSameAddress, toPlainAddress } from "../model/destination.ts";
import type { PaymentLink, PaymentWay } from "../model/payment-link.ts";
import { Problem } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import type { EventBody } from "../webhooks/events.ts";
import { accessRejectedEvent, screenedEvent } from "../webhooks/link-events.ts";

/** A payment that an access policy refused, and what is told about it. */
export class RefusedPayment extends Problem {
  readonly events: readonly EventBody[];

  constructor(message: string, events: readonly EventBody[]) {
    super(403, message);
    this.events = events;
  }
}

export interface AdmitContext {
  state: State;
  nowMs: number;
  screening: "approved" | "rejected" | undefined;
}

/** A rejected wallet that tries again is not reported again so soon. */
const QUIET_MS = 10 * 60_000;

/**
 * Looks at the allowlist first, which names the connected wallet, then screens the payer. Answers the events of that.
 * @throws {RefusedPayment} 403 for a wallet that is not allowed or was rejected: only that wallet's attempt has ended
 */
export function admit(link: PaymentLink, way: PaymentWay, context: AdmitContext): EventBody[] {
  const { state, nowMs } = context;
  const { allowedPayers, isScreened } = link.access;
  const about = { link, wire: state.wire, nowMs };
  if (allowedPayers.length > 0 && !allowedPayers.some((wallet) => isSameAddress(wallet, way.payerEoa))) {
    const isReported = isReportedAgain(link, way.payerEoa, context);
    const events = isReported ? [accessRejectedEvent(way.payerEoa, about)] : [];
    throw new RefusedPayment("Wallet is not allowed to pay this link", events);
  }
  if (!isScreened) return [];
  const status = context.screening ?? verdictOn(way, state);
  const event = screenedEvent({ wallet: way.payer, eoa: way.payerEoa, status }, about);
  if (status === "rejected") throw new RefusedPayment("Wallet was rejected by screening", [event]);
  return [event];
}

function verdictOn({ payer, payerEoa }: PaymentWay, { rejectedWallets }: State): "approved" | "rejected" {
  const isRejected = [payer, payerEoa].some((wallet) => rejectedWallets.has(toPlainAddress(wallet)));
  return isRejected ? "rejected" : "approved";
}

function isReportedAgain({ token }: PaymentLink, wallet: string, { state, nowMs }: AdmitContext): boolean {
  const key = `${token} ${toPlainAddress(wallet)}`;
  const reportedAt = state.reportedRejections.get(key);
  if (reportedAt !== undefined && nowMs < reportedAt + QUIET_MS) return false;
  state.reportedRejections.set(key, nowMs);
  return true;
}
