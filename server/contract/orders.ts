import { z } from "zod";
import { CheckoutSchema, StatusSchema } from "./checkout.ts";
import { DateSchema, isReadable, PriceSourceSchema, ReferenceSourceSchema } from "./values.ts";

/** A checkout as its merchant sees it, in `GET /v1/orders`. */
export const OrderSchema = CheckoutSchema.extend({
  createdAt: z.iso.datetime(),
  product: z.string().nullable(),
  quantity: z.int().nullable(),
  /** What the catalog or the offer calls it. */
  title: z.string().nullable(),
  priceSource: PriceSourceSchema,
  reference: z.string().nullable(),
  referenceSource: ReferenceSourceSchema.nullable(),
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

/** Filters of `GET /v1/orders` and `/v1/orders.csv`. `status`: one or several, comma-separated; `until` is exclusive. */
export const OrderFilterSchema = z.strictObject({
  status: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(StatusSchema))
    .optional(),
  reference: z.string().max(255).optional(),
  product: z.string().max(64).optional(),
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

/** Answer of `GET /v1/deliveries`. */
export const DeliveriesPageSchema = z.object({
  deliveries: z.array(DeliverySchema),
  nextCursor: z.string().nullable(),
});

/** Answer of `POST /v1/orders/{id}/notify`: how many are sent again. */
export const ResentSchema = z.object({ notifications: z.int() });
