import type { NewChange } from "../store/tables/changes.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { isNews } from "./news.ts";
import { toCheckout } from "./to-checkout.ts";

/** Whether the order's timeline shows this change. */
export function isOnTimeline(before: LinkedRow, after: LinkedRow): boolean {
  return (
    isNews("webhook", toCheckout(before), toCheckout(after)) ||
    (before.terms !== after.terms && after.terms === "refuted") ||
    before.unverified_since !== after.unverified_since
  );
}

interface Step {
  before: LinkedRow;
  after: LinkedRow;
  now: number;
}

/** What the merchant sees of a change beside the checkout: terms, and since when they are unverified. */
export function toChange({ before, after, now }: Step, cause: string): NewChange {
  const { seq, terms, unverified_since: since } = after;
  const unverifiedSince = since === null ? null : new Date(since).toISOString();
  return {
    checkout_seq: seq,
    at: now,
    cause,
    previous_status: before.status,
    checkout: JSON.stringify({ ...toCheckout(after), terms, unverifiedSince }),
  };
}

/** More is expected, or not everything is known: worth a read once the retries of a delivery would be over. */
export function isDoubtful({ status, reason }: LinkedRow): boolean {
  return status === "processing" || status === "partially_paid" || reason === "amount_unknown";
}

/** Money was reported, and nothing verifies it so far. */
export function isUnverified({ unverified_since }: LinkedRow): boolean {
  return unverified_since !== null;
}
