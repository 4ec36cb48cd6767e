import { createHash } from "node:crypto";
import { type Amount, parseAmount, sum, toDecimal, ZERO } from "../../domain/amount.ts";
import { claimOf } from "../../domain/binding.ts";
import type {
  ClaimFact,
  FactBody,
  FactSource,
  LinkFact,
  MoneyFact,
  RequestFact,
} from "../../domain/facts.ts";
import { toStatedTime } from "../../domain/stated-time.ts";
import { toWallet } from "../../domain/wallet.ts";
import type { NewFact } from "../../store/tables/facts.ts";
import { claimSubject, tokenSubject } from "../../store/tables/subject.ts";
import type { LinkAnswer } from "../api/request-api.ts";
import type { LinkState, ListedRequest, Payment, RequestState } from "../api/upstream-schemas.ts";

/** What one read has found. */
export interface ReadFacts {
  source: FactSource;
  facts: readonly FactBody[];
}

/**
 * The rows of what a read has found: what it says again is the same fact. A token read is about the token: whoever names
 * somebody else's request id beside a token of their own must not spoil that request.
 */
export function toNewFacts(
  link: { request_id: string; token: string },
  { source, facts }: ReadFacts,
): NewFact[] {
  const subject = source === "link_read" ? tokenSubject(link.token) : link.request_id;
  return facts.flatMap((fact) => [
    {
      subject,
      key: `${source}:${keyOf(fact, link.token)}`,
      source,
      fact,
    },
    ...claimsOf(fact, link.token).map((claim) => ({ ...claim, source })),
  ]);
}

/**
 * When a request was unpaid counts by the order that is read: whoever had claimed the same request before must not have made
 * that read older than this order.
 */
function keyOf(fact: FactBody, token: string): string {
  const name = JSON.stringify(fact.kind === "request" ? { ...fact, token } : fact);
  return createHash("sha256").update(name).digest("base64url");
}

/** What tells the other claimants of a request whose it is. */
function claimsOf(fact: FactBody, token: string): Pick<NewFact, "subject" | "key" | "fact">[] {
  const claim = fact.kind === "link" ? claimOf(fact) : undefined;
  return claim ? [toClaim(claim.requestId, { kind: "claim", token, by: claim.by })] : [];
}

/** The row of a claim. */
export function toClaim(requestId: string, fact: ClaimFact): Pick<NewFact, "subject" | "key" | "fact"> {
  return { subject: claimSubject(requestId), key: `claim:${fact.token}:${fact.by}`, fact };
}

/**
 * What a request read says of the request's terms, and of money where it has seen any. `firstOf` is the token at whose
 * registration it was made.
 */
export function requestToFacts(state: RequestState, { firstOf }: { firstOf?: string } = {}): FactBody[] {
  const money = moneyOf(state, firstOf);
  return [termsOf(state), ...(money ? [money] : [])];
}

function termsOf(state: RequestState): RequestFact {
  return {
    kind: "request",
    paid: state.hasBeenPaid === true,
    payee: state.payee,
    invoiceCurrency: state.invoiceCurrency,
    currency: state.paymentCurrency,
    network: state.network,
    amount: decimal(state.requestAmount),
  };
}

function moneyOf(state: RequestState, firstOf: string | undefined): MoneyFact | undefined {
  const final = state.hasBeenPaid === true;
  // What the payer gave counts only where nothing else is known: it may be in another token.
  const stated =
    parseAmount(state.conversionBreakdown?.paidAmount) ??
    (final ? appliedAndExcess(state) : parseAmount(state.paidAmount));
  if (!final && !stated?.gt("0")) return undefined;
  const [payment] = state.payments;
  const payers = [state, ...state.payments].flatMap((one) =>
    [one.payerAddress ?? [], one.payerEoaAddress ?? []].flat(),
  );
  return {
    kind: "money",
    final,
    total: stated && toDecimal(stated),
    expected: decimal(state.requestAmount),
    currency: payment?.receivedCurrency,
    network: payment?.receivedNetwork ?? payment?.destinationNetwork,
    txHash: payment?.destinationTxHash ?? payment?.sourceTxHash ?? state.txHash,
    at: earliest([...state.payments, ...(state.conversionBreakdown?.payments ?? [])]),
    wholePayments: wholePaymentsOf(state),
    ...(payers.length > 0 && { payers }),
    ...(firstOf !== undefined && { first: true as const, firstOf }),
  };
}

/**
 * What was asked for and what was paid above it, where a payment on one network has an excess. The small excess of a
 * cross-chain route is none.
 */
function appliedAndExcess({ payments, requestAmount }: RequestState): Amount | undefined {
  const excess = payments
    .filter(({ sourceNetwork, destinationNetwork }) => sourceNetwork === destinationNetwork)
    .map(({ excessAmount }) => parseAmount(excessAmount) ?? ZERO);
  const asked = parseAmount(requestAmount);
  return asked && excess.some((amount) => amount.gt(ZERO)) ? asked.plus(sum(excess)) : undefined;
}

/** How many of the payments alone cover what was asked for. */
function wholePaymentsOf({ payments, requestAmount }: RequestState): number | undefined {
  const asked = parseAmount(requestAmount);
  if (asked === undefined) return undefined;
  return payments.filter(({ amount }) => parseAmount(amount)?.gte(asked) === true).length;
}

/** The first one: money that is older than the order must not be made younger by what came on top of it. */
function earliest(payments: readonly { timestamp?: string | undefined }[]): number | undefined {
  const dates = payments.flatMap(({ timestamp }) => toStatedTime(timestamp) ?? []);
  return dates.length > 0 ? Math.min(...dates) : undefined;
}

/** What the request list says of a request. */
export function listedToFacts(listed: ListedRequest): FactBody[] {
  const { hasBeenPaid, payee, invoiceCurrency, paymentCurrency, amount, txHash } = listed;
  const paid = hasBeenPaid === true;
  const terms: RequestFact = {
    kind: "request",
    paid,
    payee,
    invoiceCurrency,
    currency: paymentCurrency,
    amount: decimal(amount),
  };
  return paid ? [terms, { kind: "money", final: true, txHash }] : [terms];
}

/** What a payment of one request says, where that is paid in part as well: the invoice currency is the request's. */
export function paymentToFacts(payment: Payment): FactBody[] {
  const money = paymentToFact(payment);
  return [money ?? { kind: "request", paid: false, invoiceCurrency: payment.currency }];
}

/** What a payment that was found by a search says of its request; undefined where that is not paid in full. */
export function paymentToFact(payment: Payment): MoneyFact | undefined {
  if (payment.request?.hasBeenPaid !== true) return undefined;
  return {
    kind: "money",
    final: true,
    currency: payment.receivedCurrency ?? payment.paymentCurrency ?? payment.currency,
    invoiceCurrency: payment.currency,
    network: payment.receivedNetwork ?? payment.destinationNetwork,
    txHash: payment.destinationTxHash ?? payment.sourceTxHash,
    at: earliest([payment]),
  };
}

/** What a token read says of the link; undefined where it names nothing. */
export function linkToFact(answer: LinkAnswer): LinkFact | undefined {
  if (answer.status === 200) return openLinkToFact(answer.link);
  if (answer.status !== 409 && answer.status !== 423) return undefined;
  const requestIds = answer.requests.map(({ requestId }) => requestId);
  return { kind: "link", state: answer.status === 409 ? "completed" : "in_progress", requestIds };
}

/** A masked wallet is none. */
function openLinkToFact(link: LinkState): LinkFact {
  const isMasked = link.isPayeeAddressMasked === true || link.destination?.isMasked === true;
  const isSeveral = toWord(link.paymentType ?? "single") !== "single" || link.amounts.length > 1;
  // In the form of 0.13.0 only the fee plan tells which way the money goes.
  const flow = toWord(link.flow ?? link.feePlan?.flow);
  const isOutgoing = flow === "outgoing" || flow === "pay";
  return {
    kind: "link",
    state: "open",
    requestIds: link.requestIds,
    payee: isMasked ? undefined : payeeOf(link),
    amount: decimal(link.amount),
    currency: link.paymentCurrency,
    network: link.network,
    ...(isSeveral && { several: true as const }),
    ...(isOutgoing && { outgoing: true as const }),
  };
}

/** Words of Request Network's own are the same in any letter case. */
function toWord(text: string | undefined): string | undefined {
  return text?.trim().toLowerCase();
}

/** Where payee and destination are different wallets, neither is known to be the one that gets the money. */
function payeeOf({ payee, destination }: LinkState): string | undefined {
  const named = [destination?.walletAddress, payee, destination?.payeeAddress];
  const wallets = new Set(named.flatMap((text) => toWallet(text) ?? []));
  return wallets.size > 1 ? undefined : named.find((text) => text !== undefined);
}

function decimal(text: string | undefined): string | undefined {
  const amount = parseAmount(text);
  return amount && toDecimal(amount);
}
