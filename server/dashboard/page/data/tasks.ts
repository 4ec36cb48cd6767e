import type { Api, Warning } from "./api.ts";

/** What needs the merchant's attention, on every view. Counts stop at {@link MANY}. */
export interface Tasks {
  toReview: number;
  /** In the last week: there is no end to the older ones. */
  quarantined: number;
  warnings: readonly Warning[];
  load: () => Promise<void>;
  /** They may be others by now. */
  forget: () => void;
}

/** From here on it is "many". */
export const MANY = 10;

const EVERY_MS = 15_000;
const WEEK_MS = 7 * 24 * 60 * 60_000;

export function createTasks(api: Api): Tasks {
  let readAt = 0;
  const tasks: Tasks = {
    toReview: 0,
    quarantined: 0,
    warnings: [],
    async load() {
      if (Date.now() - readAt < EVERY_MS) return;
      const [{ orders }, { deliveries }, warnings] = await Promise.all([
        api.orders(new URLSearchParams({ status: "review", limit: String(MANY) })),
        api.quarantined(new URLSearchParams({ limit: String(MANY) })),
        api.warnings(),
      ]);
      readAt = Date.now();
      tasks.toReview = orders.length;
      tasks.warnings = warnings;
      tasks.quarantined = deliveries.filter(
        ({ receivedAt }) => Date.now() - Date.parse(receivedAt) < WEEK_MS,
      ).length;
    },
    forget() {
      readAt = 0;
    },
  };
  return tasks;
}
