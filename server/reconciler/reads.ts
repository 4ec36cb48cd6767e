import { findById, findByRequestIds, isLinked, type LinkedRow } from "../checkouts/checkout-table.ts";
import { addFacts } from "../checkouts/fact-table.ts";
import { findRivalsToChange } from "../checkouts/rival-table.ts";
import { type Settling, settle, settleNow } from "../checkouts/settle.ts";
import { claimOf } from "../domain/binding.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import type { RequestApi } from "../request-api/request-api.ts";
import type { Payment } from "../request-api/upstream-schemas.ts";
import { type Job, lock } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import { createPageSearch } from "./page-search.ts";
import { paymentToFact, paymentToFacts, type ReadFacts, requestToFacts, toNewFacts } from "./read-facts.ts";
import { beginRead, findOldestOpen, findSweep, readFirst, saveSweep } from "./reading-table.ts";
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
  await readPayments(row.id, { isPaid: state.hasBeenPaid === true }, { ...options, signal });
}

/**
 * Searches the payments of one request whose money nothing verifies: in the form of 0.13.0 nothing else names their token and
 * network, and the invoice currency.
 */
async function readPayments(
  id: string,
  { isPaid }: { isPaid: boolean },
  { store, requestApi, settling, changed, signal }: ReadsOptions & { signal: AbortSignal },
): Promise<void> {
  const row = await store.read(() => findById(id));
  if (!row || !isLinked(row) || row.terms !== "unverified") return;
  if (!isPaid && (row.created_by === "companion" || row.unverified_since === null)) return;
  const search = createPageSearch(requestApi, signal);
  const page = await search({ requestId: row.request_id }, 0);
  const facts = page.payments
    .filter(({ request }) => request?.requestId === row.request_id)
    .flatMap(paymentToFacts);
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
  const search = createPageSearch(requestApi, signal);
  for (let hasMore = true; hasMore; ) {
    const page = await search({ wallet, from, to: to + OVERLAP_MS }, found.payments);
    const ids = await store.write(() => learnPayments(page.payments, settling()));
    changed(ids);
    found.payments += page.count;
    found.changed += ids.length;
    hasMore = page.pagination.hasMore && page.count > 0;
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
    const requestId = payment.request?.requestId;
    const rows = requestId ? yield* findByRequestIds([requestId]) : [];
    for (const row of rows.filter(({ status }) => !FINAL.has(status)))
      if (yield* learnPayment(row, payment, settling)) changed.push(row.id);
  }
  return changed;
}

function* learnPayment(row: LinkedRow, payment: Payment, settling: Settling): Job<boolean> {
  const fact = paymentToFact(payment);
  const isChanged = yield* learn(row, { source: "payments_read", facts: fact ? [fact] : [] }, settling);
  const after = yield* findById(row.id);
  if (after && !FINAL.has(after.status)) yield* readFirst(row.id, settling.now);
  return isChanged;
}

/** Records what a read has found about a checkout, and refolds it and those that claim the same. True where it has changed. */
export function* learn(row: LinkedRow, found: ReadFacts, settling: Settling): Job<boolean> {
  if (found.facts.length === 0) return false;
  yield* addFacts(toNewFacts({ requestId: row.request_id, token: row.token }, found, settling.now));
  const named = found.facts.flatMap((fact) => (fact.kind === "link" ? (claimOf(fact)?.requestId ?? []) : []));
  const rivals: LinkedRow[] = [];
  for (const requestId of named) rivals.push(...(yield* findRivalsToChange(requestId, row.token)));
  const isChanged = yield* settleNow(row.id, settling, "read");
  for (const rival of rivals) if (rival.id !== row.id) yield* settle(rival, settling, "read");
  return isChanged;
}

/** A request that is not known there (yet), or whose id can't be one, says nothing. */
function ignoreUnknown(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status !== 404 && status !== 400 && status !== 422) throw error;
}
