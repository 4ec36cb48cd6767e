import { z } from "zod";

/** What an error code stands for. */
export interface ErrorEntry {
  /** HTTP status. */
  status: number;
  /** What has happened, where the error itself says no more. */
  message: string;
  /** What to do about it. Documented, and not sent. */
  hint: string;
}

/** Of a `link_…` error. */
const AGAIN = "Nothing was registered. Create a new payment link";

/** Every code that an error may carry. */
export const ERRORS = {
  invalid_request: {
    status: 400,
    message: "The request is not valid.",
    hint: "Correct each field that `fields` names, and send the request again.",
  },
  invalid_return_url: {
    status: 400,
    message: "The payer may only return to a page on an allowed origin.",
    hint: "Send a `returnUrl` on one of `ALLOWED_ORIGINS`, or add its origin there.",
  },
  invalid_payment_url: {
    status: 400,
    message: "This is no payment page of Request Network.",
    hint: "Send the link exactly as Request Network returned it.",
  },
  unknown_product: {
    status: 400,
    message: "There is no such product.",
    hint: "Use the id of a product in `CATALOG_FILE`, or add the product there.",
  },
  amount_not_allowed: {
    status: 400,
    message: "Payers may not choose the amount here: name a product.",
    hint: "Send `product` or `offer`, or allow the currency and amount in `OPEN_AMOUNTS`.",
  },
  invalid_offer: {
    status: 400,
    message: "This is no offer of this shop.",
    hint: "Sign the offer again with the first secret of `OFFER_SECRET`, and send it unchanged.",
  },
  offer_expired: {
    status: 400,
    message: "This offer is over: ask the shop for a new one.",
    hint: "Sign a new offer.",
  },
  invalid_signature: {
    status: 401,
    message: "The signature does not match the body under any configured secret.",
    hint: "Compare `REQUEST_WEBHOOK_SECRET` with the secret in the Request Portal. Proxies must pass the body on unchanged.",
  },
  unauthorized: {
    status: 401,
    message: "Send the merchant's token: Authorization: Bearer …",
    hint: "Send the value of `ADMIN_TOKEN` or `ADMIN_READ_TOKEN` as the bearer token.",
  },
  origin_not_allowed: {
    status: 403,
    message: "Pages of this origin may not open checkouts here: add it to ALLOWED_ORIGINS.",
    hint: "Add the page's exact origin to `ALLOWED_ORIGINS`, and restart the companion.",
  },
  navigation_only: {
    status: 403,
    message: "This address opens a payment only for a person who goes there.",
    hint: "Use the address as a link that a person opens in a browser.",
  },
  read_only: {
    status: 403,
    message: "This token can only read. What changes something needs ADMIN_TOKEN.",
    hint: "Send the value of `ADMIN_TOKEN` as the bearer token.",
  },
  not_found: {
    status: 404,
    message: "There is nothing here.",
    hint: "Check the address and the id. The merchant's routes need `ADMIN_TOKEN`, and offers need `OFFER_SECRET`.",
  },
  id_conflict: {
    status: 409,
    message: "This id belongs to another checkout: make a new one.",
    hint: "Make a new UUID for a new purchase. Repeat a call with exactly the same body.",
  },
  link_claimed: {
    status: 409,
    message: "This payment link belongs to another checkout: create a new one.",
    hint: "Create a new payment link for each checkout.",
  },
  link_wrong_payee: {
    status: 409,
    message: `This payment link pays another wallet than the merchant's. ${AGAIN} to a wallet in REQUEST_PAYEE.`,
    hint: "Create the link with a wallet in `REQUEST_PAYEE` as payee, or add the wallet there.",
  },
  link_wrong_currency: {
    status: 409,
    message: `This payment link asks for another token than the price. ${AGAIN} in the currency of the price.`,
    hint: "Create the link in the currency of the price.",
  },
  link_wrong_network: {
    status: 409,
    message: `This payment link asks for the token on another network than the price. ${AGAIN} on the network of the price.`,
    hint: "Create the link on the network of the price.",
  },
  link_below_price: {
    status: 409,
    message: `This payment link asks for less than the price. ${AGAIN} over the whole price.`,
    hint: "Create the link with the whole price as its amount.",
  },
  link_other_request: {
    status: 409,
    message: `The token of this payment link belongs to another request id. ${AGAIN}, and send its token together with its own request id.`,
    hint: "Send `requestIds`, `token` and `securePaymentUrl` of the same link.",
  },
  link_not_single: {
    status: 409,
    message: `This payment link asks for several payments at once. ${AGAIN} for this purchase alone.`,
    hint: "Create a link for this purchase alone.",
  },
  link_pays_out: {
    status: 409,
    message: `This payment link pays money out instead of receiving it. ${AGAIN} that receives the payment.`,
    hint: "Create a link that receives the payment.",
  },
  link_is_test: {
    status: 409,
    message: `This payment link carries a test id of Request Network, which can't be paid. ${AGAIN}.`,
    hint: "Create a real payment link.",
  },
  currency_not_accepted: {
    status: 409,
    message: "The shop can't be paid in the currency of this price.",
    hint: "Set prices in the currency of the payment destination, or change the destination.",
  },
  offer_used: {
    status: 409,
    message: "This offer is being paid, or has been paid, by another checkout.",
    hint: "Sign a new offer, or one with `reusable`.",
  },
  not_in_review: {
    status: 409,
    message: "This order needs no resolution.",
    hint: "Read the order again: only orders in review, unverified or refuted ones can be resolved.",
  },
  too_large: {
    status: 413,
    message: "The body is too large.",
    hint: "Send a shorter body or shorter headers: at most 8 KiB for a checkout, 64 KiB elsewhere.",
  },
  unsupported_media_type: {
    status: 415,
    message: "Send application/json.",
    hint: "Send `Content-Type: application/json`, and no `Content-Encoding`.",
  },
  rate_limited: {
    status: 429,
    message: "Too many requests. Try again in a moment.",
    hint: "Wait for the seconds in `Retry-After`. `CHECKOUTS_PER_MINUTE` and `READS_PER_MINUTE` set the limits; behind a proxy set `TRUST_PROXY`.",
  },
  internal: {
    status: 500,
    message: "Something went wrong here.",
    hint: "Look for the error in the companion's log.",
  },
  payment_service_failed: {
    status: 502,
    message: "The payment service did not answer as expected. Try again.",
    hint: "Try again. If it goes on, run `doctor`: it checks the credentials and the destination.",
  },
  payment_service_busy: {
    status: 503,
    message: "The payment service is busy. Try again in a moment.",
    hint: "Wait for the seconds in `Retry-After`. `REQUEST_RATE_PER_SECOND` sets the budget of calls.",
  },
  unavailable: {
    status: 503,
    message: "The companion cannot read or write now. Try again.",
    hint: "Wait for the seconds in `Retry-After`. If it goes on, check the disk or the database of `DATABASE_URL`.",
  },
} as const satisfies Record<string, ErrorEntry>;
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
