import type { Checkout } from "../../server/contract/contract.ts";
import type { Load } from "../api/companion.ts";
import type { Problem } from "../api/problem.ts";

type Listener = (checkout: Checkout) => void;

export interface Followed {
  /** Who follows the same shares one poller. */
  key: string;
  load: Load;
  /** The server holds an unchanged answer. */
  waits: boolean;
  /** Called where nobody knows such a checkout, which is then followed no more. */
  lost?: () => void;
}

const FIRST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 30_000;
/** A checkout that is not found so often is not there. */
const MOST_MISSES = 2;
/** Request Network shuts out for minutes who asks on and on. */
const LIMITED_PAUSE_MS = 60_000;
/** An unchanged answer that took this long was held by the server, so that it can be asked again at once. */
const HELD_MS = 4000;
/** The newest may wait at the server, the rest ask now and then: over HTTP/1.1 a browser opens six connections to it. */
const MOST_WAITING = 2;
const WAKERS = ["visibilitychange", "pageshow", "online"] as const;

const followers = new Map<string, Follower>();

/** Whether nothing more will happen that a payer waits for. */
export function isOver({ status }: Checkout): boolean {
  return status === "paid" || status === "refunded" || status === "expired";
}

/**
 * Follows a checkout until its story is over: one poller for each, however many elements show it. Sleeps while the page
 * is hidden, and catches up at once when it is back. The answer ends it.
 */
export function follow(followed: Followed, listener: Listener): () => void {
  const { key } = followed;
  const known = followers.get(key);
  const follower = known ?? new Follower(followed, () => followers.delete(key));
  if (!known) {
    followers.set(key, follower);
    follower.start();
    [...followers.values()].at(-1 - MOST_WAITING)?.refresh();
  }
  follower.listeners.add(listener);
  if (follower.last) listener(follower.last);
  return () => {
    follower.listeners.delete(listener);
    if (follower.listeners.size === 0) follower.stop();
  };
}

class Follower {
  readonly listeners = new Set<Listener>();
  /** What was read last: whoever comes later is told it at once. */
  last: Checkout | undefined;
  #followed: Followed;
  #done: () => void;
  #stopped = false;
  #request: AbortController | undefined;
  #wake: (() => void) | undefined;

  constructor(followed: Followed, done: () => void) {
    this.#followed = followed;
    this.#done = done;
  }

  /** Whoever is about to leave the page may still say so in the same turn. */
  start(): void {
    for (const name of WAKERS) this.#target(name).addEventListener(name, this);
    queueMicrotask(() => void this.#run());
  }

  /** The page came, went, or has a network again: whatever was under way may be dead. */
  handleEvent(): void {
    this.refresh();
  }

  /** Gives up what is under way, and asks anew where somebody looks. */
  refresh(): void {
    this.#request?.abort();
    if (!document.hidden) this.#wake?.();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const name of WAKERS) this.#target(name).removeEventListener(name, this);
    this.#request?.abort();
    this.#wake?.();
    this.#done();
  }

  async #run(): Promise<void> {
    let last = "";
    let pauseMs = 0;
    let failed = false;
    let misses = 0;
    const { load, waits, lost } = this.#followed;
    while (!this.#stopped) {
      if (pauseMs > 0 || document.hidden) await this.#sleep(pauseMs);
      if (this.#stopped || document.hidden) continue;
      const startedAt = performance.now();
      const mayWait = waits && [...followers.values()].slice(-MOST_WAITING).includes(this);
      this.#request = new AbortController();
      try {
        const checkout = await load(this.#request.signal, mayWait && !failed);
        if (this.#stopped) return;
        const seen = JSON.stringify(checkout);
        const isNews = seen !== last;
        const isHeld = isNews || failed || performance.now() - startedAt > HELD_MS;
        pauseMs = mayWait && isHeld ? 0 : isNews ? FIRST_PAUSE_MS : longer(pauseMs);
        failed = false;
        this.last = checkout;
        if (isNews) for (const listener of [...this.listeners]) listener(checkout);
        last = seen;
        if (isOver(checkout)) this.stop();
      } catch (error) {
        // An answer that was cut off may be in the browser's cache, unseen, and a waiting read would wait for the next one.
        failed = true;
        const { code } = error as Problem;
        misses = code === "not_found" ? misses + 1 : 0;
        if (misses === MOST_MISSES) {
          this.stop();
          return lost?.();
        }
        pauseMs = this.#request.signal.aborted
          ? 0
          : code === "rate_limited"
            ? LIMITED_PAUSE_MS
            : longer(pauseMs);
      }
    }
  }

  /** Until the time is over; while the page is hidden, until it is back. */
  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = document.hidden ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #target(name: (typeof WAKERS)[number]): EventTarget {
    return name === "visibilitychange" ? document : window;
  }
}

/** Half as long again, and a little by chance, so that many pages do not ask in step. */
function longer(pauseMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 1.5)) * (0.8 + Math.random() * 0.4);
}
