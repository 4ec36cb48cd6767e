/** Mutants that no test can tell from the source, by file, with the reason why there is nothing to tell. */
export const EQUIVALENT: Record<string, Record<string, string>> = {
  "server/domain/amount.ts": {
    "amount.gt(most) → amount.gte(most)": "of two equal amounts it does not matter which one is returned",
  },
  "server/catalog/price.ts": {
    "product.maxQuantity ?? Number.POSITIVE_INFINITY → (product.maxQuantity)":
      "nothing is above undefined, either: the check is there for the compiler",
    'purchase.offer ?? "" → (purchase.offer)': "it is asked for only where there is one",
  },
};
