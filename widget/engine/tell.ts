import type { Checkout } from "../../server/contract/contract.ts";
import type { EngineHost } from "../element/host.ts";
import {
  CheckoutChangeEvent,
  CheckoutCreatedEvent,
  CheckoutErrorEvent,
  CheckoutPaidEvent,
} from "../events.ts";
import { claimPaid } from "../purchase/paid-once.ts";
import type { Effects } from "./inputs.ts";

/** Tells the page. That a checkout is paid is told once in a browser. Nothing that a page does with an event ends a press. */
export function tell(host: EngineHost, effect: Effects["tell"], shown: Checkout | null): void {
  try {
    if (effect.name === "error") host.dispatchEvent(new CheckoutErrorEvent(shown, effect.code));
    else if (effect.name === "created") host.dispatchEvent(new CheckoutCreatedEvent(effect.checkout));
    else if (effect.name === "change") host.dispatchEvent(new CheckoutChangeEvent(effect.checkout));
    else if (claimPaid(effect.checkout.id)) host.dispatchEvent(new CheckoutPaidEvent(effect.checkout));
  } catch {
    // A page may have replaced `Event`.
  }
}
