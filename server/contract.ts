/**
 * Everything that crosses the companion's HTTP border: what it accepts, what it answers, and every error code.
 * The widget imports the types of this file and nothing else of the server.
 */
import { z } from "zod";

/** A plain decimal: no sign, no exponent, no grouping, at most 30 digits on either side. Its value may be 0. */
export const DecimalSchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/, "must be a plain decimal such as 10 or 9.50");

/** A Request Network currency id: symbol and network, as in `USDC-base`. */
export const CurrencyIdSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9.]+-[a-z0-9-]+$/, "must be a currency id such as USDC-base");

/** An id that a merchant gives to a product; it appears in URLs. */
export const ProductIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be letters, digits, - and _, at most 64");

/** The names that {@link StatusSchema} allows, in the order in which a checkout usually meets them. */
export const STATUSES = [
  "pending",
  "processing",
  "partially_paid",
  "paid",
  "review",
  "failed",
  "expired",
  "refunded",
] as const;

/** Where a checkout stands. `paid` and `refunded` can be acted on; `review` waits for the merchant. */
export const StatusSchema = z.enum(STATUSES);
export type CheckoutStatus = z.infer<typeof StatusSchema>;

/** Why a checkout is in `review`, or what else a merchant should know of a paid one. */
export const REASONS = [
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "below_price",
  "amount_unknown",
  "paid_before_registration",
  "owner_unproven",
  "second_payment",
  "offramp_bounced",
] as const;
export const ReasonSchema = z.enum(REASONS);
export type Reason = z.infer<typeof ReasonSchema>;

/** A checkout as anyone sees it who holds its id. Amounts are decimal strings, dates ISO 8601 in UTC. */
export const CheckoutSchema = z.object({
  id: z.uuid(),
  status: StatusSchema,
  /** The whole price. */
  amount: DecimalSchema,
  currency: CurrencyIdSchema,
  /** The largest total that Request Network has stated as received. */
  amountPaid: DecimalSchema,
  /** Where to pay. Null once it can't be paid any more, or while the link is not proven to be the merchant's. */
  securePaymentUrl: z.url().nullable(),
  expiresAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** What went back to the payer, where anything did. */
  amountRefunded: DecimalSchema.optional(),
  /** What came above the price, where anything did. */
  excess: DecimalSchema.optional(),
  /** True where the money came after the link had expired. */
  late: z.literal(true).optional(),
  reason: ReasonSchema.optional(),
});
export type Checkout = z.infer<typeof CheckoutSchema>;

const CONTROL_OR_DIRECTION = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u2028\u2029]/u;

/** A short text that somebody else will read: 1 to 255 characters, no control characters, no direction marks. */
export const PlainTextSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !CONTROL_OR_DIRECTION.test(text), "must not hold control characters or direction marks");

/** The label of the hosted page's button back: Request Network refuses markup in it. */
export const ReturnLabelSchema = PlainTextSchema.regex(/^[^<>&"'`]*$/, "must hold none of < > & \" ' `");

const LinkPartSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be letters, digits, - and _, at most 128");

/** A payment link that the payer's browser has created, as Request Network answered it. */
export const LinkSchema = z.strictObject({
  requestIds: z.array(LinkPartSchema).length(1, "must name exactly one request id"),
  token: LinkPartSchema,
  securePaymentUrl: z.string().min(1).max(2048),
});
export type Link = z.infer<typeof LinkSchema>;

/**
 * Body of `POST /v1/checkouts`. One of `product` (with `quantity`), `offer`, or `amount` + `currency` says what is bought;
 * which one, and whether it is allowed, is decided by the companion.
 */
export const OpenCheckoutSchema = z.strictObject({
  /** Made by the caller, so that a repeated call finds the same checkout. */
  id: z.uuid(),
  product: ProductIdSchema.optional(),
  quantity: z.int().min(1).max(1_000_000).optional(),
  /** A signed offer: a compact JWT. */
  offer: z.string().min(1).max(4096).optional(),
  amount: DecimalSchema.optional(),
  currency: CurrencyIdSchema.optional(),
  reference: PlainTextSchema.optional(),
  payerIdentifier: PlainTextSchema.optional(),
  /** Where the hosted page's button leads back to; on an allowed origin. */
  returnUrl: z.string().min(1).max(2048).optional(),
  returnLabel: ReturnLabelSchema.optional(),
  link: LinkSchema.optional(),
});
export type OpenCheckout = z.infer<typeof OpenCheckoutSchema>;

/** Query of `GET /v1/checkouts/{id}`. `wait`: whole seconds to hold an unchanged answer; more than 25 counts as 25. */
export const WaitSchema = z.object({
  wait: z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number of seconds")
    .transform((seconds) => Math.min(Number(seconds), 25))
    .optional(),
});

/** Answer of `GET /v1/products/{id}`. */
export const ProductSchema = z.object({
  id: ProductIdSchema,
  title: z.string(),
  amount: DecimalSchema,
  currency: CurrencyIdSchema,
  maxQuantity: z.int().min(1).optional(),
});
export type Product = z.infer<typeof ProductSchema>;

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
  not_found: 404,
  id_conflict: 409,
  link_claimed: 409,
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

/** Answer of `POST /webhooks/request`, given only once the event is stored for good. */
export const ReceivedSchema = z.object({ received: z.literal(true) });

/** What the merchant's own system is told of each change of status, amounts or reason: a Standard Webhook's body. */
export const NotificationSchema = z.object({
  type: z.templateLiteral(["checkout.", StatusSchema]),
  timestamp: z.iso.datetime(),
  data: z.object({
    checkout: CheckoutSchema,
    previousStatus: StatusSchema,
    reference: z.string().nullable(),
    /** `page`: a payer's word, since whoever controls the page chose it. */
    referenceSource: z.enum(["offer", "page"]).nullable(),
    product: z.string().nullable(),
    quantity: z.int().nullable(),
    /** Who decided the price. */
    priceSource: z.enum(["catalog", "offer", "open"]),
    requestIds: z.array(z.string()),
    txHashes: z.array(z.string()),
  }),
});
export type Notification = z.infer<typeof NotificationSchema>;

/** A checkout as its merchant sees it, in `GET /v1/orders`. */
export const OrderSchema = CheckoutSchema.extend({
  createdAt: z.iso.datetime(),
  product: z.string().nullable(),
  quantity: z.int().nullable(),
  priceSource: z.enum(["catalog", "offer", "open"]),
  reference: z.string().nullable(),
  referenceSource: z.enum(["offer", "page"]).nullable(),
  payerIdentifier: z.string().nullable(),
  /** Always a page's word, and so perhaps the payer's. */
  payerIdentifierSource: z.literal("page").nullable(),
  origin: z.string().nullable(),
  createdBy: z.enum(["companion", "browser"]),
  /** The link is known to be the merchant's. */
  proven: z.boolean(),
  requestIds: z.array(z.string()),
});
export type Order = z.infer<typeof OrderSchema>;

/** A webhook as it came, in `GET /v1/deliveries`. */
export const DeliverySchema = z.object({
  seq: z.int(),
  receivedAt: z.iso.datetime(),
  deliveryId: z.string().nullable(),
  test: z.boolean(),
  state: z.enum(["recorded", "test", "rejected"]),
  /** Why it was kept aside. */
  problem: z.string().nullable(),
  event: z.string().nullable(),
  body: z.string(),
});
export type Delivery = z.infer<typeof DeliverySchema>;

/** An order with everything that has happened to it, in `GET /v1/orders/{id}`. */
export const OrderHistorySchema = OrderSchema.extend({
  txHashes: z.array(z.string()),
  resolutions: z.array(z.object({ as: z.enum(["paid", "closed"]), note: z.string(), at: z.iso.datetime() })),
  changes: z.array(
    z.object({
      at: z.iso.datetime(),
      cause: z.string(),
      previousStatus: StatusSchema,
      checkout: CheckoutSchema,
    }),
  ),
  /** `changedTo`: the statuses that this delivery has led to; none for most. */
  deliveries: z.array(DeliverySchema.extend({ changedTo: z.array(StatusSchema) })),
  notifications: z.array(
    z.object({
      id: z.string(),
      channel: z.enum(["webhook", "email"]),
      type: z.string(),
      createdAt: z.iso.datetime(),
      state: z.enum(["pending", "sent", "failed"]),
      attempts: z.int(),
      nextTryAt: z.iso.datetime().nullable(),
      lastError: z.string().nullable(),
      sentAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type OrderHistory = z.infer<typeof OrderHistorySchema>;

const DateParameterSchema = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), "must be a date, as 2026-01-31 or 2026-01-31T12:00:00Z")
  .transform((text) => Date.parse(text));

/** Filters of `GET /v1/orders` and `/v1/orders.csv`. `status`: one or several, comma-separated; `until` is exclusive. */
export const OrderFilterSchema = z.object({
  status: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(StatusSchema))
    .optional(),
  reference: z.string().max(255).optional(),
  product: z.string().max(64).optional(),
  since: DateParameterSchema.optional(),
  until: DateParameterSchema.optional(),
});
export type OrderFilter = z.infer<typeof OrderFilterSchema>;

/** `cursor`: `nextCursor` of the page before. `limit`: 1 to 200. */
export const PageSchema = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "must be the nextCursor of the page before")
    .transform(Number)
    .nullable()
    .default(null),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, "must be 1 to 200")
    .transform(Number)
    .pipe(z.int().min(1).max(200))
    .default(50),
});

/** Query of `GET /v1/deliveries`. */
export const DeliveriesQuerySchema = z.object({ state: DeliverySchema.shape.state.default("rejected") });

/** Body of `POST /v1/orders/{id}/resolve`. */
export const ResolutionSchema = z.strictObject({
  as: z.enum(["paid", "closed"]),
  note: z.string().trim().min(1).max(1000),
});
export type Resolution = z.infer<typeof ResolutionSchema>;

const UpstreamIdSchema = z.string().min(1).max(128);

/**
 * A webhook of Request Network, as far as this project reads it; everything else in it is kept and ignored.
 * Source: https://docs.request.network/api-features/webhooks-events
 */
export const WebhookEventSchema = z.looseObject({
  /** The family (`payment.confirmed` …) and, behind it, the variant (`.client_id`, `.checkout`). */
  event: z.string().min(1),
  requestId: UpstreamIdSchema.nullish(),
  /** The older spelling; equal to `requestId` where both are there. */
  requestID: UpstreamIdSchema.nullish(),
  timestamp: z.string().nullish(),
  amount: DecimalSchema.nullish(),
  totalAmountPaid: DecimalSchema.nullish(),
  expectedAmount: DecimalSchema.nullish(),
  currency: z.string().nullish(),
  network: z.string().nullish(),
  payee: z.union([z.string(), z.looseObject({})]).nullish(),
  txHash: z.string().nullish(),
  subStatus: z.string().nullish(),
  refundAmount: DecimalSchema.nullish(),
  refundedTo: z.string().nullish(),
  userEvent: z.string().nullish(),
  securePaymentToken: UpstreamIdSchema.nullish(),
  requestIds: z.array(UpstreamIdSchema).nullish(),
  occurredAt: z.string().nullish(),
});
export type WebhookEvent = z.infer<typeof WebhookEventSchema>;

/** Request Network's answer to `POST /v2/secure-payments`. Older answers lack `feePlan`, which is not read here. */
export const CreatedLinkSchema = z.object({
  requestIds: z.array(LinkPartSchema).length(1),
  token: LinkPartSchema,
  securePaymentUrl: z.string().min(1).max(2048),
});
export type CreatedLink = z.infer<typeof CreatedLinkSchema>;
