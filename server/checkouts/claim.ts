import { findKnownCalibration } from "../calibration/calibration-table.ts";
import { ApiError } from "../errors.ts";
import type { FoldContext } from "../ledger/fold.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import { refoldNow } from "../ledger/refold-due.ts";
import { type ReadFacts, toNewFacts } from "../reconciler/read-facts.ts";
import { type Job, lock } from "../store/job.ts";
import {
  type CheckoutRow,
  findById,
  findByLiveOffer,
  findByRequestId,
  findByToken,
  findToChange,
  freeOffer,
  holdOffer,
  insertCheckout,
  isLinked,
  type LinkColumns,
  type LinkedRow,
  type NewCheckout,
  saveLink,
} from "../store/tables/checkouts.ts";
import { tokenSubject } from "../store/tables/subject.ts";

/** A checkout, and whether it was opened just now. */
export interface Claimed {
  row: CheckoutRow;
  created: boolean;
}

/** A checkout whose link could not be created in so long holds its offer no more. */
const RESERVED_MS = 60_000;

/** Takes the id and, where there is a link, its request id and token: for ever, and once. `found` is what was read of it. */
export function* claim(
  row: NewCheckout,
  context: FoldContext,
  found: readonly ReadFacts[] = [],
): Job<Claimed> {
  if (row.request_id !== null && row.token !== null) yield* lock([row.request_id, tokenSubject(row.token)]);
  const existing = yield* findById(row.id);
  if (existing) return { row: existing, created: false };
  if (row.request_id !== null && row.token !== null) yield* refuseClaimed(row.request_id, row.token);
  if (row.offer_id !== null) yield* refuseUsed(row.offer_id, context);
  yield* insertCheckout(row);
  return { row: yield* registered(row.id, context, found), created: true };
}

/** Gives a reserved checkout its link, unless another companion was faster: then that link is the one. */
export function* attach(id: string, link: LinkColumns, context: FoldContext): Job<LinkedRow> {
  yield* lock([link.request_id, tokenSubject(link.token)]);
  const row = yield* findToChange(id);
  if (row && isLinked(row)) return row;
  yield* refuseClaimed(link.request_id, link.token);
  if (row?.offer_id && row.live_offer_id === null) {
    yield* refuseUsed(row.offer_id, context);
    yield* holdOffer(id);
  }
  yield* saveLink(id, link);
  return (yield* registered(id, context)) as LinkedRow;
}

/** @throws {ApiError} `link_claimed` */
export function* refuseClaimed(requestId: string, token: string): Job<void> {
  if ((yield* findByRequestId(requestId)) ?? (yield* findByToken(token))) {
    throw new ApiError("link_claimed", "This payment link belongs to another checkout: create a new one.");
  }
}

/** An offer that can be used once is held by its checkout, unless that has expired by now. */
function* refuseUsed(offerId: string, context: FoldContext): Job<void> {
  const holder = yield* findByLiveOffer(offerId);
  if (!holder) return;
  if (isLinked(holder)) yield* refoldNow(holder.id, context);
  else if (context.now - holder.created_at > RESERVED_MS) yield* freeOffer(holder.id);
  if (yield* findByLiveOffer(offerId))
    throw new ApiError("offer_used", "This offer is being paid, or has been paid, by another checkout.", {
      fields: { offer: "can be used once" },
    });
}

/** The row of a checkout after everything that is known of its link has been folded into it. */
function* registered(id: string, context: FoldContext, found: readonly ReadFacts[] = []): Job<CheckoutRow> {
  const row = yield* findById(id);
  if (!row) throw new Error(`checkout ${id} is gone`);
  if (!isLinked(row)) return row;
  const { request_id: subject, token } = row;
  const read = found.flatMap((facts) => toNewFacts(subject, facts));
  const facts = [...read, ...(yield* findKnownCalibration(subject))];
  const subjects = [subject, tokenSubject(token)];
  yield* recordFacts([{ facts, subjects, from: { cause: "registration" } }], context);
  context.changed.add(id);
  return (yield* findById(id)) as LinkedRow;
}
