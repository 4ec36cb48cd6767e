import type { ErrorCode } from "../contract/contract.ts";

/** Why no checkout is opened, by a page or by a plain link. */
export const OPENING_ERRORS = [
  "invalid_request",
  "unknown_product",
  "amount_not_allowed",
  "invalid_offer",
  "offer_expired",
  "offer_used",
  "currency_not_accepted",
  "rate_limited",
  "payment_service_failed",
  "payment_service_busy",
  "unavailable",
] as const satisfies readonly ErrorCode[];

/** The same of what only a page sends: its origin, the way back, and a link of its own. */
export const PAGE_OPENING_ERRORS = [
  ...OPENING_ERRORS,
  "invalid_return_url",
  "invalid_payment_url",
  "origin_not_allowed",
  "id_conflict",
  "link_claimed",
  "link_wrong_payee",
  "link_wrong_currency",
  "link_wrong_network",
  "link_below_price",
  "link_other_request",
  "link_not_single",
  "link_pays_out",
  "link_is_test",
  "too_large",
  "unsupported_media_type",
] as const satisfies readonly ErrorCode[];
