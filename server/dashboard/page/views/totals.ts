import { html, nothing, type TemplateResult } from "lit";
import type { CheckoutStatus, OrderTotals } from "../../../contract.ts";
import { type Filter, toHash } from "../place.ts";
import { sayAmount } from "../words.ts";

interface Tile {
  title: string;
  status: CheckoutStatus;
  amountOf: (totals: OrderTotals) => string;
}

const TILES: readonly Tile[] = [
  { title: "Paid", status: "paid", amountOf: ({ amountPaid }) => amountPaid },
  { title: "To check", status: "review", amountOf: ({ amountPaid }) => amountPaid },
  { title: "Paid in part", status: "partially_paid", amountOf: ({ amountPaid }) => amountPaid },
  { title: "Refunded", status: "refunded", amountOf: ({ amountPaid }) => amountPaid },
];

/** What all orders that match come to, whether they are shown or not: the sums are the companion's, exact. */
export function totalsView(totals: readonly OrderTotals[], filter: Filter): TemplateResult | typeof nothing {
  const tiles = TILES.map((tile) => ({
    ...tile,
    rows: totals.filter(({ status }) => status === tile.status),
  }));
  const there = tiles.filter(({ rows }) => rows.length > 0);
  if (there.length === 0) return nothing;
  return html`<ul class="totals" aria-label="Sums">
    ${there.map(
      ({ title, status, rows, amountOf }) => html`<li class=${status}>
        <a href=${toHash({ view: "orders", filter: { ...filter, status } })}>${title}</a>
        ${rows.map((row) => html`<strong>${sayAmount(amountOf(row), row.currency)}</strong>`)}
        <small>${sayCount(rows.reduce((count, { orders }) => count + orders, 0))}</small>
      </li>`,
    )}
  </ul>`;
}

function sayCount(orders: number): string {
  return orders === 1 ? "one order" : `${orders} orders`;
}
