import { z } from "zod";
import { StatusSchema } from "./checkout.ts";
import { DeliverySchema, OrderSchema, TermsSchema } from "./orders.ts";
import { CurrencyIdSchema, DateSchema, DecimalSchema, isReadable } from "./values.ts";

/**
 * Filters of `GET /v1/orders`, `/v1/orders.csv` and `/v1/totals`. `status`: one or several, comma-separated; `until` is
 * exclusive. `search`: the beginning of an id, a whole request id or transaction hash, or a part of a reference, title or
 * payer identifier. `notification`: `unsent` for orders with a notification that is pending or has failed. `terms`: as
 * in the order. `unverified`: `true` for orders with money that nothing verifies yet (their `unverifiedSince` is not
 * null), `false` for all others.
 */
export const OrderFilterSchema = z.strictObject({
  status: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(StatusSchema))
    .optional(),
  reference: z.string().max(255).optional(),
  product: z.string().max(64).optional(),
  search: z.string().trim().min(1).max(255).optional(),
  notification: z.literal("unsent").optional(),
  terms: TermsSchema.optional(),
  unverified: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional(),
  since: DateSchema.optional(),
  until: DateSchema.optional(),
});
export type OrderFilter = z.infer<typeof OrderFilterSchema>;

/** `cursor`: `nextCursor` of the page before. `limit`: 1 to 200. */
const PageSchema = z.strictObject({
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

/** Query of `GET /v1/orders`. A filter that nobody knows is refused: ignored, it would show everything. */
export const OrdersQuerySchema = z.strictObject({ ...OrderFilterSchema.shape, ...PageSchema.shape });

/** Query of `GET /v1/deliveries`. */
export const DeliveriesQuerySchema = z.strictObject({
  state: DeliverySchema.shape.state.default("rejected"),
  ...PageSchema.shape,
});

/** Body of `POST /v1/orders/{id}/resolve`. */
export const ResolutionSchema = z.strictObject({
  as: z.enum(["paid", "closed"]),
  note: z.string().trim().min(1).max(1000).refine(isReadable, "must not hold control characters"),
});
export type Resolution = z.infer<typeof ResolutionSchema>;

/** Answer of `GET /v1/orders`. `nextCursor` is null on the last page. */
export const OrdersPageSchema = z.object({ orders: z.array(OrderSchema), nextCursor: z.string().nullable() });

/**
 * Answer of `GET /v1/totals`: what the orders that match have brought, by currency, exactly. What was received is the sum of
 * `paid`, `review`, `partial` and `closed`; `refunded` is what went back of all of it. Money of unverified
 * and refuted orders is in none of these; such orders are counted in `orders`.
 */
export const TotalsSchema = z.object({
  orders: z.int(),
  currencies: z.array(
    z.object({
      currency: CurrencyIdSchema,
      orders: z.int(),
      /** Received by orders that are `paid` or `refunded`. */
      paid: DecimalSchema,
      /** Received by orders that wait for the merchant. */
      review: DecimalSchema,
      /** Received by orders of which a part is still to come. */
      partial: DecimalSchema,
      /** Received by orders that the merchant has closed. */
      closed: DecimalSchema,
      refunded: DecimalSchema,
    }),
  ),
});
export type Totals = z.infer<typeof TotalsSchema>;

/** Answer of `GET /v1/deliveries`. */
export const DeliveriesPageSchema = z.object({
  deliveries: z.array(DeliverySchema),
  nextCursor: z.string().nullable(),
});

/** Answer of `POST /v1/orders/{id}/notify`: how many are sent again. */
export const ResentSchema = z.object({ notifications: z.int() });
