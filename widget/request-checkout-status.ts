import { html, type TemplateResult } from "lit";
import { CheckoutElement } from "./element/checkout-element.ts";
import type { StatusController } from "./engine/status-controller.ts";

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
export class RequestCheckoutStatus extends CheckoutElement {
  #controller: StatusController | undefined;

  /** @internal */
  get followed(): string {
    return this.checkoutId || this.returnedId;
  }

  protected override async updated(changed: Map<string, unknown>): Promise<void> {
    if (!changed.has("checkoutId") && !changed.has("server")) return;
    if (this.#controller) return this.#controller.hostConnected();
    if (!this.followed || !this.safeServer) return;
    const engine = await this.load().catch(() => undefined);
    if (engine) this.#controller ??= new engine.StatusController(this);
    else this.setView({ phase: "failed" });
  }

  override render(): TemplateResult {
    const { checkout, story, view, voice } = this;
    const { loading, offline } = voice.labels;
    const text = view.phase === "failed" ? offline : (loading ?? "…");
    return this.renderIn(
      voice,
      html`<p part="status" role="status" class=${checkout?.status ?? ""}>${story || (this.followed && this.safeServer ? text : "")}</p>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "request-checkout-status": RequestCheckoutStatus;
  }
}
