import type { ClaimFact } from "../domain/facts.ts";
import { ApiError } from "../http/errors.ts";
import type { FoldContext } from "../ledger/fold.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import { refoldNow } from "../ledger/refold-due.ts";
import { type ReadFacts, toNewFacts } from "../request-network/reconciler/read-facts.ts";
import type { Job } from "../store/sql/job.ts";
import { findKnownCalibration } from "../store/tables/calibration.ts";
import {
  type CheckoutRow,
  findById,
  findByLiveOffer,
  findRivals,
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
import { subjectsOf } from "../store/tables/subject.ts";
import { linkClaimed, lockClaims, refuseClaimed, toClaims } from "./rivals.ts";

/** A checkout, and whether it was opened just now. */
export interface Claimed {
  row: CheckoutRow;
  created: boolean;
}

/** A checkout whose link could not be created in so long holds its offer no more. */
const RESERVED_MS = 60_000;

type LinkedCheckout = NewCheckout & LinkColumns;

/** Takes the id and, where there is a link, its request id and token. `found` is what was read of it. */
export function* claim(
  row: NewCheckout,
  context: FoldContext,
  found: readonly ReadFacts[] = [],
): Job<Claimed> {
  if (hasLink(row)) yield* lockClaims(row, found);
  const existing = yield* findById(row.id);
  if (existing) return { row: existing, created: false };
  const rivals = hasLink(row) ? yield* findRivals(row.request_id, row.token) : [];
  if (hasLink(row)) yield* refuseClaimed({ order: row, found, rivals }, context);
  if (row.offer_id !== null) yield* refuseUsed(row.offer_id, context);
  yield* insertCheckout(row);
  return { row: yield* registered(row.id, { rivals, by: "registration", found }, context), created: true };
}

function hasLink(row: NewCheckout): row is LinkedCheckout {
  return row.request_id !== null && row.token !== null;
}

/** Gives a reserved checkout its link, unless another companion was faster: then that link is the one. */
export function* attach(id: string, link: LinkColumns, context: FoldContext): Job<LinkedRow> {
  yield* lockClaims(link);
  const row = yield* findToChange(id);
  if (row && isLinked(row)) return row;
  const rivals = yield* findRivals(link.request_id, link.token);
  // Whoever sees our requests in a list may have claimed this one before us.
  if (rivals.some(({ created_by }) => created_by === "companion")) throw linkClaimed();
  if (row?.offer_id && row.live_offer_id === null) {
    yield* refuseUsed(row.offer_id, context);
    yield* holdOffer(id);
  }
  yield* saveLink(id, link);
  return (yield* registered(id, { rivals, by: "creation" }, context)) as LinkedRow;
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

interface Registration {
  rivals: readonly LinkedRow[];
  by: ClaimFact["by"];
  found?: readonly ReadFacts[];
}

/** The row of a checkout after everything that is known of its link has been folded into it, and into those that claim the same. */
function* registered(
  id: string,
  { rivals, by, found = [] }: Registration,
  context: FoldContext,
): Job<CheckoutRow> {
  const row = yield* findById(id);
  if (!row) throw new Error(`checkout ${id} is gone`);
  if (!isLinked(row)) return row;
  const facts = [
    ...found.flatMap((read) => toNewFacts(row, read)),
    ...toClaims(row, rivals, by),
    ...(yield* findKnownCalibration(row.request_id)),
  ];
  yield* recordFacts([{ facts, subjects: subjectsOf(row), from: { cause: "registration" } }], context);
  context.changed.add(id);
  return (yield* findById(id)) as LinkedRow;
}
