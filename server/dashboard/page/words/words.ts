import type { CheckoutStatus, Order, Reason } from "../../../contract/contract.ts";

/** How a status is said, and how it is coloured. */
export interface StatusWords {
  label: string;
  tone: "good" | "wait" | "act" | "bad" | "still" | "unsure";
  text: string;
}

/** What decides how an order is shown. Changes of earlier releases know nothing of the terms. */
export type Shown = Pick<Order, "status" | "reason"> & {
  terms?: Order["terms"] | undefined;
  unverifiedSince?: Order["unverifiedSince"] | undefined;
  /** Known on the order's own page only. */
  resolutions?: readonly unknown[];
};

const STATUSES: Record<CheckoutStatus, StatusWords> = {
  pending: { label: "Open", tone: "still", text: "The customer has not paid yet, and still can." },
  processing: {
    label: "Processing",
    tone: "wait",
    text: "The customer has sent the payment. It has not arrived yet.",
  },
  partially_paid: {
    label: "Partially paid",
    tone: "wait",
    text: "A part of the price has arrived. The rest can still be paid.",
  },
  paid: { label: "Paid", tone: "good", text: "The whole price has arrived in your wallet. You can deliver." },
  review: {
    label: "Needs review",
    tone: "act",
    text: "A payment does not match what was sold. Please resolve the order before you deliver.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    text: "The customer tried to pay, and it failed. The order can still be paid.",
  },
  expired: {
    label: "Expired",
    tone: "still",
    text: "Nobody paid in time. The customer can start again.",
  },
  refunded: { label: "Refunded", tone: "still", text: "Everything that was received was refunded." },
};

const CLOSED: StatusWords = {
  label: "Closed",
  tone: "still",
  text: "You have closed this order. The customer can start again.",
};

const RESOLVED: StatusWords = { label: "Paid", tone: "good", text: "You have marked this order as paid." };

const UNVERIFIED: StatusWords = {
  label: "Unverified",
  tone: "unsure",
  text: "A payment was reported, but nothing verifies that it was made to you. Do not deliver yet. This server keeps reading, and the order becomes Paid by itself once it is verified.",
};

const REFUTED: StatusWords = {
  label: "Refuted",
  tone: "unsure",
  text: "The payment link of this order is not yours: it pays somebody else. Do not deliver.",
};

/** Remarks on paid orders; every other reason is one for a review. */
const REMARKS: ReadonlySet<Reason> = new Set(["second_payment", "offramp_bounced"]);

/** What else there is to know of a paid order. */
export function remarkOn({ status, reason }: Shown): ReasonWords | undefined {
  return status === "paid" && reason && REMARKS.has(reason) ? REASONS[reason] : undefined;
}

/** Money was reported, and nothing verifies whose it is. */
export function isUnverified({ status, unverifiedSince }: Shown): boolean {
  return status === "processing" && typeof unverifiedSince === "string";
}

/** The link pays somebody else. A review that the merchant has closed may look the same where resolutions are not known. */
export function isRefuted({ status, reason, terms, resolutions = [] }: Shown): boolean {
  return status === "expired" && reason === "wrong_payee" && terms === "refuted" && resolutions.length === 0;
}

/** An order that the merchant has closed counts as expired, and keeps its reason. */
export function isClosed(order: Shown): boolean {
  return order.status === "expired" && order.reason !== undefined && !isRefuted(order);
}

export function wordsOf(order: Shown): StatusWords {
  if (isUnverified(order)) return UNVERIFIED;
  if (isRefuted(order)) return REFUTED;
  if (isClosed(order)) return CLOSED;
  const isResolved = order.status === "paid" && order.reason !== undefined && !REMARKS.has(order.reason);
  return isResolved ? RESOLVED : STATUSES[order.status];
}

/** Whether the amount that has arrived is known in the price's token. */
export function isAmountKnown({ amountPaid, reason, ...order }: Shown & Pick<Order, "amountPaid">): boolean {
  if (isUnverified(order) || isRefuted({ ...order, reason })) return false;
  return reason === undefined || reason === "wallet_rejected" || amountPaid !== "0";
}

/** Why an order needs review, or what else there is to know of a paid one. */
export interface ReasonWords {
  label: string;
  text: string;
  advice: string;
}

export const REASONS: Record<Reason, ReasonWords> = {
  wrong_payee: {
    label: "Another wallet",
    text: "The payment went to a wallet that is not one of yours.",
    advice: "Look into your own wallet. If the money is not there, you have not been paid: close the order.",
  },
  wrong_currency: {
    label: "Another currency",
    text: "The payment was reported in another currency than the price.",
    advice: "Look into your own wallet. Mark the order as paid if what you see there is worth the price.",
  },
  wrong_network: {
    label: "Another network",
    text: "The payment was reported on another network than the one you sell on.",
    advice:
      "Look into your own wallet on that network. Mark the order as paid if you can use the money there.",
  },
  below_price: {
    label: "Below the price",
    text: "Less than the price was paid, and no more is expected.",
    advice: "Look into your own wallet. Mark the order as paid if that is enough for you, or close it.",
  },
  amount_unknown: {
    label: "Amount unknown",
    text: "A payment was reported, but not its amount.",
    advice: "Look into your own wallet. Often the amount is found within a few minutes, without your help.",
  },
  paid_before_registration: {
    label: "Older than the order",
    text: "The payment is older than the order. It may belong to another one.",
    advice: "Check whether you have already delivered something for this payment.",
  },
  owner_unproven: {
    label: "Owner not verified",
    text: "A payment was reported, but nothing verifies that it was made to you.",
    advice: "Look into your own wallet. Mark the order as paid only if you see the money there.",
  },
  second_payment: {
    label: "Paid twice",
    text: "The customer has paid once more, by another transaction.",
    advice: "Pay one of the two back from your wallet.",
  },
  offramp_bounced: {
    label: "Bank transfer bounced",
    text: "The customer has paid, but the transfer to your bank account bounced.",
    advice: "Check your bank details with Request Network.",
  },
  wallet_rejected: {
    label: "Wallet rejected",
    text: "The customer’s wallet was rejected by a screening, or is not on the link’s list of payers.",
    advice: "The customer can pay from another wallet. You do not need to do anything.",
  },
};

/** What is known of the payment link, and what follows from that. */
export const TERMS: Record<Order["terms"], { label: string; text: string }> = {
  verified: { label: "Verified", text: "It asks for this price, and pays one of your wallets." },
  refuted: { label: "Refuted", text: "It does not ask for what was sold." },
  unverified: {
    label: "Unverified",
    text: "No source has confirmed yet what it asks for, and whom it pays.",
  },
};

export const PRICE_SOURCES: Record<Order["priceSource"], string> = {
  catalog: "your catalog",
  offer: "an offer that you have signed",
  open: "the customer’s choice",
};

export const REFERENCE_SOURCES = {
  offer: "from your signed offer",
  page: "sent by the web page: the customer could have changed it",
} as const;

/** What an order is of, as a person would say it. */
export function titleOf({ title, product, quantity }: Pick<Order, "title" | "product" | "quantity">): string {
  const name = title ?? product ?? "Payment";
  return (quantity ?? 1) > 1 ? `${quantity} × ${name}` : name;
}
