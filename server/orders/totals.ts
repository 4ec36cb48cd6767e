import type { OrderFilter, OrderTotals } from "../contract.ts";
import { type Amount, toAmount, toDecimal, ZERO } from "../money.ts";
import type { Job } from "../store/job.ts";
import { countAmounts, type SeqSpan } from "./order-table.ts";

type Sums = Omit<OrderTotals, "amount" | "amountPaid" | "amountRefunded"> & {
  amount: Amount;
  amountPaid: Amount;
  amountRefunded: Amount;
};

/** Exact sums by currency and status, span by span. */
export interface Totals {
  /** Adds the orders of a span. */
  add(span: SeqSpan): Job<void>;
  rows(): OrderTotals[];
}

/** The database groups what is alike and counts; the adding is done here, since a database would add in floats. */
export function createTotals(filter: OrderFilter): Totals {
  const sums = new Map<string, Sums>();

  return {
    *add(span) {
      for (const group of yield* countAmounts(filter, span)) {
        const { currency, status } = group;
        const key = `${currency} ${status}`;
        const sum = sums.get(key) ?? emptySums(currency, status);
        const times = (amount: string) => toAmount(amount).times(String(group.orders));
        sums.set(key, {
          currency,
          status,
          orders: sum.orders + group.orders,
          amount: sum.amount.plus(times(group.amount)),
          amountPaid: sum.amountPaid.plus(times(group.amount_paid)),
          amountRefunded: sum.amountRefunded.plus(times(group.amount_refunded ?? "0")),
        });
      }
    },
    rows: () =>
      [...sums.values()].map((sum) => ({
        ...sum,
        amount: toDecimal(sum.amount),
        amountPaid: toDecimal(sum.amountPaid),
        amountRefunded: toDecimal(sum.amountRefunded),
      })),
  };
}

function emptySums(currency: string, status: OrderTotals["status"]): Sums {
  return { currency, status, orders: 0, amount: ZERO, amountPaid: ZERO, amountRefunded: ZERO };
}
