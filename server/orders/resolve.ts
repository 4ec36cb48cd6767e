import { randomUUID } from "node:crypto";
import type { Resolution } from "../contract.ts";
import { isReviewReason } from "../domain/resolution.ts";
import { ApiError } from "../errors.ts";
import { type Settling, settle } from "../ledger/record-facts.ts";
import type { Job } from "../store/job.ts";
import { findById, findToChange, type LinkedRow } from "../store/tables/checkouts.ts";
import { addFacts } from "../store/tables/facts.ts";

/**
 * Records the merchant's decision about an order that is in review, unverified or refuted. A closed order can still be
 * resolved as paid.
 * @throws {ApiError} `not_in_review`
 */
export function* resolveReview(row: LinkedRow, { as, note }: Resolution, settling: Settling): Job<LinkedRow> {
  const current = (yield* findToChange(row.id)) as LinkedRow;
  const { status, amount_paid: received } = current;
  const reason = current.reason ?? (current.unverified_since === null ? null : "owner_unproven");
  const isResolvable =
    status === "review" || current.unverified_since !== null || (status === "expired" && as === "paid");
  if (!isReviewReason(reason) || !isResolvable)
    throw new ApiError("not_in_review", `This order is ${status}: it needs no resolution.`);
  yield* addFacts([
    {
      subject: current.request_id,
      key: `resolution:${randomUUID()}`,
      source: "merchant",
      seenAt: settling.now,
      fact: { kind: "resolution", as, reason, received, note, at: settling.now },
    },
  ]);
  yield* settle(current, settling, "resolution");
  return (yield* findById(row.id)) as LinkedRow;
}
