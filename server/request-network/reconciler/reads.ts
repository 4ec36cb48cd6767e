import { nextReadOf } from "../../domain/read-schedule.ts";
import type { FoldContext } from "../../ledger/fold.ts";
import type { Item } from "../../ledger/item.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { recordFacts } from "../../ledger/record-facts.ts";
import type { Store } from "../../store/sql/store.ts";
import type { WriteTx } from "../../store/sql/transaction.ts";
import { beginRead, findOldestOpen, readAllFirst, walletCursor } from "../../store/tables/checkout-reads.ts";
import { findById, isLinked, type LinkedRow } from "../../store/tables/checkouts.ts";
import { findCursor, saveCursor } from "../../store/tables/cursors.ts";
import { subjectsOf } from "../../store/tables/subject.ts";
import { refusalStatus } from "../api/call-api.ts";
import type { RequestApi } from "../api/request-api.ts";
import type { Payment } from "../api/upstream-schemas.ts";
import { createPageSearch } from "./page-search.ts";
import { paymentToFact, paymentToFacts, type ReadFacts, requestToFacts, toNewFacts } from "./read-facts.ts";

export interface ReadsOptions {
  store: Store;
  requestApi: RequestApi;
  ledger: Ledger;
  /** The merchant's wallets, as Request Network is asked for them. */
  wallets: readonly string[];
}

/** A span of payments, and what was found in it so far. */
export interface BackfillProgress {
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
  await store.write((tx) => beginRead(tx, row.id, isEnded ? null : nextReadOf(row, ledger.context().now)));
  const state = isEnded
    ? undefined
    : await requestApi.loadRequest(row.request_id, signal).catch(ignoreUnknown);
  if (!state) return;
  const facts: ReadFacts = { source: "request_read", facts: requestToFacts(state) };
  await ledger.write((tx, context) => recordFacts(tx, [toItem(row, facts)], context));
  await readPayments(row.id, { isPaid: state.hasBeenPaid === true }, { ...options, signal });
}

/**
 * Searches the payments of one request whose money nothing verifies: in the form of 0.13.0 nothing else names their token and
 * network, and the invoice currency.
 */
async function readPayments(
  id: string,
  { isPaid }: { isPaid: boolean },
  { store, requestApi, ledger, signal }: ReadsOptions & { signal: AbortSignal },
): Promise<void> {
  const row = await store.read((tx) => findById(tx, id));
  if (!row || !isLinked(row) || row.terms !== "unverified") return;
  if (!isPaid && (row.created_by === "companion" || row.unverified_since === null)) return;
  const search = createPageSearch(requestApi, signal);
  const page = await search({ requestId: row.request_id }, 0);
  const facts = page.payments
    .filter(({ request }) => request?.requestId === row.request_id)
    .flatMap(paymentToFacts);
  const item = toItem(row, { source: "payments_read", facts });
  if (facts.length > 0) await ledger.write((tx, context) => recordFacts(tx, [item], context));
}

/** Searches every payment of a wallet since the last search, or since `since`. */
export async function backfill(
  wallet: string,
  options: ReadsOptions,
  { progress, ...span }: BackfillSpan & { progress?: (so: BackfillProgress) => void },
): Promise<void> {
  for await (const so of backfillPages(wallet, options, span)) progress?.(so);
}

interface BackfillSpan {
  signal: AbortSignal;
  since?: number;
}

/** The same, one page of payments each time that it is asked. */
export async function* backfillPages(
  wallet: string,
  { store, requestApi, ledger }: ReadsOptions,
  { signal, since }: BackfillSpan,
): AsyncGenerator<BackfillProgress, void> {
  const to = ledger.context().now;
  const last = await store.read((tx) => findCursor(tx, walletCursor(wallet)));
  // Where the clock was set back, the last search ended in the future.
  const from = since ?? Math.min(to, last ?? (await store.read(findOldestOpen)) ?? to) - OVERLAP_MS;
  const found = { wallet, payments: 0, changed: 0 };
  const search = createPageSearch(requestApi, signal);
  for (let hasMore = true; hasMore; ) {
    const page = await search({ wallet, from, to: to + OVERLAP_MS }, found.payments);
    const changed = await ledger.write((tx, context) => recordPayments(tx, page.payments, context));
    found.payments += page.count;
    found.changed += changed;
    hasMore = page.pagination.hasMore && page.count > 0;
    if (!hasMore && (since === undefined || since <= (last ?? 0)))
      await store.write((tx) => saveCursor(tx, walletCursor(wallet), to));
    yield found;
  }
}

/** How many orders change. What is found is also read by its request id, soon: a payment search names no payee. */
async function recordPayments(
  tx: WriteTx,
  payments: readonly Payment[],
  context: FoldContext,
): Promise<number> {
  const items = payments.flatMap((payment): Item[] => {
    const requestId = payment.request?.requestId;
    if (!requestId) return [];
    const fact = paymentToFact(payment);
    return [toRequestItem(requestId, { source: "payments_read", facts: fact ? [fact] : [] })];
  });
  const outcomes = await recordFacts(tx, items, context);
  const orders = new Map(
    outcomes.flatMap((outcome) => outcome.orders.map((order) => [order.after.id, order])),
  );
  const open = [...orders.values()].filter(({ after }) => !isOver(after));
  await readAllFirst(
    tx,
    open.map(({ after }) => after.seq),
    context.now,
  );
  return [...orders.values()].filter(({ before, after }) => before !== after).length;
}

/** An order that no read changes any more. */
export function isOver({ status }: Pick<LinkedRow, "status">): boolean {
  return status === "paid" || status === "refunded";
}

/** What a read of an order has found, to be recorded; it changes those that claim the same request as well. */
export function toItem(row: Pick<LinkedRow, "request_id" | "token">, found: ReadFacts): Item {
  return { facts: toNewFacts(row, found), subjects: subjectsOf(row), from: { cause: "read" } };
}

/** What a search or the list says of a request, to be recorded for each order that claims it. */
export function toRequestItem(requestId: string, found: ReadFacts): Item {
  const facts = toNewFacts({ request_id: requestId, token: "" }, found);
  return { facts, subjects: [requestId], from: { cause: "read" }, skips: isOver };
}

/** A request that is not known there (yet), or whose id can't be one, says nothing. */
function ignoreUnknown(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status !== 404 && status !== 400 && status !== 422) throw error;
}
