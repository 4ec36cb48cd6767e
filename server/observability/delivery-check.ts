import type { Warning } from "../contract/contract.ts";
import { createRareLog } from "../http/rare-log.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { createRefusalLog } from "./refusal-log.ts";

const HOUR_MS = 60 * 60_000;
/** The attempts of a delivery are over after this: what a read has found before it may still be delivered. */
const GRACE_MS = 2 * 60_000;
/** So many signed webhooks that were refused within so long are no single mistake. */
const ENOUGH_REFUSED = 3;
const REFUSED_MS = 15 * 60_000;
/** So many of the newest changes are looked at. */
const NEWEST = 2000;

interface Missing {
  count: number;
  /** The running number of the newest one. */
  newest: number;
}

/** Payments that reads have found within an hour, and of whose request or link no delivery has ever come. */
export async function findMissing(tx: ReadTx, now: number): Promise<Missing> {
  const row = await tx.queryOne<{ count: number; newest: number | null }>(
    `SELECT count(*) AS count, max(changes.seq) AS newest FROM changes JOIN checkouts ON checkouts.seq = changes.checkout_seq
      WHERE changes.seq > (SELECT coalesce(max(seq), 0) FROM changes) - ${NEWEST} AND changes.cause = 'read'
        AND changes.at > $1 AND changes.at <= $2 AND checkouts.status IN ('paid', 'partially_paid', 'review', 'refunded')
        AND NOT EXISTS (SELECT 1 FROM facts WHERE facts.delivery IS NOT NULL
          AND facts.subject IN (checkouts.request_id, 'token:' || checkouts.token))`,
    now - HOUR_MS,
    now - GRACE_MS,
  );
  return { count: Number(row?.count ?? 0), newest: Number(row?.newest ?? 0) };
}

/** Whether Request Network's webhooks arrive, and are accepted. */
export interface DeliveryCheck {
  accepted(): void;
  refused(isSigned: boolean): void;
  /** Looks for payments of which no webhook has arrived. */
  look(): Promise<void>;
  /** How many there were within the last hour. */
  readonly missing: number;
  warnings(): Warning[];
}

export interface DeliveryCheckOptions {
  store: Store;
  clock: () => number;
  log: { warn: (details: object, message: string) => void };
}

export function createDeliveryCheck({ store, clock, log }: DeliveryCheckOptions): DeliveryCheck {
  const refusals = createRefusalLog({ clock, log });
  const rareLog = createRareLog(clock);
  let missing: Missing = { count: 0, newest: 0 };
  let hasAccepted = false;
  /** When signed webhooks were refused; the newest last. */
  let refusedAt: readonly number[] = [];

  function missingWarning(): Warning | undefined {
    if (missing.count === 0) return undefined;
    const payments = missing.count === 1 ? "1 payment" : `${missing.count} payments`;
    return {
      code: "webhooks_missing",
      message:
        `Webhooks seem not to arrive: reads have found ${payments} within an hour of which no webhook has come. ` +
        `${likelyCause({ hasAccepted, hasRefused: refusedAt.length > 0 })}. npm run doctor tries a webhook.`,
    };
  }

  function refusedWarning(): Warning | undefined {
    const now = clock();
    const isNow = refusedAt.filter((at) => Math.abs(now - at) <= REFUSED_MS).length === ENOUGH_REFUSED;
    if (hasAccepted || !isNow) return undefined;
    return {
      code: "signatures_refused",
      message:
        "Webhooks are refused for their signature, and none was accepted since the start. Compare REQUEST_WEBHOOK_SECRET with the secret in the " +
        "Request Portal; a proxy may also change bodies. npm run doctor tries a signed webhook.",
    };
  }

  return {
    accepted() {
      hasAccepted = true;
      refusals.accepted();
    },
    refused(isSigned) {
      if (isSigned) refusedAt = [...refusedAt, clock()].slice(-ENOUGH_REFUSED);
      refusals.refused(isSigned);
    },
    async look() {
      const before = missing;
      missing = await store.read((tx) => findMissing(tx, clock()));
      const now = missingWarning();
      if (now && missing.newest > before.newest)
        rareLog.add(() => log.warn({ code: now.code, count: missing.count }, now.message));
    },
    get missing() {
      return missing.count;
    },
    warnings: () => [missingWarning(), refusedWarning()].filter((warning) => warning !== undefined),
  };
}

function likelyCause({ hasAccepted, hasRefused }: Record<"hasAccepted" | "hasRefused", boolean>): string {
  if (hasAccepted)
    return "Others arrive: this companion, or what stands before it, was away for more than half a minute";
  if (hasRefused)
    return "Some were refused for their signature: compare REQUEST_WEBHOOK_SECRET with the secret in the Request Portal";
  return "None has arrived since the start: compare the address of the webhook in the Request Portal with PUBLIC_URL and /webhooks/request, and look for a firewall between";
}

/** Looks every minute. Calling the answer ends it. */
export function startDeliveryCheck(
  check: DeliveryCheck,
  { everyMs = 60_000, log }: { everyMs?: number | undefined; log: DeliveryCheckOptions["log"] },
): () => void {
  const timer = setInterval(
    () => void check.look().catch((err) => log.warn({ err }, "missing webhooks could not be looked for")),
    everyMs,
  );
  return () => clearInterval(timer);
}
