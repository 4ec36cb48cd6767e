import { isLoopback, parseUrl } from "../lib/safe-urls.ts";

/** Whether a payer may be sent there: Request Network's hosted page, or a page of this machine where the API is one. */
export function isPayUrl(text: string, apiUrl: string): boolean {
  const url = /^https?:\/\//.test(text) ? parseUrl(text) : undefined;
  const api = parseUrl(apiUrl);
  if (!url || !api || url.username || url.password) return false;
  const isHosted =
    url.protocol === "https:" && /^(pay|secure)\.request\.network$/.test(url.hostname) && !url.port;
  return isHosted || (isLoopback(url) && isLoopback(api));
}
