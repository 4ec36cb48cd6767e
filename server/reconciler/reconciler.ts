import { sleep } from "../request-api/rate-limiter.ts";
import { createLeadership } from "../store/leadership.ts";
import { readLink } from "./read-link.ts";
import { findLinkToRead, findRequestToRead } from "./reading-table.ts";
import { type ReadsOptions, readRequest, sweep } from "./reads.ts";

export interface ReconcilerOptions extends ReadsOptions {
  /** Reading a link by its token needs the Client ID. */
  readsLinks: boolean;
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
  /** How long a sweep of the wallets is good for. Default 30 s. */
  sweepEveryMs?: number | undefined;
  /** How often it is looked whether there is something to do. Default 1 s. */
  idleMs?: number | undefined;
}

export interface Reconciler {
  close(): Promise<void>;
  /** Milliseconds since the last sweep of all wallets, or since the start; undefined where there are no wallets, or another companion reads. */
  readonly lagMs: number | undefined;
}

const AFTER_ERROR_MS = 5000;

/**
 * Finds what no delivery has told: sweeps the merchant's wallets, at once and then regularly, reads fresh links by their
 * token and single doubts by their request id. One call at a time, within the background's share of the rate limit, and one
 * companion of all that share a store.
 */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const { store, wallets, readsLinks, clock, log, sweepEveryMs = 30_000, idleMs = 1000 } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const swept = new Map<string, number>();
  const tried = new Map<string, number>();
  const startedAt = clock();
  const leadership = createLeadership(store, "reconciler", clock);
  let isLeading = false;
  let wasLink = false;

  /** The most urgent thing to do, if there is any. */
  async function next(): Promise<(() => Promise<void>) | undefined> {
    const now = clock();
    const wallet = wallets.find(
      (wallet) => now - (tried.get(wallet) ?? Number.NEGATIVE_INFINITY) >= sweepEveryMs,
    );
    if (wallet) {
      tried.set(wallet, now);
      const progress = () => void leadership.isOurs().catch(() => {});
      return () => sweep(wallet, options, { signal, progress }).then(() => void swept.set(wallet, now));
    }
    const link = readsLinks ? await store.read(() => findLinkToRead(now)) : undefined;
    const request = await store.read(() => findRequestToRead(now));
    // Anybody can register links without end: what is in doubt must not wait behind all of them.
    const isLinkFirst = link?.created_by === "browser" && !wasLink;
    wasLink = link !== undefined && (isLinkFirst || !request);
    if (link && wasLink) return () => readLink(link, options, signal);
    return request && (() => readRequest(request, options, signal));
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        isLeading = await leadership.isOurs();
        const work = isLeading ? await next() : undefined;
        if (work) await work();
        else await sleep(idleMs, signal);
      } catch (err) {
        if (signal.aborted) return;
        log.warn({ err }, "reading Request Network failed, and will be tried again");
        await sleep(AFTER_ERROR_MS, signal);
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
