import type { Checkout } from "../contract/contract.ts";
import { deriveCalibration } from "../domain/calibration.ts";
import { type Fact, factsOfKind } from "../domain/facts.ts";
import type { OrderPolicy } from "../domain/order.ts";
import { toWallet } from "../domain/wallet.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import type { Channel } from "../store/tables/notifications.ts";
import { toCheckout } from "./to-checkout.ts";

/** A checkout after a fold, and what that rests on. */
export interface Folded {
  after: LinkedRow;
  facts: readonly Fact[];
  /** The order's own, or the configuration's for orders of an earlier release. */
  policy: OrderPolicy;
}

/** What is news on each channel when it is another than in the last notification. */
const FIELDS = {
  webhook: ["status", "amountPaid", "amountRefunded", "excess", "late", "reason"],
  email: ["status", "reason"],
} as const satisfies Record<Channel, readonly (keyof Checkout)[]>;

/** An e-mail is sent where action may be needed. */
const MAILED: ReadonlySet<Checkout["status"]> = new Set(["paid", "review", "refunded"]);

/** Whether a channel gets notifications of a checkout in this state at all. */
export function isNotified(channel: Channel, folded: Folded): boolean {
  const { after, facts } = folded;
  const isResolved = factsOfKind(facts, "resolution").length > 0;
  if (after.unverified_since !== null || (isRefuted(after) && !isResolved)) return false;
  return channel === "webhook" || (MAILED.has(after.status) && isMailable(folded));
}

/** Whether `after` differs from the last notification in anything that the channel's receivers act on. */
export function isNews(channel: Channel, last: Checkout, after: Checkout): boolean {
  return FIELDS[channel].some((field) => last[field] !== after[field]);
}

/** Nothing was sent for this state, perhaps: what was notified last has to be looked up. */
export function isPerhapsSilent(channel: Channel, before: LinkedRow): boolean {
  const isPerhapsUnmailed = before.status === "review" && before.terms !== "verified";
  return before.unverified_since !== null || isRefuted(before) || (channel === "email" && isPerhapsUnmailed);
}

/** A checkout as it is before anything has happened to it. */
export function toOpened(row: LinkedRow): Checkout {
  const { id, amount, currency, expiresAt, updatedAt, securePaymentUrl } = toCheckout(row);
  return { id, amount, currency, expiresAt, updatedAt, securePaymentUrl, status: "pending", amountPaid: "0" };
}

/** The link pays somebody else, as far as is known. A review that the merchant has closed looks the same. */
function isRefuted({ status, terms, reason }: LinkedRow): boolean {
  return status === "expired" && terms === "refuted" && reason === "wrong_payee";
}

/**
 * A review waits with its e-mail while a read may still say what the link asks for, and that of a page's link until one says
 * that it went to the merchant: strangers make such links to themselves.
 */
function isMailable({ after, facts, policy }: Folded): boolean {
  const { payee, isPayeeNeverNamed } = deriveCalibration(facts);
  if (after.status !== "review" || !policy.canRead || isPayeeNeverNamed) return true;
  if (after.terms === "unverified") return false;
  const wallets = policy.wallets.length > 0 ? policy.wallets : [toWallet(payee) ?? []].flat();
  return after.created_by === "companion" || isPaidTo(wallets, facts);
}

/** Some read names one of these wallets. */
function isPaidTo(wallets: readonly string[], facts: readonly Fact[]): boolean {
  return [...factsOfKind(facts, "link"), ...factsOfKind(facts, "request")].some(({ payee }) =>
    wallets.includes(toWallet(payee) ?? ""),
  );
}
