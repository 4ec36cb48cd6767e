import { html, nothing, type TemplateResult } from "lit";
import { CheckoutErrorEvent } from "./element/checkout-event.ts";
import { PurchaseElement } from "./element/purchase-element.ts";
import { NOTHING } from "./element/view.ts";
import type { CheckoutController } from "./engine/checkout-controller.ts";
import { sayAmount, type Voice } from "./i18n/format.ts";
import { openTab } from "./lib/tab.ts";
import { forget, recall } from "./purchase/memory.ts";
import { loadPrice, namedPrice } from "./purchase/price.ts";
import { toKey } from "./purchase/purchase.ts";

/**
 * @summary A pay button for Request Network's secure payment pages that shows, on this page, when the money has come.
 *
 * @tag request-checkout
 * @slot - the button's text; "Pay" where it is empty
 * @fires {CheckoutCreatedEvent} checkout-created - a checkout has been opened
 * @fires {CheckoutChangeEvent} checkout-change - anything about it has changed
 * @fires {CheckoutPaidEvent} checkout-paid - it is paid
 * @fires {CheckoutErrorEvent} checkout-error - something went wrong; `code` says what
 * @csspart button - the button
 * @csspart field - the label around the field in which the payer types an amount
 * @csspart input - that field
 * @csspart qr - the button that shows the link as a QR code
 * @csspart qr-code - that code, with a line beside it
 * @csspart again - the button that buys the same once more
 * @csspart amount - what it costs
 * @csspart status - where the payment stands
 * @csspart link - the link to an open payment
 * @csspart error - what went wrong
 * @cssproperty --request-checkout-color - button, links and focus ring
 * @cssproperty --request-checkout-on-color - the text on the button
 * @cssproperty --request-checkout-radius - corners
 * @cssproperty --request-checkout-font - font family
 * @cssproperty --request-checkout-size - font size
 */
export class RequestCheckout extends PurchaseElement {
  #controller: Promise<CheckoutController> | undefined;
  /** What is shown already, or being looked for. */
  #shown = "";
  /** @internal What went wrong, in the payer's words. */
  declare complaint: string | undefined;
  /** @internal What there is to do beside the button, as far as the rest of the script is there. */
  declare outcome: unknown;
  /** @internal The field for the amount, as soon as the rest of the script is there. */
  declare field: unknown;
  /** @internal Whether another amount has to be typed first, as far as that is known. */
  declare refuses: (() => boolean) | undefined;
  /** @internal There is nothing to pay any more. */
  declare isClosed: boolean | undefined;
  /** @internal The checkout that the page has put away. */
  declare dismissed: string | undefined;
  /** @internal Amounts are said from now on. */
  declare isAwake: boolean | undefined;
  /** @internal What this browser remembers the purchase by. */
  key = "";

  /** What a press does. Never rejects: what goes wrong becomes a `checkout-error`. Call it in a click where tabs matter. */
  async pay(): Promise<void> {
    const { phase } = this.view;
    if (phase === "preparing" || phase === "leaving" || this.refuses?.()) return;
    const tab = this.target === "_blank" ? openTab() : undefined;
    this.setView({ phase: "preparing", problem: undefined });
    const controller = await this.#load().catch(() => undefined);
    if (controller && this.isConnected) return controller.pay(tab);
    tab?.close();
    this.setView({ phase: controller ? "idle" : "failed" });
    if (controller) return;
    this.dispatchEvent(new CheckoutErrorEvent(this.checkout, "network"));
  }

  /** Forgets this purchase's checkout, so that the next press opens another one. */
  reset(): void {
    this.dismissed = this.checkout?.id;
    forget(this.key);
    this.view = { ...NOTHING, price: this.view.price };
    this.#controller?.then((controller) => controller.stop()).catch(() => {});
  }

  /** Something else is sold now, or the element is new: shows what is known of it. */
  protected override willUpdate(changed: Map<string, unknown>): void {
    // React and Vue set the property where there is one, to the attribute's text.
    if (typeof (this.quantity as unknown) === "string") this.quantity = Number(this.quantity);
    const key = toKey(this);
    if (this.asksAmount && changed.has("amount")) this.setView({ price: namedPrice(this), phase: "idle" });
    if (key === this.key) return;
    this.key = key;
    this.view = { ...NOTHING, price: namedPrice(this) };
    if (this.safeServer && this.product) setTimeout(() => this.#showPrice());
  }

  protected override updated(): void {
    const shown = this.key + this.checkoutId + this.asksAmount;
    if (this.#shown === shown) return;
    this.#shown = shown;
    // A browser takes its time over its storage, its number formats and its first call: each in a task of its own.
    if (this.#controller) this.#controller.then((controller) => controller.find()).catch(() => {});
    else setTimeout(() => this.#lookBack());
    setTimeout(() => {
      this.isAwake = true;
      this.requestUpdate();
    });
  }

  /** Finds the checkout that is shown, if there is one. */
  #lookBack(): void {
    const isNeeded = this.asksAmount || this.checkoutId || this.returnedId || recall(this.key);
    if (isNeeded && !this.#controller) this.#load().catch(() => {});
  }

  /** A page that cannot reach its companion still shows its button. */
  async #showPrice(): Promise<void> {
    const { key } = this;
    const price = await loadPrice(this).catch(() => undefined);
    if (price && key === this.key) this.setView({ price });
  }

  /** Also where the rest of the script is there already: its language may not be. */
  async #load(): Promise<CheckoutController> {
    const loading = this.load();
    this.#controller ??= loading.then(({ CheckoutController }) => new CheckoutController(this));
    this.#controller.catch(() => {
      this.#controller = undefined;
    });
    const [controller] = await Promise.all([this.#controller, loading]);
    return controller;
  }

  /** Gets the rest of the script while the press that needs it is still going on. */
  #handlePress(event: Event): void {
    const { key, repeat } = event as KeyboardEvent;
    if (key === "Enter" && repeat) event.preventDefault();
    this.#load()
      .then((controller) => controller.prepare())
      .catch(() => {});
  }

  /** @internal The payer types the amount. */
  get asksAmount(): boolean {
    return this.payerAmount && !this.product && !this.offer;
  }

  override render(): TemplateResult {
    const { voice } = this;
    const { phase, checkout } = this.view;
    const { preparing, offline } = voice.labels;
    return this.renderIn(
      voice,
      html`
      ${this.isClosed ? nothing : this.#renderButton(voice)}
      <div role="status">
        <p part="status" class=${checkout?.status ?? ""}>${phase === "preparing" ? preparing : this.story}</p>
        <p part="error">${this.complaint || (phase === "failed" ? offline : "")}</p>
      </div>
      ${this.outcome}
    `,
    );
  }

  #renderButton(voice: Voice): TemplateResult {
    const { phase, price } = this.view;
    const isBlank = !this.firstElementChild && !this.textContent?.trim();
    const busy = phase === "preparing" || phase === "leaving";
    return html`
      ${this.asksAmount ? html`<div class="field">${this.field}</div>` : nothing}
      <button
        part="button"
        type="button"
        aria-busy=${busy}
        aria-disabled=${busy}
        @pointerdown=${this.#handlePress}
        @keydown=${this.#handlePress}
        @click=${this.pay}
      >
        ${busy ? html`<span class="spinner"></span>` : nothing}
        ${phase === "failed" ? voice.labels.retry : html`<bdi><slot @slotchange=${() => this.requestUpdate()}></slot>${isBlank ? voice.labels.pay : nothing}</bdi>`}
      </button>
      <p part="amount">${price && this.isAwake && !this.asksAmount ? sayAmount(price, voice) : nothing}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "request-checkout": RequestCheckout;
  }
}
