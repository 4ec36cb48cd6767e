import type { OrderHistory } from "../../../server/contract/contract.ts";
import type { Attempt } from "../../sandbox/webhooks/courier.ts";
import type { Subject } from "./notes.ts";
import type { Findings } from "./trace.ts";

const QUICK_MS = 600;
const SLOW_MS = 4000;
/** So long after the last news it is asked quickly. */
const LIVELY_MS = 45_000;

export interface WatchOptions {
  /** The `fetch` that the trace does not watch. */
  fetch: typeof fetch;
  sandbox: string;
  subjects: () => readonly Subject[];
  tell: (findings: Findings) => void;
}

/** Asks companion and sandbox again and again after the payments of the journal, while the page is looked at. */
export function watch({ fetch, sandbox, subjects, tell }: WatchOptions): { wake: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newsAt = Date.now();
  let before = "";

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (document.hidden) return;
    if (subjects().length > 0) await ask().catch(() => {});
    clearTimeout(timer);
    timer = setTimeout(look, Date.now() - newsAt < LIVELY_MS ? QUICK_MS : SLOW_MS);
  }

  async function ask(): Promise<void> {
    const known = subjects().filter(({ hasCompanion }) => hasCompanion);
    const [attempts, ...orders] = await Promise.all([
      load<Attempt[]>(`${sandbox}/sandbox/deliveries`),
      ...known.map(({ checkoutId }) => load<OrderHistory>(`/builder/orders/${checkoutId}`)),
    ]);
    const found = { attempts: attempts ?? [], orders: orders.filter((order) => order !== undefined) };
    const now = JSON.stringify(found);
    if (now === before) return;
    before = now;
    newsAt = Date.now();
    tell(found);
  }

  /** What can't be had now may be had the next time. */
  async function load<T>(url: string): Promise<T | undefined> {
    const answer = await fetch(url, { cache: "no-store" });
    return answer.ok ? (answer.json() as Promise<T>) : undefined;
  }

  const wake = () => {
    newsAt = Date.now();
    void look();
  };
  document.addEventListener("visibilitychange", wake);
  void look();
  return { wake };
}
