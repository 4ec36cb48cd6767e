import { type Amount, bpsOf, portionOf, toAmount, toDecimal, ZERO } from "../model/amounts.ts";
import { type Currency, usdRateOf } from "../model/currencies.ts";
import { borneBy, chargedWith } from "../model/fees.ts";
import { createTxHash, createUlid } from "../model/identifiers.ts";
import {
  type ChargedFee,
  isPaid,
  type Payment,
  type PaymentLink,
  type PaymentRequest,
  type PaymentWay,
  remainingOf,
  toPaymentAmount,
} from "../model/payment-link.ts";
import type { State } from "../model/state.ts";
import { type EventBody, paidEvents } from "../webhooks/events.ts";
import { payFeeLegs } from "./pay-fee-legs.ts";

export interface SettleContext {
  state: State;
  nowMs: number;
  way: PaymentWay;
}

/** What a made-up bridge takes, and by how much it delivers more than it quoted, in hundredths of a percent. */
const BRIDGE_FEE_BPS = 30;
const ROUTE_EXCESS_BPS = 1;
const MINUTE_MS = 60_000;

/**
 * Moves an amount in one transaction, spread over the requests of a batch in their order; the last gets what is too much.
 * The amount is what is applied, in the invoice currency; fees come on top of it or are taken from it.
 */
export function settle(link: PaymentLink, amount: Amount, context: SettleContext): EventBody[] {
  const hashes = createHashes(link, context);
  link.submittedTxHash = null;
  link.inWalletUntil = 0;
  link.safe = null;
  link.hasFailed = false;
  const { wire } = context.state;
  const events = spread(link.requests, amount).flatMap(({ request, share }) => {
    const payment = createPayment({ link, request, share, hashes, context });
    request.payments.push(payment);
    return paidEvents({ link, request, payment, wire });
  });
  return [...events, ...(link.requests.every(isPaid) ? payFeeLegs(link, wire) : [])];
}

interface Hashes {
  sourceTxHash: string;
  destinationTxHash: string;
}

function createHashes(link: PaymentLink, { way }: SettleContext): Hashes {
  const network = link.requests[0]?.paymentCurrency.network;
  const sourceNetwork = way.source?.network ?? network;
  const sourceTxHash = link.submittedTxHash ?? createTxHash(sourceNetwork);
  return {
    sourceTxHash,
    destinationTxHash: sourceNetwork === network ? sourceTxHash : createTxHash(network),
  };
}

interface NewPayment {
  link: PaymentLink;
  request: PaymentRequest;
  share: Amount;
  hashes: Hashes;
  context: SettleContext;
}

function createPayment({ link, request, share, hashes, context }: NewPayment): Payment {
  const { state, nowMs, way } = context;
  const source = way.source ?? request.paymentCurrency;
  const type = typeOf(request, source);
  const tokens = toPaymentAmount(request, share);
  const fees = [...chargedWith(link, request, share), ...bridgeFees(type, tokens, request.paymentCurrency)];
  const routeExcess = type === "crosschain" ? routeExcessOf(tokens, request.paymentCurrency) : ZERO;
  return {
    id: createUlid(nowMs),
    amount: toDecimal(share),
    type,
    ...hashes,
    bundleTxHash: state.wire.readings.R5 === "c" ? bundleFor(request, context) : hashes.destinationTxHash,
    payer: way.payer,
    payerEoa: way.payerEoa,
    source,
    paidAmount: toDecimal(toSource(tokens.plus(borneBy(fees, "payer")), request.paymentCurrency, source)),
    receivedAmount: toDecimal(tokens.minus(borneBy(fees, "payee")).plus(routeExcess)),
    routeExcess: toDecimal(routeExcess),
    fees,
    paidAt: nowMs,
  };
}

function typeOf({ currency, paymentCurrency }: PaymentRequest, source: Currency): Payment["type"] {
  if (source.network !== paymentCurrency.network) return "crosschain";
  return currency.symbol === source.symbol ? "direct" : "conversion";
}

function bridgeFees(type: Payment["type"], tokens: Amount, { decimals }: Currency): ChargedFee[] {
  if (type !== "crosschain") return [];
  const amount = toDecimal(bpsOf(tokens, BRIDGE_FEE_BPS, Math.min(decimals, 6)));
  return [{ type: "crosschain", provider: "lifi", bearer: "payer", amount }];
}

function routeExcessOf(tokens: Amount, { decimals }: Currency): Amount {
  const ratio = [toAmount(String(ROUTE_EXCESS_BPS)), toAmount("10000")] as const;
  return portionOf(tokens, ratio, Math.min(decimals, 6));
}

function toSource(tokens: Amount, currency: Currency, source: Currency): Amount {
  const usd = tokens.times(usdRateOf(currency));
  return usd.div(usdRateOf(source)).round(Math.min(source.decimals, currency.decimals), 3);
}

/** One bundle a minute; a request that pays twice within it opens another. */
function bundleFor({ requestId }: PaymentRequest, { state, nowMs }: SettleContext): string {
  const minute = Math.floor(nowMs / MINUTE_MS);
  if (state.bundle?.minute !== minute || state.bundle.requestIds.has(requestId))
    state.bundle = { txHash: createTxHash(), minute, requestIds: new Set() };
  state.bundle.requestIds.add(requestId);
  return state.bundle.txHash;
}

interface Share {
  request: PaymentRequest;
  share: Amount;
}

function spread(requests: readonly PaymentRequest[], amount: Amount): Share[] {
  const isAgain = requests.every(isPaid);
  let rest = amount;
  const shares = requests.map((request) => {
    const due = isAgain ? toAmount(request.amount) : remainingOf(request);
    const share = rest.lt(due) ? rest : due;
    rest = rest.minus(share);
    return { request, share };
  });
  const last = shares.findLast(({ request }) => isAgain || !isPaid(request));
  if (last) last.share = last.share.plus(rest);
  return shares.filter(({ share }) => share.gt(ZERO));
}
