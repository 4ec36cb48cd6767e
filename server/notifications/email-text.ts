import type { CheckoutStatus, Notification, Reason } from "../contract.ts";

/** What a person reads, in plain text. */
export interface EmailText {
  subject: string;
  text: string;
}

type Data = Notification["data"];

const HEADLINES: Partial<Record<CheckoutStatus, string>> = {
  paid: "Paid",
  review: "Please check",
  refunded: "Refunded",
};

/** What else a paid order may tell. */
const PAID_HEADLINES: Partial<Record<Reason, string>> = {
  second_payment: "Paid twice",
  offramp_bounced: "Bank transfer bounced",
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
  wallet_rejected: "The payer's wallet was rejected. The payer can pay from another one.",
};

/** Says what happened, how much, and what to do now, in lines that a phone shows whole. */
export function toEmailText({ timestamp, data }: Notification): EmailText {
  const { checkout, product } = data;
  const { amount, currency, amountPaid, excess, amountRefunded } = checkout;
  const what = product && `${data.quantity ?? 1} × ${product}`;
  const subject = oneLine(`${headlineOf(data)}: ${amount} ${currency}${what ? `, ${what}` : ""}`);
  const sale: Line[] = [
    ["Product", what],
    ["Price", `${amount} ${currency}${data.priceSource === "open" ? " (chosen by the payer)" : ""}`],
    ["Received", `${amountPaid} ${currency}`],
    ["Above the price", excess && `${excess} ${currency}`],
    ["Paid back", amountRefunded && `${amountRefunded} ${currency}`],
    [
      data.referenceSource === "page" ? "Reference (given by the page: not verified)" : "Reference",
      data.reference,
    ],
  ];
  const traces: Line[] = [
    ["Order", checkout.id],
    ...data.requestIds.map((id): Line => ["Request", id]),
    ...data.txHashes.map((hash): Line => ["Transaction", hash]),
    ["When", `${timestamp.slice(0, 16).replace("T", " ")} UTC`],
  ];
  return { subject, text: `${[subject, adviceOf(data), toText(sale), toText(traces)].join("\n\n")}\n` };
}

type Line = [label: string, value: string | null | undefined];

function toText(lines: readonly Line[]): string {
  return lines
    .filter(([, value]) => value)
    .map(([label, value]) => oneLine(`${label}: ${value}`))
    .join("\n");
}

function headlineOf({ checkout: { status, reason, late } }: Data): string {
  const remark = status === "paid" && reason ? PAID_HEADLINES[reason] : undefined;
  return remark ?? (status === "paid" && late ? "Paid late" : (HEADLINES[status] ?? status));
}

function adviceOf({ checkout: { status, reason, late, excess } }: Data): string {
  if (status === "refunded") return "The money went back to the payer: do not deliver.";
  if (status === "paid" && reason && !PAID_HEADLINES[reason])
    return "You have settled this order as paid: you can deliver.";
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
