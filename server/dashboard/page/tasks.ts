import type { Api } from "./api.ts";

/** What waits for the merchant, wherever on the page he is. Counts stop at {@link MANY}. */
export interface Tasks {
  toDecide: number;
  /** In the last week: there is no end to the older ones. */
  keptAside: number;
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
    toDecide: 0,
    keptAside: 0,
    async load() {
      if (Date.now() - readAt < EVERY_MS) return;
      const [{ orders }, { deliveries }] = await Promise.all([
        api.orders(new URLSearchParams({ status: "review", limit: String(MANY) })),
        api.keptAside(new URLSearchParams({ limit: String(MANY) })),
      ]);
      readAt = Date.now();
      tasks.toDecide = orders.length;
      tasks.keptAside = deliveries.filter(
        ({ receivedAt }) => Date.now() - Date.parse(receivedAt) < WEEK_MS,
      ).length;
    },
    forget() {
      readAt = 0;
    },
  };
  return tasks;
}
