import type { Checkout, Link, OpenCheckout } from "../../server/contract/contract.ts";

/** What a browser remembers of a purchase, so that one click makes one link. */
export interface Remembered {
  id: string;
  amount?: string | undefined;
  currency?: string | undefined;
  /** The link that this browser has created; the companion hides its URL until the link is proven. */
  link?: Link | undefined;
  /** What the companion was asked, to be asked again to the letter if it did not answer. */
  body?: OpenCheckout | undefined;
  /** As last seen; missing until the companion has answered. */
  checkout?: Checkout | undefined;
}

/** Serves where storage throws, as in a private window or a sandboxed frame. */
export const here = new Map<string, string>();

export function recall(key: string): Remembered | undefined {
  const text = attempt(() => localStorage.getItem(key)) ?? here.get(key);
  const entry = text ? attempt(() => JSON.parse(text) as Remembered) : undefined;
  return typeof entry?.id === "string" ? entry : undefined;
}

export function forget(key: string): void {
  here.delete(key);
  attempt(() => localStorage.removeItem(key));
}

/** Storage throws in a private window. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
