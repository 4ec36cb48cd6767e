import type { LinkedRow } from "../checkouts/checkout-table.ts";
import type { Settling } from "../checkouts/settle.ts";
import type { FactBody, FactSource } from "../domain/facts.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import type { RequestApi, Turn } from "../request-api/request-api.ts";
import type { Store } from "../store/store.ts";
import { linkToFact, requestToFact } from "./read-facts.ts";
import { beginLinkRead, readSoon, scheduleLinkRead } from "./reading-table.ts";
import { learn } from "./reads.ts";

export interface LinkReadOptions {
  store: Store;
  requestApi: RequestApi;
  settling: () => Settling;
  changed: (ids: readonly string[]) => void;
}

type Read = { fact: FactBody; source: FactSource };

/** A link that could not be read, or is just being paid, is read again. */
const RETRY_MS = 60_000;
const OVER = 403;
const COMPLETED = 409;
const IN_PROGRESS = 423;

/** Reads one link by its token: while it is open it says whose it is, and later that it is over. */
export async function readLink(row: LinkedRow, options: LinkReadOptions, turn: Turn): Promise<void> {
  const { store, requestApi, settling, changed } = options;
  const { now } = settling();
  await store.write(() => beginLinkRead(row.id, { now, again: now + RETRY_MS }));
  const answer = await requestApi.loadLink(row.token, turn).catch(toRefusal);
  const read: Read | undefined =
    typeof answer === "object"
      ? { fact: linkToFact(answer), source: "link_read" }
      : answer === OVER
        ? await readClosed(row, options, turn)
        : undefined;
  const isChanged = await store.write(function* () {
    if (answer !== IN_PROGRESS) yield* scheduleLinkRead(row.id, null);
    if (answer === COMPLETED || answer === IN_PROGRESS) yield* readSoon(row.id, now);
    return read !== undefined && (yield* learn(row, read.fact, read.source, settling()));
  });
  if (isChanged) changed([row.id]);
}

/**
 * A link that is refused is over, unless it is the credentials that are refused, or it is over because it was paid: its
 * request, read with the same credentials, tells which.
 */
async function readClosed(
  { request_id }: LinkedRow,
  { requestApi, settling }: LinkReadOptions,
  turn: Turn,
): Promise<Read | undefined> {
  const request = await requestApi.loadRequest(request_id, turn, true).catch(toRefusal);
  if (typeof request === "number") return undefined;
  const money = requestToFact(request);
  if (money) return { fact: money, source: "request_read" };
  return { fact: { kind: "closed", at: settling().now }, source: "link_read" };
}

/** Request Network's own refusal as its status. What may be otherwise the next time is thrown on. */
function toRefusal(error: unknown): number {
  const status = refusalStatus(error);
  if (status === undefined || status === 429 || status >= 500) throw error;
  return status;
}
