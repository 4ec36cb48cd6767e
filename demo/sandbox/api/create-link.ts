import { toAmount, toDecimal } from "../model/amounts.ts";
import { type Caller, requireCreator } from "../model/authenticate.ts";
import { isWalletOf } from "../model/clients.ts";
import { type Currency, findCurrency, isUsdStablecoin } from "../model/currencies.ts";
import { isDestination, isSameAddress } from "../model/destination.ts";
import type { PaymentLink, PaymentRequest } from "../model/payment-link.ts";
import { Problem } from "../model/problem.ts";
import type { Wire } from "../model/wire.ts";
import type { CreateLink, Item } from "./link-schema.ts";
import { type NewLink, toNewLink, toNewRequest } from "./new-link.ts";

/**
 * Makes a link of a body that was found valid.
 * @throws {Problem} 400 for currencies that can't be, 403 for a destination that is not the caller's
 */
export function createLink(body: CreateLink, options: NewLink): PaymentLink {
  const { caller, wire } = options;
  requireCreator(caller);
  const requests = body.requests.map((item, index) => createRequest(item, index, { caller, wire }));
  const networks = new Set(requests.map(({ paymentCurrency }) => paymentCurrency.network));
  if (networks.size > 1) throw invalid(["requests"], "All requests must be on the same network");
  if (networks.has("tron") && requests.length > 1)
    throw new Problem(400, "Batch payments are not supported for TRON networks");
  return toNewLink(requests, body, options);
}

interface Creator {
  caller: Caller;
  wire: Wire;
}

function createRequest(item: Item, index: number, { caller, wire }: Creator): PaymentRequest {
  const bound = caller.client.destination;
  requireOwnDestination(item, caller);
  const amount = toDecimal(toAmount(item.amount));
  if (item.payee === undefined) {
    const currency = invoiceCurrencyOf(bound.currency, wire);
    return toNewRequest({ amount, payee: bound.payee, currency, paymentCurrency: bound.currency }, wire);
  }
  const currency = currencyOf(item.invoiceCurrency ?? "", ["requests", index, "invoiceCurrency"]);
  const path = ["requests", index, "paymentCurrency"];
  const paymentCurrency =
    item.paymentCurrency === undefined ? currency : currencyOf(item.paymentCurrency, path);
  if (paymentCurrency.type === "ISO4217") throw invalid(path, "paymentCurrency must be a token");
  if (!isWalletOf(paymentCurrency.network, item.payee))
    throw invalid(
      ["requests", index, "payee"],
      `payee must be a wallet address of ${paymentCurrency.network}`,
    );
  return toNewRequest({ amount, payee: item.payee, currency, paymentCurrency }, wire);
}

function requireOwnDestination({ destinationId, payee }: Item, { client, isBackend }: Caller): void {
  const bound = client.destination;
  const isElsewhere =
    (destinationId !== undefined && !isDestination(destinationId, bound)) ||
    // A back end may name any payee in the older form; a page may not redirect the money.
    (payee !== undefined && !isBackend && !isSameAddress(payee, bound.payee));
  if (isElsewhere) throw new Problem(403, "Destination does not match the configured payment destination.");
}

/** A destination names no invoice currency: it is the token, or dollars for a dollar's token (R2=b). */
function invoiceCurrencyOf(token: Currency, { readings }: Wire): Currency {
  const usd = findCurrency("USD");
  return readings.R2 === "b" && usd && isUsdStablecoin(token) ? usd : token;
}

function currencyOf(id: string, path: PropertyKey[]): Currency {
  const currency = findCurrency(id);
  if (!currency) throw invalid(path, `Unknown currency ${id.slice(0, 64)}`);
  return currency;
}

function invalid(path: PropertyKey[], message: string): Problem {
  return new Problem(400, [{ code: "custom", message, path }]);
}
