import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Order, OrderTotals } from "../../../contract.ts";
import type { List } from "../list.ts";
import { type Filter, toHash, toQuery } from "../place.ts";
import { sayAmount, sayDate, sayThing } from "../words.ts";
import type { Actions } from "./actions.ts";
import { badge } from "./badge.ts";
import { filters } from "./filters.ts";
import { totalsView } from "./totals.ts";

/** All orders that match, newest first, and what they come to. */
export function ordersView(
  { list, totals }: { list: List<Order>; totals: OrderTotals[] },
  filter: Filter,
  actions: Actions,
): TemplateResult {
  const query = toQuery(filter);
  return html`<h1>Orders</h1>
    ${totalsView(totals, filter)}
    <div class="bar">
      ${filters(filter, actions.go)}
      <button type="button" @click=${() => actions.download(query)}>Download as CSV</button>
    </div>
    ${list.items.length > 0 ? table(list.items) : html`<p class="empty">${query.size > 0 ? "No order matches." : "No orders yet."}</p>`}
    ${list.nextCursor === null ? nothing : html`<button type="button" class="more" @click=${actions.more}>Show older orders</button>`}`;
}

/** On a phone, each row becomes a card by the style sheet alone. */
function table(orders: readonly Order[]): TemplateResult {
  return html`<table class="orders">
    <thead>
      <tr><th>When</th><th>What</th><th>Status</th><th class="money">Price</th><th class="money">Received</th></tr>
    </thead>
    <tbody>
      ${repeat(orders, ({ id }) => id, row)}
    </tbody>
  </table>`;
}

function row(order: Order): TemplateResult {
  const { id, createdAt, amount, currency, amountPaid, reference } = order;
  return html`<tr class=${order.status}>
    <td class="when"><a href=${toHash({ view: "order", id })}>${sayDate(createdAt)}</a></td>
    <td>${sayThing(order)}${reference ? html`<small>${reference}${order.referenceSource === "page" ? html` <i>says the page</i>` : nothing}</small>` : nothing}</td>
    <td>${badge(order.status)}</td>
    <td class="money">${sayAmount(amount, currency)}</td>
    <td class="money">${amountPaid === "0" ? "–" : sayAmount(amountPaid, currency)}</td>
  </tr>`;
}
