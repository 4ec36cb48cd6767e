import type { ReactiveController } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { checkoutReader } from "../api/companion.ts";
import { adoptStyles } from "../element/adopt-styles.ts";
import type { StatusEngine, StatusHost } from "../element/host.ts";
import type { Voice } from "../i18n/format.ts";
import { follow } from "./follow.ts";
import type { Effects } from "./inputs.ts";
import { LanguageController } from "./language-controller.ts";
import { outcomeStyles } from "./outcome-styles.ts";
import { sayStatus } from "./story.ts";
import { tell } from "./tell.ts";

/** Follows the checkout that one `<request-checkout-status>` shows. */
export class StatusController implements ReactiveController, StatusEngine {
  #host: StatusHost;
  #checkout: Checkout | null = null;
  #isUnknown = false;
  #unfollow: (() => void) | undefined;

  constructor(host: StatusHost) {
    this.#host = host;
    adoptStyles(host, outcomeStyles);
    host.addController(new LanguageController(host));
    host.addController(this);
  }

  hostConnected(): void {
    const { followed: id, safeServer: server } = this.#host;
    this.hostDisconnected();
    this.#isUnknown = false;
    this.#show(this.#checkout?.id === id ? this.#checkout : null);
    if (!server || !id) return;
    const lost = () => {
      this.#isUnknown = true;
      this.#show(null);
    };
    const followed = { key: `${server} ${id}`, load: checkoutReader(server, id), waits: true, lost };
    this.#unfollow = follow(followed, (checkout) => this.#update(checkout));
  }

  hostDisconnected(): void {
    this.#unfollow?.();
  }

  render(voice: Voice): string {
    if (this.#checkout) return sayStatus(this.#checkout, voice);
    return (this.#isUnknown && voice.labels.unknown) || "";
  }

  #update(checkout: Checkout): void {
    const before = this.#checkout;
    this.#show(checkout);
    this.#tell("change", checkout);
    if (checkout.status === "paid" && before?.status !== "paid") this.#tell("paid", checkout);
  }

  #show(checkout: Checkout | null): void {
    this.#checkout = checkout;
    this.#host.show({ phase: "idle", checkout });
  }

  #tell(name: "change" | "paid", checkout: Checkout): void {
    const effect: Effects["tell"] = { type: "tell", name, checkout };
    tell(this.#host, effect, checkout);
  }
}
