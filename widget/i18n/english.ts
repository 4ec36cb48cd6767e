import type { FIRST_ENGLISH, Labels } from "./labels.ts";
import type { Words } from "./words.ts";

/** The rest of English. */
export const ENGLISH: Omit<Labels, keyof typeof FIRST_ENGLISH | keyof Words> = {
  leaving: "Taking you to the payment page…",
  open: "Go to the payment page",
  blocked: "Your browser kept the payment page from opening. Open it here",
  again: "Buy again",
  price_changed: "The price is now {amount}. Press again to pay it.",
  error: "That did not work. You have not been charged. Please try again.",
  broken: "This payment can't be started at the moment. Please contact the shop.",
  amount_label: "Amount in {symbol}",
  amount_range: "Please enter an amount from {min} to {max}.",
  amount_missing: "Please enter an amount.",
  used: "This has been paid already, or somebody is paying it just now.",
  unknown: "This payment can't be found. If you have paid, the shop has it on record.",
  pending: "Waiting for your payment.",
  processing: "Your payment is on its way.",
  partially_paid: "{paid} received. {rest} still to pay.",
  paid: "Paid. {paid} received on {date}.",
  review: "We have received a payment and are checking it. The shop will get back to you.",
  failed: "The payment did not go through. You can try again.",
  wallet_rejected: "This wallet can't be used for this payment. Try another wallet.",
  expired: "The time to pay has run out. You can start again.",
  refunded: "Refunded. {refunded} went back to you.",
  qr: "Continue on your phone",
  qr_hint: "Scan this code with your phone to pay there.",
  qr_failed: "The code can't be shown at the moment. Please use the link.",
};
