import type { CheckoutStatus, Notification, Reason } from "../contract.ts";

/** What a person reads, in plain text. */
export interface EmailText {
  subject: string;
  text: string;
}

const HEADLINES: Partial<Record<CheckoutStatus, string>> = {
  paid: "Paid",
  review: "Please check",
  refunded: "Refunded",
};

/** What a merchant does about each reason, in one sentence. */
const ADVICE: Record<Reason, string> = {
  wrong_payee:
    "The money went to a wallet that is not yours: do not deliver, and ask the payer for the transaction.",
  wrong_currency:
    "The money came in another currency: see what arrived in your wallet, then settle the order or pay it back.",
  wrong_network:
    "The money came on another network: see what arrived in your wallet there, then settle the order or pay it back.",
  below_price: "Less than the price was paid: ask for the rest, settle the order, or pay it back.",
  amount_unknown:
    "It was paid, but how much is not known: see what arrived in your wallet before you deliver.",
  paid_before_registration:
    "The money is older than the order: make sure that it does not belong to another one before you deliver.",
  owner_unproven:
    "Nothing proves that the payment link was yours: deliver only once you see the money in your wallet.",
  second_payment: "It was paid more than once: deliver once, and pay the second payment back.",
  offramp_bounced: "The transfer to your bank bounced: mend your bank details with Request Network.",
};

/** Says what happened, how much, and what to do now, in lines that a phone shows whole. */
export function toEmailText({ timestamp, data }: Notification): EmailText {
  const { checkout, product, quantity, reference, referenceSource } = data;
  const what = product && `${quantity ?? 1} × ${product}`;
  const isSecond = checkout.status === "paid" && checkout.reason === "second_payment";
  const headline = isSecond ? "Paid twice" : (HEADLINES[checkout.status] ?? checkout.status);
  const title = `${headline}: ${money(checkout.amount)}${what ? `, ${what}` : ""}`;
  const source = referenceSource === "page" ? " (given by the page: not verified)" : "";
  const lines: [string, string | null | undefined][] = [
    ["Now", adviceOf(data)],
    ["", ""],
    ["Product", what],
    ["Price", `${money(checkout.amount)}${data.priceSource === "open" ? " (chosen by the payer)" : ""}`],
    ["Received", money(checkout.amountPaid)],
    ["Above the price", checkout.excess && money(checkout.excess)],
    ["Paid back", checkout.amountRefunded && money(checkout.amountRefunded)],
    ["Reference", reference && `${reference}${source}`],
    ["", ""],
    ["Order", checkout.id],
    ...data.requestIds.map((id): [string, string] => ["Request", id]),
    ...data.txHashes.map((hash): [string, string] => ["Transaction", hash]),
    ["When", `${timestamp.slice(0, 16).replace("T", " ")} UTC`],
  ];
  const body = lines
    .filter(([, value]) => typeof value === "string")
    .map(([label, value]) => (label ? oneLine(`${label}: ${value}`) : ""));
  return { subject: oneLine(title), text: `${oneLine(title)}\n\n${body.join("\n")}\n` };

  function money(amount: string): string {
    return `${amount} ${checkout.currency}`;
  }
}

function adviceOf({ checkout: { status, reason, late, excess } }: Notification["data"]): string {
  if (status === "refunded") return "The money went back to the payer: do not deliver.";
  if (reason) return ADVICE[reason];
  if (status === "review") return "Look at the order and settle it.";
  if (late)
    return "The money came after the link had expired: deliver if the price still holds, else pay it back.";
  if (excess) return "You can deliver. More than the price was paid: pay the rest back.";
  return "You can deliver.";
}

/** A text from elsewhere can neither begin a line of its own nor turn the direction of one. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, " ");
}
