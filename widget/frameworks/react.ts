"use client";
/**
 * `import { RequestCheckout, RequestCheckoutStatus } from "request-checkout/react"`: the elements as components of React 18 and
 * newer, also on pages that were rendered on a server. The import registers the elements. It types the plain tags for React 19,
 * too: their attributes are written as in HTML, their events as `oncheckout-paid`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import { rememberEarlyEvents } from "./early-events.ts";
import "../index.ts";
import type { RequestCheckout as CheckoutButton } from "../request-checkout.ts";
import type { RequestCheckoutStatus as CheckoutStatus } from "../request-checkout-status.ts";
import {
  type AttributeHandlers,
  type CamelHandlers,
  CHECKOUT_EVENTS,
  CHECKOUT_PROPERTIES,
  type CheckoutAttributes,
  type CheckoutEventName,
  type CheckoutProperties,
  STATUS_EVENTS,
  STATUS_PROPERTIES,
  type StatusAttributes,
  type StatusEvent,
  type StatusProperties,
} from "./attributes.ts";
import { createComponent } from "./react-component.ts";

type WithLabels = Partial<Pick<CheckoutButton, "labels">>;

/** The props of `<RequestCheckout>`, beside those of every HTML element. */
export type RequestCheckoutProps = CheckoutProperties & WithLabels & CamelHandlers<CheckoutEventName>;
/** Those of `<RequestCheckoutStatus>`. */
export type RequestCheckoutStatusProps = StatusProperties & WithLabels & CamelHandlers<StatusEvent>;

rememberEarlyEvents();

/** The pay button. A ref is the element itself, with `pay()` and `reset()`. */
export const RequestCheckout = createComponent<CheckoutButton, RequestCheckoutProps>("request-checkout", {
  properties: CHECKOUT_PROPERTIES,
  events: CHECKOUT_EVENTS,
});
/** The element that `<RequestCheckout>` renders. */
export type RequestCheckout = CheckoutButton;

/** Where a checkout stands, for a thank-you page. */
export const RequestCheckoutStatus = createComponent<CheckoutStatus, RequestCheckoutStatusProps>(
  "request-checkout-status",
  { properties: STATUS_PROPERTIES, events: STATUS_EVENTS },
);
/** The element that `<RequestCheckoutStatus>` renders. */
export type RequestCheckoutStatus = CheckoutStatus;

type Html<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & { class?: string | undefined };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "request-checkout": Html<CheckoutButton> & CheckoutAttributes & AttributeHandlers<CheckoutEventName>;
      "request-checkout-status": Html<CheckoutStatus> & StatusAttributes & AttributeHandlers<StatusEvent>;
    }
  }
}

export type * from "../index.ts";
