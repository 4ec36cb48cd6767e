import type { LinkedRow } from "../store/tables/checkouts.ts";
import type { NewDelivery } from "../store/tables/deliveries.ts";
import type { NewFact } from "../store/tables/facts.ts";

/** What made a checkout be folded again; a delivery with its running number. */
export type Cause = "registration" | "time" | "read" | "calibration" | "resolution" | `delivery:${number}`;

/** What one writer has to record. */
export interface Item {
  facts: readonly NewFact[];
  /** Whose orders it is about, beside those of its facts. */
  subjects?: readonly string[];
  /** What brought the facts; the delivery itself, to be stored with them unless its first fact is known. */
  from: { delivery: NewDelivery } | { cause: Cause };
  /** Orders that it leaves as they are, whatever it states. */
  skips?: (order: LinkedRow) => boolean;
}

/** An order that an item names. */
export interface Folded {
  before: LinkedRow;
  after: LinkedRow;
}

/** What became of an item. */
export interface Outcome {
  isDuplicate: boolean;
  orders: Folded[];
}
