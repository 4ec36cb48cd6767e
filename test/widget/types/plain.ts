import {
  type CheckoutErrorEvent,
  type CheckoutPaidEvent,
  type Labels,
  type ProblemCode,
  RequestCheckout,
} from "request-checkout";

const button = document.createElement("request-checkout");
button.clientId = "cli_1";
button.quantity = 2;
button.labels = { pay: "Donate" };
button.addEventListener("checkout-paid", ({ checkout }) => checkout.amountPaid.padStart(3));
button.addEventListener("checkout-error", ({ code }) => code.trim());
document.addEventListener("checkout-created", (event) => event.checkout.id.trim());
export const paying: Promise<void> = button.pay();
export const status: string = document.createElement("request-checkout-status").checkoutId;
export const isButton = document.querySelector("request-checkout") instanceof RequestCheckout;
export type Told = [CheckoutErrorEvent, CheckoutPaidEvent, Labels, ProblemCode];

// @ts-expect-error amounts are decimal strings
button.amount = 10;
// @ts-expect-error read-only
button.checkout = null;
// @ts-expect-error there is no such text
button.labels = { buy: "Donate" };
// @ts-expect-error an event of an element, not of the network
button.addEventListener("checkout-paid", ({ code }) => code);
// @ts-expect-error no such code
export const code: ProblemCode = "no_such_code";
