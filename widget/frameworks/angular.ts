/**
 * `import "request-checkout/angular"`: registers the elements. Components that use them name `CUSTOM_ELEMENTS_SCHEMA`, and bind
 * attributes as `[attr.client-id]` or properties as `[clientId]`, events as `(checkout-paid)="handle($event)"`. A template knows no
 * types of custom elements: the handlers name theirs.
 */
import "../index.ts";

export type * from "../index.ts";
export type {
  CheckoutAttributes,
  CheckoutProperties,
  StatusAttributes,
  StatusProperties,
} from "./attributes.ts";
