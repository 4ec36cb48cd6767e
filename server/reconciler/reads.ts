import { type Settling, settleNow } from "../ledger/record-facts.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import type { RequestApi } from "../request-api/request-api.ts";
import type { Payment } from "../request-api/upstream-schemas.ts";
import { type Job, lock } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import {
  beginRead,
  findOldestOpen,
  findSweep,
  readFirst,
  saveSweep,
} from "../store/tables/checkout-reads.ts";
import { findById, findByRequestId, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { addFacts } from "../store/tables/facts.ts";
import { paymentToFact, type ReadFacts, requestToFacts, toNewFacts } from "./read-facts.ts";
import { nextReadOf } from "./schedule.ts";

export interface ReadsOptions {
  store: Store;
  requestApi: RequestApi;
  settling: () => Settling;
  /** The merchant's wallets, as Request Network is asked for them. */
  wallets: readonly string[];
  changed: (ids: readonly string[]) => void;
}

/** A span of payments, and what was found in it so far. */
export interface SweepProgress {
  wallet: string;
  payments: number;
  changed: number;
}

export const FINAL: ReadonlySet<string> = new Set(["paid", "refunded"]);
/** Payments may be found a while after their own date, and by this clock their date may be in the future. */
const OVERLAP_MS = 10 * 60_000;

/** Reads one checkout's request. When to ask again is settled first, so that one which fails holds up no other. */
export async function readRequest(row: LinkedRow, options: ReadsOptions, signal: AbortSignal): Promise<void> {
  const { store, requestApi, settling, changed } = options;
  const isOver = FINAL.has(row.status);
  await store.write(() => beginRead(row.id, isOver ? null : nextReadOf(row, settling().now)));
  const state = isOver
    ? undefined
    : await requestApi.loadRequest(row.request_id, signal).catch(ignoreUnknown);
  if (!state) return;
  const facts: ReadFacts = { source: "request_read", facts: requestToFacts(state) };
  if (await store.write(() => learn(row, facts, settling()))) changed([row.id]);
  if (state.hasBeenPaid === true && row.created_by === "companion")
    await readPayments(row.id, options, signal);
}

/** Searches the payments of one request of ours: in the form of 0.13.0 nothing else names their token and network. */
async function readPayments(
  id: string,
  { store, requestApi, settling, changed }: ReadsOptions,
  signal: AbortSignal,
): Promise<void> {
  const row = await store.read(() => findById(id));
  if (!row || !isLinked(row) || row.terms !== "unverified") return;
  const page = await requestApi.searchPayments({ requestId: row.request_id, offset: 0 }, signal);
  const facts = page.payments
    .filter(({ request }) => request?.requestId === row.request_id)
    .flatMap((payment) => paymentToFact(payment) ?? []);
  if (await store.write(() => learn(row, { source: "payments_read", facts }, settling()))) changed([id]);
}

/** Searches every payment of a wallet since the last sweep, or since `since`. */
export async function sweep(
  wallet: string,
  options: ReadsOptions,
  { progress, ...span }: SweepSpan & { progress?: (so: SweepProgress) => void },
): Promise<void> {
  for await (const so of sweepPages(wallet, options, span)) progress?.(so);
}

interface SweepSpan {
  signal: AbortSignal;
  since?: number;
}

/** The same, one page of payments each time that it is asked. */
export async function* sweepPages(
  wallet: string,
  { store, requestApi, settling, changed }: ReadsOptions,
  { signal, since }: SweepSpan,
): AsyncGenerator<SweepProgress, void> {
  const to = settling().now;
  const last = await store.read(() => findSweep(wallet));
  // Where the clock was set back, the last search ended in the future.
  const from = since ?? Math.min(to, last ?? (await store.read(findOldestOpen)) ?? to) - OVERLAP_MS;
  const found = { wallet, payments: 0, changed: 0 };
  for (let hasMore = true; hasMore; ) {
    const query = { wallet, from, to: to + OVERLAP_MS, offset: found.payments };
    const page = await requestApi.searchPayments(query, signal);
    const ids = await store.write(() => learnPayments(page.payments, settling()));
    changed(ids);
    found.payments += page.payments.length;
    found.changed += ids.length;
    hasMore = page.pagination.hasMore && page.payments.length > 0;
    if (!hasMore && (since === undefined || since <= (last ?? 0)))
      await store.write(() => saveSweep(wallet, to));
    yield found;
  }
}

/** What is found is also read by its request id, soon: a payment search names no payee. */
function* learnPayments(payments: readonly Payment[], settling: Settling): Job<string[]> {
  const changed: string[] = [];
  yield* lock(payments.flatMap(({ request }) => request?.requestId ?? []));
  for (const payment of payments) {
    const row = payment.request?.requestId ? yield* findByRequestId(payment.request.requestId) : undefined;
    if (!row || FINAL.has(row.status)) continue;
    const fact = paymentToFact(payment);
    const found: ReadFacts = { source: "payments_read", facts: fact ? [fact] : [] };
    if (yield* learn(row, found, settling)) changed.push(row.id);
    const after = yield* findById(row.id);
    if (after && !FINAL.has(after.status)) yield* readFirst(row.id, settling.now);
  }
  return changed;
}

/** Records what a read has found about a checkout, and refolds it. True where that has changed anything. */
export function* learn(row: LinkedRow, found: ReadFacts, settling: Settling): Job<boolean> {
  if (found.facts.length === 0) return false;
  yield* addFacts(toNewFacts(row.request_id, found, settling.now));
  return yield* settleNow(row.id, settling, "read");
}

/** A request that is not known there (yet), or whose id can't be one, says nothing. */
function ignoreUnknown(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status !== 404 && status !== 400 && status !== 422) throw error;
}
