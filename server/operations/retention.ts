import { randomUUID } from "node:crypto";
import type { Store } from "../store/sql/store.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import { findClaimants } from "../store/tables/checkouts.ts";
import { findCursor, saveCursor } from "../store/tables/cursors.ts";
import { releaseLease, takeLease } from "../store/tables/leases.ts";
import { factsOfDelivery } from "../webhooks/delivery.ts";
import { TELEMETRY } from "../webhooks/event-to-facts.ts";
import { parseEvent } from "../webhooks/parse-event.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Few enough that a webhook behind them does not wait for long. */
const BATCH = 500;
const LEASE_MS = 10 * 60_000;
const EVERY_MS = 60 * 60_000;

/**
 * Deletes the oldest deliveries, where they are older than `before`. Facts and orders stay, and so a replay changes nothing;
 * but not what only says that a delivery came which named no request.
 */
export async function deleteDeliveries(tx: WriteTx, before: number): Promise<number> {
  const rows = await tx.query(
    `DELETE FROM deliveries WHERE received_at < $1 AND seq IN (SELECT seq FROM deliveries ORDER BY seq LIMIT ${BATCH} {skip locked})
      RETURNING seq`,
    before,
  );
  await tx.query("DELETE FROM facts WHERE subject = '' AND seen_at < $1", before);
  return rows.length;
}

/**
 * Deletes what payers' browsers told of request ids that nobody has registered within a day. Goes on where it stopped the
 * last time, and says how many deliveries it has looked at.
 */
export async function deleteTelemetry(tx: WriteTx, now: number): Promise<number> {
  const last = await findCursor(tx, "telemetry");
  const rows = await tx.query<{ seq: number; key: string; event: string | null; body: Uint8Array }>(
    `SELECT seq, key, event, body FROM deliveries WHERE seq > $1 AND received_at < $2 ORDER BY seq LIMIT ${BATCH}`,
    last ?? 0,
    now - DAY_MS,
  );
  for (const { seq, key, body } of rows.filter(({ event }) => event === TELEMETRY)) {
    const parsed = parseEvent(body);
    const facts = factsOfDelivery({ parsed, isTest: false });
    const subjects = facts.map(({ subject }) => subject);
    if ((await findClaimants(tx, subjects)).length > 0) continue;
    for (const fact of facts)
      await tx.query("DELETE FROM facts WHERE subject = $1 AND key = $2", fact.subject, fact.key ?? key);
    await tx.query("DELETE FROM deliveries WHERE seq = $1", seq);
  }
  const seq = rows.at(-1)?.seq;
  if (seq !== undefined) await saveCursor(tx, "telemetry", seq);
  return rows.length;
}

export interface RetentionOptions {
  store: Store;
  clock: () => number;
  retainDeliveriesDays: number;
  log: { error: (details: object, message: string) => void };
}

/** Cleans up at once and then every hour, in batches, one companion of a store at a time. Calling the answer ends it. */
export function startRetention({ store, clock, retainDeliveriesDays, log }: RetentionOptions): () => void {
  const lease = { name: "retention", holder: randomUUID() };
  const clean = async () => {
    if (!(await store.write((tx) => takeLease(tx, { ...lease, now: clock(), ttlMs: LEASE_MS })))) return;
    while (
      (await store.write((tx) => deleteDeliveries(tx, clock() - retainDeliveriesDays * DAY_MS))) === BATCH
    );
    while ((await store.write((tx) => deleteTelemetry(tx, clock()))) === BATCH);
    await store.write((tx) => releaseLease(tx, lease));
  };
  const run = () => void clean().catch((err) => log.error({ err }, "old deliveries could not be deleted"));
  const timer = setInterval(run, EVERY_MS);
  run();
  return () => clearInterval(timer);
}
