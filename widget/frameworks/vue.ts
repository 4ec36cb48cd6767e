/**
 * `import "request-checkout/vue"`: registers the elements, and types them for the templates of Vue 3. Tell the compiler that
 * `request-checkout…` are no components (`isCustomElement`).
 */
import type { HTMLAttributes, PublicProps } from "vue";
import "../index.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import type {
  CheckoutAttributes,
  CheckoutEventName,
  CheckoutProperties,
  StatusAttributes,
  StatusEvent,
  StatusProperties,
} from "./attributes.ts";

/** `@checkout-paid` is `onCheckoutPaid`. */
type ToHandler<Name extends string> = Name extends `${infer Subject}-${infer Change}`
  ? `on${Capitalize<Subject>}${Capitalize<Change>}`
  : never;

type Handlers<Event extends keyof HTMLElementEventMap> = {
  [Name in Event as ToHandler<Name>]?: ((event: HTMLElementEventMap[Name]) => void) | undefined;
};

type AsComponent<Element, Props> = new () => Element & {
  /** What a template may set. */
  $props: Props & HTMLAttributes & PublicProps;
};

declare module "vue" {
  interface GlobalComponents {
    "request-checkout": AsComponent<
      RequestCheckout,
      CheckoutProperties & CheckoutAttributes & Handlers<CheckoutEventName>
    >;
    "request-checkout-status": AsComponent<
      RequestCheckoutStatus,
      StatusProperties & StatusAttributes & Handlers<StatusEvent>
    >;
  }
}

export type * from "../index.ts";
