import { randomUUID } from "node:crypto";
import { findById, findToChange, type LinkedRow } from "../checkouts/checkout-table.ts";
import { isReviewReason } from "../checkouts/derive.ts";
import { addFacts } from "../checkouts/fact-table.ts";
import { type Settling, settle } from "../checkouts/settle.ts";
import type { Resolution } from "../contract.ts";
import { ApiError } from "../errors.ts";
import type { Job } from "../store/job.ts";

/**
 * Settles a review by the merchant's word, which is kept with the order. One that was closed can still be settled as paid.
 * @throws {ApiError} `not_in_review`
 */
export function* resolveReview(row: LinkedRow, { as, note }: Resolution, settling: Settling): Job<LinkedRow> {
  const current = (yield* findToChange(row.id)) as LinkedRow;
  const { status, reason, amount_paid: received } = current;
  const isReopened = status === "expired" && as === "paid";
  if (!isReviewReason(reason) || !(status === "review" || isReopened))
    throw new ApiError("not_in_review", `This order is ${status}: there is nothing to settle.`);
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
