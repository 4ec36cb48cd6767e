import type { ReactiveController } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { checkoutReader } from "../api/companion.ts";
import { CheckoutChangeEvent, CheckoutPaidEvent } from "../events.ts";
import type { RequestCheckoutStatus } from "../request-checkout-status.ts";
import { follow } from "./follow.ts";
import { LanguageController } from "./language-controller.ts";
import { adoptOutcomeStyles } from "./outcome-styles.ts";
import { sayStatus } from "./story.ts";

/** Follows the checkout that one `<request-checkout-status>` shows. */
export class StatusController implements ReactiveController {
  #host: RequestCheckoutStatus;
  #unfollow: (() => void) | undefined;

  constructor(host: RequestCheckoutStatus) {
    this.#host = host;
    adoptOutcomeStyles(host);
    host.addController(new LanguageController(host));
    host.addController(this);
  }

  hostConnected(): void {
    const { followed: id } = this.#host;
    const server = this.#host.safeServer;
    this.hostDisconnected();
    const known = this.#host.checkout;
    this.#host.setView({ isUnknown: false, checkout: known?.id === id ? known : null });
    if (!server || !id) return;
    const lost = () => this.#host.setView({ isUnknown: true });
    const followed = { key: `${server} ${id}`, load: checkoutReader(server, id), waits: true, lost };
    this.#unfollow = follow(followed, (checkout) => this.#update(checkout));
  }

  hostDisconnected(): void {
    this.#unfollow?.();
  }

  hostUpdate(): void {
    const { checkout, view, voice } = this.#host;
    this.#host.story = checkout ? sayStatus(checkout, voice) : view.isUnknown ? voice.labels.unknown : "";
  }

  #update(checkout: Checkout): void {
    const before = this.#host.checkout;
    this.#host.setView({ checkout });
    this.#host.dispatchEvent(new CheckoutChangeEvent(checkout));
    if (checkout.status === "paid" && before?.status !== "paid")
      this.#host.dispatchEvent(new CheckoutPaidEvent(checkout));
  }
}
