import type { WebhookEvent } from "../contract/contract.ts";
import type { FactBody, WalletFact } from "../domain/facts.ts";
import { tokenSubject } from "../store/tables/subject.ts";

/** A fact and its subject: a request id, or `token:` and a link's token. */
export interface SubjectFact {
  subject: string;
  fact: FactBody;
  /** Of telemetry alone: what makes it the same fact as another one of its subject. */
  key?: string | undefined;
}

/** Telemetry of payers' browsers: wallets and much else. */
export const TELEMETRY = "secure_payment.user_event";

const WALLET_STEPS = new Map<string, WalletFact["step"]>([
  ["wallet_connected", "connected"],
  ["payment_sent_to_wallet", "sent"],
  ["payment_approved_in_wallet", "approved"],
]);

/** What an event says, of each request id and token that it names. An event that names none says nothing. */
export function toFacts(event: WebhookEvent): SubjectFact[] {
  const named = [event.requestId ?? event.requestID, ...(event.requestIds ?? [])];
  const requestIds = [...new Set(named.filter((id) => id !== null && id !== undefined))];
  const fact = toFact(event);
  const key = telemetryKey(event, fact);
  const facts: SubjectFact[] = requestIds.map((subject) => ({ subject, fact, key }));
  const screened = toId(event.paymentToken);
  if (screened !== undefined && fact.kind === "screening")
    facts.push({ subject: tokenSubject(screened), fact, key });
  if (event.securePaymentToken) {
    const ofToken: FactBody = { kind: "named", ofToken: true, requestIds };
    facts.push({
      subject: tokenSubject(event.securePaymentToken),
      fact: ofToken,
      key: key && `telemetry:named:token:${requestIds.join(",").slice(0, 512)}`,
    });
  }
  return facts;
}

/**
 * What makes telemetry the same fact: kind, step and wallet. Of these the latest stated time wins, so that a payer's browser
 * can't add facts without end. Undefined for an event that is no telemetry.
 */
function telemetryKey(event: WebhookEvent, fact: FactBody): string | undefined {
  if (fact.kind === "wallet") return `telemetry:wallet:${fact.step}:${fact.wallet ?? ""}`;
  if (fact.kind === "screening") return `telemetry:${fact.by}:${fact.status}:${fact.wallet ?? ""}`;
  return familyOf(event.event) === TELEMETRY ? "telemetry:other::" : undefined;
}

const NAMED: FactBody = { kind: "named", requestIds: [] };

function toFact(event: WebhookEvent): FactBody {
  const at = toTime(event.timestamp ?? event.occurredAt);
  switch (familyOf(event.event)) {
    case "payment.confirmed":
      return toMoney(event, { final: true, at });
    case "payment.partial":
      return toMoney(event, { final: false, at });
    case "payment.failed":
      return { kind: "failure", at };
    case "payment.refunded":
      return toRefund(event, at);
    case "payment.processing":
      return { kind: "offramp", subStatus: toWord(event.subStatus), at };
    case "kyt.screening":
      return toScreening(event, at);
    case "secure_payment.access_rejected":
      return {
        kind: "screening",
        by: "allowlist",
        status: "rejected",
        wallet: toText(event.attemptedPayerWalletAddress),
        at,
      };
    case TELEMETRY:
      return toWalletStep(event);
    default:
      return NAMED;
  }
}

function toMoney(event: WebhookEvent, { final, at }: { final: boolean; at: number | undefined }): FactBody {
  return {
    kind: "money",
    final,
    amount: event.amount ?? undefined,
    total: event.totalAmountPaid ?? undefined,
    expected: event.expectedAmount ?? undefined,
    currency: event.currency ?? undefined,
    network: event.network ?? undefined,
    paymentCurrency: toText(event.paymentCurrency),
    payee: toText(event.payee),
    payers: toPayers(event),
    txHash: event.txHash ?? undefined,
    at,
  };
}

/** A smart account and the wallet behind it are two. */
function toPayers({ payerAddress, payerEoaAddress }: WebhookEvent): string[] | undefined {
  const payers = [toText(payerAddress), toText(payerEoaAddress)].filter((payer) => payer !== undefined);
  return payers.length > 0 ? payers : undefined;
}

function toRefund(event: WebhookEvent, at: number | undefined): FactBody {
  return {
    kind: "refund",
    amount: event.refundAmount ?? undefined,
    currency: event.currency ?? undefined,
    to: event.refundedTo ?? undefined,
    txHash: event.txHash ?? undefined,
    at,
  };
}

function toScreening(event: WebhookEvent, at: number | undefined): FactBody {
  const status = toWord(event.status);
  if (status !== "approved" && status !== "rejected") return NAMED;
  return { kind: "screening", by: "kyt", status, wallet: toText(event.walletAddress), at };
}

function toWalletStep(event: WebhookEvent): FactBody {
  const step = WALLET_STEPS.get(toWord(event.userEvent));
  if (!step) return NAMED;
  const { wallet_address_hashed: wallet } = (event.properties ?? {}) as Record<string, unknown>;
  return {
    kind: "wallet",
    step,
    wallet: toText(wallet),
    at: toTime(event.occurredAt ?? event.timestamp),
  };
}

/** Words of Request Network's own are the same in any letter case. */
function toWord(value: unknown): string {
  return typeof value === "string" ? value.trim().toLowerCase() : "";
}

/** A text of a length that real ones have. Anything else in an optional field says nothing. */
function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= 256 ? value : undefined;
}

/** An id is filed under itself: one of another length is none. */
function toId(value: unknown): string | undefined {
  const text = toText(value);
  return text !== undefined && text.length <= 128 ? text : undefined;
}

/** `payment.confirmed.client_id` is of the family `payment.confirmed`. */
export function familyOf(name: string): string {
  return name.trim().toLowerCase().split(".", 2).join(".");
}

/** Milliseconds since 1970. A date that names no zone is in UTC; one that is no date is none. */
export function toTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes("T");
  const time = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}
