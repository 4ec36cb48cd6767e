import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { type Choices, type Choose, LEAST, MOST } from "../model/choices.ts";
import type { Setting } from "../model/setting.ts";
import { lookForm } from "./look-form.ts";
import { type Option, radios } from "./radios.ts";

const WAYS: Option<Choices["way"]>[] = [
  {
    value: "client",
    label: "Client ID and companion",
    hint: "The main way. The browser makes the link; your companion decides the price and knows what is paid.",
  },
  {
    value: "companion",
    label: "Companion only",
    hint: "Nothing on the page but a name. The companion makes the link, with a key of its own.",
  },
  {
    value: "static",
    label: "Static",
    hint: "No server at all: tips and donations. The page names the amount, and the status is for display only.",
  },
];

export function choicesForm(choices: Choices, { products }: Setting, choose: Choose): TemplateResult {
  const isStatic = choices.way === "static";
  const sales: Option<Choices["sale"]>[] = [
    { value: "product", label: "Product", isOff: isStatic },
    { value: "offer", label: "Signed offer", isOff: isStatic },
    { value: "amount", label: "Amount" },
    { value: "payer", label: "Payer’s choice" },
  ];
  return html`<form class="choices" @submit=${(event: Event) => event.preventDefault()}>
    ${radios({ name: "way", legend: "Way of use", look: "cards", value: choices.way, options: WAYS, choose: (way) => choose({ way }) })}
    ${radios({ name: "sale", legend: "What is sold", look: "pairs", value: choices.sale, options: sales, choose: (sale) => choose({ sale }) })}
    ${isStatic ? html`<p class="hint">Products and offers need a companion, which knows the price.</p>` : ""}
    ${saleFields(choices, products, choose)}
    ${radios({
      name: "tab",
      legend: "The payment page opens in",
      value: choices.tab,
      options: [
        { value: "same", label: "the same tab" },
        { value: "new", label: "a new tab" },
      ],
      choose: (tab) => choose({ tab }),
    })}
    ${lookForm(choices, choose)}
  </form>`;
}

function saleFields(choices: Choices, products: Setting["products"], choose: Choose): TemplateResult {
  const { sale, amount, min, max } = choices;
  switch (sale) {
    case "product":
      return productFields(choices, products, choose);
    case "offer":
      return html`<div class="fields">
          ${amountField("Amount in USDC", amount, (value) => choose({ amount: value }))}
        </div>
        <p class="hint">A price that your own system has signed: a cart, an invoice. Here the demo’s companion signs it.</p>`;
    case "amount":
      return html`<div class="fields">
          ${amountField("Amount in USDC", amount, (value) => choose({ amount: value }))}
        </div>
        <p class="hint">Stands in the page, where anybody can edit it: for tips and donations. Here from ${LEAST} to ${MOST}.</p>`;
    case "payer":
      return html`<div class="fields three">
        ${amountField("At first", amount, (value) => choose({ amount: value }))}
        ${amountField("Least", min, (value) => choose({ min: value }))}
        ${amountField("Most", max, (value) => choose({ max: value }))}
      </div>`;
  }
}

function productFields(
  { product, quantity }: Choices,
  products: Setting["products"],
  choose: Choose,
): TemplateResult {
  const most = products.find(({ id }) => id === product)?.maxQuantity ?? 99;
  return html`<div class="fields product">
    <label>
      Product
      <select .value=${live(product)} @change=${(event: Event) => choose({ product: textOf(event), quantity: 1 })}>
        ${products.map(
          ({ id, title, amount, currency }) =>
            html`<option value=${id} ?selected=${id === product}>${title}, ${amount} ${currency.split("-")[0]}</option>`,
        )}
      </select>
    </label>
    <label>
      Quantity
      <input
        type="number"
        min="1"
        max=${most}
        .value=${live(String(quantity))}
        @change=${(event: Event) => choose({ quantity: Number(textOf(event)) })}
      >
    </label>
  </div>`;
}

function amountField(label: string, value: string, take: (value: string) => void): TemplateResult {
  return html`<label>
    ${label}
    <input
      inputmode="decimal"
      autocomplete="off"
      .value=${live(value)}
      @change=${(event: Event) => take(textOf(event).trim().replace(",", "."))}
    >
  </label>`;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
