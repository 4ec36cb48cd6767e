import { html, type TemplateResult } from "lit";
import { CheckoutErrorEvent } from "../element/checkout-event.ts";
import { fill, type Voice } from "../i18n/format.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import { isWithin, readTyped } from "./typed-amount.ts";

/** The field in which a payer types an amount. */
export class AmountField {
  #host: RequestCheckout;

  constructor(host: RequestCheckout) {
    this.#host = host;
  }

  /** Whether another amount has to be typed first. Has it said which ones will do. */
  refuses(): boolean {
    const { asksAmount, amount, min, max, checkout } = this.#host;
    if (!asksAmount || isWithin(amount, min, max)) return false;
    this.#host.setView({ phase: "refused" });
    this.#host.renderRoot.querySelector("input")?.focus();
    this.#host.dispatchEvent(new CheckoutErrorEvent(checkout, "amount_out_of_range"));
    return true;
  }

  render({ labels, lang }: Voice): TemplateResult {
    const { amount, currency, view } = this.#host;
    return html`<label part="field">
      ${fill(labels.amount_label, { symbol: currency.split("-")[0] ?? "" })}
      <input
        part="input"
        inputmode="decimal"
        autocomplete="off"
        value=${amount}
        aria-invalid=${view.phase === "refused"}
        @input=${(event: Event) => {
          this.#host.amount = readTyped((event.target as HTMLInputElement).value, lang);
        }}
      >
    </label>`;
  }
}
