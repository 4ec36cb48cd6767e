import { type Amount, bpsOf, portionOf, sum, toAmount, toUsd, ZERO } from "./amounts.ts";
import { type Currency, isStablecoin, usdRateOf } from "./currencies.ts";
import type { ChargedFee, FeeTerm, PaymentLink, PaymentRequest } from "./payment-link.ts";
import { priceOf, toPaymentAmount } from "./payment-link.ts";
import type { Wire } from "./wire.ts";

/** The public documentation states a fixed fee for payments on Tron. */
const TRON_FEE_USD = toAmount("3.99");
const USD_DECIMALS = 6;

/** The fees of a link over these requests: none where a currency is no stablecoin. */
export function feeTermsOf(requests: readonly PaymentRequest[], { feeBps, readings }: Wire): FeeTerm[] {
  if (!requests.every(({ currency }) => isStablecoin(currency))) return [];
  const usd = sum(requests.map(({ amount, currency }) => toAmount(amount).times(usdRateOf(currency))));
  const isTron = requests[0]?.paymentCurrency.network === "tron";
  const amountUsd = isTron ? TRON_FEE_USD : bpsOf(usd, feeBps, USD_DECIMALS);
  if (amountUsd.eq(ZERO)) return [];
  const bearer = readings.R10 === "b" ? "payee" : "payer";
  const bps = isTron ? 0 : feeBps;
  const common = { bps, amountUsd, isFixed: isTron };
  const protocol = {
    ...common,
    type: "protocol",
    label: "Protocol fee",
    bearer,
    source: "flow_default",
  } as const;
  if (readings.R10 !== "c") return [protocol];
  const label = "Orchestrator fee";
  return [protocol, { ...common, type: "platform", label, bearer: "payee", source: "forced_fee_policy" }];
}

/** What is charged with a payment of so much of the price, in the payment currency. */
export function chargedWith(link: PaymentLink, request: PaymentRequest, applied: Amount): ChargedFee[] {
  const { currency, paymentCurrency } = request;
  return link.feeTerms.map(({ type, bearer, amountUsd }) => {
    const feeOfLink = toTokens(amountUsd, paymentCurrency);
    const share = [applied.times(usdRateOf(currency)), usdPriceOf(link)] as const;
    const amount = portionOf(feeOfLink, share, paymentCurrency.decimals).toFixed();
    return { type, provider: "request-network", bearer, amount };
  });
}

/** The sum of the fees that one side bears. */
export function borneBy(fees: readonly ChargedFee[], bearer: "payer" | "payee"): Amount {
  return sum(fees.filter((fee) => fee.bearer === bearer).map(({ amount }) => toAmount(amount)));
}

/** What the payer of a link has to give for the rest of a request, in the payment currency. */
export function payableOf(link: PaymentLink, request: PaymentRequest, due: Amount): Amount {
  return toPaymentAmount(request, due).plus(borneBy(chargedWith(link, request, due), "payer"));
}

/** A stablecoin link's plan, or null for other currencies. */
export function toFeePlan(link: PaymentLink): Record<string, unknown> | null {
  if (!link.requests.every(({ currency }) => isStablecoin(currency))) return null;
  const gross = usdPriceOf(link);
  const borne = (bearer?: "payer" | "payee") =>
    sum(link.feeTerms.filter((fee) => !bearer || fee.bearer === bearer).map(({ amountUsd }) => amountUsd));
  return {
    version: 1,
    flow: link.flow === "outgoing" ? "pay" : "get_paid",
    defaultFeeBearer: link.feeTerms[0]?.bearer ?? "payee",
    grossAmountUsd: toUsdText(gross),
    netRecipientAmountUsd: toUsdText(gross.minus(borne("payee"))),
    payerTotalAmountUsd: toUsdText(gross.plus(borne("payer"))),
    totalFeesUsd: toUsdText(borne()),
    payeeBorneFeesUsd: toUsdText(borne("payee")),
    payerBorneFeesUsd: toUsdText(borne("payer")),
    fees: link.feeTerms.map(toPlannedFee),
  };
}

function toPlannedFee({ type, label, bearer, source, bps, amountUsd, isFixed }: FeeTerm) {
  return {
    type,
    label,
    feeBearer: bearer,
    feeBearerSource: source,
    percentageBps: bps,
    capUsd: null,
    fixedAmountUsd: isFixed ? toUsdText(amountUsd) : null,
    calculatedAmountUsd: toUsdText(amountUsd),
    destinationResolver: type,
    destinationRef: { evmAddress: FEE_WALLET },
    configSource: source,
  };
}

/** Where fees go. */
export const FEE_WALLET = "0xfee0000000000000000000000000000000000fee";

function usdPriceOf(link: PaymentLink): Amount {
  const [first] = link.requests;
  return first ? priceOf(link).times(usdRateOf(first.currency)) : ZERO;
}

export function toTokens(usd: Amount, currency: Currency): Amount {
  return usd.div(usdRateOf(currency)).round(currency.decimals, 0);
}

/** Cents, and more decimals only where a fee is that small. */
function toUsdText(amount: Amount): string {
  return amount.eq(amount.round(2)) ? toUsd(amount) : amount.round(USD_DECIMALS).toFixed();
}
