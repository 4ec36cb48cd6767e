import { type OfferClaims, OfferClaimsSchema } from "../contract/contract.ts";
import { amountFault } from "../domain/currency.ts";
import { ApiError } from "../http/errors.ts";
import { toKey } from "./sign-offer.ts";

/**
 * Reads an offer that was signed with one of the secrets.
 * @throws {ApiError} `offer_expired`; `invalid_offer` where it was changed, signed by somebody else, or says what no offer may
 */
export async function verifyOffer(
  offer: string,
  secrets: readonly string[],
  now: number,
): Promise<OfferClaims> {
  const { errors, jwtVerify } = await import("jose");
  const options = { algorithms: ["HS256"], requiredClaims: ["exp", "jti"], currentDate: new Date(now) };
  for (const secret of secrets) {
    try {
      const { payload } = await jwtVerify(offer, toKey(secret), options);
      return toClaims(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        throw new ApiError("offer_expired", "This offer is over: ask the shop for a new one.", {
          fields: { offer: "is over" },
        });
      if (error instanceof errors.JWTClaimValidationFailed) throw invalid(`its ${error.claim} is not valid`);
      if (error instanceof ApiError) throw error;
    }
  }
  throw invalid("is not signed by this companion's secret, or was changed");
}

/** The answer says what is wrong: only who signs offers can cause it. */
function toClaims(payload: unknown): OfferClaims {
  const { success, data, error } = OfferClaimsSchema.safeParse(payload);
  if (!success)
    throw invalid(error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "));
  const fault = amountFault(data.amount, data.currency);
  if (fault) throw invalid(`amount ${fault}`);
  return data;
}

function invalid(fault: string): ApiError {
  return new ApiError("invalid_offer", "This is no offer of this shop.", { fields: { offer: fault } });
}
