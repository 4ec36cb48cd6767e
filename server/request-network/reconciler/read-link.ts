import type { Ledger } from "../../ledger/ledger.ts";
import { recordFacts } from "../../ledger/record-facts.ts";
import type { Store } from "../../store/sql/store.ts";
import { beginLinkRead, readFirst, readSoon, scheduleLinkRead } from "../../store/tables/checkout-reads.ts";
import type { LinkedRow } from "../../store/tables/checkouts.ts";
import { refusalStatus } from "../api/call-api.ts";
import type { Priority, RequestApi } from "../api/request-api.ts";
import { linkToFact, type ReadFacts, requestToFacts } from "./read-facts.ts";
import { isOver, toItem } from "./reads.ts";

export interface LinkReadOptions {
  store: Store;
  requestApi: RequestApi;
  ledger: Ledger;
}

/** A link that could not be read, or is just being paid, is read again. */
const RETRY_MS = 60_000;

/** Reads one link by its token: that tells whose it is, and later that it can't be paid any more. */
export async function readLink(row: LinkedRow, options: LinkReadOptions, priority: Priority): Promise<void> {
  const { store, requestApi, ledger } = options;
  const { now } = ledger.context();
  if (isOver(row)) return store.write((tx) => scheduleLinkRead(tx, row.id, null));
  await store.write((tx) => beginLinkRead(tx, row.id, { now, again: now + RETRY_MS }));
  const answer = await requestApi.loadLink(row.token, priority);
  const found = linkToFact(answer);
  const facts: ReadFacts = found
    ? { source: "link_read", facts: [found] }
    : answer.status === 403
      ? await readClosed(row, options, priority)
      : { source: "link_read", facts: [] };
  await ledger.write(async (tx, context) => {
    if (facts.facts.length > 0) await recordFacts(tx, [toItem(row, facts)], context);
    if (answer.status !== 423) await scheduleLinkRead(tx, row.id, null);
    if (answer.status === 409) await readFirst(tx, row.id, now);
    if (answer.status === 423) await readSoon(tx, row.id, now);
  });
}

/**
 * A link that is refused is over, unless it is the credentials that are refused, or it is over because it was paid: its
 * request, read with the same credentials, tells which.
 */
async function readClosed(
  { request_id }: LinkedRow,
  { requestApi, ledger }: LinkReadOptions,
  priority: Priority,
): Promise<ReadFacts> {
  const request = await requestApi.loadRequest(request_id, priority, true).catch(ignoreRefusal);
  if (!request) return { source: "request_read", facts: [] };
  const facts = requestToFacts(request);
  if (facts.some(({ kind }) => kind === "money")) return { source: "request_read", facts };
  return { source: "link_read", facts: [{ kind: "closed", at: ledger.context().now }] };
}

/** Request Network's own refusal says nothing. What may be otherwise the next time is thrown on. */
function ignoreRefusal(error: unknown): undefined {
  const status = refusalStatus(error);
  if (status === undefined || status === 429 || status >= 500) throw error;
}
