import { z } from "zod";
import { CurrencyIdSchema, DecimalSchema, OriginSchema, PlainTextSchema } from "./values.ts";

/**
 * What an offer sells, as a merchant's system says it. Body of `POST /v1/offers`, and the argument of `signOffer`. The
 * amount must be above 0 and no finer than its currency.
 */
export const NewOfferSchema = z.strictObject({
  amount: DecimalSchema,
  currency: CurrencyIdSchema,
  /** The merchant's own reference. With one, an offer can be used once. */
  reference: PlainTextSchema.optional(),
  title: PlainTextSchema.optional(),
  /** ISO 8601 with a zone. Default: a day from now. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** The only origin whose pages may use it. */
  origin: OriginSchema.optional(),
  /** May be used again and again in spite of its reference. */
  reusable: z.boolean().optional(),
  /** The status page, which whoever has its address may open, does not show the title. */
  private: z.boolean().optional(),
});
export type NewOffer = z.infer<typeof NewOfferSchema>;

/** Claims of an offer: a compact JWT, signed by HS256 with `OFFER_SECRET`. Dates are seconds since 1970. */
export const OfferClaimsSchema = NewOfferSchema.omit({ expiresAt: true }).extend({
  jti: z.string().min(1).max(128),
  exp: z.number(),
  iat: z.number().optional(),
});
export type OfferClaims = z.infer<typeof OfferClaimsSchema>;

/** Answer of `POST /v1/offers`. */
export const SignedOfferSchema = z.object({ offer: z.string(), expiresAt: z.iso.datetime() });
export type SignedOffer = z.infer<typeof SignedOfferSchema>;
