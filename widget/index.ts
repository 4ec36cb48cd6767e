import { warn } from "./lib/warn.ts";
import { RequestCheckout } from "./request-checkout.ts";
import { RequestCheckoutStatus } from "./request-checkout-status.ts";

/** Registers the elements, once. A page that loads the script twice, or has another class under a tag, keeps what it has. */
for (const [tag, element] of [
  ["request-checkout", RequestCheckout],
  ["request-checkout-status", RequestCheckoutStatus],
] as const) {
  if (!globalThis.customElements) continue;
  if (customElements.get(tag)) warn(tag, "is defined already");
  else customElements.define(tag, element);
}

export type { ProblemCode } from "./api/problem.ts";
export type * from "./events.ts";
export type { Labels } from "./i18n/labels.ts";
export { RequestCheckout, RequestCheckoutStatus };
