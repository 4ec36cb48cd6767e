import type { OpenCheckout } from "../contract.ts";
import { ApiError } from "../errors.ts";
import { toAmount, toDecimal } from "../money.ts";
import type { Catalog } from "./catalog.ts";

/** What a purchase costs, and who decided it. */
export interface Price {
  amount: string;
  currency: string;
  source: "catalog";
  product: string;
  quantity: number;
}

/**
 * What is bought, at the merchant's price. Whatever a page says of an amount is refused, never believed.
 * @throws {ApiError} `invalid_request`, `unknown_product`, `amount_not_allowed`, `invalid_offer`
 */
export function priceOf(purchase: OpenCheckout, catalog: Catalog): Price {
  const { product: id, quantity = 1 } = purchase;
  if (purchase.offer !== undefined) {
    throw new ApiError("invalid_offer", "This companion sells no offers.", {
      fields: { offer: "is not accepted here" },
    });
  }
  if (id === undefined) {
    throw new ApiError("amount_not_allowed", "This companion sells products only: name one.", {
      fields: {
        [purchase.amount === undefined ? "product" : "amount"]:
          "the price is the merchant's: send product instead",
      },
    });
  }
  if (purchase.amount !== undefined || purchase.currency !== undefined) {
    const field = purchase.amount !== undefined ? "amount" : "currency";
    throw new ApiError("invalid_request", "A product has its own price.", {
      fields: { [field]: "must not stand beside product" },
    });
  }
  const product = catalog.get(id);
  if (!product)
    throw new ApiError("unknown_product", "There is no such product.", {
      fields: { product: "is not in the catalog" },
    });
  if (quantity > (product.maxQuantity ?? Number.POSITIVE_INFINITY)) {
    throw new ApiError("invalid_request", "That is more than can be bought at once.", {
      fields: { quantity: `must be at most ${product.maxQuantity}` },
    });
  }
  const amount = toDecimal(toAmount(product.amount).times(String(quantity)));
  return { amount, currency: product.currency, source: "catalog", product: id, quantity };
}
