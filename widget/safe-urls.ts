const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL points to this machine, by http or https. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && LOOPBACK.test(hostname);
}

/** Whether an attribute may name this URL: https, or http on this machine. Relative ones are read against the page. */
export function isSafeUrl(text: string): boolean {
  const url = parseUrl(text);
  return !!url && (url.protocol === "https:" || isLoopback(url));
}

export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text, location.href);
  } catch {
    return undefined;
  }
}
