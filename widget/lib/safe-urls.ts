const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL points to this machine, by http or https. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && LOOPBACK.test(hostname);
}

/**
 * A URL of an attribute, absolute and without a slash at its end; empty where it is unsafe: it must be https, or http on this
 * machine. Relative ones are read against the base of the document, as links are.
 */
export function safeUrl(text: string): string {
  const url = text && parseUrl(text);
  return url && (url.protocol === "https:" || isLoopback(url)) ? url.href.replace(/\/+$/, "") : "";
}

export function parseUrl(text: string): URL | undefined {
  try {
    // Elements with that name hide what a document has.
    return new URL(text, new Text().baseURI);
  } catch {
    return undefined;
  }
}
