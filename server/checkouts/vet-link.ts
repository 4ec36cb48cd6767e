import type { Link } from "../contract/contract.ts";
import type { Fact } from "../domain/facts.ts";
import { type FoldContext, type OrderColumns, toOrder } from "../ledger/fold.ts";
import type { Item } from "../ledger/item.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { recordFacts } from "../ledger/record-facts.ts";
import type {
  ReadAtRegistration,
  RegistrationReads,
} from "../request-network/reconciler/read-at-registration.ts";
import { type ReadFacts, toNewFacts } from "../request-network/reconciler/read-facts.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { findById, findRivals, type LinkedRow, type NewCheckout } from "../store/tables/checkouts.ts";
import { findFacts } from "../store/tables/facts.ts";
import { refuseRefuted, refuseTestIds } from "./refusal.ts";
import { refuseHopeless } from "./rivals.ts";

export interface VettingOptions {
  store: Store;
  ledger: Ledger;
  /** Reads a link that a page has made, before it is registered. */
  readAtRegistration: ReadAtRegistration;
}

/** Refuses links that pages have made and that are not what their orders ask for. */
export interface Vetting {
  /**
   * Reads a link before anything is stored of its order.
   * @throws {ApiError} `link_claimed`, or a code of what contradicts
   */
  vet(row: NewCheckout, link: Link): Promise<RegistrationReads>;
  /** A link that was refuted after its registration is refused like one that never was registered. @throws {ApiError} */
  refuseAgain(row: LinkedRow): Promise<void>;
}

/** Whoever has paid is shown where the payment stands. */
const HAS_MONEY: ReadonlySet<string> = new Set(["paid", "refunded", "review", "partially_paid"]);

export function createVetting({ store, ledger, readAtRegistration }: VettingOptions): Vetting {
  return {
    async vet(row, link) {
      const [requestId = ""] = link.requestIds;
      refuseTestIds(link.requestIds);
      const claimant = { ...row, request_id: requestId, token: link.token };
      const order = toOrder(claimant, ledger.context().policy);
      const known = await store.read((tx) => findKnown(tx, claimant, ledger.context()));
      refuseRefuted(order, known);
      const reads = await readAtRegistration(link);
      const { now } = ledger.context();
      const read = reads.found.flatMap(({ source, facts }) =>
        facts.map((fact): Fact => ({ ...fact, source, seenAt: now })),
      );
      try {
        refuseRefuted(order, [...known, ...read]);
      } catch (error) {
        // Remembered, so that the same link is refused again without a read.
        await ledger.write((tx, context) => recordFacts(tx, [toRefused(link, reads.found)], context));
        throw error;
      }
      return reads;
    },
    async refuseAgain(row) {
      if (row.terms !== "refuted" || row.created_by !== "browser" || HAS_MONEY.has(row.status)) return;
      const facts = await store.read((tx) => findFacts(tx, row));
      refuseRefuted(toOrder(row, ledger.context().policy), facts);
    },
  };
}

/** What is known of a link that is about to be registered. @throws {ApiError} `link_claimed` */
async function findKnown(
  tx: ReadTx,
  claimant: OrderColumns & { id: string },
  context: Pick<FoldContext, "policy" | "now">,
): Promise<Fact[]> {
  const { id, request_id, token } = claimant;
  if (!(await findById(tx, id)))
    await refuseHopeless(tx, { order: claimant, rivals: await findRivals(tx, request_id, token) }, context);
  return await findFacts(tx, claimant);
}

/** Under keys of their own: if the link fits another order, what is read then counts as read then. */
function toRefused({ requestIds, token }: Link, found: readonly ReadFacts[]): Item {
  const link = { request_id: requestIds[0] ?? "", token };
  const facts = found
    .flatMap((read) => toNewFacts(link, read))
    .filter(({ fact }) => fact.kind !== "money")
    .map((fact) => ({ ...fact, key: `refused:${fact.key}` }));
  return { facts, from: { cause: "read" } };
}
