import { isLoopback } from "../domain/pay-url.ts";
import { createProxyCheck, isProxyEntry, PROXY_NAMES } from "../http/trusted-proxies.ts";
import { type Finding, fail, pass, warn } from "./finding.ts";

const CHECK = "TRUST_PROXY";

/** Whether the addresses that are trusted to name their callers can be right. */
export function checkProxy(settings: {
  host: string;
  publicUrl: string;
  trustProxy: readonly string[];
}): Finding {
  const { host, publicUrl, trustProxy } = settings;
  const bad = trustProxy.find((entry) => !isProxyEntry(entry));
  if (bad !== undefined)
    return fail(
      CHECK,
      `${JSON.stringify(bad)} is no address, no range and none of ${PROXY_NAMES.join(", ")}`,
      "Write the proxy's address as the companion sees it, such as 127.0.0.1 or 10.0.0.0/8.",
    );
  const everyone = trustProxy.find((entry) => /\/0$/.test(entry));
  if (everyone)
    return fail(
      CHECK,
      `${everyone} is everyone: whoever writes an X-Forwarded-For is not limited any more`,
      "Name the proxy's own address only.",
    );
  const isBehindProxy = publicUrl.startsWith("https:") && !isLoopback(publicUrl);
  if (isBehindProxy && trustProxy.length === 0)
    return warn(
      CHECK,
      "PUBLIC_URL is https, so a proxy is in front, and none is trusted: all payers share one address and one rate limit",
      "Set it to the proxy's address as the companion sees it: 127.0.0.1 where it runs on the same machine.",
    );
  if (isBehindProxy && isOwnMachine(host) && !trustProxy.some(isOwnMachine))
    return warn(
      CHECK,
      `the companion listens on ${host}, so its proxy comes from this machine, which is not trusted`,
      "Add 127.0.0.1.",
    );
  return pass(CHECK, trustProxy.length > 0 ? trustProxy.join(", ") : "no proxy, and none is trusted");
}

function isOwnMachine(entry: string): boolean {
  if (entry === "loopback" || entry === "localhost") return true;
  const isIncluded = createProxyCheck([entry]);
  return isIncluded("127.0.0.1") || isIncluded("::1");
}
