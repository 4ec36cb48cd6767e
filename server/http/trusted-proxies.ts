import { BlockList, isIP, isIPv4 } from "node:net";
import { toPlainAddress } from "./client-network.ts";

/** Names that stand for ranges. */
const NAMES: Record<string, readonly string[]> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  linklocal: ["169.254.0.0/16", "fe80::/10"],
  uniquelocal: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
};

export const PROXY_NAMES = Object.keys(NAMES);

/** Whether an entry of `TRUST_PROXY` is an address, a range (`10.0.0.0/8`), or one of the names. */
export function isProxyEntry(entry: string): boolean {
  return entry in NAMES || toRange(entry) !== undefined;
}

/** Whether an address is one of a trusted proxy. Ports, brackets and zones are no part of it. */
export function createProxyCheck(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries.flatMap((name) => NAMES[name] ?? [name])) {
    const range = toRange(entry);
    if (range) list.addSubnet(range.address, range.bits, isIPv4(range.address) ? "ipv4" : "ipv6");
  }
  return (text) => {
    const address = toPlainAddress(text);
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}

function toRange(entry: string): { address: string; bits: number } | undefined {
  const [text = "", suffix, ...more] = entry.split("/");
  const address = toPlainAddress(text);
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || isIP(text) === 0 || more.length > 0) return undefined;
  if (suffix === undefined) return { address, bits: most };
  const bits =
    most === 32 && isIPv4(suffix) ? maskBits(suffix) : /^\d{1,3}$/.test(suffix) ? Number(suffix) : 999;
  // A range of mapped addresses counts from the 96 bits before them.
  const isMapped = most === 32 && isIP(text) === 6;
  const own = isMapped ? bits - 96 : bits;
  return own >= 0 && own <= most ? { address, bits: own } : undefined;
}

/** The bits of a mask such as 255.255.0.0; too many where it has a gap. */
function maskBits(mask: string): number {
  const digits = mask
    .split(".")
    .map((part) => Number(part).toString(2).padStart(8, "0"))
    .join("");
  return /^1*0*$/.test(digits) ? digits.replaceAll("0", "").length : 999;
}
