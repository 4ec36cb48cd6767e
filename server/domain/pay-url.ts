const PAY_HOSTS = new Set(["pay.request.network", "secure.request.network"]);
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** What browsers strip or fold while they read a URL, and what Request Network refuses in one. */
export const TRICKY = /[\p{Cc}\s\\<>"'`]/u;

/** Whether a URL points to this machine: a sandbox may then stand in for Request Network. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}

/**
 * Whether a payer may be sent to this URL: Request Network's hosted page over https, or a page on this machine where the
 * API is one too. Where a token is given, the URL must carry it in one of the published forms.
 */
export function isPayUrl(text: string, { apiUrl, token }: { apiUrl: string; token: string }): boolean {
  if (TRICKY.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  const isSandbox =
    isLoopback(apiUrl) && isLoopback(text) && (url.protocol === "http:" || url.protocol === "https:");
  const isRequestNetwork = url.protocol === "https:" && PAY_HOSTS.has(url.hostname) && url.port === "";
  const carriesToken =
    (url.pathname === "/" && url.search === `?token=${token}`) ||
    (url.pathname === `/${token}` && url.search === "");
  return (
    (isSandbox || isRequestNetwork) &&
    url.username === "" &&
    url.password === "" &&
    carriesToken &&
    url.hash === ""
  );
}
