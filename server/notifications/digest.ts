import { z } from "zod";
import { createLeadership } from "../store/leadership.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx, WriteTx } from "../store/sql/transaction.ts";
import { findCursor, saveCursor } from "../store/tables/cursors.ts";
import { insertNotifications } from "../store/tables/notifications.ts";

/** The payload of a digest in the outbox. */
export const DigestSchema = z.object({
  type: z.literal("digest.unverified"),
  timestamp: z.iso.datetime(),
  /** Orders that no digest has counted before, and all that are unverified for an hour or longer. */
  newOrders: z.int().min(1),
  orders: z.int().min(1),
  /** The dashboard's list of them; null where the merchant has no dashboard. */
  url: z.url().nullable(),
});
export type Digest = z.infer<typeof DigestSchema>;

export interface DigestOptions {
  store: Store;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** How the outside reaches the dashboard; undefined where there is none. */
  dashboardUrl: string | undefined;
}

export interface DigestJob {
  /** Enqueues the digest where one is due. Says whether it did. */
  run(): Promise<boolean>;
  /** Lets another companion take over. */
  close(): Promise<void>;
}

/** All digests are one thread of the outbox. */
const THREAD = "digest";
const PAUSE_MS = 24 * 60 * 60_000;
const UNPROVEN = "unverified_since IS NOT NULL AND reason = 'owner_unproven'";

/** Tells the merchant of unverified orders by e-mail: at most once in 24 hours, and only where there is a new one. */
export function createDigest({ store, clock, dashboardUrl }: DigestOptions): DigestJob {
  const leadership = createLeadership(store, "digest", clock);
  return {
    async run() {
      if (!(await leadership.isOurs())) return false;
      const now = clock();
      if (!(await store.read((tx) => isDue(tx, now)))) return false;
      const url = dashboardUrl === undefined ? null : `${dashboardUrl}#/?show=unverified`;
      return store.write((tx) => enqueueDigest(tx, now, url));
    },
    close: () => leadership.resign(),
  };
}

async function isDue(tx: ReadTx, now: number): Promise<boolean> {
  const last = await findCursor(tx, "digest");
  if (last !== undefined && now < last + PAUSE_MS) return false;
  const found = await tx.queryOne(
    `SELECT seq FROM checkouts WHERE ${UNPROVEN} AND digest_at IS NULL LIMIT 1`,
  );
  return found !== undefined;
}

/** In one transaction: what is counted, that it was counted, and the message. A lease may be held by two for a moment. */
async function enqueueDigest(tx: WriteTx, now: number, url: string | null): Promise<boolean> {
  await tx.lock(["digest"]);
  if (!(await isDue(tx, now))) return false;
  const counted = await tx.query(
    `UPDATE checkouts SET digest_at = $1 WHERE ${UNPROVEN} AND digest_at IS NULL RETURNING seq`,
    now,
  );
  const all = await tx.queryOne<{ orders: number }>(
    `SELECT count(*) AS orders FROM checkouts WHERE ${UNPROVEN}`,
  );
  await saveCursor(tx, "digest", now);
  const payload: Digest = {
    type: "digest.unverified",
    timestamp: new Date(now).toISOString(),
    newOrders: counted.length,
    orders: Number(all?.orders ?? counted.length),
    url,
  };
  await insertNotifications(tx, [{ channel: "email", thread: THREAD, payload }], now);
  return true;
}

export interface DigestTimerOptions extends DigestOptions {
  /** Kicks the outbox. */
  enqueued: () => void;
  /** Default: a minute. */
  everyMs?: number | undefined;
  log: { error: (details: object, message: string) => void };
}

/** Looks every minute whether a digest is due. Calling the answer ends it. */
export function startDigest({ enqueued, everyMs = 60_000, log, ...options }: DigestTimerOptions) {
  const digest = createDigest(options);
  const run = async () => {
    if (await digest.run()) enqueued();
  };
  const timer = setInterval(
    () => void run().catch((err) => log.error({ err }, "the digest could not be enqueued")),
    everyMs,
  );
  return async (): Promise<void> => {
    clearInterval(timer);
    await digest.close();
  };
}
