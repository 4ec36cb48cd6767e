import type { Checkout } from "../server/contract.ts";
import type { ProblemCode } from "./problem.ts";

/** What every event of the elements carries. It bubbles and crosses shadow roots. */
class CheckoutEvent extends Event {
  /** The checkout as it stands, as plain data. Null where there is none (yet). */
  readonly checkout: Checkout | null;

  constructor(type: string, checkout: Checkout | null) {
    super(type, { bubbles: true, composed: true });
    this.checkout = checkout;
  }
}

/** A checkout has been opened. */
export class CheckoutCreatedEvent extends CheckoutEvent {
  constructor(checkout: Checkout) {
    super("checkout-created", checkout);
  }
}

/** Anything about the checkout has changed. */
export class CheckoutChangeEvent extends CheckoutEvent {
  constructor(checkout: Checkout) {
    super("checkout-change", checkout);
  }
}

/** The checkout is paid: once for each checkout and element. A display of it, not a proof: ship by the companion's word. */
export class CheckoutPaidEvent extends CheckoutEvent {
  constructor(checkout: Checkout) {
    super("checkout-paid", checkout);
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

declare global {
  interface HTMLElementEventMap {
    "checkout-created": CheckoutCreatedEvent;
    "checkout-change": CheckoutChangeEvent;
    "checkout-paid": CheckoutPaidEvent;
    "checkout-error": CheckoutErrorEvent;
  }
}
