import { addKnownCalibration } from "../calibration/calibration-table.ts";
import { ApiError } from "../errors.ts";
import { type ReadFacts, toNewFacts } from "../reconciler/read-facts.ts";
import type { Job } from "../store/job.ts";
import {
  type CheckoutRow,
  findById,
  findByLiveOffer,
  findToChange,
  freeOffer,
  holdOffer,
  insertCheckout,
  isLinked,
  type LinkColumns,
  type LinkedRow,
  type NewCheckout,
  saveLink,
} from "./checkout-table.ts";
import { addFacts } from "./fact-table.ts";
import { findRivalsToChange } from "./rival-table.ts";
import { addClaims, linkClaimed, lockClaims, refuseClaimed } from "./rivals.ts";
import { type Settling, settle, settleNow } from "./settle.ts";

/** A checkout, and whether it was opened just now. */
export interface Claimed {
  row: CheckoutRow;
  created: boolean;
}

/** A checkout whose link could not be created in so long holds its offer no more. */
const RESERVED_MS = 60_000;

/** Takes the id and, where there is a link, its request id and token. `found` is what was read of it. */
export function* claim(row: NewCheckout, settling: Settling, found: readonly ReadFacts[] = []): Job<Claimed> {
  const link =
    row.request_id !== null && row.token !== null
      ? { requestId: row.request_id, token: row.token }
      : undefined;
  if (link) yield* lockClaims(link);
  const existing = yield* findById(row.id);
  if (existing) return { row: existing, created: false };
  const rivals = link ? yield* findRivalsToChange(link.requestId, link.token) : [];
  if (link) for (const facts of found) yield* addFacts(toNewFacts(link, facts, settling.now));
  if (link) yield* refuseClaimed({ ...row, request_id: link.requestId, token: link.token }, rivals, settling);
  if (row.offer_id !== null) yield* refuseUsed(row.offer_id, settling);
  yield* insertCheckout(row);
  if (link) yield* addClaims(link, rivals, { by: "registration", settling });
  const claimed = yield* settled(row.id, settling);
  for (const rival of rivals) yield* settle(rival, settling, "registration");
  return { row: claimed, created: true };
}

/** Gives a reserved checkout its link, unless another companion was faster: then that link is the one. */
export function* attach(id: string, columns: LinkColumns, settling: Settling): Job<LinkedRow> {
  const link = { requestId: columns.request_id, token: columns.token };
  yield* lockClaims(link);
  const row = yield* findToChange(id);
  if (row && isLinked(row)) return row;
  const rivals = yield* findRivalsToChange(link.requestId, link.token);
  // Whoever sees our requests in a list may have claimed this one before us.
  if (rivals.some(({ created_by }) => created_by === "companion")) throw linkClaimed();
  if (row?.offer_id && row.live_offer_id === null) {
    yield* refuseUsed(row.offer_id, settling);
    yield* holdOffer(id);
  }
  yield* saveLink(id, columns);
  yield* addClaims(link, rivals, { by: "creation", settling });
  const attached = (yield* settled(id, settling)) as LinkedRow;
  for (const rival of rivals) yield* settle(rival, settling, "registration");
  return attached;
}

/** An offer that can be used once is held by its checkout, unless that has expired by now. */
function* refuseUsed(offerId: string, settling: Settling): Job<void> {
  const holder = yield* findByLiveOffer(offerId);
  if (!holder) return;
  if (isLinked(holder)) yield* settleNow(holder.id, settling, "time");
  else if (settling.now - holder.created_at > RESERVED_MS) yield* freeOffer(holder.id);
  if (yield* findByLiveOffer(offerId))
    throw new ApiError("offer_used", "This offer is being paid, or has been paid, by another checkout.", {
      fields: { offer: "can be used once" },
    });
}

/** The row of a checkout after everything that is known of its link has been folded into it. */
function* settled(id: string, settling: Settling): Job<CheckoutRow> {
  const row = yield* findById(id);
  if (!row) throw new Error(`checkout ${id} is gone`);
  if (!isLinked(row)) return row;
  yield* addKnownCalibration(row.request_id, settling.now);
  if (!(yield* settle(row, settling, "registration"))) return row;
  return (yield* findById(id)) as LinkedRow;
}
