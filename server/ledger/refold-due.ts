import type { Job } from "../store/sql/job.ts";
import { findDue, findToChange, isLinked } from "../store/tables/checkouts.ts";
import type { FoldContext } from "./fold.ts";
import { refold } from "./record-facts.ts";

const DUE_BATCH = 200;

/** Derives a checkout as it is by now: time alone may have changed it. */
export function* refoldNow(id: string, context: FoldContext): Job<void> {
  const row = yield* findToChange(id);
  if (row && isLinked(row)) yield* refold(new Map([[row, "time"]]), context);
}

/** Derives the checkouts that time alone has changed. */
export function* refoldDue(context: FoldContext): Job<void> {
  const rows = yield* findDue(context.now, DUE_BATCH);
  yield* refold(new Map(rows.map((row) => [row, "time"])), context);
}
