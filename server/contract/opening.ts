import { z } from "zod";
import {
  CurrencyIdSchema,
  DecimalSchema,
  LinkPartSchema,
  PlainTextSchema,
  ProductIdSchema,
  ReturnLabelSchema,
} from "./values.ts";

/** A payment link that the payer's browser has created, as Request Network answered it. */
export const LinkSchema = z.strictObject({
  /** The first is the order's; ids of fee legs may follow. */
  requestIds: z
    .array(LinkPartSchema)
    .min(1, "must name a request id")
    .max(8, "must name at most 8 request ids"),
  token: LinkPartSchema,
  securePaymentUrl: z.string().min(1).max(2048),
});
export type Link = z.infer<typeof LinkSchema>;

/**
 * Body of `POST /v1/checkouts`. One of `product` (with `quantity`), `offer`, or `amount` + `currency` says what is bought;
 * which one, and whether it is allowed, is decided by the companion.
 */
export const OpenCheckoutSchema = z
  .strictObject({
    /** Made by the caller, so that a repeated call finds the same checkout. */
    id: z.uuid().overwrite((id) => id.toLowerCase()),
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
  })
  .refine(({ returnUrl, returnLabel }) => returnLabel === undefined || returnUrl !== undefined, {
    path: ["returnLabel"],
    message: "needs returnUrl beside it",
  });
export type OpenCheckout = z.infer<typeof OpenCheckoutSchema>;

const notHere = z.never("has no place in a plain link: the price is the merchant's").optional();

/** Query of `GET /pay/{product}`. What mailers and networks add to links is ignored; what would name a price is not. */
export const PlainLinkSchema = z.object({
  quantity: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, "must be a whole number above 0")
    .transform(Number)
    .default(1),
  amount: notHere,
  currency: notHere,
  offer: notHere,
  product: notHere,
});

/**
 * Query of `GET /v1/checkouts/{id}`. `wait`: whole seconds to hold an unchanged answer; more than 25 counts as 25. `after`: the
 * version that the caller has; without it, `If-None-Match` says so.
 */
export const WaitSchema = z.object({
  wait: z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number of seconds")
    .transform((seconds) => Math.min(Number(seconds), 25))
    .optional(),
  after: z
    .string()
    .regex(/^\d{1,16}$/, "must be a version, as an answer named it")
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
