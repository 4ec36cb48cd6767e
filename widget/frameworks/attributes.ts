import type { RequestCheckout } from "../request-checkout.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";

/** `clientId` is `client-id`. */
type ToAttribute<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${ToAttribute<Rest>}`
  : Name;

type StatusProperty = "server" | "checkoutId" | "lang";

type CheckoutProperty =
  | StatusProperty
  | "clientId"
  | "product"
  | "quantity"
  | "offer"
  | "amount"
  | "currency"
  | "payerAmount"
  | "min"
  | "max"
  | "payee"
  | "paymentCurrency"
  | "destinationId"
  | "reference"
  | "payerIdentifier"
  | "target"
  | "returnUrl"
  | "returnLabel"
  | "apiUrl";

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

/** The events of `<request-checkout-status>`. */
export type StatusEvent = "checkout-change" | "checkout-paid";
/** Those of `<request-checkout>`. */
export type CheckoutEventName = StatusEvent | "checkout-created" | "checkout-error";
