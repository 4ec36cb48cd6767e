import type { ClaimFact } from "../domain/facts.ts";
import { ApiError } from "../http/errors.ts";
import type { FoldContext } from "../ledger/fold.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import { refoldNow } from "../ledger/refold-due.ts";
import { type ReadFacts, toNewFacts } from "../request-network/reconciler/read-facts.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
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
export async function claim(
  tx: WriteTx,
  row: NewCheckout,
  context: FoldContext,
  found: readonly ReadFacts[] = [],
): Promise<Claimed> {
  if (hasLink(row)) await lockClaims(tx, row, found);
  const existing = await findById(tx, row.id);
  if (existing) return { row: existing, created: false };
  const rivals = hasLink(row) ? await findRivals(tx, row.request_id, row.token) : [];
  if (hasLink(row)) await refuseClaimed(tx, { order: row, found, rivals }, context);
  if (row.offer_id !== null) await refuseUsed(tx, row.offer_id, context);
  await insertCheckout(tx, row);
  return { row: await registered(tx, row.id, { rivals, by: "registration", found }, context), created: true };
}

function hasLink(row: NewCheckout): row is LinkedCheckout {
  return row.request_id !== null && row.token !== null;
}

/** Gives a reserved checkout its link, unless another companion was faster: then that link is the one. */
export async function attach(
  tx: WriteTx,
  id: string,
  link: LinkColumns,
  context: FoldContext,
): Promise<LinkedRow> {
  await lockClaims(tx, link);
  const row = await findToChange(tx, id);
  if (row && isLinked(row)) return row;
  const rivals = await findRivals(tx, link.request_id, link.token);
  // Whoever sees our requests in a list may have claimed this one before us.
  if (rivals.some(({ created_by }) => created_by === "companion")) throw linkClaimed();
  if (row?.offer_id && row.held_offer_id === null) {
    await refuseUsed(tx, row.offer_id, context);
    await holdOffer(tx, id);
  }
  await saveLink(tx, id, link);
  return (await registered(tx, id, { rivals, by: "creation" }, context)) as LinkedRow;
}

/** An offer that can be used once is held by its checkout, unless that has expired by now. */
async function refuseUsed(tx: WriteTx, offerId: string, context: FoldContext): Promise<void> {
  const holder = await findByLiveOffer(tx, offerId);
  if (!holder) return;
  if (isLinked(holder)) await refoldNow(tx, holder.id, context);
  else if (context.now - holder.created_at > RESERVED_MS) await freeOffer(tx, holder.id);
  if (await findByLiveOffer(tx, offerId))
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
async function registered(
  tx: WriteTx,
  id: string,
  { rivals, by, found = [] }: Registration,
  context: FoldContext,
): Promise<CheckoutRow> {
  const row = await findById(tx, id);
  if (!row) throw new Error(`checkout ${id} is gone`);
  if (!isLinked(row)) return row;
  const facts = [
    ...found.flatMap((read) => toNewFacts(row, read)),
    ...toClaims(row, rivals, by),
    ...(await findKnownCalibration(tx, row.request_id)),
  ];
  await recordFacts(tx, [{ facts, subjects: subjectsOf(row), from: { cause: "registration" } }], context);
  context.changed.add(id);
  return (await findById(tx, id)) as LinkedRow;
}
