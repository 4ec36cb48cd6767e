import type { Link } from "../../contract/contract.ts";
import { sleep } from "../api/rate-limiter.ts";
import type { RequestApi } from "../api/request-api.ts";
import { linkToFact, type ReadFacts, requestToFacts } from "./read-facts.ts";

/** What the reads at registration have found, and which of them need not be made again soon. */
export interface RegistrationReads {
  found: readonly ReadFacts[];
  isRequestRead: boolean;
  isLinkRead: boolean;
}

/** Reads a link that a page has made, before its payer leaves. Never rejects. */
export type ReadAtRegistration = (link: Link) => Promise<RegistrationReads>;

export interface RegistrationReaderOptions {
  requestApi: RequestApi;
  /** There are credentials to read with. */
  canRead: boolean;
  /** Links can be read by their token. */
  readsLinks: boolean;
  /** All reads of a registration together. Default 3 s. */
  timeoutMs?: number | undefined;
}

const NOTHING_READ: RegistrationReads = { found: [], isRequestRead: false, isLinkRead: false };
const TIMEOUT_MS = 3000;

/**
 * Reads request and token side by side, where the budget has a place for it now. What did not answer in time is read in the
 * background.
 */
export function createRegistrationReader(options: RegistrationReaderOptions): ReadAtRegistration {
  const { requestApi, readsLinks, timeoutMs = TIMEOUT_MS } = options;

  async function read({ requestIds: [requestId = ""], token }: Link): Promise<RegistrationReads> {
    const reads = { found: [] as ReadFacts[], isRequestRead: false, isLinkRead: false };
    const readRequest = async () => {
      const state = await requestApi.loadRequest(requestId, "registration");
      reads.isRequestRead = true;
      reads.found.push({ source: "request_read", facts: requestToFacts(state, { firstOf: token }) });
    };
    const readLink = async () => {
      const answer = await requestApi.loadLink(token, "registration");
      const fact = linkToFact(answer);
      // A link that is unknown, or can't be paid now, is looked at once more; one that is being paid will be paid.
      reads.isLinkRead = answer.status === 200 || answer.status === 409 || answer.status === 401;
      if (fact) reads.found.push({ source: "link_read", facts: [fact] });
    };
    const done = new AbortController();
    await Promise.race([
      Promise.allSettled([readRequest(), ...(readsLinks ? [readLink()] : [])]),
      sleep(timeoutMs, done.signal),
    ]);
    done.abort();
    return { ...reads, found: [...reads.found] };
  }

  return async (link) => (options.canRead ? read(link) : NOTHING_READ);
}
