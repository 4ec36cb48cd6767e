/**
 * `import "request-checkout/preact"`: registers the elements, and types them for Preact. Attributes are written as in HTML, events as
 * `oncheckout-paid`.
 */
import type { HTMLAttributes } from "preact";
import "../index.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import type {
  AttributeHandlers,
  CheckoutAttributes,
  CheckoutEventName,
  StatusAttributes,
  StatusEvent,
} from "./attributes.ts";

/** By this name the augmentation below would mean its own. */
type Html<Element extends EventTarget> = HTMLAttributes<Element>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "request-checkout": Html<RequestCheckout> & CheckoutAttributes & AttributeHandlers<CheckoutEventName>;
      "request-checkout-status": Html<RequestCheckoutStatus> &
        StatusAttributes &
        AttributeHandlers<StatusEvent>;
    }
  }
}

export type * from "../index.ts";
