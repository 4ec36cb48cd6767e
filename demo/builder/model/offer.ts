import { CURRENCY } from "./markup.ts";

const STORE = "request-checkout-builder-offer:";
/** An offer that is over so soon is signed anew. */
const SPARE_MS = 3_600_000;

/** Has offers signed by the demo's companion. */
export interface OfferDesk {
  /** An offer of so much; empty while it is being signed. */
  of(amount: string): string;
  /** Why the last one could not be signed. */
  readonly problem: string;
}

/** `changed` is called whenever an offer has been signed, or could not be. */
export function createOfferDesk(changed: () => void): OfferDesk {
  const offers = new Map<string, string>();
  let problem = "";
  return {
    of(amount) {
      if (!offers.has(amount)) {
        offers.set(amount, "");
        problem = "";
        loadOffer(amount)
          .then(
            (offer) => offers.set(amount, offer),
            (error) => {
              problem = `No offer: ${error.message}`;
            },
          )
          .finally(changed);
      }
      return offers.get(amount) ?? "";
    },
    get problem() {
      return problem;
    },
  };
}

/**
 * The same offer for as long as it holds, so that the page knows its purchase again when the payer comes back.
 * @throws {Error}
 */
async function loadOffer(amount: string): Promise<string> {
  const known = JSON.parse(sessionStorage.getItem(STORE + amount) ?? "null");
  if (known && Date.parse(known.expiresAt) > Date.now() + SPARE_MS) return known.offer;
  const answer = await fetch("/builder/offers", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount, currency: CURRENCY, title: "Made to measure" }),
  });
  if (!answer.ok) throw new Error(`the companion answered ${answer.status}`);
  const signed = (await answer.json()) as { offer: string; expiresAt: string };
  sessionStorage.setItem(STORE + amount, JSON.stringify(signed));
  return signed.offer;
}
