const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether a URL points to this machine, by http or https. */
export function isLoopback({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && LOOPBACK.test(hostname);
}

/**
 * What is wrong with the URL in an attribute, if anything: it must be https, or http on this machine. Relative ones are
 * read against the base of the document, as links are.
 */
export function urlFault(attribute: string, text: string): string {
  const url = parseUrl(text);
  if (!text || (url && (url.protocol === "https:" || isLoopback(url)))) return "";
  return `${attribute} must be https (or local http): ${text.slice(0, 100)}`;
}

/** The URL of an attribute, absolute and without a slash at its end; empty where it is unsafe. */
export function safeUrl(attribute: string, text: string): string {
  return text && !urlFault(attribute, text) ? (parseUrl(text)?.href ?? "").replace(/\/+$/, "") : "";
}

export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text, document.baseURI);
  } catch {
    return undefined;
  }
}
