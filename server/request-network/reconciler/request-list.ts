import { nextReadOf } from "../../domain/read-schedule.ts";
import type { FoldContext } from "../../ledger/fold.ts";
import { recordFacts } from "../../ledger/record-facts.ts";
import type { WriteTx } from "../../store/sql/transaction.ts";
import { readFirst, scheduleRead } from "../../store/tables/checkout-reads.ts";
import type { LinkedRow } from "../../store/tables/checkouts.ts";
import { isTooLarge, refusalStatus } from "../api/call-api.ts";
import { PAYMENTS_PAGE } from "../api/request-api.ts";
import type { ListedRequest, RequestsPage } from "../api/upstream-schemas.ts";
import { listedToFacts } from "./read-facts.ts";
import { type ReadsOptions, toRequestItem } from "./reads.ts";

/** Single reads are as good for fewer orders that wait. */
const WORTH_IT = 10;
/** A walk over the list ends after so many pages, however many requests strangers create with a public Client ID. */
const MOST_PAGES = 20;
const REST_MS = 30_000;
/** Where the list is not available, it is tried again after this. */
const RETRY_MS = 60 * 60_000;

/**
 * The requests that were created with our Client ID, a hundred a call (0.31.0): the source for many orders at once. A request
 * that is not among them proves nothing: pages may have a Client ID of their own.
 */
export interface RequestList {
  /** Whether a page of it is worth a call now, where so many orders wait for a read. */
  isDue(waiting: number): boolean;
  /** Reads one page. */
  readPage(signal: AbortSignal): Promise<void>;
}

export interface RequestListOptions extends ReadsOptions {
  clock: () => number;
}

export function createRequestList(options: RequestListOptions): RequestList {
  const { requestApi, ledger, clock } = options;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let walk: Walk | undefined;

  return {
    isDue: (waiting) => walk !== undefined || (waiting >= WORTH_IT && clock() >= restsUntil),
    async readPage(signal) {
      const step = walk ?? { offset: 0, limit: PAYMENTS_PAGE, pages: 0, isAscending: false };
      const { offset, limit, pages } = step;
      walk = undefined;
      restsUntil = clock() + REST_MS;
      const page = await requestApi.listRequests({ offset, limit }, signal).catch((error: unknown) => {
        if (isTooLarge(error) && limit > 1) walk = withFewer(step);
        else ignoreUnavailable(error);
      });
      if (walk) return;
      if (!page) {
        restsUntil = clock() + RETRY_MS;
        return;
      }
      await ledger.write((tx, context) => recordListed(tx, page.requests, context));
      const next = nextOffset(page, step);
      if (next !== undefined && pages + 1 < MOST_PAGES)
        walk = { ...step, offset: next, pages: pages + 1, isAscending: isAscending(page) };
    },
  };
}

interface Walk {
  offset: number;
  /** Rows of a page. */
  limit: number;
  pages: number;
  /** The oldest come first. */
  isAscending: boolean;
}

/** The newer half of a page that is larger than what is read of an answer. */
function withFewer(walk: Walk): Walk {
  const { offset, limit, isAscending } = walk;
  const half = Math.floor(limit / 2);
  return { ...walk, offset: isAscending ? offset + limit - half : offset, limit: half };
}

/** Whether the oldest come first on a page. */
function isAscending({ requests }: RequestsPage): boolean {
  const dates = requests.map(({ createdAt }) => Date.parse(createdAt ?? ""));
  return (dates.at(0) ?? Number.NaN) < (dates.at(-1) ?? Number.NaN);
}

/** Where the next page begins: towards the oldest, from whichever end the list has the newest. */
function nextOffset(page: RequestsPage, { offset, limit }: Walk): number | undefined {
  const { count, pagination } = page;
  if (count === 0) return undefined;
  if (!isAscending(page)) return count < limit ? undefined : offset + limit;
  const before = (offset === 0 ? (pagination?.total ?? 0) : offset) - limit;
  return before > 0 ? before : undefined;
}

/** What the list has says what a single read would. What is paid by it is read at once, since it names no date. */
async function recordListed(
  tx: WriteTx,
  listed: readonly ListedRequest[],
  context: FoldContext,
): Promise<void> {
  const requests = [...new Map(listed.map((one) => [one.requestId, one])).values()];
  const items = requests.map((one) =>
    toRequestItem(one.requestId, { source: "list_read", facts: listedToFacts(one) }),
  );
  const outcomes = await recordFacts(tx, items, context);
  for (const [index, { orders }] of outcomes.entries())
    for (const { before } of orders) await reschedule(tx, before, requests[index]?.hasBeenPaid, context.now);
}

async function reschedule(
  tx: WriteTx,
  row: LinkedRow,
  isPaid: boolean | undefined,
  now: number,
): Promise<void> {
  if (isPaid === true) await readFirst(tx, row.id, now);
  else if (
    isPaid === false &&
    row.reported === 0 &&
    row.next_request_poll_at !== null &&
    row.next_request_poll_at <= now
  )
    await scheduleRead(tx, row.id, nextReadOf(row, now));
}

/** Older forms of the API, and some credentials, have no list. What may be otherwise the next time is thrown on. */
function ignoreUnavailable(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status === undefined || status === 429 || status >= 500) throw error;
}
