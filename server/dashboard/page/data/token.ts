const KEY = "request-checkout:merchant-token";

let inMemory = "";

/** The merchant's token, as it was typed in this tab; empty where none was. It is never in an address, and never leaves but as a header. */
export function recallToken(): string {
  try {
    return sessionStorage.getItem(KEY) ?? inMemory;
  } catch {
    return inMemory;
  }
}

/** Keeps the token until the tab is closed. Where storage is refused, until the page is. */
export function rememberToken(token: string): void {
  inMemory = token;
  try {
    if (token) sessionStorage.setItem(KEY, token);
    else sessionStorage.removeItem(KEY);
  } catch {}
}
