/** The tables first: most mutants fail there, and the generated cases take longer. */
const TABLES = "test/server/domain/!(properties).test.ts";
const READ_FACTS = "test/server/read-facts*.test.ts";
const DOMAIN = [TABLES, "test/server/domain/properties.test.ts"];

/** What is broken, and the tests that must notice: the quickest first, the others only where it has not. */
export const TARGETS: Record<string, readonly string[]> = {
  "server/webhooks/signature.ts": ["test/server/signature.test.ts"],
  "server/domain/amount.ts": [...DOMAIN, "test/server/money.test.ts"],
  "server/domain/attempts.ts": DOMAIN,
  "server/domain/binding.ts": DOMAIN,
  "server/domain/calibration.ts": DOMAIN,
  "server/domain/currency.ts": [...DOMAIN, "test/server/money.test.ts"],
  "server/domain/derive.ts": [...DOMAIN, "test/server/any-order.test.ts"],
  "server/domain/destination-id.ts": DOMAIN,
  "server/domain/labels.ts": DOMAIN,
  "server/domain/received.ts": DOMAIN,
  "server/domain/refund.ts": DOMAIN,
  "server/domain/resolution.ts": DOMAIN,
  "server/domain/terms.ts": DOMAIN,
  "server/domain/wallet.ts": DOMAIN,
  "server/request-network/reconciler/read-facts.ts": [READ_FACTS],
  "server/domain/pay-url.ts": ["test/server/pay-url.test.ts"],
  "server/pages/navigation.ts": ["test/server/plain-link.test.ts", "test/server/hostile/visits.test.ts"],
  "server/offers/verify-offer.ts": ["test/server/price.test.ts", "test/server/offers.test.ts"],
  "server/catalog/price.ts": ["test/server/price.test.ts", "test/server/calibration/currency.test.ts"],
};

/** Tests of pure functions, without generated cases. They run in memory first, and all others only where these pass. */
export const IN_MEMORY: ReadonlySet<string> = new Set([
  TABLES,
  "test/server/money.test.ts",
  READ_FACTS,
  "test/server/price.test.ts",
  "test/server/pay-url.test.ts",
  "test/server/signature.test.ts",
]);
