import { toAmount, toDecimal } from "../amounts.ts";
import { type Currency, findCurrency } from "../currencies.ts";
import { isDestination } from "../destination.ts";
import { createPaymentReference, createRequestId, createUlid } from "../identifiers.ts";
import type { PaymentLink, PaymentRequest } from "../payment-link.ts";
import { Problem } from "../problem.ts";
import type { Caller } from "./authenticate.ts";
import type { CreateLink, Item } from "./link-schema.ts";

/**
 * Makes a link of a body that was found valid.
 * @throws {Problem} 400 for currencies that can't be, 403 for a destination that is not the caller's
 */
export function createLink(
  caller: Caller,
  body: CreateLink,
  clock: { nowMs: number; ttlMs: number },
): PaymentLink {
  const {
    reference = null,
    payerIdentifier = null,
    redirectUrl = null,
    redirectLabel = null,
    accessPolicy,
  } = body;
  const requests = body.requests.map((item, index) => createRequest(caller, item, index));
  const networks = new Set(requests.map(({ paymentCurrency }) => paymentCurrency.network));
  if (networks.size > 1) throw invalid(["requests"], "All requests must be on the same network");
  return {
    token: createUlid(clock.nowMs),
    clientId: caller.client.clientId,
    origin: caller.origin,
    requests,
    reference,
    payerIdentifier,
    redirectUrl,
    redirectLabel,
    isPayeeHidden: Boolean(accessPolicy?.hideUntilApproved || accessPolicy?.hidePayeeAddress),
    createdAt: clock.nowMs,
    expiresAt: clock.nowMs + clock.ttlMs,
    inWalletUntil: 0,
    submittedTxHash: null,
    hasFailed: false,
  };
}

function createRequest(caller: Caller, item: Item, index: number): PaymentRequest {
  const bound = caller.client.destination;
  const isElsewhere =
    (item.destinationId !== undefined && !isDestination(item.destinationId, bound)) ||
    // A back end may name any payee in the older form; a page may not redirect the money.
    (item.payee !== undefined && !caller.isBackend && item.payee.toLowerCase() !== bound.payee.toLowerCase());
  if (isElsewhere) throw new Problem(403, "Destination does not match the configured payment destination.");
  const currency = currencyOf(item.payee && item.invoiceCurrency, ["requests", index, "invoiceCurrency"]);
  const paymentCurrency = currencyOf(item.payee && item.paymentCurrency, [
    "requests",
    index,
    "paymentCurrency",
  ]);
  return {
    requestId: createRequestId(),
    paymentReference: createPaymentReference(),
    amount: toDecimal(toAmount(item.amount)),
    payee: item.payee ?? bound.payee,
    currency: currency ?? bound.currency,
    paymentCurrency: paymentCurrency ?? currency ?? bound.currency,
    payments: [],
    refunds: [],
  };
}

/** Only the guide's form names currencies; elsewhere they come with the destination. */
function currencyOf(id: string | undefined, path: PropertyKey[]): Currency | undefined {
  if (!id) return undefined;
  const currency = findCurrency(id);
  if (!currency) throw invalid(path, `Unknown currency ${id.slice(0, 64)}`);
  return currency;
}

function invalid(path: PropertyKey[], message: string): Problem {
  return new Problem(400, [{ code: "custom", message, path }]);
}
