import type { Case } from "../helpers/pairwise.ts";

/** What an integrator can choose in the builder, as far as it changes the way of the money. */
export const PAYMENTS = {
  way: ["client", "companion", "static"],
  sale: ["product", "offer", "amount", "payer"],
  tab: ["same", "new"],
  /** The builder's preview, or the snippet on a blank page of the integrator's. */
  place: ["preview", "own page"],
} as const;

export type Payment = Case<typeof PAYMENTS>;

/** Without a companion there is neither a catalog nor an offer. */
export function isPossible({ way, sale }: Payment): boolean {
  return way !== "static" || sale === "amount" || sale === "payer";
}
