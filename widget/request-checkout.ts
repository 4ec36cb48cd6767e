import { html, type LitElement, nothing, type TemplateResult } from "lit";
import type { ButtonEngine, ButtonHost } from "./element/host.ts";
import { PurchaseElement } from "./element/purchase-element.ts";
import { NOTHING, type View } from "./element/view.ts";
import { sayAmount, type Voice } from "./i18n/format.ts";
import { isLoaded } from "./lib/load-engine.ts";
import { returnedId } from "./lib/returned-id.ts";
import { openTab } from "./lib/tab.ts";
import { mayRemember } from "./purchase/may-remember.ts";
import { loadPrice, namedPrice } from "./purchase/price.ts";
import type { Price, PurchaseAttributes } from "./purchase/purchase.ts";

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
export class RequestCheckout extends PurchaseElement implements ButtonHost {
  /** The engine, once it is there. */
  #ready: ButtonEngine | undefined;
  /** What is sold and shown, and its price where the page does not name it. */
  #item = "";
  #price: Price | undefined;
  /** A press waits for the engine. */
  #isPressed = false;
  /** @internal Amounts are shown from now on. */
  declare isAwake: boolean | undefined;

  /** @internal What this browser remembers the purchase by. */
  get key(): string {
    return this.#ready?.key ?? "";
  }

  /** What a press does. Never rejects: what goes wrong becomes a `checkout-error`. Call it in a click where tabs matter. */
  async pay(): Promise<void> {
    const { phase } = this.view;
    const bought = this.toPurchase();
    if (phase === "preparing" || phase === "leaving" || this.#ready?.refuses(bought)) return;
    const tab = openTab(this);
    this.#isPressed = true;
    this.show(this.view);
    const engine = await this.#load().catch(() => undefined);
    this.#isPressed = false;
    if (engine && this.isConnected) return engine.press(bought, tab);
    tab?.close();
    this.show({ ...this.view, phase: engine ? "idle" : "failed" });
    // The same as a `CheckoutErrorEvent`, whose class comes with the rest of the script.
    const event = new Event("checkout-error", { bubbles: true, composed: true });
    if (!engine) this.dispatchEvent(Object.assign(event, { checkout: this.checkout, code: "network" }));
  }

  /** @internal A press is under way as soon as it is made. */
  override show(view: View): void {
    super.show(this.#isPressed ? { ...view, phase: "preparing" } : view);
  }

  /** Forgets this purchase's checkout, so that the next press opens another one. */
  reset(): void {
    this.show({ ...NOTHING, price: this.view.price });
    if (this.#ready) this.#ready.reset();
    else
      this.#load()
        .then((engine) => engine.reset())
        .catch(() => {});
  }

  /** @internal The payer types the amount. */
  get asksAmount(): boolean {
    return this.payerAmount && !this.product && !this.offer;
  }

  /** @internal What is sold at this moment. */
  toPurchase(): PurchaseAttributes {
    this.coerce();
    const { elementProperties } = this.constructor as typeof LitElement;
    const bought = {
      ...Object.fromEntries([...elementProperties.keys()].map((name) => [name, this[name as keyof this]])),
      text: this.textContent,
      address: location.href,
      base: this.baseURI,
    } as unknown as PurchaseAttributes;
    const { server, product, quantity, offer, amount, currency, checkoutId } = bought;
    const item = [server, product, quantity, offer, amount, currency, checkoutId, this.asksAmount].join();
    if (item !== this.#item) {
      this.#item = item;
      this.#price = undefined;
      // A browser takes its time over its storage, its number formats and its first call: each in a task of its own.
      setTimeout(() => this.#lookBack());
      if (product && this.safeServer) setTimeout(() => this.#showPrice(bought, item));
    }
    return { ...bought, price: this.#price ?? namedPrice(bought) };
  }

  /** @internal */
  setPrice(price: Price): void {
    this.#price = price;
  }

  /** Something else may be sold now. */
  protected override willUpdate(): void {
    this.#sell(this.toPurchase());
  }

  protected override firstUpdated(): void {
    setTimeout(() => {
      this.isAwake = true;
      this.requestUpdate();
    });
  }

  #sell(bought: PurchaseAttributes): void {
    const { price } = bought;
    if (this.#ready) this.#ready.sell(bought);
    else if (!this.#isPressed && this.view.price !== price) this.show({ ...this.view, price });
  }

  /** The engine finds the checkout that is shown, if there may be one. */
  #lookBack(): void {
    const isSought =
      this.asksAmount || this.checkoutId || returnedId() || isLoaded() || mayRemember(this.product);
    if (isSought && !this.#ready) this.#load().catch(() => this.retry(() => this.#lookBack()));
  }

  /** A page that cannot reach its companion still shows its button. */
  async #showPrice(bought: PurchaseAttributes, item: string): Promise<void> {
    const price = await loadPrice(bought);
    if (!price || item !== this.#item) return;
    this.#price = price;
    this.#sell(this.toPurchase());
  }

  /** Also where the rest of the script is there already: its language may not be. */
  async #load(): Promise<ButtonEngine> {
    const { CheckoutController } = await this.load();
    this.#ready ??= new CheckoutController(this);
    return this.#ready;
  }

  /** Gets the rest of the script while the press that needs it is still going on. */
  #handlePress(event: Event): void {
    const { key, repeat } = event as KeyboardEvent;
    if (key === "Enter" && repeat) event.preventDefault();
    this.#load()
      .then((engine) => engine.prepare(this.toPurchase()))
      .catch(() => {});
  }

  override render(): TemplateResult {
    const { voice } = this;
    const { phase } = this.view;
    const { preparing, offline } = voice.labels;
    const { story, status, complaint, outcome, field, isClosed } = this.#ready?.render(voice) ?? {};
    return this.renderIn(
      voice,
      html`
      ${isClosed ? nothing : this.#renderButton(voice, field)}
      <div role="status" tabindex="-1">
        <p part="status" class=${status ?? ""} .textContent=${(phase === "preparing" ? preparing : story) ?? ""}></p>
        <p part="error" .textContent=${complaint || (phase === "failed" && !this.#ready ? offline : "")}></p>
      </div>
      ${outcome}
    `,
    );
  }

  /** Texts are properties, not nodes: a browser that translates the page puts other nodes in their place. */
  #renderButton(voice: Voice, field: unknown): TemplateResult {
    const { phase, price } = this.view;
    const { retry, pay } = voice.labels;
    const isBlank = !this.firstElementChild && !this.textContent?.trim();
    const busy = phase === "preparing" || phase === "leaving";
    return html`
      ${this.asksAmount ? html`<div class="field">${field}</div>` : nothing}
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
        ${
          phase === "failed"
            ? html`<span .textContent=${retry}></span>`
            : html`<bdi><slot @slotchange=${() => this.requestUpdate()}></slot><span .textContent=${(isBlank && pay) || ""}></span></bdi>`
        }
      </button>
      <p part="amount" .textContent=${price && this.isAwake && !this.asksAmount ? sayAmount(price, voice) : ""}></p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "request-checkout": RequestCheckout;
  }
}
