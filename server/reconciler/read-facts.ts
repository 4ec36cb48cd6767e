import { createHash } from "node:crypto";
import { type Amount, parseAmount, sum, toAmount, toDecimal, ZERO } from "../domain/amount.ts";
import type { FactBody, FactSource, LinkFact, MoneyFact, RequestFact } from "../domain/facts.ts";
import { toWallet } from "../domain/wallet.ts";
import type { LinkAnswer } from "../request-api/request-api.ts";
import type { LinkState, ListedRequest, Payment, RequestState } from "../request-api/upstream-schemas.ts";
import type { NewFact } from "../store/tables/facts.ts";

/** What one read has found. */
export interface ReadFacts {
  source: FactSource;
  facts: readonly FactBody[];
}

/** The rows of what a read has found: what it says again is the same fact. */
export function toNewFacts(requestId: string, { source, facts }: ReadFacts): NewFact[] {
  return facts.map((fact) => ({
    subject: requestId,
    key: `${source}:${createHash("sha256").update(JSON.stringify(fact)).digest("base64url")}`,
    source,
    fact,
  }));
}

/** What a request read says of the request's terms, and of money where it has seen any. */
export function requestToFacts(
  state: RequestState,
  { isFirst = false }: { isFirst?: boolean } = {},
): FactBody[] {
  const money = moneyOf(state, isFirst);
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

function moneyOf(state: RequestState, isFirst: boolean): MoneyFact | undefined {
  const final = state.hasBeenPaid === true;
  // What the payer gave counts only where nothing else is known: it may be in another token.
  const stated =
    parseAmount(state.conversionBreakdown?.paidAmount) ??
    (final ? appliedAndExcess(state) : parseAmount(state.paidAmount));
  if (!final && !stated?.gt("0")) return undefined;
  const [payment] = state.payments;
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
    ...(isFirst && { first: true as const }),
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
  const asked = decimal(requestAmount);
  if (asked === undefined) return undefined;
  return payments.filter(({ amount }) => parseAmount(amount)?.gte(toAmount(asked)) === true).length;
}

/** The first one: money that is older than the order must not be made younger by what came on top of it. */
function earliest(payments: readonly { timestamp?: string | undefined }[]): number | undefined {
  const dates = payments
    .map(({ timestamp }) => Date.parse(timestamp ?? ""))
    .filter((date) => !Number.isNaN(date));
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

/** What a payment that was found by a search says of its request; undefined where that is not paid in full. */
export function paymentToFact(payment: Payment): MoneyFact | undefined {
  if (payment.request?.hasBeenPaid !== true) return undefined;
  const date = Date.parse(payment.timestamp ?? "");
  return {
    kind: "money",
    final: true,
    currency: payment.receivedCurrency ?? payment.paymentCurrency ?? payment.currency,
    invoiceCurrency: payment.currency,
    network: payment.receivedNetwork ?? payment.destinationNetwork,
    txHash: payment.destinationTxHash ?? payment.sourceTxHash,
    at: Number.isNaN(date) ? undefined : date,
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
  const isSeveral = (link.paymentType ?? "single") !== "single" || link.amounts.length > 1;
  return {
    kind: "link",
    state: "open",
    requestIds: link.requestIds,
    payee: isMasked ? undefined : payeeOf(link),
    amount: decimal(link.amount),
    currency: link.paymentCurrency,
    network: link.network,
    ...(isSeveral && { several: true as const }),
    ...(link.flow === "outgoing" && { outgoing: true as const }),
  };
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
