import type { Checkout } from "../../server/contract/contract.ts";
import type { Problem } from "../api/problem.ts";
import type { Price } from "../purchase/purchase.ts";

/** What an element is doing, beside what its checkout says. */
export type Phase = "idle" | "preparing" | "leaving" | "price_changed" | "blocked" | "failed" | "refused";

/** Everything that an element shows. */
export interface View {
  phase: Phase;
  checkout: Checkout | null;
  /** What the button costs, as far as it is known. */
  price?: Price | undefined;
  /** Where the payer may go on paying. */
  payUrl?: string | undefined;
  /** A checkout that is not this browser's: only its status is shown. */
  foreign?: Checkout | undefined;
  problem?: Problem | undefined;
}

export const NOTHING: View = {
  phase: "idle",
  checkout: null,
};
