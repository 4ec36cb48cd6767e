import { ApiError } from "../../http/errors.ts";
import type { Budget } from "./budget.ts";

/** A payer does not wait longer than this. */
const LONGEST_WAIT_MS = 5000;

export interface FairQueueOptions {
  budget: Budget;
  /** Milliseconds, ever growing. */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /**
   * Takes the next free place of all callers for a client, unless it would begin after `deadline`. A client holds one place in
   * the future at a time: where it has one already, nothing is taken, and `isTaken` is false.
   */
  reserve: (client: string, deadline: number) => Promise<Reservation> | Reservation;
}

export interface Reservation {
  /** When the place begins, or when to ask again. */
  at: number;
  isTaken: boolean;
}

/**
 * Lets payers' calls through in the order of their places, where each client has one call at a time among those that wait: so
 * clients take turns, and one that sends many calls delays its own. @throws {ApiError} `payment_service_busy`
 */
export function createFairQueue({ budget, now, wait, reserve }: FairQueueOptions) {
  const { payerCalls, payerWindowMs } = budget;
  const clients = new Map<string, { calls: number; last: Promise<void> }>();

  /** How many calls are served before another one of this client. */
  function countAhead(client: string): number {
    const own = clients.get(client)?.calls ?? 0;
    const others = [...clients].filter(([name]) => name !== client);
    return own + others.reduce((sum, [, { calls }]) => sum + Math.min(calls, own + 1), 0);
  }

  async function takePlace(client: string, deadline: number): Promise<void> {
    for (;;) {
      const { at, isTaken } = await reserve(client, deadline);
      refuseLongWait(at, deadline);
      const delayMs = at - now();
      if (delayMs > 0) await wait(delayMs);
      if (isTaken) return;
    }
  }

  return async (client: string): Promise<void> => {
    const startedAt = now();
    const deadline = startedAt + LONGEST_WAIT_MS;
    // Who cannot be served in time is refused at once.
    refuseLongWait(startedAt + Math.floor(countAhead(client) / payerCalls) * payerWindowMs, deadline);
    const queue = clients.get(client) ?? { calls: 0, last: Promise.resolve() };
    clients.set(client, queue);
    queue.calls += 1;
    const turn = queue.last.then(() => takePlace(client, deadline));
    queue.last = turn.catch(() => {});
    try {
      await turn;
    } finally {
      queue.calls -= 1;
      if (queue.calls === 0) clients.delete(client);
    }
  };
}

/** @throws {ApiError} `payment_service_busy` */
export function refuseLongWait(at: number, deadline: number): void {
  if (at <= deadline) return;
  throw new ApiError("payment_service_busy", "Many people are paying just now. Try again in a moment.", {
    retryAfter: Math.ceil((at - deadline) / 1000),
  });
}
