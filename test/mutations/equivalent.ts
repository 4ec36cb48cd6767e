const TYPES_ONLY = "no other kind of fact has that field: the check is there for the compiler";

/** Mutants that no test can tell from the source, by file, with the reason why there is nothing to tell. */
export const EQUIVALENT: Record<string, Record<string, string>> = {
  "server/checkouts/derive.ts": {
    "reason !== null && REVIEW_REASONS.includes(reason) → (REVIEW_REASONS.includes(reason))":
      "null is among no reasons: the check is there for the compiler",
    "!isPaid && money.length > 0 → (money.length > 0)":
      "what is for review is looked at only where it is not paid",
    "fact.at !== undefined && fact.at > order.expiresAt → (fact.at > order.expiresAt)":
      "undefined is above nothing: the check is there for the compiler",
    'fact.kind === "offramp" && fact.subStatus === "bounced" → (fact.subStatus === "bounced")': TYPES_ONLY,
    'refund.amount ?? "0" → (refund.amount)': "refunds without an amount have been dealt with a line before",
    'amount ?? "0" → (amount)': "refunds without an amount have been dealt with before",
    "at ?? Number.POSITIVE_INFINITY → (at)": "it becomes NaN, and like infinity that has nothing above it",
    "failures.length === 0 || (fact.at ?? 0) > lastFailure → ((fact.at ?? 0) > lastFailure)":
      "without a failure the last one is at minus infinity, and everything is later",
    "fact.at ?? 0 → (fact.at)": "undefined is no more above a date than 1970 is",
    'fact.kind === "wallet" && fact.step === "approved" → (fact.step === "approved")': TYPES_ONLY,
  },
  "server/checkouts/proof.ts": {
    'fact.kind === "named" && fact.ofToken === true → (fact.ofToken === true)': TYPES_ONLY,
    'fact.kind === "named" && fact.requestIds.includes(requestId) → (fact.requestIds.includes(requestId))':
      TYPES_ONLY,
  },
  "server/checkouts/money.ts": {
    "at !== undefined && at < order.registeredAt - EARLY_MS → (at < order.registeredAt - EARLY_MS)":
      "undefined is below nothing: the check is there for the compiler",
  },
  "server/catalog/price.ts": {
    "product.maxQuantity ?? Number.POSITIVE_INFINITY → (product.maxQuantity)":
      "nothing is above undefined, either: the check is there for the compiler",
    'purchase.offer ?? "" → (purchase.offer)': "it is asked for only where there is one",
  },
};
