import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { NewOfferSchema, SignedOfferSchema } from "../contract/contract.ts";
import type { MerchantAccess } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { errorAnswers, MERCHANT_CHANGE_ERRORS, MERCHANT_ONLY } from "../http/route-schemas.ts";
import { signOffer } from "./sign-offer.ts";

export interface OfferRoutesOptions {
  merchant: MerchantAccess;
  /** The first one signs. */
  offerSecrets: readonly string[];
  clock: () => number;
}

/** `POST /v1/offers`: signs an offer, for the merchant. */
export const offerRoutes: FastifyPluginAsyncZod<OfferRoutesOptions> = async (
  app,
  { merchant, offerSecrets: [secret], clock },
) => {
  const schema = {
    summary: "Signs an offer",
    ...MERCHANT_ONLY,
    body: NewOfferSchema,
    response: {
      201: SignedOfferSchema,
      ...errorAnswers(...MERCHANT_CHANGE_ERRORS, "invalid_request", "too_large", "unsupported_media_type"),
    },
  };
  app.post("/v1/offers", { onRequest: merchant.require, schema }, async (request, reply) => {
    const offer = request.body;
    if (!secret) throw new ApiError("not_found", "There are no offers here: set OFFER_SECRET.");
    const signed = await signOffer(offer, secret, clock());
    request.log.info({ amount: offer.amount, currency: offer.currency }, "offer signed");
    return reply.code(201).send(signed);
  });
};
