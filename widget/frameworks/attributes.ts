import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";

/** `clientId` is `client-id`. */
type ToAttribute<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${ToAttribute<Rest>}`
  : Name;

/** The properties of `<request-checkout-status>` that have an attribute. */
export const STATUS_PROPERTIES = ["server", "checkoutId", "lang"] as const;

/** Those of `<request-checkout>`. */
export const CHECKOUT_PROPERTIES = [
  ...STATUS_PROPERTIES,
  "clientId",
  "product",
  "quantity",
  "offer",
  "amount",
  "currency",
  "payerAmount",
  "min",
  "max",
  "payee",
  "paymentCurrency",
  "destinationId",
  "reference",
  "payerIdentifier",
  "target",
  "returnUrl",
  "returnLabel",
  "apiUrl",
] as const;

type StatusProperty = (typeof STATUS_PROPERTIES)[number];
type CheckoutProperty = (typeof CHECKOUT_PROPERTIES)[number];

/** What a page may write where the class says something narrower. */
interface Written {
  quantity: number | string;
  payerAmount: boolean | "";
  target: "_self" | "_blank";
}

type AsWritten<Element, Property extends keyof Element> = {
  [Name in Property]?: (Name extends keyof Written ? Written[Name] : Element[Name]) | undefined;
};

type AsAttributes<Properties> = {
  [Name in keyof Properties as ToAttribute<Name & string>]: Properties[Name];
};

/** The properties of `<request-checkout>` that a page sets. */
export type CheckoutProperties = AsWritten<RequestCheckout, CheckoutProperty>;
/** Those of `<request-checkout-status>`. */
export type StatusProperties = AsWritten<RequestCheckoutStatus, StatusProperty>;

/** Has no attribute: it takes an object. */
type WithLabels = Partial<Pick<RequestCheckout, "labels">>;

/** The attributes of `<request-checkout>`, as they are written in HTML. */
export type CheckoutAttributes = AsAttributes<CheckoutProperties> & WithLabels;
/** Those of `<request-checkout-status>`. */
export type StatusAttributes = AsAttributes<StatusProperties> & WithLabels;

export const STATUS_EVENTS = ["checkout-change", "checkout-paid"] as const;
export const CHECKOUT_EVENTS = [...STATUS_EVENTS, "checkout-created", "checkout-error"] as const;

/** The events of `<request-checkout-status>`. */
export type StatusEvent = (typeof STATUS_EVENTS)[number];
/** Those of `<request-checkout>`. */
export type CheckoutEventName = (typeof CHECKOUT_EVENTS)[number];

/** `checkout-paid` is `onCheckoutPaid`. */
export type ToHandler<Name extends string> = Name extends `${infer Subject}-${infer Change}`
  ? `on${Capitalize<Subject>}${Capitalize<Change>}`
  : never;

/** Handlers by names such as `onCheckoutPaid`. */
export type CamelHandlers<Event extends keyof HTMLElementEventMap> = {
  [Name in Event as ToHandler<Name>]?: ((event: HTMLElementEventMap[Name]) => void) | undefined;
};

/** Handlers by names such as `oncheckout-paid`. */
export type AttributeHandlers<Event extends keyof HTMLElementEventMap> = {
  [Name in Event as `on${Name}`]?: ((event: HTMLElementEventMap[Name]) => void) | undefined;
};
