import type { WriteTx } from "../store/sql/transaction.ts";
import { findDue, findToChange, isLinked } from "../store/tables/checkouts.ts";
import type { FoldContext } from "./fold.ts";
import { refold } from "./record-facts.ts";

const DUE_BATCH = 200;

/** Derives a checkout as it is by now: time alone may have changed it. */
export async function refoldNow(tx: WriteTx, id: string, context: FoldContext): Promise<void> {
  const row = await findToChange(tx, id);
  if (row && isLinked(row)) await refold(tx, new Map([[row, "time"]]), context);
}

/** Derives the checkouts that time alone has changed. */
export async function refoldDue(tx: WriteTx, context: FoldContext): Promise<void> {
  const rows = await findDue(tx, context.now, DUE_BATCH);
  await refold(tx, new Map(rows.map((row) => [row, "time"])), context);
}
