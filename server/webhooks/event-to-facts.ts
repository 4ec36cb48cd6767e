import type { FactBody, WalletFact } from "../checkouts/facts.ts";
import type { WebhookEvent } from "../contract.ts";

/** A fact and what it is about: a request id, or `token:` and a link's token. */
export interface SubjectFact {
  subject: string;
  fact: FactBody;
}

/** What payers' browsers tell, of their wallets and of much else. */
export const TELEMETRY = "secure_payment.user_event";

const WALLET_STEPS = new Map<string, WalletFact["step"]>([
  ["wallet_connected", "connected"],
  ["payment_sent_to_wallet", "sent"],
  ["payment_approved_in_wallet", "approved"],
]);

/** What facts about a link's token are filed under. */
export function tokenSubject(token: string): string {
  return `token:${token}`;
}

/** What test deliveries about a subject are filed under. No link has such an id. */
export function testSubject(subject: string): string {
  return `test:${subject}`;
}

/** The token that a subject is about, if it is about one. */
export function tokenOf(subject: string): string | undefined {
  return subject.startsWith("token:") ? subject.slice("token:".length) : undefined;
}

/** What an event says, of each request id and token that it names. An event that names none says nothing. */
export function toFacts(event: WebhookEvent): SubjectFact[] {
  const named = [event.requestId ?? event.requestID, ...(event.requestIds ?? [])];
  const requestIds = [...new Set(named.filter((id) => id !== null && id !== undefined))];
  const fact = toFact(event);
  const facts: SubjectFact[] = requestIds.map((subject) => ({ subject, fact }));
  if (event.securePaymentToken) {
    const ofToken: FactBody = { kind: "named", ofToken: true, requestIds };
    facts.push({ subject: tokenSubject(event.securePaymentToken), fact: ofToken });
  }
  return facts;
}

function toFact(event: WebhookEvent): FactBody {
  const at = toTime(event.timestamp ?? event.occurredAt);
  switch (familyOf(event.event)) {
    case "payment.confirmed":
      return toMoney(event, true, at);
    case "payment.partial":
      return toMoney(event, false, at);
    case "payment.failed":
      return { kind: "failure", at };
    case "payment.refunded":
      return {
        kind: "refund",
        amount: event.refundAmount ?? undefined,
        currency: event.currency ?? undefined,
        to: event.refundedTo ?? undefined,
        txHash: event.txHash ?? undefined,
        at,
      };
    case "payment.processing":
      return { kind: "offramp", subStatus: event.subStatus ?? "", at };
    case TELEMETRY: {
      const step = WALLET_STEPS.get(event.userEvent ?? "");
      return step
        ? { kind: "wallet", step, at: toTime(event.occurredAt ?? event.timestamp) }
        : { kind: "named", requestIds: [] };
    }
    default:
      return { kind: "named", requestIds: [] };
  }
}

function toMoney(event: WebhookEvent, final: boolean, at: number | undefined): FactBody {
  return {
    kind: "money",
    final,
    amount: event.amount ?? undefined,
    total: event.totalAmountPaid ?? undefined,
    expected: event.expectedAmount ?? undefined,
    currency: event.currency ?? undefined,
    network: event.network ?? undefined,
    payee: typeof event.payee === "string" ? event.payee : undefined,
    txHash: event.txHash ?? undefined,
    at,
  };
}

/** `payment.confirmed.client_id` is of the family `payment.confirmed`. */
function familyOf(name: string): string {
  return name.split(".", 2).join(".");
}

/** Milliseconds since 1970. A date that names no zone is in UTC; one that is no date is none. */
function toTime(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes("T");
  const time = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : time;
}
