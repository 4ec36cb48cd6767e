import { z } from "zod";
import { CheckoutSchema, ReasonSchema, StatusSchema } from "./checkout.ts";
import { PriceSourceSchema, ReferenceSourceSchema } from "./values.ts";

/** `verified`: a source confirms wallet, token, network and amount. `refuted`: one contradicts. `unverified`: neither yet. */
export const TermsSchema = z.enum(["verified", "refuted", "unverified"]);

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
  /** The same as `terms` being `verified`. */
  proven: z.boolean(),
  /** Whether what the link asks for, and for whom, is known to be what was sold. */
  terms: TermsSchema,
  /** When money was first reported whose owner or terms nothing verifies yet; else null. */
  unverifiedSince: z.iso.datetime().nullable(),
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
  /** Why it was quarantined. */
  problem: z.string().nullable(),
  event: z.string().nullable(),
  body: z.string(),
});
export type Delivery = z.infer<typeof DeliverySchema>;

/** Where a fact comes from. Only a delivery is signed; the reads are answers of Request Network. */
const FactSourceSchema = z.enum([
  "delivery",
  "calibration",
  "request_read",
  "list_read",
  "payments_read",
  "link_read",
  "merchant",
  "migration",
]);

/** One thing that is known of an order, and its source. */
export const KnownFactSchema = z.object({
  source: FactSourceSchema,
  seenAt: z.iso.datetime(),
  kind: z.enum([
    "money",
    "refund",
    "failure",
    "wallet",
    "screening",
    "offramp",
    "link",
    "request",
    "calibration",
    "closed",
    "named",
    "resolution",
    "accepted",
  ]),
  /** What it says, as it was understood. `wallet` is the word of the payer's browser. */
  says: z.record(z.string(), z.unknown()),
});
export type KnownFact = z.infer<typeof KnownFactSchema>;

/** An order with everything that has happened to it, in `GET /v1/orders/{id}`. */
export const OrderHistorySchema = OrderSchema.extend({
  txHashes: z.array(z.string()),
  /** What the sources contradict, where `terms` is `refuted`. */
  termsReasons: z.array(ReasonSchema),
  /** Which sources say what the link asks for; none where only the companion's own creation does. */
  termsSources: z.array(FactSourceSchema),
  resolutions: z.array(z.object({ as: z.enum(["paid", "closed"]), note: z.string(), at: z.iso.datetime() })),
  changes: z.array(
    z.object({
      at: z.iso.datetime(),
      cause: z.string(),
      previousStatus: StatusSchema,
      /** As it was then. Changes that an earlier release recorded have neither `terms` nor `unverifiedSince`. */
      checkout: CheckoutSchema.extend({
        terms: TermsSchema.optional(),
        unverifiedSince: z.iso.datetime().nullable().optional(),
      }),
    }),
  ),
  /** `changedTo`: the statuses that this delivery has led to; none for most. */
  deliveries: z.array(DeliverySchema.extend({ changedTo: z.array(StatusSchema) })),
  facts: z.array(KnownFactSchema),
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
