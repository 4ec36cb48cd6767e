import { html, type TemplateResult } from "lit";
import { CheckoutElement } from "./element/checkout-element.ts";
import type { StatusEngine, StatusHost } from "./element/host.ts";
import { returnedId } from "./lib/returned-id.ts";

/**
 * @summary Shows where a checkout stands, for a thank-you page. Without `checkout-id`: the one of `?checkout=`.
 *
 * @tag request-checkout-status
 * @fires {CheckoutChangeEvent} checkout-change - anything about it has changed
 * @fires {CheckoutPaidEvent} checkout-paid - it is paid
 * @csspart status - where the payment stands
 * @cssproperty --request-checkout-color - the tick
 * @cssproperty --request-checkout-font - font family
 * @cssproperty --request-checkout-size - font size
 */
export class RequestCheckoutStatus extends CheckoutElement implements StatusHost {
  #engine: StatusEngine | undefined;

  /** @internal */
  get followed(): string {
    return this.checkoutId || returnedId();
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (!changed.has("checkoutId") && !changed.has("server")) return;
    if (this.#engine) this.#engine.hostConnected();
    else void this.#follow();
  }

  /** Tries again by itself: what is to be shown may have been paid. */
  async #follow(): Promise<void> {
    if (!this.followed || !this.safeServer) return;
    const engine = await this.load().catch(() => undefined);
    if (engine) this.#engine ??= new engine.StatusController(this);
    else this.retry(() => void this.#follow());
    this.show({ ...this.view, phase: engine ? "idle" : "failed" });
  }

  override render(): TemplateResult {
    const { voice, view } = this;
    const { loading, offline } = voice.labels;
    const waiting = this.followed && this.safeServer ? (view.phase === "failed" ? offline : loading) : "";
    const text = this.#engine?.render(voice) || waiting || "";
    return this.renderIn(
      voice,
      html`<p part="status" role="status" class=${view.checkout?.status ?? ""} .textContent=${text}></p>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "request-checkout-status": RequestCheckoutStatus;
  }
}
