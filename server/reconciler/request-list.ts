import type { FoldContext } from "../ledger/fold.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import { PAYMENTS_PAGE } from "../request-api/request-api.ts";
import type { ListedRequest, RequestsPage } from "../request-api/upstream-schemas.ts";
import type { Job } from "../store/job.ts";
import { readFirst, scheduleRead } from "../store/tables/checkout-reads.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { listedToFacts } from "./read-facts.ts";
import { isOver, type ReadsOptions, toItem } from "./reads.ts";
import { nextReadOf } from "./schedule.ts";

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
      const { offset, pages } = walk ?? { offset: 0, pages: 0 };
      walk = undefined;
      restsUntil = clock() + REST_MS;
      const page = await requestApi.listRequests({ offset }, signal).catch(ignoreUnavailable);
      if (!page) {
        restsUntil = clock() + RETRY_MS;
        return;
      }
      await ledger.write((context) => recordListed(page.requests, context));
      const next = nextOffset(page, offset);
      if (next !== undefined && pages + 1 < MOST_PAGES) walk = { offset: next, pages: pages + 1 };
    },
  };
}

interface Walk {
  offset: number;
  pages: number;
}

/** Where the next page begins: towards the oldest, from whichever end the list has the newest. */
function nextOffset({ requests, pagination }: RequestsPage, offset: number): number | undefined {
  if (requests.length === 0) return undefined;
  const total = pagination?.total ?? 0;
  const dates = requests.map(({ createdAt }) => Date.parse(createdAt ?? ""));
  const isOldestFirst = (dates.at(0) ?? Number.NaN) < (dates.at(-1) ?? Number.NaN);
  if (!isOldestFirst) return requests.length < PAYMENTS_PAGE ? undefined : offset + PAYMENTS_PAGE;
  const before = offset === 0 ? total - PAYMENTS_PAGE : offset - PAYMENTS_PAGE;
  return before > 0 ? before : undefined;
}

/** What the list has says what a single read would. What is paid by it is read at once, since it names no date. */
function* recordListed(listed: readonly ListedRequest[], context: FoldContext): Job<void> {
  const requests = [...new Map(listed.map((one) => [one.requestId, one])).values()];
  const items = requests.map((one) => ({
    ...toItem({ request_id: one.requestId }, { source: "list_read", facts: listedToFacts(one) }),
    skips: isOver,
  }));
  const outcomes = yield* recordFacts(items, context);
  for (const [index, { orders }] of outcomes.entries())
    for (const { before } of orders) yield* reschedule(before, requests[index]?.hasBeenPaid, context.now);
}

function* reschedule(row: LinkedRow, isPaid: boolean | undefined, now: number): Job<void> {
  if (isPaid === true) yield* readFirst(row.id, now);
  else if (isPaid === false && row.reported === 0 && row.read_at !== null && row.read_at <= now)
    yield* scheduleRead(row.id, nextReadOf(row, now));
}

/** Older forms of the API, and some credentials, have no list. What may be otherwise the next time is thrown on. */
function ignoreUnavailable(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status === undefined || status === 429 || status >= 500) throw error;
}
