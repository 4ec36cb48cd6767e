import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import type { LongPolls } from "./long-polls.ts";
import { toEtag } from "./to-checkout.ts";

export interface FallbackPollOptions {
  store: Store;
  longPolls: LongPolls;
  log: { warn: (details: object, message: string) => void };
  /** Default 3 s. */
  everyMs?: number | undefined;
}

const AT_ONCE = 500;

/**
 * Wakes long polls for changes that somebody else has made: another companion on the store, which publishes them, or a command.
 * What was not published is found by a poll of all versions that are waited for. Calling the answer ends it.
 */
export function startFallbackPoll({
  store,
  longPolls,
  log,
  everyMs = 3000,
}: FallbackPollOptions): () => void {
  let looking: Promise<void> | undefined;

  async function lookAt(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      for (const row of await store.read((tx) => findVersions(tx, some)))
        longPolls.compare(row.id, toEtag(row));
    }
  }

  const look = () => {
    if (looking) return;
    looking = lookAt(longPolls.ids())
      .catch((err) => log.warn({ err }, "what is waited for could not be looked at"))
      .finally(() => {
        looking = undefined;
      });
  };
  store.pubsub?.subscribe(longPolls.wake, look);
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}

function findVersions(tx: ReadTx, ids: readonly string[]): Promise<{ id: string; version: number }[]> {
  return tx.query("SELECT id, version FROM checkouts WHERE id {in $1}", ids);
}
