import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { toPlainAddress } from "./client-network.ts";

/** More are no real chain of proxies. */
const MOST_ENTRIES = 50;

/**
 * Brings what a proxy says of its caller into the one form that the server reads: `X-Forwarded-For` with plain addresses, without
 * ports, brackets and zones. `Forwarded` (RFC 7239) counts where there is no `X-Forwarded-For`. Whether the proxy is trusted is decided later.
 */
export function normalizeForwarded({ headers }: Pick<IncomingMessage, "headers">): void {
  const addresses = addressesOf(headers);
  if (addresses) headers["x-forwarded-for"] = addresses.slice(-MOST_ENTRIES).map(toPlainAddress).join(", ");
}

function addressesOf(headers: IncomingHttpHeaders): string[] | undefined {
  const { "x-forwarded-for": plain, forwarded } = headers;
  if (plain !== undefined) return String(plain).split(",");
  if (forwarded === undefined) return undefined;
  // An element that names nobody still is one step of the chain: left out, what stands before it would count as its word.
  return forwarded.split(",").map((element) => callerIn(element) ?? "unknown");
}

/** The caller in one element of `Forwarded`: a token, or an address in quotes. */
function callerIn(element: string): string | undefined {
  const pairs = element.split(";").map((pair) => pair.split("=").map((part) => part.trim()));
  return pairs.find(([name, value]) => name?.toLowerCase() === "for" && value)?.[1];
}
