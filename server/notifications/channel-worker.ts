import type { Store } from "../store/sql/store.ts";
import type { Channel } from "../store/tables/notifications.ts";
import {
  claim,
  findDue,
  giveUp,
  markSent,
  type NotificationRow,
  postpone,
} from "../store/tables/notifications.ts";
import { retryAt } from "./retry.ts";

/** What goes over a channel. */
export type Message = Pick<NotificationRow, "id" | "payload">;

/**
 * Sends once, bounded in time, and resolves only where the other side has taken it.
 * @throws {Error} whose message is kept and logged: it names no secret
 */
export type Send = (message: Message, signal: AbortSignal) => Promise<void>;

export interface ChannelWorkerOptions {
  channel: Channel;
  send: Send;
  /** How many checkouts are sent for at the same time. */
  atOnce: number;
  store: Store;
  clock: () => number;
  /** From 0 to 1. */
  random: () => number;
  log: {
    warn: (details: object, message: string) => void;
    debug: (details: object, message: string) => void;
  };
}

/** One channel's way out of the outbox. */
export interface Lane {
  /** Sends what is due, now or as soon as there is room. */
  kick(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Starts nothing more, and cuts off what is still under way after the grace. */
  close(graceMs: number): Promise<void>;
}

/** So many companions on one store can take what is due at the same time, without finding the same. */
const OTHERS = 4;

/** Sends what is pending on a channel: in order within a checkout, several checkouts at the same time. */
export function createChannelWorker({
  channel,
  send,
  atOnce,
  store,
  clock,
  random,
  log,
}: ChannelWorkerOptions): Lane {
  const closing = new AbortController();
  const underWay = new Map<string, Promise<void>>();
  let isClosed = false;
  let isKicked = false;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    try {
      while (isKicked && hasRoom()) {
        isKicked = false;
        for (const row of await take()) {
          underWay.set(
            row.checkout_id,
            deliver(row).finally(() => end(row)),
          );
        }
      }
    } catch (err) {
      log.warn({ err, channel }, "the outbox cannot be read or written now");
    } finally {
      looking = undefined;
    }
  }

  async function take(): Promise<NotificationRow[]> {
    const due = await store.read((tx) => findDue(tx, channel, clock(), OTHERS * atOnce + underWay.size));
    const free = due.filter((row) => !underWay.has(row.checkout_id));
    return free.length > 0 ? store.write((tx) => claim(tx, free, clock(), atOnce - underWay.size)) : [];
  }

  function end({ checkout_id }: NotificationRow): void {
    underWay.delete(checkout_id);
    kick();
  }

  function kick(): void {
    isKicked = true;
    if (!looking && hasRoom()) looking = look();
  }

  function hasRoom(): boolean {
    return !isClosed && underWay.size < atOnce;
  }

  /** One try. Where its outcome can't be written, it is free again after its lease, and is sent under the same id. */
  async function deliver(row: NotificationRow): Promise<void> {
    const details = { notification: row.id, checkout: row.checkout_id, channel, attempts: row.attempts };
    try {
      const error = await send(row, closing.signal).then(() => undefined, toText);
      if (error === undefined) {
        await store.write((tx) => markSent(tx, row, clock()));
        log.debug(details, "notification sent");
      } else if (closing.signal.aborted) {
        await store.write((tx) => postpone(tx, row, clock(), row.last_error));
      } else {
        await fail(row, { ...details, error });
      }
    } catch (err) {
      log.warn({ ...details, err }, "the outcome of a notification was not written: it will be sent again");
    }
  }

  async function fail(row: NotificationRow, details: { error: string }): Promise<void> {
    const now = clock();
    const { attempts, created_at: createdAt } = row;
    const nextTryAt = retryAt({ attempts, createdAt, now, random: random() });
    await store.write((tx) =>
      nextTryAt === undefined ? giveUp(tx, row, details.error) : postpone(tx, row, nextTryAt, details.error),
    );
    if (nextTryAt === undefined)
      log.warn(details, "notification failed and is given up: send it again by hand");
    else log.warn({ ...details, nextTryAt: new Date(nextTryAt).toISOString() }, "notification failed");
  }

  async function settled(): Promise<void> {
    while (looking || underWay.size > 0) await Promise.all([looking, ...underWay.values()]);
  }

  return {
    kick,
    settled,
    async close(graceMs) {
      isClosed = true;
      const cut = setTimeout(() => closing.abort(), graceMs);
      await settled();
      clearTimeout(cut);
    },
  };
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
