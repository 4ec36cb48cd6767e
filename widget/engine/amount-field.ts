import { html, type TemplateResult } from "lit";
import type { ButtonHost } from "../element/host.ts";
import type { View } from "../element/view.ts";
import { fill, type Voice } from "../i18n/format.ts";
import type { Purchase } from "../purchase/purchase.ts";
import { isWithin, readTyped } from "./typed-amount.ts";

/** The field in which a payer types an amount. */
export class AmountField {
  #host: ButtonHost;
  /** What was typed, to the letter, and the amount that it is. */
  #typed: { text: string; amount: string } | undefined;

  constructor(host: ButtonHost) {
    this.#host = host;
  }

  /** Whether another amount has to be typed first. */
  refuses({ asksAmount, amount, min, max }: Purchase): boolean {
    return asksAmount && !isWithin(amount, min, max);
  }

  /** Whether the amount is the payer's own. */
  isTyped({ amount }: Purchase): boolean {
    return this.#typed?.amount === amount;
  }

  /** The field says what is sold: a payer's own writing of it, or what the page has come to say. */
  update(bought: Purchase): void {
    const input = this.#host.renderRoot.querySelector("input");
    const text = (this.isTyped(bought) && this.#typed?.text) || bought.amount;
    if (input && input.value !== text) input.value = text;
  }

  focus(): void {
    this.#host.renderRoot.querySelector("input")?.focus();
  }

  render(bought: Purchase, { phase }: View, { labels, lang }: Voice): TemplateResult {
    const symbol = bought.currency.split("-")[0] ?? "";
    return html`<label part="field"
      ><span .textContent=${fill(labels.amount_label, { symbol })}></span>
      <input
        part="input"
        inputmode="decimal"
        autocomplete="off"
        ?readonly=${phase === "preparing" || phase === "leaving"}
        aria-invalid=${phase === "refused"}
        @input=${({ target }: Event) => this.#read((target as HTMLInputElement).value, { symbol, lang })}
        @keydown=${(event: KeyboardEvent) => this.#handleKey(event)}
    ></label>`;
  }

  #read(text: string, how: { symbol: string; lang: string }): void {
    const amount = readTyped(text, how.lang, how.symbol);
    this.#typed = { text, amount };
    this.#host.amount = amount;
  }

  /** Enter presses the button, as it does in a form. */
  #handleKey({ key, repeat, isComposing }: KeyboardEvent): void {
    if (key === "Enter" && !repeat && !isComposing) void this.#host.pay();
  }
}
