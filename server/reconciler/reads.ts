import type { FoldContext } from "../ledger/fold.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Item, recordFacts } from "../ledger/record-facts.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import type { RequestApi } from "../request-api/request-api.ts";
import type { Payment } from "../request-api/upstream-schemas.ts";
import type { Job } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import {
  beginRead,
  findOldestOpen,
  findSweep,
  readFirst,
  saveSweep,
} from "../store/tables/checkout-reads.ts";
import { findById, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { paymentToFact, type ReadFacts, requestToFacts, toNewFacts } from "./read-facts.ts";
import { nextReadOf } from "./schedule.ts";

export interface ReadsOptions {
  store: Store;
  requestApi: RequestApi;
  ledger: Ledger;
  /** The merchant's wallets, as Request Network is asked for them. */
  wallets: readonly string[];
}

/** A span of payments, and what was found in it so far. */
export interface SweepProgress {
  wallet: string;
  payments: number;
  changed: number;
}

/** Payments may be found a while after their own date, and by this clock their date may be in the future. */
const OVERLAP_MS = 10 * 60_000;

/** Reads one checkout's request. When to ask again is settled first, so that one which fails holds up no other. */
export async function readRequest(row: LinkedRow, options: ReadsOptions, signal: AbortSignal): Promise<void> {
  const { store, requestApi, ledger } = options;
  const isEnded = isOver(row);
  await store.write(() => beginRead(row.id, isEnded ? null : nextReadOf(row, ledger.context().now)));
  const state = isEnded
    ? undefined
    : await requestApi.loadRequest(row.request_id, signal).catch(ignoreUnknown);
  if (!state) return;
  const facts: ReadFacts = { source: "request_read", facts: requestToFacts(state) };
  await ledger.write((context) => recordFacts([toItem(row, facts)], context));
  if (state.hasBeenPaid === true && row.created_by === "companion")
    await readPayments(row.id, options, signal);
}

/** Searches the payments of one request of ours: in the form of 0.13.0 nothing else names their token and network. */
async function readPayments(
  id: string,
  { store, requestApi, ledger }: ReadsOptions,
  signal: AbortSignal,
): Promise<void> {
  const row = await store.read(() => findById(id));
  if (!row || !isLinked(row) || row.terms !== "unverified") return;
  const page = await requestApi.searchPayments({ requestId: row.request_id, offset: 0 }, signal);
  const facts = page.payments
    .filter(({ request }) => request?.requestId === row.request_id)
    .flatMap((payment) => paymentToFact(payment) ?? []);
  const item = toItem(row, { source: "payments_read", facts });
  await ledger.write((context) => recordFacts([item], context));
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
  { store, requestApi, ledger }: ReadsOptions,
  { signal, since }: SweepSpan,
): AsyncGenerator<SweepProgress, void> {
  const to = ledger.context().now;
  const last = await store.read(() => findSweep(wallet));
  // Where the clock was set back, the last search ended in the future.
  const from = since ?? Math.min(to, last ?? (await store.read(findOldestOpen)) ?? to) - OVERLAP_MS;
  const found = { wallet, payments: 0, changed: 0 };
  for (let hasMore = true; hasMore; ) {
    const query = { wallet, from, to: to + OVERLAP_MS, offset: found.payments };
    const page = await requestApi.searchPayments(query, signal);
    const changed = await ledger.write((context) => recordPayments(page.payments, context));
    found.payments += page.payments.length;
    found.changed += changed;
    hasMore = page.pagination.hasMore && page.payments.length > 0;
    if (!hasMore && (since === undefined || since <= (last ?? 0)))
      await store.write(() => saveSweep(wallet, to));
    yield found;
  }
}

/** How many orders change. What is found is also read by its request id, soon: a payment search names no payee. */
function* recordPayments(payments: readonly Payment[], context: FoldContext): Job<number> {
  const items = payments.flatMap((payment): Item[] => {
    const requestId = payment.request?.requestId;
    if (!requestId) return [];
    const fact = paymentToFact(payment);
    const found: ReadFacts = { source: "payments_read", facts: fact ? [fact] : [] };
    return [{ ...toItem({ request_id: requestId }, found), skips: isOver }];
  });
  const outcomes = yield* recordFacts(items, context);
  const orders = new Map(
    outcomes.flatMap((outcome) => outcome.orders.map((order) => [order.after.id, order])),
  );
  for (const { after } of orders.values()) if (!isOver(after)) yield* readFirst(after.id, context.now);
  return [...orders.values()].filter(({ before, after }) => before !== after).length;
}

/** An order that no read changes any more. */
export function isOver({ status }: Pick<LinkedRow, "status">): boolean {
  return status === "paid" || status === "refunded";
}

/** What a read has found about a request, to be recorded. */
export function toItem({ request_id: subject }: Pick<LinkedRow, "request_id">, found: ReadFacts): Item {
  return { facts: toNewFacts(subject, found), subjects: [subject], from: { cause: "read" } };
}

/** A request that is not known there (yet), or whose id can't be one, says nothing. */
function ignoreUnknown(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status !== 404 && status !== 400 && status !== 422) throw error;
}
