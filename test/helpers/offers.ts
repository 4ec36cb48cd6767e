import { createHmac } from "node:crypto";
import { type NewOffer, signOffer } from "../../server/index.ts";

export const OFFER_SECRET = "an-offer-secret-of-more-than-32-characters";

/** An offer of 12.50 USDC on Base, signed as a merchant's build step would; a test changes one thing. */
export async function offer(changes: Partial<NewOffer> = {}, secret = OFFER_SECRET): Promise<string> {
  return (await signOffer({ amount: "12.50", currency: "USDC-base", ...changes }, secret)).offer;
}

/** A JWT made by hand, as a page in another language makes it. */
export function jwt(
  claims: Record<string, unknown>,
  { secret = OFFER_SECRET, header = { alg: "HS256", typ: "JWT" } as Record<string, unknown> } = {},
): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part(claims)}`;
  const signature = createHmac("sha256", secret).update(signed).digest("base64url");
  return `${signed}.${header.alg === "none" ? "" : signature}`;
}

/** Seconds since 1970, an hour from now. */
export function inAnHour(): number {
  return Math.floor(Date.now() / 1000) + 3600;
}
