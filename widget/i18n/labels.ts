import type { CheckoutStatus } from "../../server/contract/contract.ts";

/**
 * Every text that a payer reads. `{…}` is filled in; the statuses may hold `{amount}`, `{paid}`, `{rest}`, `{refunded}` and
 * `{date}`.
 */
export interface Labels extends Record<CheckoutStatus, string> {
  /** The button, where the page gives it no text. */
  pay: string;
  /** How an amount is said: `{amount}`, `{symbol}`, `{network}`. */
  amount: string;
  preparing: string;
  /** Where the payer is on the way to the hosted page. */
  leaving: string;
  /** The link to an open payment. */
  open: string;
  /** The link to an open payment after a browser has refused a new tab. */
  blocked: string;
  /** The button that buys the same once more. */
  again: string;
  retry: string;
  /** The price has changed to `{amount}`. */
  price_changed: string;
  /** Something went wrong that may pass, and it is known that nothing was charged. */
  error: string;
  /** The same where that is not known. */
  unsure: string;
  /** Something went wrong that the shop has to fix. */
  broken: string;
  /** What stands before the field in which the payer types an amount; `{symbol}`. */
  amount_label: string;
  /** The payer has typed no amount, or one outside `{min}` and `{max}`. */
  amount_range: string;
  /** The same where there is only `{min}`, or only `{max}`. */
  amount_min: string;
  amount_max: string;
  /** The amount has more decimals than the `{places}` of its currency. */
  amount_places: string;
  /** The same where there are no bounds. */
  amount_missing: string;
  /** The offer is being paid, or has been paid, by somebody else. */
  used: string;
  /** The offer ran out while the page stood open. */
  offer_expired: string;
  /** Instead of `failed`: the last wallet was rejected, and another one may pay. */
  wallet_rejected: string;
  /** A status is being looked up. */
  loading: string;
  /** There is no checkout of this id. */
  unknown: string;
  /** The rest of the script can't be had: no network, no companion, or the page is older than the companion. */
  offline: string;
  /** The button that shows the link as a QR code. */
  qr: string;
  /** What stands beside the QR code, and names it. */
  qr_hint: string;
  /** The QR code can't be drawn: the part of the script that draws it can't be had. */
  qr_failed: string;
}

/** English, as far as a button needs it before the rest of the script is there. */
export const FIRST_ENGLISH = {
  preparing: "Preparing your payment…",
  retry: "Try again",
  offline: "That did not work. Please try again, or reload the page.",
  loading: "Looking up your payment…",
} satisfies Partial<Labels>;
