import { PAYEE, WEBHOOK_SECRET } from "./events.ts";

export const SHOP = "http://127.0.0.1:4400";

/** A whole environment that works; a test changes one thing. */
export function environment(
  changes: Record<string, string | undefined> = {},
): Record<string, string | undefined> {
  return {
    DATABASE_URL: "sqlite:/nowhere/checkouts.db",
    ALLOWED_ORIGINS: SHOP,
    REQUEST_WEBHOOK_SECRET: WEBHOOK_SECRET,
    REQUEST_PAYEE: PAYEE,
    CATALOG_FILE: "catalog.json",
    // Only the tests of calibration expect its link.
    CALIBRATE: "false",
    CHECKOUTS_PER_MINUTE: "100000",
    READS_PER_MINUTE: "100000",
    LOG_LEVEL: "silent",
    ...changes,
  };
}
