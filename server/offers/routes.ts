import type { FastifyPluginAsync } from "fastify";
import { NewOfferSchema, type SignedOffer } from "../contract/contract.ts";
import { requireBearer } from "../http/bearer.ts";
import { ApiError } from "../http/errors.ts";
import { parse } from "../http/parse.ts";
import { signOffer } from "./sign-offer.ts";

export interface OfferRoutesOptions {
  adminToken: string | undefined;
  /** The first one signs. */
  offerSecrets: readonly string[];
  clock: () => number;
}

/** `POST /v1/offers`: signs an offer, for the merchant. */
export const offerRoutes: FastifyPluginAsync<OfferRoutesOptions> = async (
  app,
  { adminToken, offerSecrets: [secret], clock },
) => {
  app.post("/v1/offers", { onRequest: requireBearer(adminToken) }, async (request, reply) => {
    const offer = parse(NewOfferSchema, request.body);
    if (!secret) throw new ApiError("not_found", "There are no offers here: set OFFER_SECRET.");
    const signed: SignedOffer = await signOffer(offer, secret, clock());
    request.log.info({ amount: offer.amount, currency: offer.currency }, "offer signed");
    return reply.code(201).send(signed);
  });
};
