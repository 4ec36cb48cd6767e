import { randomUUID } from "node:crypto";
import type { Resolution } from "../contract/contract.ts";
import { isReviewReason } from "../domain/resolution.ts";
import { ApiError } from "../http/errors.ts";
import type { FoldContext } from "../ledger/fold.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import { findById, findToChange, type LinkedRow } from "../store/tables/checkouts.ts";
import { tokenSubject } from "../store/tables/subject.ts";

/**
 * Records the merchant's decision about an order that is in review, unverified or refuted. A closed order can still be
 * resolved as paid.
 * @throws {ApiError} `not_in_review`
 */
export async function resolveReview(
  tx: WriteTx,
  { id, request_id: requestId, token }: LinkedRow,
  { as, note }: Resolution,
  context: FoldContext,
): Promise<LinkedRow> {
  const subject = tokenSubject(token);
  await tx.lock([subject]);
  const current = (await findToChange(tx, id)) as LinkedRow;
  const { status, amount_paid: received } = current;
  const reason = current.reason ?? (current.unverified_since === null ? null : "owner_unproven");
  const isResolvable =
    status === "review" || current.unverified_since !== null || (status === "expired" && as === "paid");
  if (!isReviewReason(reason) || !isResolvable)
    throw new ApiError("not_in_review", `This order is ${status}: it needs no resolution.`);
  const fact = { kind: "resolution", as, reason, received, note, at: context.now, requestId } as const;
  const key = `resolution:${randomUUID()}`;
  await recordFacts(
    tx,
    [{ facts: [{ subject, key, source: "merchant", fact }], from: { cause: "resolution" } }],
    context,
  );
  return (await findById(tx, id)) as LinkedRow;
}
