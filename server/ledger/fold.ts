import { derive, type Standing } from "../domain/derive.ts";
import type { Fact } from "../domain/facts.ts";
import type { Order, OrderPolicy } from "../domain/order.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import type { Channel } from "../store/tables/notifications.ts";

/** What a fold needs beside the store, and what it leaves for the commit hook. */
export interface FoldContext {
  /** The configuration, for orders that an earlier release registered without it. */
  policy: OrderPolicy;
  /** Milliseconds since 1970. */
  now: number;
  /** Where the merchant gets notifications. */
  channels: readonly Channel[];
  /** The ids of the checkouts that this transaction changes: published after its commit. */
  changed: Set<string>;
}

/** Where a checkout stands by these facts. */
export function toStanding(
  row: LinkedRow,
  facts: readonly Fact[],
  { policy, now }: Pick<FoldContext, "policy" | "now">,
): Standing {
  return derive(toOrder(row, policy), facts, now);
}

export type OrderColumns = Pick<
  LinkedRow,
  "amount" | "currency" | "request_id" | "token" | "created_by" | "created_at" | "expires_at" | "policy"
>;

/** The order of a row; `policy` is for rows that an earlier release registered without one. */
export function toOrder(row: OrderColumns, policy: OrderPolicy): Order {
  return {
    amount: row.amount,
    currency: row.currency,
    requestId: row.request_id,
    token: row.token,
    createdBy: row.created_by,
    registeredAt: row.created_at,
    expiresAt: row.expires_at,
    policy: policyOf(row, policy),
  };
}

export function policyOf(row: Pick<LinkedRow, "policy">, policy: OrderPolicy): OrderPolicy {
  return row.policy === null ? policy : (JSON.parse(row.policy) as OrderPolicy);
}
