import { safeUrl } from "./safe-urls.ts";

/** What is wrong with the URL in an attribute, if anything. */
export function urlFault(attribute: string, text: string): string {
  return !text || safeUrl(text) ? "" : `${attribute} must be https (or local http): ${text.slice(0, 100)}`;
}
