import { toCheckout } from "../checkouts/to-checkout.ts";
import { derive, type Standing } from "../domain/derive.ts";
import type { Fact } from "../domain/facts.ts";
import type { Order, OrderPolicy } from "../domain/order.ts";
import { isNews } from "../notifications/news.ts";
import { type Channel, enqueue } from "../notifications/notification.ts";
import { RETRIES_MS } from "../reconciler/schedule.ts";
import { execute, type Job } from "../store/job.ts";
import { readSoon } from "../store/tables/checkout-reads.ts";
import {
  findDue,
  findToChange,
  freeOffer,
  holdOffer,
  isLinked,
  type LinkedRow,
  saveStanding,
  withStanding,
} from "../store/tables/checkouts.ts";
import { findFacts } from "../store/tables/facts.ts";
import { tokenSubject } from "../webhooks/event-to-facts.ts";

/** What a fold needs beside the store. */
export interface Settling {
  /** The configuration, for orders that an earlier release registered without it. */
  policy: OrderPolicy;
  now: number;
  /** Where the merchant gets notifications. */
  channels: readonly Channel[];
}

/** What made a checkout be looked at again; a delivery with its running number. */
export type Cause = "registration" | "time" | "read" | "calibration" | "resolution" | `delivery:${number}`;

const DUE_BATCH = 200;

/** Settles a checkout as it is by now. True where anything about it has changed. */
export function* settleNow(id: string, settling: Settling, cause: Cause): Job<boolean> {
  const row = yield* findToChange(id);
  return row !== undefined && isLinked(row) && (yield* settle(row, settling, cause));
}

/**
 * Folds a checkout's facts into its row, which was read to be changed, and tells the merchant. True where anything about it
 * has changed.
 */
export function* settle(row: LinkedRow, { policy, now, channels }: Settling, cause: Cause): Job<boolean> {
  const facts = yield* findFacts(row.request_id, tokenSubject(row.token));
  const standing = toStanding(row, facts, { policy, now });
  const after = withStanding(row, standing, now);
  const change = { before: row, after: after ?? row, facts, policy: policyOf(row, policy), now };
  if (!after) {
    // A fact that leaves the row as it is may still end the wait of an e-mail.
    yield* enqueue(change, channels);
    return false;
  }

  yield* saveStanding(after);
  if (row.offer_id !== null && standing.status !== row.status)
    yield* standing.status === "expired" ? freeOffer(row.id) : holdOffer(row.id);
  if (isRecorded(row, after)) {
    yield* execute(
      "INSERT INTO changes (checkout_seq, at, cause, previous_status, checkout) VALUES ($1, $2, $3, $4, $5)",
      row.seq,
      now,
      cause,
      row.status,
      JSON.stringify({ ...toCheckout(after), ...toTerms(after) }),
    );
    if (isDoubtful(after)) yield* readSoon(row.id, now + RETRIES_MS);
  }
  yield* enqueue(change, channels);
  return true;
}

/** Where a checkout stands by these facts. */
export function toStanding(
  row: LinkedRow,
  facts: readonly Fact[],
  { policy, now }: Pick<Settling, "policy" | "now">,
): Standing {
  return derive(toOrder(row, policy), facts, now);
}

type OrderColumns = Pick<
  LinkedRow,
  "amount" | "currency" | "request_id" | "created_by" | "created_at" | "expires_at" | "policy"
>;

/** The order of a row; `policy` is for rows that an earlier release registered without one. */
export function toOrder(row: OrderColumns, policy: OrderPolicy): Order {
  return {
    amount: row.amount,
    currency: row.currency,
    requestId: row.request_id,
    createdBy: row.created_by,
    registeredAt: row.created_at,
    expiresAt: row.expires_at,
    policy: policyOf(row, policy),
  };
}

function policyOf(row: Pick<LinkedRow, "policy">, policy: OrderPolicy): OrderPolicy {
  return row.policy === null ? policy : (JSON.parse(row.policy) as OrderPolicy);
}

/** Whether the order's timeline shows this change. */
function isRecorded(before: LinkedRow, after: LinkedRow): boolean {
  return (
    isNews("webhook", toCheckout(before), toCheckout(after)) ||
    (before.terms !== after.terms && after.terms === "refuted") ||
    before.unverified_since !== after.unverified_since
  );
}

/** What the merchant sees of a change beside the checkout. */
function toTerms({ terms, unverified_since: since }: LinkedRow) {
  return { terms, unverifiedSince: since === null ? null : new Date(since).toISOString() };
}

/** More is expected, or not everything is known: worth a read once the retries of a delivery would be over. */
function isDoubtful({ status, reason }: LinkedRow): boolean {
  return status === "processing" || status === "partially_paid" || reason === "amount_unknown";
}

/** Settles what time alone has changed. The ids of those that did change. */
export function* settleDue(settling: Settling): Job<string[]> {
  const changed: string[] = [];
  for (const row of yield* findDue(settling.now, DUE_BATCH)) {
    if (yield* settle(row, settling, "time")) changed.push(row.id);
  }
  return changed;
}
