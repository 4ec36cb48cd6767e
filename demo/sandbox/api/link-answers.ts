import { toAmount } from "../model/amounts.ts";
import { toDestinationId, toPayeeAddress } from "../model/destination.ts";
import { toFeePlan } from "../model/fees.ts";
import {
  isPaid,
  isSafePending,
  type PaymentLink,
  type PaymentRequest,
  toPaymentAmount,
} from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import { readTxHash, shortenAddress, toReadAmount } from "../model/wire-forms.ts";
import { requestIdsOf } from "../webhooks/link-events.ts";

/** The answer about a link that can be paid, in the form of a single payment or of a batch. */
export function toPayable(link: PaymentLink, wire: Wire): Record<string, unknown> {
  const { requests, redirectUrl, redirectLabel, reference, isPayeeHidden } = link;
  const columns = requests.map((request) => toColumns(request, { link, wire }));
  const common = {
    status: "pending",
    redirectUrl,
    redirectLabel,
    branding: null,
    ...(link.orchestrator && { orchestratorId: link.orchestrator.ulid }),
    requestIds: requestIdsOf(link, wire),
    network: requests[0]?.paymentCurrency.network,
    reference,
    isPayeeAddressMasked: isPayeeHidden,
    feePlan: toFeePlan(link),
    ...(wire.api === "0.31" && { flow: link.flow }),
  };
  const [only] = columns;
  if (only && columns.length === 1) {
    const reference = wire.api === "0.31" && { paymentReference: requests[0]?.paymentReference };
    return { paymentType: "single", ...common, ...only, ...reference };
  }
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

function toColumns(request: PaymentRequest, { link, wire }: { link: PaymentLink; wire: Wire }) {
  const { payee, paymentCurrency } = request;
  const { isPayeeHidden, requests } = link;
  const shown = isPayeeHidden ? shortenAddress(payee) : payee;
  const payeeAddress = isPayeeHidden ? shown : toPayeeAddress({ payee, currency: paymentCurrency });
  const destination = {
    ...(!isPayeeHidden && { destinationId: toDestinationId({ payee, currency: paymentCurrency }) }),
    payeeAddress,
    tokenAddress: paymentCurrency.address,
    walletAddress: shown,
    network: paymentCurrency.network,
    isMasked: isPayeeHidden,
  };
  const due = toPaymentAmount(request, toAmount(request.amount));
  return {
    payee: wire.readings.R15 === "b" ? payeeAddress : shown,
    amount: toReadAmount(due, paymentCurrency, { ...wire, isBatch: requests.length > 1 }),
    paymentCurrency: paymentCurrency.id,
    isNativeCurrency: paymentCurrency.type === "ETH",
    // A payout was created from the recipient's details and is linked to no stored destination.
    destination: link.flow === "outgoing" ? null : destination,
  };
}

export interface Unpayable {
  link: PaymentLink;
  wire: Wire;
  nowMs: number;
}

/** The body of a 409, about a link that is paid, and of a 423, about one that a wallet has in hand. */
export function toUnpayable(message: string, { link, wire, nowMs }: Unpayable): Record<string, unknown> {
  const requests = wire.readings.R9 === "b" ? [...link.requests, ...link.feeLegs] : link.requests;
  const safe = isSafePending(link, nowMs) ? link.safe : null;
  return {
    message,
    status: link.requests.every(isPaid) ? "completed" : "pending",
    branding: null,
    requestStatuses: requests.map((request) => {
      const payment = request.payments.at(-1);
      const txHash = payment ? readTxHash(payment, wire) : link.submittedTxHash;
      return {
        requestId: request.requestId,
        hasBeenPaid: isPaid(request),
        ...(txHash !== null && { txHash }),
        ...(safe && {
          safeTxHash: safe.safeTxHash,
          chainId: safe.chainId,
          safePaymentDeadline: Math.floor(safe.deadline / 1000),
        }),
      };
    }),
  };
}
