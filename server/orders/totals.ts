import type { OrderFilter, Totals } from "../contract/contract.ts";
import { type Amount, sum, toAmount, toDecimal, ZERO } from "../domain/amount.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { resolveSearch, spans } from "./find-orders.ts";
import { type Match, type Span, toConditions } from "./match.ts";

/** Orders that are alike in all that counts here. */
interface Group {
  currency: string;
  status: string;
  amount_paid: string;
  amount_refunded: string | null;
  /** 1 where nothing says whose the money is, or it is somebody else's. */
  is_uncounted: number;
  orders: number;
}

type Total = Totals["currencies"][number];
type Part = "paid" | "review" | "partial" | "closed";

/** Where what an order has received belongs. Nothing was received where a status is not named. */
const PARTS: Record<string, Part> = {
  paid: "paid",
  refunded: "paid",
  review: "review",
  partially_paid: "partial",
  expired: "closed",
};

/** Unverified or refuted, also where a refund was reported on top of that. */
const IS_UNCOUNTED = `CASE WHEN unverified_since IS NOT NULL
  OR (terms = 'refuted' AND reason = 'wrong_payee' AND status IN ('expired', 'refunded')) THEN 1 ELSE 0 END`;

/**
 * Adds up all orders that match. The store counts the orders that are alike, window by window, so that many hold up nobody;
 * the amounts are multiplied and added here, exactly.
 */
export async function loadTotals(store: Store, filter: OrderFilter): Promise<Totals> {
  const match = await resolveSearch(store, filter);
  const groups: Group[] = [];
  for await (const span of spans(store, "checkouts", { isWhole: false, below: null }))
    groups.push(...(await store.read((tx) => countAlike(tx, match, span))));
  const currencies = [...new Set(groups.map(({ currency }) => currency))].sort();
  return {
    orders: count(groups),
    currencies: currencies.map((currency) =>
      toTotal(
        currency,
        groups.filter((group) => group.currency === currency),
      ),
    ),
  };
}

function countAlike(tx: ReadTx, match: Match, span: Span): Promise<Group[]> {
  const { where, params } = toConditions(match, span);
  return tx.query(
    `SELECT currency, status, amount_paid, amount_refunded, ${IS_UNCOUNTED} AS is_uncounted, count(*) AS orders
      FROM checkouts WHERE ${where} GROUP BY currency, status, amount_paid, amount_refunded, ${IS_UNCOUNTED}`,
    ...params,
  );
}

function toTotal(currency: string, groups: readonly Group[]): Total {
  const counted = groups.filter(({ is_uncounted }) => Number(is_uncounted) === 0);
  const received = (part: Part) =>
    counted
      .filter(({ status }) => PARTS[status] === part)
      .map(({ amount_paid, orders }) => times(amount_paid, orders));
  const refunds = counted.map(({ amount_refunded, orders }) =>
    amount_refunded === null ? ZERO : times(amount_refunded, orders),
  );
  return {
    currency,
    orders: count(groups),
    paid: toDecimal(sum(received("paid"))),
    review: toDecimal(sum(received("review"))),
    partial: toDecimal(sum(received("partial"))),
    closed: toDecimal(sum(received("closed"))),
    refunded: toDecimal(sum(refunds)),
  };
}

function times(amount: string, orders: number): Amount {
  return toAmount(amount).times(String(orders));
}

function count(groups: readonly Group[]): number {
  return groups.reduce((all, { orders }) => all + orders, 0);
}
