import { isSameAsset } from "../domain/currency.ts";
import { parseDestinationId } from "../domain/destination-id.ts";
import { ApiError } from "../http/errors.ts";
import type { Catalog } from "./catalog.ts";
import type { OpenAmount } from "./open-amounts.ts";

/** The currency that links of the companion ask for, where the configuration names it. */
export interface LinkCurrency {
  /** A currency id. */
  currency: string;
  /** Which setting says so, as the end of an error: `REQUEST_CURRENCY is USDC-base`. */
  says: string;
}

/** `REQUEST_CURRENCY`, or else the token of `REQUEST_DESTINATION_ID` where the token list has it. */
export function findLinkCurrency(settings: {
  requestCurrency: string | undefined;
  destinationId: string | undefined;
}): LinkCurrency | undefined {
  const { requestCurrency, destinationId } = settings;
  if (requestCurrency) return { currency: requestCurrency, says: `REQUEST_CURRENCY is ${requestCurrency}` };
  const currency = destinationId ? parseDestinationId(destinationId).currency : undefined;
  return currency ? { currency, says: `REQUEST_DESTINATION_ID is paid in ${currency}` } : undefined;
}

/** What `OPEN_AMOUNTS` offers in another currency, as errors of the configuration. */
export function openAmountErrors(amounts: readonly OpenAmount[], links: LinkCurrency | undefined): string[] {
  if (!links) return [];
  return amounts
    .filter(({ currency }) => !isSameAsset(currency, links.currency))
    .map(({ currency }) => `OPEN_AMOUNTS ${currency} could not be paid: ${links.says}`);
}

/** Prices in another currency than links ask for: those links could never be paid as the order says. */
export function otherCurrencies(
  { catalog, openAmounts }: { catalog: Catalog; openAmounts: readonly OpenAmount[] },
  linkCurrency: string,
): string[] {
  const priced = [...catalog.values(), ...openAmounts].map(({ currency }) => currency);
  return [...new Set(priced)].filter((currency) => !isSameAsset(currency, linkCurrency));
}

/** @throws {ApiError} `currency_not_accepted` where a link that the companion creates would ask for another currency */
export function assertAccepted(currency: string, linkCurrency: string | undefined): void {
  if (linkCurrency === undefined || isSameAsset(currency, linkCurrency)) return;
  throw new ApiError("currency_not_accepted", "The shop can't be paid in the currency of this price.", {
    fields: { currency: `is ${currency}, and payment links here ask for ${linkCurrency}` },
  });
}
