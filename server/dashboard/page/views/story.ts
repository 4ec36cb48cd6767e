import { html, nothing, type TemplateResult } from "lit";
import type { CheckoutStatus, OrderHistory } from "../../../contract.ts";
import { STATUS_WORDS, sayAmount, sayCause, sayDate } from "../words.ts";
import { rawBody } from "./aside.ts";

interface Line {
  at: string;
  what: TemplateResult;
}

/** What happened, oldest first: changes, the webhooks behind them, and the merchant's own words. */
export function storyView(order: OrderHistory): TemplateResult {
  const lines = [...changes(order), ...deliveries(order), ...resolutions(order)];
  lines.sort((a, b) => a.at.localeCompare(b.at));
  return html`<section aria-labelledby="story-title">
    <h2 id="story-title">What happened</h2>
    ${lines.length === 0 ? html`<p class="empty">Nothing yet.</p>` : nothing}
    <ol class="story">
      ${lines.map(({ at, what }) => html`<li><time datetime=${at}>${sayDate(at)}</time><div>${what}</div></li>`)}
    </ol>
  </section>`;
}

function changes({ changes: all, currency }: OrderHistory): Line[] {
  return all.map(({ at, cause, previousStatus, checkout }) => ({
    at,
    what: html`<strong>${sayChange(previousStatus, checkout.status)}</strong>${checkout.amountPaid === "0" ? nothing : `, ${sayAmount(checkout.amountPaid, currency)} received`}
      <small>${sayCause(cause)}</small>`,
  }));
}

function sayChange(from: CheckoutStatus, to: CheckoutStatus): string {
  return from === to ? `Still ${STATUS_WORDS[to].toLowerCase()}` : STATUS_WORDS[to];
}

function deliveries({ deliveries: all }: OrderHistory): Line[] {
  return all.map(({ receivedAt, event, body, state, problem, changedTo }) => ({
    at: receivedAt,
    what: html`Webhook <code>${event ?? "?"}</code>${state === "test" ? ", a test: it counts for nothing" : nothing}${problem ? `: ${problem}` : nothing}
      <small>${changedTo.length > 0 ? `changed it to: ${changedTo.map((status) => STATUS_WORDS[status]).join(", ")}` : "changed nothing"}</small>
      ${rawBody(body)}`,
  }));
}

function resolutions({ resolutions: all }: OrderHistory): Line[] {
  return all.map(({ at, as, note }) => ({
    at,
    what: html`You: <strong>${as === "paid" ? "it is paid" : "closed unpaid"}</strong> <small>${note}</small>`,
  }));
}
