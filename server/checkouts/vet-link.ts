import type { Link } from "../contract.ts";
import type { Fact } from "../domain/facts.ts";
import { toOrder } from "../ledger/fold.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Item, recordFacts } from "../ledger/record-facts.ts";
import type { ReadAtRegistration, RegistrationReads } from "../reconciler/read-at-registration.ts";
import { type ReadFacts, toNewFacts } from "../reconciler/read-facts.ts";
import type { Job } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import { findById, type LinkedRow, type NewCheckout } from "../store/tables/checkouts.ts";
import { findFacts } from "../store/tables/facts.ts";
import { tokenSubject } from "../store/tables/subject.ts";
import { refuseClaimed } from "./claim.ts";
import { refuseRefuted, refuseTestIds } from "./refusal.ts";

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
      const order = toOrder({ ...row, request_id: requestId }, ledger.context().policy);
      const known = await store.read(() => findKnown(row.id, requestId, link.token));
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
        await ledger.write((context) => recordFacts([toRefused(link, reads.found)], context));
        throw error;
      }
      return reads;
    },
    async refuseAgain(row) {
      if (row.terms !== "refuted" || row.created_by !== "browser" || HAS_MONEY.has(row.status)) return;
      const facts = await store.read(() => findFacts(row.request_id, tokenSubject(row.token)));
      refuseRefuted(toOrder(row, ledger.context().policy), facts);
    },
  };
}

/** What is known of a link that is about to be registered. @throws {ApiError} `link_claimed` */
function* findKnown(id: string, requestId: string, token: string): Job<Fact[]> {
  if (!(yield* findById(id))) yield* refuseClaimed(requestId, token);
  return yield* findFacts(requestId, tokenSubject(token));
}

/**
 * Under keys of their own: if the link fits another order, what is read then counts as read then. A token read is about the
 * token: whoever names somebody else's request id beside a token of their own must not spoil that request.
 */
function toRefused({ requestIds, token }: Link, found: readonly ReadFacts[]): Item {
  const refused = found.flatMap((read) =>
    toNewFacts(read.source === "link_read" ? tokenSubject(token) : (requestIds[0] ?? ""), read),
  );
  const facts = refused
    .filter(({ fact }) => fact.kind !== "money")
    .map((fact) => ({ ...fact, key: `refused:${fact.key}` }));
  return { facts, from: { cause: "read" } };
}
