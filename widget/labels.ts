import type { CheckoutStatus } from "../server/contract.ts";

/** Every text that a payer reads. `{…}` is filled in. */
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
  /** What is left of a price: `{rest}`. */
  again: string;
  retry: string;
  /** The price has changed to `{amount}`. */
  price_changed: string;
  /** Something went wrong that may pass. */
  error: string;
  /** Something went wrong that the shop has to mend. */
  broken: string;
  /** A status is being looked up. */
  loading: string;
  /** There is no checkout of this id. */
  unknown: string;
  /** The rest of the script can't be had: no network, no companion, or the page is older than the companion. */
  offline: string;
}

/** English. The statuses may hold `{amount}`, `{paid}`, `{rest}`, `{refunded}` and `{date}`. */
export const ENGLISH: Labels = {
  pay: "Pay",
  amount: "{amount} {symbol} on {network}",
  preparing: "Preparing your payment…",
  leaving: "Taking you to the payment page…",
  open: "Go to the payment page",
  blocked: "Your browser kept the payment page from opening. Open it here",
  again: "Buy again",
  retry: "Try again",
  price_changed: "The price is now {amount}. Press again to pay it.",
  error: "That did not work. You have not been charged. Please try again.",
  broken: "This payment can't be started at the moment. Please contact the shop.",
  offline: "That did not work. You have not been charged. Please try again, or reload the page.",
  loading: "Looking up your payment…",
  unknown: "This payment can't be found. If you have paid, the shop has it on record.",
  pending: "Waiting for your payment.",
  processing: "Your payment is on its way.",
  partially_paid: "{paid} received. {rest} still to pay.",
  paid: "Paid. {paid} received on {date}.",
  review: "We have received a payment and are checking it. The shop will get back to you.",
  failed: "The payment did not go through. You can try again.",
  expired: "The time to pay has run out. You can start again.",
  refunded: "Refunded. {refunded} went back to you.",
};
