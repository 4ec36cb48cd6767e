import { randomUUID } from "node:crypto";
import type { Store } from "../store/sql/store.ts";
import type { WriteTx } from "../store/sql/transaction.ts";
import { findClaimants } from "../store/tables/checkouts.ts";
import { findCursor, saveCursor } from "../store/tables/cursors.ts";
import { releaseLease, takeLease } from "../store/tables/leases.ts";
import { factsOfDelivery } from "../webhooks/delivery.ts";
import { TELEMETRY } from "../webhooks/event-to-facts.ts";
import { parseEvent } from "../webhooks/parse-event.ts";
import { pruneCheckouts } from "./prune.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Few enough that a webhook behind them does not wait for long. */
const BATCH = 500;
const LEASE_MS = 10 * 60_000;
const EVERY_MS = 60 * 60_000;

/** What is left to do after a step. */
interface Step {
  count: number;
  /** The running number to go on after; undefined at the end. */
  next: number | undefined;
}

/**
 * Deletes the oldest deliveries after a running number, up to the last one that is older than `before`: those between were stored by a
 * clock that was ahead. Facts and orders stay, and so a replay changes nothing; but not what only says that a delivery came which
 * named no request.
 */
export async function deleteOldest(
  tx: WriteTx,
  { before, after, now }: Record<"before" | "after" | "now", number>,
): Promise<Step> {
  const rows = await tx.query<{ seq: number; received_at: number }>(
    `SELECT seq, received_at FROM deliveries WHERE seq > $1 ORDER BY seq LIMIT ${BATCH}`,
    after,
  );
  const last = rows.findLast(({ received_at }) => received_at < before)?.seq ?? after;
  const deleted = await tx.query(
    "DELETE FROM deliveries WHERE seq > $1 AND seq <= $2 RETURNING seq",
    after,
    last,
  );
  await tx.query("DELETE FROM facts WHERE subject = '' AND seen_at < $1", before);
  const isMore = rows.length === BATCH && (deleted.length > 0 || rows.some((row) => row.received_at > now));
  return { count: deleted.length, next: isMore ? rows.at(-1)?.seq : undefined };
}

/** One step of it, from the first delivery on. How many it has deleted. */
export async function deleteDeliveries(tx: WriteTx, before: number): Promise<number> {
  return (await deleteOldest(tx, { before, after: 0, now: before })).count;
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
    const facts = factsIn(body);
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

/** What a stored body says; nothing where this release can't read it, so that one such body stops nothing. */
function factsIn(body: Uint8Array): ReturnType<typeof factsOfDelivery> {
  try {
    return factsOfDelivery({ parsed: parseEvent(body), isTest: false });
  } catch {
    return [];
  }
}

export interface RetentionOptions {
  store: Store;
  clock: () => number;
  retainDeliveriesDays: number;
  retainUnpaidDays: number;
  /** How far the clock is known to be off. A clock that is far ahead would have everything deleted. */
  clockStatus: () => { skewMs: number | null };
  log: Record<"error" | "info" | "warn", (details: object, message: string) => void>;
}

/** A clock that is off by more deletes nothing. */
const WRONG_MS = 60 * 60_000;
/** Pruning looks at every expired checkout: once in so many runs is enough. */
const PRUNE_EVERY = 24;

/** Cleans up at once and then every hour, in batches, one companion of a store at a time. Calling the answer ends it. */
export function startRetention(options: RetentionOptions): () => void {
  const { store, clock, log } = options;
  const lease = { name: "retention", holder: randomUUID() };
  let runs = 0;

  /** What goes wrong in one step stops no other. */
  const attempt = (what: string, step: () => Promise<unknown>) =>
    step().catch((err) => log.error({ err }, `${what} could not be deleted`));

  async function clean(): Promise<void> {
    const { skewMs } = options.clockStatus();
    if (skewMs !== null && Math.abs(skewMs) > WRONG_MS) {
      log.warn({ skewMs }, "nothing old is deleted while the clock is wrong");
      return;
    }
    if (!(await store.write((tx) => takeLease(tx, { ...lease, now: clock(), ttlMs: LEASE_MS })))) return;
    await attempt("old deliveries", () => deleteAllDeliveries(options));
    await attempt("telemetry", async () => {
      while ((await store.write((tx) => deleteTelemetry(tx, clock()))) === BATCH);
    });
    if (runs % PRUNE_EVERY === 0) await attempt("unpaid checkouts", () => prune(options));
    runs += 1;
    await store.write((tx) => releaseLease(tx, lease));
  }

  const run = () => void clean().catch((err) => log.error({ err }, "nothing old could be deleted"));
  const timer = setInterval(run, EVERY_MS);
  run();
  return () => clearInterval(timer);
}

async function deleteAllDeliveries({ store, clock, retainDeliveriesDays }: RetentionOptions): Promise<void> {
  const now = clock();
  const before = now - retainDeliveriesDays * DAY_MS;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    after = (await store.write((tx) => deleteOldest(tx, { before, after: from, now }))).next;
  }
}

async function prune({ store, clock, retainUnpaidDays, log }: RetentionOptions): Promise<void> {
  const count = await pruneCheckouts(store, clock() - retainUnpaidDays * DAY_MS);
  if (count > 0) log.info({ count }, "unpaid checkouts that nobody has followed were deleted");
}
