import type { Checkout } from "../../server/contract/contract.ts";
import type { ProblemCode } from "../api/problem.ts";

/** What every event of the elements carries. It bubbles and crosses shadow roots. */
export class CheckoutEvent extends Event {
  /** The checkout as it stands, as plain data. Null where there is none (yet). */
  readonly checkout: Checkout | null;

  constructor(type: string, checkout: Checkout | null) {
    super(type, { bubbles: true, composed: true });
    this.checkout = checkout;
  }
}

/** Something went wrong. The payer has been told in plain words. */
export class CheckoutErrorEvent extends CheckoutEvent {
  readonly code: ProblemCode;

  constructor(checkout: Checkout | null, code: ProblemCode) {
    super("checkout-error", checkout);
    this.code = code;
  }
}
