import { createLeadership } from "../../store/leadership.ts";
import { findById, isLinked } from "../../store/tables/checkouts.ts";
import { sleep } from "../api/rate-limiter.ts";
import { readLink } from "./read-link.ts";
import { type Choice, createClientWalk, createReadingQueue, findCandidates } from "./reading-queue.ts";
import { type BackfillProgress, backfillPages, type ReadsOptions, readRequest } from "./reads.ts";
import { createRequestList } from "./request-list.ts";

export interface ReconcilerOptions extends ReadsOptions {
  /** Reading a link by its token needs the Client ID. */
  readsLinks: boolean;
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
  /** How long a search of the wallets is good for. Default 30 s. */
  backfillEveryMs?: number | undefined;
  /** How often it is looked whether there is something to do. Default 1 s. */
  idleMs?: number | undefined;
  /** How it waits while there is nothing to do. Default: real time. */
  wait?: typeof sleep | undefined;
}

export interface Reconciler {
  close(): Promise<void>;
  /** Milliseconds since the last search of all wallets, or since the start; undefined where there are no wallets, or another companion reads. */
  readonly lagMs: number | undefined;
}

const AFTER_ERROR_MS = 5000;

/**
 * Finds payments of which no delivery arrived: searches the payments of the merchant's wallets, at once and then regularly, lists the requests of
 * our Client ID where many orders wait, and reads single links by their token and single requests by their id. One call at a
 * time, within the background's share of the rate limit, and one companion of all that share a store.
 */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const {
    store,
    wallets,
    readsLinks,
    clock,
    log,
    backfillEveryMs = 30_000,
    idleMs = 1000,
    wait = sleep,
  } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const swept = new Map<string, number>();
  const tried = new Map<string, number>();
  const startedAt = clock();
  const leadership = createLeadership(store, "reconciler", clock);
  const list = createRequestList(options);
  const queue = createReadingQueue();
  const nextHidden = createClientWalk();
  let walk: AsyncGenerator<BackfillProgress, void> | undefined;
  let wasSweep = false;
  let isLeading = false;
  let wasList = false;
  let wasHidden = false;
  let errors = 0;

  /** A wallet whose payments are to be searched now. A clock that was set back holds up nothing. */
  function nextWallet(now: number): string | undefined {
    return wallets.find((wallet) => {
      const before = tried.get(wallet) ?? Number.NEGATIVE_INFINITY;
      return now < before || now - before >= backfillEveryMs;
    });
  }

  /** Searches a wallet from its first page to the last, whichever turns they get. */
  async function* searchWallet(wallet: string, now: number): AsyncGenerator<BackfillProgress, void> {
    yield* backfillPages(wallet, options, { signal });
    swept.set(wallet, now);
  }

  /** One page of the search. What goes wrong ends it. */
  async function readSweep(pages: AsyncGenerator<BackfillProgress, void>): Promise<void> {
    walk = undefined;
    const { done } = await pages.next();
    if (!done) walk = pages;
  }

  /**
   * The most urgent thing to do, if there is any. A wallet with very many payments has very many pages, as whoever pays dust
   * can bring about: single reads go on in between.
   */
  async function next(): Promise<(() => Promise<void>) | undefined> {
    const now = clock();
    const wallet = walk ? undefined : nextWallet(now);
    if (wallet) {
      tried.set(wallet, now);
      walk = searchWallet(wallet, now);
    }
    const pages = walk;
    wasSweep = pages !== undefined && !wasSweep;
    if (pages && wasSweep) return () => readSweep(pages);
    return (await nextSingle(now)) ?? (pages && (() => readSweep(pages)));
  }

  /** A page of the list, or what is to be read of one order. */
  async function nextSingle(now: number): Promise<(() => Promise<void>) | undefined> {
    const { candidates, isFull } = await store.read((tx) => findCandidates(tx, now, { readsLinks }));
    // A walk over the list has many pages: single reads go on in between.
    wasList = readsLinks && !wasList && list.isDue(candidates.length);
    if (wasList) return () => list.readPage(signal);
    wasHidden = isFull && !wasHidden;
    const hidden = wasHidden ? await store.read((tx) => nextHidden(tx, now, { readsLinks })) : undefined;
    if (hidden) return () => read({ candidate: hidden, what: hidden.isRequestDue ? "request" : "link" });
    const choice = queue.next(candidates);
    return choice && (() => read(choice));
  }

  async function read({ candidate, what }: Choice): Promise<void> {
    const row = await store.read((tx) => findById(tx, candidate.id));
    if (!row || !isLinked(row)) return;
    if (what === "link") return readLink(row, options, signal);
    await readRequest(row, options, signal);
    if (!candidate.isReported || !candidate.isLinkDue) return;
    const after = await store.read((tx) => findById(tx, candidate.id));
    if (after && isLinked(after)) await readLink(after, options, signal);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        isLeading = await leadership.isOurs();
        const work = isLeading ? await next() : undefined;
        if (work) await work();
        else await wait(idleMs, signal);
        errors = 0;
      } catch (err) {
        if (signal.aborted) return;
        errors += 1;
        log.warn({ err }, "reading Request Network failed, and will be tried again");
        // A single answer may be odd because of what a stranger has registered.
        if (errors > 1) await wait(AFTER_ERROR_MS, signal);
      }
    }
  }

  const running = run();
  return {
    async close() {
      closing.abort();
      await running;
      await leadership.resign();
    },
    get lagMs() {
      return wallets.length > 0 && isLeading
        ? clock() - Math.min(...wallets.map((wallet) => swept.get(wallet) ?? startedAt))
        : undefined;
    },
  };
}
