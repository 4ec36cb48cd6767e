/**
 * `import "request-checkout/vue"`: registers the elements, and types them for the templates of Vue 3. Tell the compiler that
 * `request-checkout…` are no components (`isCustomElement`).
 */
import type { HTMLAttributes, PublicProps } from "vue";
import "../index.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import type {
  CamelHandlers,
  CheckoutAttributes,
  CheckoutEventName,
  CheckoutProperties,
  StatusAttributes,
  StatusEvent,
  StatusProperties,
} from "./attributes.ts";

type AsComponent<Element, Props> = new () => Element & {
  /** What a template may set. */
  $props: Props & HTMLAttributes & PublicProps;
};

declare module "vue" {
  interface GlobalComponents {
    "request-checkout": AsComponent<
      RequestCheckout,
      CheckoutProperties & CheckoutAttributes & CamelHandlers<CheckoutEventName>
    >;
    "request-checkout-status": AsComponent<
      RequestCheckoutStatus,
      StatusProperties & StatusAttributes & CamelHandlers<StatusEvent>
    >;
  }
}

export type * from "../index.ts";
