import type { Job } from "../store/job.ts";
import { tokenSubject } from "../webhooks/event-to-facts.ts";
import { findDue, type LinkedRow, saveStanding } from "./checkout-table.ts";
import { derive, type Standing } from "./derive.ts";
import { findFacts } from "./fact-table.ts";

/** What a fold needs beside the store. `payees` are the merchant's wallets in lower case. */
export interface Settling {
  payees: readonly string[];
  now: number;
}

const DUE_BATCH = 200;

/** Folds a checkout's facts into its row. True where anything about it has changed. */
export function* settle(row: LinkedRow, { payees, now }: Settling): Job<boolean> {
  const facts = yield* findFacts(row.request_id, tokenSubject(row.token));
  const order = {
    amount: row.amount,
    currency: row.currency,
    requestId: row.request_id,
    createdBy: row.created_by,
    registeredAt: row.created_at,
    expiresAt: row.expires_at,
  };
  const standing = derive({ order, facts, payees, now });
  const changed = !isSame(row, standing);
  if (changed) yield* saveStanding(row.id, standing, now);
  return changed;
}

/** Settles what time alone has changed. The ids of those that did change. */
export function* settleDue(settling: Settling): Job<string[]> {
  const changed: string[] = [];
  for (const row of yield* findDue(settling.now, DUE_BATCH)) {
    if (yield* settle(row, settling)) changed.push(row.id);
  }
  return changed;
}

function isSame(row: LinkedRow, standing: Standing): boolean {
  return (
    row.status === standing.status &&
    row.amount_paid === standing.amountPaid &&
    row.amount_refunded === standing.amountRefunded &&
    row.excess === standing.excess &&
    row.late === Number(standing.late) &&
    row.reason === standing.reason &&
    row.proven === Number(standing.proven) &&
    row.payable === Number(standing.payable) &&
    row.due_at === standing.dueAt
  );
}
