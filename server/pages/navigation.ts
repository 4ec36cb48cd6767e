import type { IncomingHttpHeaders } from "node:http";

/**
 * What a request for a page is: a person who goes there; something else, such as an image, a frame, or a browser that
 * loads ahead; or unknown, from old browsers and from programs that look at links.
 */
export function kindOfVisit(headers: IncomingHttpHeaders): "navigation" | "other" | "unknown" {
  const purpose = [headers["sec-purpose"], headers.purpose, headers["x-moz"], headers["x-purpose"]].join(" ");
  if (/prefetch|prerender|preview/i.test(purpose)) return "other";
  const { "sec-fetch-mode": mode, "sec-fetch-dest": destination } = headers;
  // Node's `fetch`, of which Hono's proxy and others are made, names this mode in place of the browser's. No browser names it
  // without a destination, or with that of a document.
  const isRelayed = mode === "cors";
  if ((mode === undefined || isRelayed) && destination === undefined) return "unknown";
  return (mode === "navigate" || isRelayed) && destination === "document" ? "navigation" : "other";
}
