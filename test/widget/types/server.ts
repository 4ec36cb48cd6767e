import { signOffer } from "request-checkout/server";

declare const environment: Record<string, string | undefined>;

/** As in the README, under `strict`. */
export const offer = await signOffer({ amount: "12.50", currency: "USDC-base" }, environment.OFFER_SECRET);

// @ts-expect-error amounts are decimal strings
export const wrong = signOffer({ amount: 12.5, currency: "USDC-base" }, "secret");
