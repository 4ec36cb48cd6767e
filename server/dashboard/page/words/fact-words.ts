import type { KnownFact } from "../../../contract/contract.ts";
import { toFullTime, toNumber } from "./format.ts";

/** Facts of one source that say the same: variants of one message. */
export interface Known {
  source: string;
  seenAt: string;
  says: string;
  times: number;
}

export const SOURCES: Record<KnownFact["source"], string> = {
  delivery: "Signed delivery of Request Network",
  calibration: "Calibration: a read of your own payment link",
  request_read: "Read of this payment request",
  list_read: "Read of the list of your payment requests",
  payments_read: "Read of your wallet’s payments",
  link_read: "Read of the payment link",
  merchant: "Your decision",
  migration: "An earlier release of this program",
};
const CUSTOMER = "Unverified: the customer’s browser, relayed by Request Network";

const STEPS: Record<string, string> = {
  connected: "A wallet is connected",
  sent: "The wallet was asked to pay",
  approved: "The payment is approved in the wallet",
};

/** What a stranger's link may name as it likes. */
const AMOUNTS: ReadonlySet<string> = new Set(["amount", "total", "expected"]);

/**
 * The facts of an order with their sources, the newest last. What says nothing is left out. Without `hasAmounts`, no amount of
 * money is named: nothing verifies it.
 */
export function evidenceOf(facts: readonly KnownFact[], { hasAmounts = true } = {}): Known[] {
  const groups = new Map<string, Known>();
  for (const fact of facts) {
    const says = toWords(fact, hasAmounts);
    if (says === "") continue;
    const source = fact.kind === "wallet" ? CUSTOMER : SOURCES[fact.source];
    const key = JSON.stringify([source, says]);
    const known = groups.get(key);
    if (known) known.times += 1;
    else groups.set(key, { source, seenAt: fact.seenAt, says, times: 1 });
  }
  return [...groups.values()];
}

function toWords({ kind, says }: KnownFact, hasAmounts: boolean): string {
  const text = (name: string) =>
    says[name] === undefined || (AMOUNTS.has(name) && !hasAmounts) ? "" : String(says[name]);
  const when = typeof says.at === "number" ? `on ${toFullTime(new Date(says.at).toISOString())}` : "";
  switch (kind) {
    case "money":
      return moneyWords(text, says.final === true, when);
    case "refund":
      return join([
        `${amount(text("amount"), text("currency")) || "Everything"} went back`,
        when,
        transaction(text),
      ]);
    case "failure":
      return join(["A payment attempt failed", when]);
    case "wallet":
      return join([STEPS[text("step")] ?? text("step"), when]);
    case "screening":
      return join([
        screeningWords(text("by"), text("status")),
        text("wallet") && `wallet ${text("wallet")}`,
        when,
      ]);
    case "request":
      return join([
        `The request asks for ${text("amount") || "an unknown amount"} ${text("currency") || text("invoiceCurrency")}`,
        text("network") && `on ${text("network")}`,
        to(text("payee")),
        says.paid === true ? "and is paid in full" : "and was not paid in full yet",
      ]);
    case "calibration":
      return join([text("currency") && `Your links ask for ${text("currency")}`, to(text("payee"))]);
    case "accepted":
      return "Accepted as paid by an earlier release";
    case "offramp":
      return join([`Transfer to your bank account: ${text("subStatus") || "under way"}`, when]);
    case "link":
      return join([
        `The link asks for ${text("amount") || "an unknown amount"} ${text("currency")}`,
        to(text("payee")),
      ]);
    case "closed":
      return join(["The link can’t be paid any more", when]);
    case "resolution":
      return join([text("as") === "paid" ? "Resolved as paid" : "Resolved as closed", `“${text("note")}”`]);
    case "named":
      return "";
  }
}

function screeningWords(by: string, status: string): string {
  if (by === "allowlist") return "A wallet was refused: it is not on the link’s list of payers";
  return status === "approved" ? "A wallet was approved by screening" : "A wallet was rejected by screening";
}

function moneyWords(text: (name: string) => string, isFinal: boolean, when: string): string {
  const currency = text("currency");
  const [own, total, asked] = [
    amount(text("amount"), currency),
    amount(text("total"), currency),
    amount(text("expected"), currency),
  ];
  const sums = join([
    own && `${own} by this transaction`,
    total && `${total} in all`,
    asked && `${asked} asked for`,
  ]);
  return [
    `${isFinal ? "Paid in full" : "Paid in part"}${sums && `: ${sums}`}`,
    join([text("network") && `on ${text("network")}`, when]),
    to(text("payee")),
    transaction(text),
  ]
    .filter(Boolean)
    .join("\n");
}

function amount(value: string, currency: string): string {
  return value && `${toNumber(value)} ${currency}`.trim();
}

function to(payee: string): string {
  return payee && `to wallet ${payee}`;
}

function transaction(text: (name: string) => string): string {
  return text("txHash") && `transaction ${text("txHash")}`;
}

function join(parts: readonly string[]): string {
  return parts.filter(Boolean).join(", ");
}
