import { ENGLISH } from "./english.ts";
import { known } from "./load-language.ts";

/** What a button needs from the moment when somebody pays: a chunk of its own, since most who see a button never press it. */
export { CheckoutController } from "./checkout-controller.ts";
export { StatusController } from "./status-controller.ts";

known.en = { ...known.en, ...ENGLISH };
