import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Order, Totals } from "../../../contract/contract.ts";
import { EVERYTHING, type Filter, toQuery } from "../data/filter.ts";
import type { OrderList } from "../data/order-list.ts";
import { toMoney, toShortId } from "../words/format.ts";
import { isAmountKnown, isRefuted, REASONS, titleOf } from "../words/words.ts";
import { filterForm } from "./filter-form.ts";
import { badge, said, shortened, time } from "./parts.ts";
import { totalsBox } from "./totals-box.ts";

export interface OrdersView {
  filter: Filter;
  /** Undefined before the first answer. */
  list: OrderList | undefined;
  totals: Totals | undefined;
  isBusy: boolean;
  choose: (patch: Partial<Filter>) => void;
  more: () => void;
  download: () => void;
}

export function ordersView({
  filter,
  list,
  totals,
  isBusy,
  choose,
  more,
  download,
}: OrdersView): TemplateResult {
  return html`<div class="heading">
      <h1 tabindex="-1">Orders</h1>
      <button type="button" aria-disabled=${isBusy} @click=${download}>Download as a table (CSV)</button>
    </div>
    ${filterForm(filter, choose)} ${totalsBox(totals)}
    <section aria-labelledby="list-title" aria-busy=${list === undefined}>
      <h2 id="list-title" class="unseen">The orders, newest first</h2>
      ${list === undefined ? html`<p class="empty">Loading…</p>` : rows(list, filter, choose)}
      ${
        list?.cursor
          ? html`<button type="button" class="more" aria-disabled=${isBusy} @click=${more}>
              ${isBusy ? "One moment…" : "Show more"}
            </button>`
          : nothing
      }
    </section>`;
}

function rows({ orders }: OrderList, filter: Filter, choose: OrdersView["choose"]): TemplateResult {
  if (orders.length === 0) return nothingFound(filter, choose);
  return html`<ul class="orders card">
    ${repeat(
      orders,
      ({ id }) => id,
      (order) => html`<li>${orderRow(order)}</li>`,
    )}
  </ul>`;
}

function orderRow(order: Order): TemplateResult {
  const { id, amount, amountPaid, currency, reference, payerIdentifier, createdAt, reason } = order;
  const isOther = amountPaid !== "0" && amountPaid !== amount && isAmountKnown(order);
  const isShown = reason !== undefined && !isRefuted(order);
  return html`<a class="row" href="#/orders/${id}">
    <span class="what">
      <span class="name">${said(titleOf(order))}</span>
      <span class="about">
        <span class="number">${toShortId(id)}</span>
        ${reference === null ? nothing : shortened(reference)} ${payerIdentifier === null ? nothing : shortened(payerIdentifier)}
      </span>
    </span>
    <span class="state">
      ${badge(order)} ${isShown ? html`<span class="reason">${REASONS[reason].label}</span>` : nothing}
    </span>
    <span class="money">
      <span class="price">${toMoney(amount, currency)}</span>
      ${isOther ? html`<span class="received">received ${toMoney(amountPaid, currency)}</span>` : nothing}
    </span>
    <span class="when">${time(createdAt)}</span>
  </a>`;
}

function nothingFound(filter: Filter, choose: OrdersView["choose"]): TemplateResult {
  if (toQuery(filter).size === 0)
    return html`<p class="empty">There are no orders yet. The first one appears here automatically.</p>`;
  return html`<p class="empty">
    No order matches.
    <button type="button" class="quiet" @click=${() => choose(EVERYTHING)}>Show all orders</button>
  </p>`;
}
