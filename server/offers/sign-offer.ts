import { randomUUID } from "node:crypto";
import { type NewOffer, NewOfferSchema, type SignedOffer } from "../contract/contract.ts";
import { amountFault } from "../domain/currency.ts";
import { ApiError } from "../http/errors.ts";
import { parse } from "../http/parse.ts";

const DAY_MS = 24 * 60 * 60_000;

/**
 * Signs an offer for a page that was made elsewhere: in a site's build step, in a back end. `secret` is the companion's
 * `OFFER_SECRET`, the first of several. Each offer is unique.
 * @throws {TypeError} without a secret, as where the environment lacks it
 * @throws {ApiError} `invalid_request`, with what is wrong under each field's name
 */
export async function signOffer(
  offer: NewOffer,
  secret: string | undefined,
  now: number = Date.now(),
): Promise<SignedOffer> {
  if (!secret) throw new TypeError("signOffer needs the secret: is OFFER_SECRET set?");
  const { expiresAt = new Date(now + DAY_MS).toISOString(), ...claims } = parse(NewOfferSchema, offer);
  const fault = amountFault(claims.amount, claims.currency);
  if (fault)
    throw new ApiError("invalid_request", "The amount can't be charged.", { fields: { amount: fault } });
  if (Date.parse(expiresAt) <= now)
    throw new ApiError("invalid_request", "The offer would be over already.", {
      fields: { expiresAt: "must be in the future" },
    });
  const { SignJWT } = await import("jose");
  const signed = await new SignJWT({ ...claims, jti: randomUUID() })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setIssuedAt(Math.floor(now / 1000))
    .setExpirationTime(Math.floor(Date.parse(expiresAt) / 1000))
    .sign(toKey(secret));
  return { offer: signed, expiresAt: new Date(expiresAt).toISOString() };
}

/** The key of an HMAC: the secret's own bytes. */
export function toKey(secret: string): Uint8Array {
  return new TextEncoder().encode(secret);
}
