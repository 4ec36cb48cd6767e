import { sum, toAmount, toDecimal, ZERO } from "../model/amounts.ts";
import type { Caller } from "../model/authenticate.ts";
import { chargedWith, FEE_WALLET, feeTermsOf } from "../model/fees.ts";
import { createPaymentReference, createRequestId, createUlid } from "../model/identifiers.ts";
import type { PaymentLink, PaymentRequest } from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import type { LinkOptions } from "./link-schema.ts";

export interface NewLink {
  caller: Caller;
  wire: Wire;
  nowMs: number;
  ttlMs: number;
}

/** A link over these requests that nobody has paid, with a request for each of its fees. */
export function toNewLink(
  requests: PaymentRequest[],
  body: LinkOptions,
  { caller, wire, nowMs, ttlMs }: NewLink,
): PaymentLink {
  const { accessPolicy } = body;
  const link: PaymentLink = {
    token: createUlid(nowMs),
    clientId: caller.client.clientId,
    clientUlid: caller.client.ulid,
    orchestrator: caller.orchestrator,
    flow: "incoming",
    origin: caller.origin,
    requests,
    feeLegs: [],
    feeTerms: feeTermsOf(requests, wire),
    access: {
      isScreened: accessPolicy?.mode === "kyt_all_wallets",
      provider: accessPolicy?.screeningProvider ?? "hypernative",
      allowedPayers: accessPolicy?.allowedPayerAddresses ?? [],
    },
    isComplianceFailed: false,
    reference: body.reference ?? null,
    payerIdentifier: body.payerIdentifier ?? null,
    redirectUrl: body.redirectUrl ?? null,
    redirectLabel: body.redirectLabel ?? null,
    isPayeeHidden: Boolean(accessPolicy?.hideUntilApproved || accessPolicy?.hidePayeeAddress),
    createdAt: nowMs,
    expiresAt: nowMs + ttlMs,
    inWalletUntil: 0,
    safe: null,
    submittedTxHash: null,
    hasFailed: false,
  };
  link.feeLegs = feeLegsOf(link, wire);
  return link;
}

/** A request that was not paid yet. */
export function toNewRequest(
  request: Pick<PaymentRequest, "amount" | "payee" | "currency" | "paymentCurrency">,
  { readings }: Wire,
): PaymentRequest {
  return {
    ...request,
    requestId: createRequestId(),
    paymentReference: createPaymentReference(readings.R13),
    payments: [],
    refunds: [],
  };
}

function feeLegsOf(link: PaymentLink, wire: Wire): PaymentRequest[] {
  const [first] = link.requests;
  if (!first) return [];
  const { paymentCurrency } = first;
  const charged = link.requests.map((request) => chargedWith(link, request, toAmount(request.amount)));
  return link.feeTerms.flatMap((_term, index) => {
    const parts = charged.map((fees) => toAmount(fees[index]?.amount ?? "0"));
    const total = sum(parts);
    if (total.eq(ZERO)) return [];
    const amount = toDecimal(total);
    return [toNewRequest({ amount, payee: FEE_WALLET, currency: paymentCurrency, paymentCurrency }, wire)];
  });
}
