import { randomUUID } from "node:crypto";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";

/** How the merchant gets notifications. */
export type Channel = "webhook" | "email";

/** A row of `notifications`: what one channel is to be told, in the order of `seq`. */
export interface NotificationRow {
  seq: number;
  /** The same on every try, so that a receiver knows what it has had. */
  id: string;
  checkout_id: string;
  channel: Channel;
  /** When it was put into the outbox; anew when it is to be sent again. */
  created_at: number;
  payload: string;
  state: "pending" | "sent" | "failed";
  attempts: number;
  next_try_at: number;
  last_error: string | null;
  sent_at: number | null;
}

/** Whoever claims a notification has this long to send it; then it is free for others, and for its own next start. */
const LEASE_MS = 60_000;

/** The earliest unsent notification of each checkout, where it is due; longest overdue first. */
export function findDue(
  tx: ReadTx,
  channel: Channel,
  now: number,
  limit: number,
): Promise<NotificationRow[]> {
  return tx.query(
    `SELECT * FROM notifications AS mine WHERE state = 'pending' AND channel = $1 AND next_try_at <= $2
      AND NOT EXISTS (SELECT 1 FROM notifications AS earlier WHERE earlier.checkout_id = mine.checkout_id
        AND earlier.channel = mine.channel AND earlier.seq < mine.seq AND earlier.state = 'pending')
      ORDER BY next_try_at, seq LIMIT $3`,
    channel,
    now,
    limit,
  );
}

/**
 * Takes so many of what was found, as one try of each. What somebody else has taken meanwhile, or is just taking, is left
 * out.
 */
export async function claim(
  tx: WriteTx,
  found: readonly NotificationRow[],
  now: number,
  limit: number,
): Promise<NotificationRow[]> {
  const free = await tx.query<{ seq: number }>(
    `SELECT seq FROM notifications WHERE state = 'pending' AND next_try_at <= $1 AND seq {in numbers $3}
      ORDER BY next_try_at, seq LIMIT $2 {skip locked}`,
    now,
    limit,
    found.map(({ seq }) => seq),
  );
  if (free.length === 0) return [];
  return await tx.query<NotificationRow>(
    `UPDATE notifications SET attempts = attempts + 1, next_try_at = $1 WHERE seq {in numbers $2} RETURNING *`,
    now + LEASE_MS,
    free.map(({ seq }) => seq),
  );
}

export async function markSent(tx: WriteTx, { id }: NotificationRow, now: number): Promise<void> {
  await tx.query(
    "UPDATE notifications SET state = 'sent', sent_at = $1, last_error = NULL WHERE id = $2 AND state = 'pending'",
    now,
    id,
  );
}

/** Tries again later. What waits behind it is not looked at before. */
export async function postpone(
  tx: WriteTx,
  row: NotificationRow,
  until: number,
  error: string | null,
): Promise<void> {
  await tx.query(
    "UPDATE notifications SET next_try_at = $1, last_error = $2 WHERE id = $3 AND state = 'pending'",
    until,
    error,
    row.id,
  );
  await tx.query(
    `UPDATE notifications SET next_try_at = $1
      WHERE checkout_id = $2 AND channel = $3 AND seq > $4 AND state = 'pending' AND next_try_at < $1`,
    until,
    row.checkout_id,
    row.channel,
    row.seq,
  );
}

/** Keeps it as failed; what waits behind it goes on. */
export async function giveUp(tx: WriteTx, { id }: NotificationRow, error: string): Promise<void> {
  await tx.query(
    "UPDATE notifications SET state = 'failed', last_error = $1 WHERE id = $2 AND state = 'pending'",
    error,
    id,
  );
}

/**
 * Puts all notifications of a checkout into the outbox again, under the same ids and with three days anew, and says how
 * many there are. The caller kicks the outbox after the commit.
 */
export async function resendNotifications(tx: WriteTx, checkoutId: string, now: number): Promise<number> {
  const rows = await tx.query(
    `UPDATE notifications SET state = 'pending', attempts = 0, created_at = $1, next_try_at = $1, last_error = NULL
      WHERE checkout_id = $2 RETURNING seq`,
    now,
    checkoutId,
  );
  return rows.length;
}

/** All that was ever written for a checkout, oldest first. */
export function findNotifications(tx: ReadTx, checkoutId: string): Promise<NotificationRow[]> {
  return tx.query("SELECT * FROM notifications WHERE checkout_id = $1 ORDER BY seq", checkoutId);
}

/** The payload of the last notification of each checkout on a channel, sent or not. */
export async function findLastPayloads(
  tx: ReadTx,
  wanted: readonly { checkoutId: string; channel: Channel }[],
): Promise<Map<string, string>> {
  const rows = await tx.queryEach<{ checkout_id: string; channel: Channel; payload: string }>(
    `SELECT checkout_id, channel, payload FROM notifications WHERE checkout_id = $1 AND channel = $2
      ORDER BY seq DESC LIMIT 1`,
    ["text", "text"],
    wanted.map(({ checkoutId, channel }) => [checkoutId, channel]),
  );
  return new Map(rows.map((row) => [`${row.checkout_id} ${row.channel}`, row.payload]));
}

/** What a channel is to send. Notifications of one thread, such as a checkout's id, are sent in order. */
export interface NewNotification {
  channel: Channel;
  thread: string;
  payload: object;
}

export async function insertNotifications(
  tx: WriteTx,
  notifications: readonly NewNotification[],
  now: number,
): Promise<void> {
  await tx.executeEach(
    `INSERT INTO notifications (id, checkout_id, channel, created_at, payload, state, attempts, next_try_at)
      VALUES ($1, $2, $3, $4, $5, 'pending', 0, $4)`,
    ["text", "text", "text", "bigint", "text"],
    notifications.map(({ channel, thread, payload }) => [
      `msg_${randomUUID()}`,
      thread,
      channel,
      now,
      JSON.stringify(payload),
    ]),
  );
}

/** How the outbox stands. `oldestCreatedAt` is of what still waits, in milliseconds since 1970. */
export interface OutboxState {
  pending: number;
  oldestCreatedAt: number | null;
  failed: number;
}

export async function outboxState(tx: ReadTx): Promise<OutboxState> {
  const waiting = await tx.queryOne<{ pending: number; oldest: number | null }>(
    "SELECT count(*) AS pending, min(created_at) AS oldest FROM notifications WHERE state = 'pending'",
  );
  const givenUp = await tx.queryOne<{ failed: number }>(
    "SELECT count(*) AS failed FROM notifications WHERE state = 'failed'",
  );
  return {
    pending: waiting?.pending ?? 0,
    oldestCreatedAt: waiting?.oldest ?? null,
    failed: givenUp?.failed ?? 0,
  };
}
