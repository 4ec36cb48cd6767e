/** What an element tells the page. Beside `CheckoutErrorEvent`, all come with the rest of the script. */
import type { Checkout } from "../server/contract/contract.ts";
import { CheckoutErrorEvent, CheckoutEvent } from "./element/checkout-event.ts";

export { CheckoutErrorEvent };

/** A checkout has been opened. */
export class CheckoutCreatedEvent extends CheckoutEvent {
  declare readonly checkout: Checkout;

  constructor(checkout: Checkout) {
    super("checkout-created", checkout);
  }
}

/** Anything about the checkout has changed. */
export class CheckoutChangeEvent extends CheckoutEvent {
  declare readonly checkout: Checkout;

  constructor(checkout: Checkout) {
    super("checkout-change", checkout);
  }
}

/** The checkout is paid: once in a browser for each checkout. A display of it, not a proof: ship by the companion's word. */
export class CheckoutPaidEvent extends CheckoutEvent {
  declare readonly checkout: Checkout;

  constructor(checkout: Checkout) {
    super("checkout-paid", checkout);
  }
}

declare global {
  /** Of elements, of the document, and of the window: they bubble. */
  interface GlobalEventHandlersEventMap {
    "checkout-created": CheckoutCreatedEvent;
    "checkout-change": CheckoutChangeEvent;
    "checkout-paid": CheckoutPaidEvent;
    "checkout-error": CheckoutErrorEvent;
  }
}
