import { html, nothing, type TemplateResult } from "lit";
import type { Totals } from "../../../contract/contract.ts";
import { networkOf, symbolOf, toCount, toNumber } from "../words/format.ts";

type Total = Totals["currencies"][number];

const PARTS: readonly {
  part: "paid" | "review" | "partial" | "closed" | "refunded";
  label: string;
  isAlways?: true;
}[] = [
  { part: "paid", label: "Paid", isAlways: true },
  { part: "review", label: "Needs review", isAlways: true },
  { part: "refunded", label: "Refunded", isAlways: true },
  { part: "partial", label: "Partially paid" },
  { part: "closed", label: "Closed" },
];

/** The totals of all orders that the filter finds, loaded or not. Unverified and refuted money is in none. */
export function totalsBox(totals: Totals | undefined): TemplateResult {
  return html`<section class="totals" aria-labelledby="totals-title" aria-busy=${totals === undefined}>
    <h2 id="totals-title">
      ${totals ? html`Totals <span class="hint">${toCount(totals.orders, "order")}</span>` : "Adding up…"}
    </h2>
    ${totals?.currencies.map(currencyCard)}
  </section>`;
}

function currencyCard(total: Total): TemplateResult {
  return html`<dl class="card" aria-label=${total.currency}>
    <div class="currency">
      <dt>${symbolOf(total.currency)}</dt>
      <dd class="hint">${networkOf(total.currency)}</dd>
    </div>
    ${PARTS.map(({ part, label, isAlways }) =>
      isAlways || total[part] !== "0"
        ? html`<div class=${part}>
            <dt>${label}</dt>
            <dd>${toNumber(total[part])}</dd>
          </div>`
        : nothing,
    )}
  </dl>`;
}
