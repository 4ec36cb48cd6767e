import { toAmount, toUsd } from "../amounts.ts";
import { isStablecoin } from "../currencies.ts";
import { toDestinationId, toPayeeAddress } from "../destination.ts";
import { isPaid, type PaymentLink, type PaymentRequest, priceOf } from "../payment-link.ts";

const SHOWN_START = 6;
const SHOWN_END = 4;

/** `0x6923…C7D7` */
export function shortenAddress(address: string): string {
  return `${address.slice(0, SHOWN_START)}…${address.slice(-SHOWN_END)}`;
}

/** The answer about a link that can be paid, in the form of a single payment or of a batch. */
export function toPayable(link: PaymentLink): Record<string, unknown> {
  const { requests, redirectUrl, redirectLabel, reference, isPayeeHidden } = link;
  const columns = requests.map((request) => toColumns(request, isPayeeHidden));
  const common = {
    status: "pending",
    redirectUrl,
    redirectLabel,
    branding: null,
    requestIds: requests.map(({ requestId }) => requestId),
    network: requests[0]?.paymentCurrency.network,
    reference,
    isPayeeAddressMasked: isPayeeHidden,
    feePlan: toFeePlan(link),
  };
  const [only] = columns;
  if (only && columns.length === 1) return { paymentType: "single", ...common, ...only };
  return {
    paymentType: "batch",
    ...common,
    payees: columns.map(({ payee }) => payee),
    amounts: columns.map(({ amount }) => amount),
    paymentCurrencies: columns.map(({ paymentCurrency }) => paymentCurrency),
    isNativeCurrency: columns.map(({ isNativeCurrency }) => isNativeCurrency),
    destinations: columns.map(({ destination }) => destination),
  };
}

function toColumns({ payee, amount, paymentCurrency }: PaymentRequest, isPayeeHidden: boolean) {
  const shown = isPayeeHidden ? shortenAddress(payee) : payee;
  const destination = {
    ...(!isPayeeHidden && { destinationId: toDestinationId({ payee, currency: paymentCurrency }) }),
    payeeAddress: isPayeeHidden ? shown : toPayeeAddress({ payee, currency: paymentCurrency }),
    tokenAddress: paymentCurrency.address,
    walletAddress: shown,
    network: paymentCurrency.network,
    isMasked: isPayeeHidden,
  };
  const isNativeCurrency = paymentCurrency.type === "ETH";
  return { payee: shown, amount, paymentCurrency: paymentCurrency.id, isNativeCurrency, destination };
}

/** The answer about a link that is paid, or that a wallet has in hand. */
export function toUnpayable(link: PaymentLink, message: string): Record<string, unknown> {
  return {
    message,
    status: link.requests.every(isPaid) ? "completed" : "pending",
    branding: null,
    requestStatuses: link.requests.map((request) => ({
      requestId: request.requestId,
      hasBeenPaid: isPaid(request),
      txHash: request.payments.at(-1)?.txHash ?? link.submittedTxHash,
    })),
  };
}

/** The sandbox takes no fees; but for stablecoins the plan says so, and for other currencies it is null. */
export function toFeePlan(link: PaymentLink): Record<string, unknown> | null {
  if (!link.requests.every(({ currency }) => isStablecoin(currency))) return null;
  const gross = toUsd(priceOf(link));
  const none = toUsd(toAmount("0"));
  return {
    version: 1,
    flow: "get_paid",
    defaultFeeBearer: "payee",
    grossAmountUsd: gross,
    netRecipientAmountUsd: gross,
    payerTotalAmountUsd: gross,
    totalFeesUsd: none,
    payeeBorneFeesUsd: none,
    payerBorneFeesUsd: none,
    fees: [],
  };
}
