import { networkInterfaces } from "node:os";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../domain/pay-url.ts";
import { toClientNetwork } from "../http/client-network.ts";
import { createProxyCheck } from "../http/trusted-proxies.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";
import { isSilent, type Probe, toObject } from "./probe.ts";

const CHECK = "TRUST_PROXY";
/** Addresses that nobody has (RFC 5737). */
const MADE_UP = ["192.0.2.1", "198.51.100.1"] as const;
const isPrivate = createProxyCheck(["loopback", "linklocal", "uniquelocal"]);

/** How the companion sees a caller, and those who opened the newest checkouts. */
export interface Seen {
  network: string;
  /** A trusted proxy has named the caller. */
  isForwarded: boolean;
  checkouts: number;
  networks: number;
}

/** Two callers with made-up addresses come in by PUBLIC_URL: can payers be told apart there, and can nobody make up an address? */
export async function checkCallers(
  config: Pick<Config, "publicUrl" | "adminToken" | "adminReadToken"> & {
    listen: Pick<Config["listen"], "trustProxy">;
  },
  probe: Probe,
  own: readonly string[] = ownAddresses(),
): Promise<Finding> {
  const { publicUrl } = config;
  const { trustProxy } = config.listen;
  const token = config.adminToken ?? config.adminReadToken;
  if (!token) return skip(CHECK, "only with ADMIN_TOKEN can the companion be asked how it sees a caller");
  const url = `${publicUrl.replace(/\/$/, "")}/v1/status`;
  const seen: Seen[] = [];
  for (const address of MADE_UP) {
    const headers = { authorization: `Bearer ${token}`, "x-forwarded-for": address };
    const answer = await probe(url, { headers });
    const one = isSilent(answer) || answer.status !== 200 ? undefined : toSeen(toObject(answer));
    if (!one) return skip(CHECK, "the companion does not tell how it sees a caller");
    seen.push(one);
  }
  return judgeCallers(seen, { publicUrl, own, isOwnTrusted: own.some(createProxyCheck(trustProxy)) });
}

export function judgeCallers(
  seen: readonly Seen[],
  { publicUrl, own, isOwnTrusted }: { publicUrl: string; own: readonly string[]; isOwnTrusted: boolean },
): Finding {
  const [first] = seen;
  if (!first) return skip(CHECK, "nothing was asked");
  const { network, isForwarded, checkouts, networks } = first;
  const isProxied = !isLoopback(publicUrl);
  if (isProxied && seen.every((one, index) => one.network === MADE_UP[index]))
    return (isOwnTrusted ? warn : fail)(
      CHECK,
      "whoever writes an X-Forwarded-For is taken for that address, so that no limit holds",
      `Let the outermost proxy write X-Forwarded-For anew, and name no more in TRUST_PROXY than your own proxies.${
        isOwnTrusted ? " TRUST_PROXY names this machine: ask from another one to be sure." : ""
      }`,
    );
  if (isProxied && isPrivate(network) && !own.some((address) => toClientNetwork(address) === network))
    return warn(
      CHECK,
      isForwarded
        ? `this machine is taken for ${network}, which is another proxy's address: to the limits, all payers are one`
        : `this machine is taken for ${network}, which is a proxy's address: to the limits, all payers are one`,
      isForwarded
        ? `Let the inner proxy add to X-Forwarded-For instead of replacing it (nginx: $proxy_add_x_forwarded_for), and add ${network} to TRUST_PROXY.`
        : `Add ${network} to TRUST_PROXY, if that is your proxy.`,
    );
  if (checkouts >= 20 && networks === 1)
    return warn(
      CHECK,
      `the last ${checkouts} checkouts came from one address: to the limits, all payers are one`,
      "Let each proxy hand its caller's address on, and name each in TRUST_PROXY.",
    );
  return pass(CHECK, `this machine is taken for ${network}, whatever address it makes up`);
}

function toSeen({ caller, callers }: Record<string, unknown>): Seen | undefined {
  const { network, isForwarded } = (caller ?? {}) as Partial<Seen>;
  const { checkouts, networks } = (callers ?? {}) as Partial<Seen>;
  if (typeof network !== "string" || typeof checkouts !== "number" || typeof networks !== "number")
    return undefined;
  return { network, isForwarded: isForwarded === true, checkouts, networks };
}

/** Not the loopback ones: whoever comes by PUBLIC_URL and has one of these is a proxy on this machine. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flat();
  return all.flatMap((one) => (one && !one.internal ? one.address : []));
}
