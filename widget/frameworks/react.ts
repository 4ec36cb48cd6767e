/**
 * `import "request-checkout/react"`: registers the elements, and types them for React 19 and newer. Attributes are written as
 * in HTML, because what is rendered on a server knows no properties; events as `oncheckout-paid`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import "../index.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import type { CheckoutAttributes, CheckoutEventName, StatusAttributes, StatusEvent } from "./attributes.ts";

type Handlers<Event extends keyof HTMLElementEventMap> = {
  [Name in Event as `on${Name}`]?: ((event: HTMLElementEventMap[Name]) => void) | undefined;
};

type Html<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & { class?: string | undefined };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "request-checkout": Html<RequestCheckout> & CheckoutAttributes & Handlers<CheckoutEventName>;
      "request-checkout-status": Html<RequestCheckoutStatus> & StatusAttributes & Handlers<StatusEvent>;
    }
  }
}

export type * from "../index.ts";
