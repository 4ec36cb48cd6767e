import type { CheckoutStatus, Notification, Reason } from "../contract/contract.ts";
import { oneLine, toPayerText } from "./payer-text.ts";

/** What a person reads, in plain text. */
export interface EmailText {
  subject: string;
  text: string;
}

type Data = Notification["data"];

const HEADLINES: Partial<Record<CheckoutStatus, string>> = {
  paid: "Paid",
  review: "Needs review",
  refunded: "Refunded",
};

/** Remarks on a paid order. */
const PAID_HEADLINES: Partial<Record<Reason, string>> = {
  second_payment: "Paid twice",
  offramp_bounced: "Bank transfer bounced",
};

/** What a merchant does about each reason, in one or two sentences. What nothing verifies is never to be paid back. */
const ADVICE: Record<Reason, string> = {
  wrong_payee:
    "The money went to a wallet that is not one of yours: look into your own wallet, and do not deliver before you see the money there.",
  wrong_currency:
    "The payment was reported in another currency: look into your own wallet, and resolve the order by what you see there.",
  wrong_network:
    "The payment was reported on another network: look into your own wallet on that network, and resolve the order by what you see there.",
  below_price:
    "Less than the price was paid: look into your own wallet, then ask for the rest, or resolve the order.",
  amount_unknown: "A payment was reported without its amount: look into your own wallet before you deliver.",
  paid_before_registration:
    "The payment is older than the order: make sure that it does not belong to another one before you deliver.",
  owner_unproven:
    "Nothing verifies that the payment was made to you: deliver only once you see the money in your own wallet.",
  second_payment: "It was paid more than once: deliver once, and pay the second payment back.",
  offramp_bounced: "The transfer to your bank bounced: correct your bank details with Request Network.",
  wallet_rejected: "The payer's wallet was rejected: the payer can pay from another one.",
};

/** With these nobody knows how much has arrived in the price's token. */
const AMOUNT_UNKNOWN: ReadonlySet<Reason> = new Set([
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "amount_unknown",
  "owner_unproven",
]);

/** Says what happened, how much, and what to do now, in lines that a phone shows whole. */
export function toEmailText({ timestamp, data }: Notification): EmailText {
  const { checkout, product } = data;
  const { amount, currency, amountPaid, excess, amountRefunded, reason } = checkout;
  const isKnown = amountPaid !== "0" && !(reason && AMOUNT_UNKNOWN.has(reason));
  const what = product && `${data.quantity ?? 1} × ${product}`;
  const subject = oneLine(`${headlineOf(data)}: ${amount} ${currency}${what ? `, ${what}` : ""}`);
  const sale: Line[] = [
    ["Product", what],
    ["Price", `${amount} ${currency}${data.priceSource === "open" ? " (chosen by the payer)" : ""}`],
    ["Received", isKnown && `${amountPaid} ${currency}`],
    ["Above the price", isKnown && excess && `${excess} ${currency}`],
    ["Refunded", isKnown && amountRefunded && `${amountRefunded} ${currency}`],
    referenceLine(data),
  ];
  const traces: Line[] = [
    ["Order", checkout.id],
    ...data.requestIds.map((id): Line => ["Request", id]),
    ...data.txHashes.map((hash): Line => ["Transaction", hash]),
    ["When", `${timestamp.slice(0, 16).replace("T", " ")} UTC`],
  ];
  return { subject, text: `${[subject, adviceOf(data), toText(sale), toText(traces)].join("\n\n")}\n` };
}

type Line = [label: string, value: string | false | null | undefined];

function referenceLine({ reference, referenceSource }: Data): Line {
  if (referenceSource !== "page") return ["Reference", reference];
  return ["Reference (sent by the web page, not verified)", reference && toPayerText(reference)];
}

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
    return "You have resolved this order as paid: you can deliver.";
  if (reason) return ADVICE[reason];
  if (status === "review") return "Look at the order and resolve it.";
  if (late)
    return "The money came after the link had expired: deliver if the price still holds, else pay it back.";
  if (excess) return "You can deliver. More than the price was paid: pay the rest back.";
  return "You can deliver.";
}
