import { createHmac } from "node:crypto";
import { isIP, isIPv4 } from "node:net";

/**
 * The network that a client address stands for where shares and limits are counted: an IPv4 address itself, and of IPv6 the
 * /64, of which anybody has all addresses. What is no address stays as it is.
 */
export function toClientNetwork(address: string): string {
  const plain = toPlainAddress(address);
  if (isIP(plain) !== 6) return plain;
  return `${toGroups(plain)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/**
 * An address as proxies and sockets write it, without what does not belong to it: quotes, brackets, a port, a zone. An IPv4 address that
 * is written as IPv6 is IPv4. What is no address stays as it is.
 */
export function toPlainAddress(text: string): string {
  const [plain = ""] = withoutPort(text.trim().replace(/^"(.*)"$/, "$1")).split("%", 1);
  if (isIP(plain) !== 6) return plain;
  const groups = toGroups(plain);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return plain;
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 255])
    .join(".");
}

/** What a checkout keeps of the address that registered it: a keyed hash, by which nobody finds the address again. */
export function createClientKey(secret: string): (address: string) => string {
  return (address) =>
    createHmac("sha256", secret)
      .update(`client:${toClientNetwork(address)}`)
      .digest("base64url")
      .slice(0, 12);
}

function withoutPort(address: string): string {
  const [, inBrackets] = /^\[([^\]]+)\](?::\d*)?$/.exec(address) ?? [];
  if (inBrackets) return inBrackets;
  const [host = "", port] = address.split(":");
  return isIPv4(host) && port !== undefined ? host : address;
}

/** The eight groups of an IPv6 address. */
function toGroups(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const numbers = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  const [first, last] = [numbers(head), numbers(tail ?? "")];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}
