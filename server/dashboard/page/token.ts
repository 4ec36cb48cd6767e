const KEY = "request-checkout:merchant";

/** The merchant's token: for this tab, as long as it is open. Where storage throws, until the next load. */
let token = "";

export function recallToken(): string {
  try {
    token ||= sessionStorage.getItem(KEY) ?? "";
  } catch {}
  return token;
}

export function keepToken(text: string): void {
  token = text;
  try {
    if (text) sessionStorage.setItem(KEY, text);
    else sessionStorage.removeItem(KEY);
  } catch {}
}
