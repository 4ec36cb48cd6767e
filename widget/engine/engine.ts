/** What a button needs from the moment when somebody pays: a chunk of its own, since most who see a button never press it. */

export { shareTexts } from "../i18n/load-language.ts";
export { CheckoutController } from "./checkout-controller.ts";
export { StatusController } from "./status-controller.ts";
