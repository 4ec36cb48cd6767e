/** What everything that a browser remembers of purchases is kept under. */
export const PREFIX = "request-checkout:";

/** Whether this browser may remember a purchase of a product; where none is named, of anything. The engine knows which. */
export function mayRemember(product: string): boolean {
  try {
    const keys = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
    return keys.some((key) => key.includes(PREFIX) && key.includes(product));
  } catch {
    return false;
  }
}
