import { type Choices, toSearch } from "./choices.ts";
import type { Setting } from "./setting.ts";

/**
 * Writes the choices into the page's address: a step in the browser's history. `?checkout=` is the payer's return, and
 * belongs to what was sold then.
 */
export function writeAddress(choices: Choices, { products }: Setting, keepsCheckout: boolean): void {
  const returned = returnedCheckout();
  const said = new URLSearchParams(toSearch(choices, products));
  if (returned && keepsCheckout) said.set("checkout", returned);
  const address = location.pathname + (said.size > 0 ? `?${said}` : "");
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
}

/** The checkout that the payer has returned with. */
export function returnedCheckout(): string | null {
  return new URLSearchParams(location.search).get("checkout");
}

/** Whether this page was come to, rather than reloaded or gone back to. */
export function isArrival(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  return (navigation as PerformanceNavigationTiming | undefined)?.type === "navigate";
}
