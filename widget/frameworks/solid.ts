/**
 * `import "request-checkout/solid"`: registers the elements, and types them for Solid. Attributes are written as in HTML, events as
 * `on:checkout-paid`, the texts as `prop:labels`.
 */
import type { JSX } from "solid-js";
import "../index.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import type { CheckoutAttributes, CheckoutEventName, StatusAttributes, StatusEvent } from "./attributes.ts";

type Handlers<Event extends keyof HTMLElementEventMap> = {
  [Name in Event as `on:${Name}`]?: ((event: HTMLElementEventMap[Name]) => void) | undefined;
};

/** `labels` is a property. */
type AsProps<Attributes extends { labels?: unknown }> = Omit<Attributes, "labels"> & {
  "prop:labels"?: Attributes["labels"];
};

type Html<Element> = JSX.HTMLAttributes<Element>;

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "request-checkout": Html<RequestCheckout> & AsProps<CheckoutAttributes> & Handlers<CheckoutEventName>;
      "request-checkout-status": Html<RequestCheckoutStatus> &
        AsProps<StatusAttributes> &
        Handlers<StatusEvent>;
    }
  }
}

export type * from "../index.ts";
