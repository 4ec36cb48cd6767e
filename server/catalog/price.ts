import type { OfferClaims, OpenCheckout, PriceSource } from "../contract/contract.ts";
import { toAmount, toDecimal } from "../domain/amount.ts";
import { amountFault, isSameAsset } from "../domain/currency.ts";
import { ApiError } from "../http/errors.ts";
import { verifyOffer } from "../offers/verify-offer.ts";
import type { Catalog } from "./catalog.ts";
import { assertAccepted } from "./link-currency.ts";
import { findOpenAmount, type OpenAmount } from "./open-amounts.ts";

/** What a merchant sells by: everything that may decide a price. */
export interface Assortment {
  catalog: Catalog;
  offerSecrets: readonly string[];
  openAmounts: readonly OpenAmount[];
  /** The one currency that links ask for, where they name one. */
  requestCurrency: string | undefined;
  /** The currency of the destination that links of the companion lead to, as soon as that is known. */
  destinationCurrency?: string | undefined;
}

/** What a purchase costs, and who decided it. */
export interface Price {
  amount: string;
  currency: string;
  source: PriceSource;
  product?: { id: string; quantity: number };
  title?: string | undefined;
  /** The title is for the merchant alone. */
  isPrivate?: true;
  /** The merchant's own reference, from an offer. */
  reference?: string | undefined;
  /** The offer's id, where it can be used once. */
  singleUse?: string | undefined;
}

/** Who asks, and when. */
export interface Asking {
  /** The page's origin; null where there is no page. */
  origin: string | null;
  now: number;
}

/**
 * What is bought, at the merchant's price. Whatever a page says of an amount is refused, never believed, but where the
 * merchant lets payers choose.
 * @throws {ApiError} `invalid_request`, `unknown_product`, `amount_not_allowed`, `invalid_offer`, `offer_expired`,
 * `currency_not_accepted`
 */
export async function priceOf(
  purchase: OpenCheckout,
  assortment: Assortment,
  asking: Asking,
): Promise<Price> {
  const price = await findPrice(purchase, assortment, asking);
  // A link that the browser has created is judged by reading it.
  if (!purchase.link) assertAccepted(price.currency, assortment.destinationCurrency);
  return price;
}

async function findPrice(purchase: OpenCheckout, assortment: Assortment, asking: Asking): Promise<Price> {
  const { product, offer, amount } = purchase;
  if (product !== undefined) return catalogPrice(purchase, assortment);
  if (purchase.quantity !== undefined) throw misplaced("quantity", "needs a product");
  if (offer !== undefined) return offerPrice(purchase, assortment, asking);
  if (amount !== undefined || purchase.currency !== undefined) return openPrice(purchase, assortment);
  throw new ApiError("amount_not_allowed", "Nothing is named that could be bought.", {
    fields: { product: "name a product, or send an offer" },
  });
}

function catalogPrice(purchase: OpenCheckout, { catalog }: Assortment): Price {
  const { product: id = "", quantity = 1 } = purchase;
  refuseBeside("product", purchase, ["offer", "amount", "currency"]);
  const product = catalog.get(id);
  if (!product)
    throw new ApiError("unknown_product", "There is no such product.", {
      fields: { product: "is not in the catalog" },
    });
  if (quantity > (product.maxQuantity ?? Number.POSITIVE_INFINITY))
    throw misplaced("quantity", `must be at most ${product.maxQuantity}`);
  const { title, currency } = product;
  const amount = toDecimal(toAmount(product.amount).times(String(quantity)));
  return { amount, currency, source: "catalog", product: { id, quantity }, title };
}

async function offerPrice(purchase: OpenCheckout, assortment: Assortment, asking: Asking): Promise<Price> {
  refuseBeside("offer", purchase, ["amount", "currency"]);
  const claims = await verifyOffer(purchase.offer ?? "", assortment.offerSecrets, asking.now);
  const { title, reference, currency } = claims;
  if (reference !== undefined) refuseBeside("an offer that carries a reference", purchase, PAYERS_WORDS);
  const fault = offerFault(claims, assortment, asking);
  if (fault)
    throw new ApiError("invalid_offer", "This offer can't be used here.", { fields: { offer: fault } });
  const isSingle = reference !== undefined && claims.reusable !== true;
  return {
    amount: toDecimal(toAmount(claims.amount)),
    currency,
    source: "offer",
    title,
    ...(claims.private && { isPrivate: true }),
    reference,
    singleUse: isSingle ? claims.jti : undefined,
  };
}

const PAYERS_WORDS = ["reference", "payerIdentifier"] as const;

function offerFault(
  { origin, currency }: OfferClaims,
  { requestCurrency }: Assortment,
  asking: Asking,
): string | undefined {
  if (origin !== undefined && origin !== asking.origin) return "was made for pages of another origin";
  if (requestCurrency && !isSameAsset(currency, requestCurrency))
    return `asks for ${currency}, and links here are made in ${requestCurrency}`;
  return undefined;
}

function openPrice({ amount, currency }: OpenCheckout, { openAmounts }: Assortment): Price {
  if (openAmounts.length === 0)
    throw new ApiError("amount_not_allowed", "Payers may not choose the amount here: name a product.", {
      fields: { [amount === undefined ? "currency" : "amount"]: "the price is the merchant's" },
    });
  if (amount === undefined || currency === undefined)
    throw misplaced(amount === undefined ? "amount" : "currency", "is needed beside the other one");
  const bounds = findOpenAmount(openAmounts, currency);
  if (!bounds)
    throw new ApiError("amount_not_allowed", "Payers may not choose an amount in this currency.", {
      fields: { currency: `must be one of ${openAmounts.map((each) => each.currency).join(", ")}` },
    });
  const chosen = toAmount(amount);
  const fault = amountFault(amount, bounds.currency);
  if (fault) throw misplaced("amount", fault);
  if (chosen.lt(toAmount(bounds.min)) || chosen.gt(toAmount(bounds.max)))
    throw misplaced("amount", `must be ${bounds.min} to ${bounds.max}`);
  return { amount: toDecimal(chosen), currency: bounds.currency, source: "open" };
}

/** One thing is bought at a time, and by one price. */
function refuseBeside(what: string, purchase: OpenCheckout, fields: readonly (keyof OpenCheckout)[]): void {
  const field = fields.find((name) => purchase[name] !== undefined);
  if (field) throw misplaced(field, `must not stand beside ${what}`);
}

function misplaced(field: string, fault: string): ApiError {
  return new ApiError("invalid_request", "The request is not valid.", { fields: { [field]: fault } });
}
