import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import type { Changes } from "./long-polls.ts";
import { toEtag } from "./to-checkout.ts";

export interface ChangeNetOptions {
  store: Store;
  changes: Changes;
  log: { warn: (details: object, message: string) => void };
  /** Default 3 s. */
  everyMs?: number | undefined;
}

const AT_ONCE = 500;

/**
 * Wakes those who wait for what somebody else has changed: another companion on the store, which says so over the wire, or a
 * command. What was not said is found by looking now and then at all that is waited for. Calling the answer ends it.
 */
export function startChangeNet({ store, changes, log, everyMs = 3000 }: ChangeNetOptions): () => void {
  let looking: Promise<void> | undefined;

  async function lookAt(ids: readonly string[]): Promise<void> {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      for (const row of await store.read((tx) => findVersions(tx, some)))
        changes.compare(row.id, toEtag(row));
    }
  }

  const look = () => {
    if (looking) return;
    looking = lookAt(changes.ids())
      .catch((err) => log.warn({ err }, "what is waited for could not be looked at"))
      .finally(() => {
        looking = undefined;
      });
  };
  store.wire?.listen(changes.hear, look);
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}

function findVersions(tx: ReadTx, ids: readonly string[]): Promise<{ id: string; version: number }[]> {
  return tx.query("SELECT id, version FROM checkouts WHERE id {in $1}", ids);
}
