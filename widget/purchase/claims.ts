import { fromBase64Url } from "./price.ts";

/** What an offer says; the companion alone can tell whether it is signed. */
export function claimsOf(offer: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(fromBase64Url(offer.split(".")[1]), (byte) => byte.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
