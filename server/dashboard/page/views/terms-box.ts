import { html, nothing, type TemplateResult } from "lit";
import type { OrderHistory } from "../../../contract/contract.ts";
import { evidenceOf, SOURCES } from "../words/fact-words.ts";
import { REASONS, TERMS } from "../words/words.ts";
import { row, said, time } from "./parts.ts";

/** What is known of the payment link, from which sources; and what screenings said of wallets. */
export function termsBox(order: OrderHistory): TemplateResult {
  const { terms, termsReasons, termsSources, createdBy, facts } = order;
  const { label, text } = TERMS[terms];
  const sources = [
    ...(createdBy === "companion" ? ["This server created the link"] : []),
    ...termsSources.map((source) => SOURCES[source]),
  ];
  const isAccepted = facts.some(({ kind }) => kind === "accepted");
  return html`<section class="card" aria-labelledby="terms-title">
    <h2 id="terms-title">Payment link: ${label.toLowerCase()}</h2>
    <p>${text}</p>
    <dl class="facts">
      ${row("Contradicted", termsReasons.map((reason) => REASONS[reason].label).join(", "))}
      ${row("Sources", sources.length > 0 ? list(sources) : "None yet")}
      ${row("Accepted", isAccepted ? "Marked as paid by an earlier release of this program" : "")}
    </dl>
    ${screenings(order)}
  </section>`;
}

function screenings({ facts }: OrderHistory): TemplateResult | typeof nothing {
  const found = facts.filter(({ kind }) => kind === "screening");
  if (found.length === 0) return nothing;
  return html`<h3>Wallet screenings</h3>
    <ul class="plain">
      ${found.map((fact) => html`<li>${said(evidenceOf([fact])[0]?.says ?? "")} <span class="hint">${time(fact.seenAt)}</span></li>`)}
    </ul>`;
}

function list(texts: readonly string[]): TemplateResult {
  return html`<ul class="plain">
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;
}
