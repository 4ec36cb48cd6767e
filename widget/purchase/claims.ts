/** What an offer says; the companion alone can tell whether it is signed. */
export function claimsOf(offer: string): Record<string, unknown> {
  try {
    const text = atob((offer.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(text, (byte) => byte.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
