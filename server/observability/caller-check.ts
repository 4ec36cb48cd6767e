import type { Warning } from "../contract/contract.ts";
import { toClientNetwork } from "../http/client-network.ts";
import { createRareLog } from "../http/rare-log.ts";

/** So many checkouts are looked at, and fewer say nothing. */
const LOOKED_AT = 20;

/** Whether payers can be told apart by their addresses, as the limits do. */
export interface CallerCheck {
  /** Somebody at this address has opened a checkout. */
  opened(address: string): void;
  /** Of the newest checkouts: how many, and from how many networks. */
  readonly callers: { checkouts: number; networks: number };
  warning(): Warning | undefined;
}

export function createCallerCheck(options: {
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
}): CallerCheck {
  const rareLog = createRareLog(options.clock);
  let newest: readonly string[] = [];

  function warning(): Warning | undefined {
    const [network] = newest;
    if (newest.length < LOOKED_AT || newest.some((other) => other !== network)) return undefined;
    return {
      code: "one_caller",
      message:
        `The last ${LOOKED_AT} checkouts all came from ${network}: to the limits, all payers are one. Most likely that is a proxy which ` +
        "does not hand the address of its caller on, or which TRUST_PROXY does not name. npm run doctor shows how this companion sees a caller.",
    };
  }

  return {
    opened(address) {
      newest = [...newest, toClientNetwork(address)].slice(-LOOKED_AT);
      const now = warning();
      if (now) rareLog.add(() => options.log.warn({ code: now.code }, now.message));
    },
    get callers() {
      return { checkouts: newest.length, networks: new Set(newest).size };
    },
    warning,
  };
}
