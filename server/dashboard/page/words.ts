import type { CheckoutStatus, Order, OrderHistory, Reason } from "../../contract.ts";

export const STATUS_WORDS: Record<CheckoutStatus, string> = {
  pending: "Waiting for payment",
  processing: "Payment under way",
  partially_paid: "Paid in part",
  paid: "Paid",
  review: "To check",
  failed: "Attempt failed",
  expired: "Expired",
  refunded: "Refunded",
};

/** What a reason means for whoever has to decide, and what to look at. */
export const REASON_WORDS: Record<Reason, string> = {
  wrong_payee:
    "The money went to a wallet that is not yours. Ship nothing; ask the payer who gave them the link.",
  wrong_currency: "It was paid in another currency than the price’s. Look into your wallet what has come.",
  wrong_network: "It was paid on another network than the price’s. Look into your wallet on that network.",
  below_price: "Less has come than the price, by a link that asked for less. Compare with your wallet.",
  amount_unknown: "Something was paid, but how much and in what is not known yet. It is being read again.",
  paid_before_registration:
    "The money is older than the order. It may belong to another one: compare before you ship.",
  owner_unproven:
    "Money was seen, but nothing proves that the link is yours. Look whether it is in your wallet.",
  second_payment: "It has been paid a second time. You may want to send one payment back.",
  offramp_bounced: "The transfer to your bank bounced. Look at the payout in Request Network.",
};

/** What made an order be looked at. */
export function sayCause(cause: string): string {
  if (cause.startsWith("delivery:")) return "by a webhook";
  const words: Record<string, string> = {
    registration: "when it was registered",
    time: "since its time was over",
    read: "by asking Request Network",
    resolution: "by your own word",
  };
  return words[cause] ?? cause;
}

/** `10 USDC on Base`, in the reader's own digits, exactly. */
export function sayAmount(amount: string, currency: string): string {
  const [symbol = currency, network] = currency.split("-");
  const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 20 });
  // A string is formatted digit by digit; a number would be a float.
  const text = number.format(amount as unknown as number);
  const place = network && network[0]?.toUpperCase() + network.slice(1);
  return `${text} ${symbol}${place ? ` on ${place}` : ""}`;
}

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

export function sayDate(iso: string): string {
  return WHEN.format(new Date(iso));
}

/** What was bought. */
export function sayThing({ title, product, quantity, priceSource }: Order | OrderHistory): string {
  const name =
    title ?? product ?? (priceSource === "open" ? "An amount of the payer’s choice" : "By an offer");
  return quantity && quantity > 1 ? `${quantity} × ${name}` : name;
}
