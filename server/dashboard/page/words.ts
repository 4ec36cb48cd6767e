import type { CheckoutStatus, Order, Reason } from "../../contract.ts";

/** How a status is said, and how it is coloured. */
export interface StatusWords {
  label: string;
  tone: "good" | "wait" | "act" | "bad" | "still";
  text: string;
}

const STATUSES: Record<CheckoutStatus, StatusWords> = {
  pending: { label: "Not paid yet", tone: "still", text: "The customer has not paid yet, and still can." },
  processing: {
    label: "On its way",
    tone: "wait",
    text: "The customer has sent the payment. It has not arrived yet.",
  },
  partially_paid: {
    label: "Paid in part",
    tone: "wait",
    text: "A part has arrived. The rest can still be paid.",
  },
  paid: { label: "Paid", tone: "good", text: "The whole price has arrived in your wallet. You can deliver." },
  review: {
    label: "To decide",
    tone: "act",
    text: "Money came, but not as it was sold. Please decide before you deliver.",
  },
  failed: {
    label: "Attempt failed",
    tone: "bad",
    text: "The customer tried to pay, and it failed. The order can still be paid.",
  },
  expired: {
    label: "Not paid, over",
    tone: "still",
    text: "Nobody paid in time. The customer can start again.",
  },
  refunded: { label: "Refunded", tone: "still", text: "Everything that was received has gone back." },
};

const CLOSED: StatusWords = {
  label: "Closed by you",
  tone: "still",
  text: "You have closed this order. The customer can start again.",
};

const COUNTED: StatusWords = { label: "Paid", tone: "good", text: "You have counted this order as paid." };

/** What is said of orders that are paid; every other reason is one for a review. */
const REMARKS: ReadonlySet<Reason> = new Set(["second_payment", "offramp_bounced"]);

/** What else there is to know of a paid order. */
export function remarkOn({ status, reason }: Pick<Order, "status" | "reason">): ReasonWords | undefined {
  return status === "paid" && reason && REMARKS.has(reason) ? REASONS[reason] : undefined;
}

/** A review that the merchant has closed counts as expired, and keeps its reason. */
export function isClosed({ status, reason }: Pick<Order, "status" | "reason">): boolean {
  return status === "expired" && reason !== undefined;
}

export function wordsOf(order: Pick<Order, "status" | "reason">): StatusWords {
  if (isClosed(order)) return CLOSED;
  const isCounted = order.status === "paid" && order.reason !== undefined && !REMARKS.has(order.reason);
  return isCounted ? COUNTED : STATUSES[order.status];
}

/** Why an order is up for a decision, or what else there is to know of a paid one. */
export interface ReasonWords {
  label: string;
  text: string;
  advice: string;
}

export const REASONS: Record<Reason, ReasonWords> = {
  wrong_payee: {
    label: "Another wallet",
    text: "The money went to a wallet that is not one of yours.",
    advice: "Look into your wallets. If it is in none of them, you have not been paid: close the order.",
  },
  wrong_currency: {
    label: "Another currency",
    text: "The customer paid in another currency than the price is in.",
    advice: "Compare what has come with the price. Count it as paid if it is worth as much.",
  },
  wrong_network: {
    label: "Another network",
    text: "The money came on another network than the one you sell on.",
    advice: "Make sure that you can use it there before you count it as paid.",
  },
  below_price: {
    label: "Too little",
    text: "Less than the price was paid, and no more is expected.",
    advice: "Count it as paid if that is enough for you, or pay it back and close the order.",
  },
  amount_unknown: {
    label: "Amount unknown",
    text: "A payment was reported, but not how much it was.",
    advice: "Look into your wallet. Often the amount is found within a few minutes, and this settles itself.",
  },
  paid_before_registration: {
    label: "Older than the order",
    text: "The payment is older than the order. It may belong to another one.",
    advice: "See whether you have delivered something for this payment already.",
  },
  owner_unproven: {
    label: "Perhaps not your link",
    text: "Money was seen, but nothing proves that it was paid to you.",
    advice: "Look into your wallet. Often the proof comes within a few minutes, and this settles itself.",
  },
  second_payment: {
    label: "Paid twice",
    text: "The customer has paid once more, by another transaction.",
    advice: "Pay one of the two back from your wallet.",
  },
  offramp_bounced: {
    label: "Bank transfer bounced",
    text: "The customer has paid, but the transfer to your bank account came back.",
    advice: "Check your bank details with Request Network.",
  },
  wallet_rejected: {
    label: "Wallet rejected",
    text: "The customer’s wallet was rejected by screening, or is not on the link’s list of payers.",
    advice: "The customer can pay from another wallet. Nothing needs to be done.",
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
