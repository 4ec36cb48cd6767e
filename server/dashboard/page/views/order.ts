import { html, nothing, type TemplateResult } from "lit";
import type { OrderHistory } from "../../../contract.ts";
import { REASON_WORDS, sayAmount, sayDate, sayThing } from "../words.ts";
import type { Actions } from "./actions.ts";
import { badge } from "./badge.ts";
import { notificationsView } from "./notifications.ts";
import { settleForm } from "./settle-form.ts";
import { storyView } from "./story.ts";

/** One order, with everything that has happened to it. */
export function orderView(order: OrderHistory, actions: Actions): TemplateResult {
  const { amount, currency, status, reason } = order;
  return html`<article class="order">
    <h1>${sayThing(order)}</h1>
    <p class="state">${badge(status)} <strong>${sayAmount(amount, currency)}</strong></p>
    ${reason ? html`<p class="reason">${REASON_WORDS[reason]}</p>` : nothing}
    ${settleForm(order, actions)}
    <dl class="facts">${facts(order)}</dl>
    ${storyView(order)} ${notificationsView(order, actions)}
  </article>`;
}

function facts(order: OrderHistory): TemplateResult {
  const { currency } = order;
  const money = (text: string | undefined) => text && text !== "0" && sayAmount(text, currency);
  const says = (source: string | null) =>
    source === "page" ? " (says the page, and so perhaps the payer)" : "";
  return html`
    ${fact("Received", money(order.amountPaid))}
    ${fact("More than the price", money(order.excess))}
    ${fact("Went back", money(order.amountRefunded))}
    ${fact("Came after the link was over", order.late && "yes")}
    ${fact("Reference", order.reference && order.reference + says(order.referenceSource))}
    ${fact("Payer", order.payerIdentifier && order.payerIdentifier + says(order.payerIdentifierSource))}
    ${fact("Price from", { catalog: "your catalog", offer: "your signed offer", open: "the payer’s choice" }[order.priceSource])}
    ${fact("Opened", sayDate(order.createdAt))}
    ${fact("Can be paid until", order.securePaymentUrl && sayDate(order.expiresAt))}
    ${fact("From", order.origin ?? "a plain link")}
    ${fact("The link is known to be yours", order.proven ? "yes" : "not yet")}
    ${fact("Order", html`<code>${order.id}</code>`)}
    ${fact("Request", html`<code>${order.requestIds.join(" ")}</code>`)}
    ${fact("Transactions", order.txHashes.length > 0 && order.txHashes.map((hash) => html`<code>${hash}</code> `))}
  `;
}

function fact(name: string, value: unknown): TemplateResult | typeof nothing {
  return value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing;
}
