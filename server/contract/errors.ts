import { z } from "zod";

/** Every code that an error may carry, with its HTTP status. */
export const ERRORS = {
  invalid_request: 400,
  invalid_return_url: 400,
  invalid_payment_url: 400,
  unknown_product: 400,
  amount_not_allowed: 400,
  invalid_offer: 400,
  offer_expired: 400,
  invalid_signature: 401,
  unauthorized: 401,
  origin_not_allowed: 403,
  navigation_only: 403,
  read_only: 403,
  not_found: 404,
  id_conflict: 409,
  link_claimed: 409,
  link_wrong_payee: 409,
  link_wrong_currency: 409,
  link_wrong_network: 409,
  link_below_price: 409,
  link_other_request: 409,
  link_not_single: 409,
  link_pays_out: 409,
  link_is_test: 409,
  currency_not_accepted: 409,
  offer_used: 409,
  not_in_review: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  payment_service_failed: 502,
  payment_service_busy: 503,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof ERRORS;

/** Every answer above 399. `fields` names each faulty field of the request. */
export const ErrorBodySchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBodySchema>;

/** Answer of `GET /healthz`. */
export const HealthSchema = z.object({ status: z.literal("ok") });
