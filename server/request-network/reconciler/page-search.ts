import { isTooLarge } from "../api/call-api.ts";
import { PAYMENTS_PAGE, type PaymentsQuery, type RequestApi } from "../api/request-api.ts";
import type { PaymentsPage } from "../api/upstream-schemas.ts";

type Search = (span: PaymentsQuery, offset: number) => Promise<PaymentsPage>;

/** So many payments in a row may each be too large: then it is no payment that is. */
const MOST_SKIPPED = 3;

/**
 * Reads pages of payments: of fewer rows where one is larger than what is read of an answer, as strangers' texts may make it,
 * and of more again afterwards. A single payment that is too large is passed over.
 */
export function createPageSearch(requestApi: RequestApi, signal: AbortSignal): Search {
  let limit = PAYMENTS_PAGE;
  let skipped = 0;

  return async function search(span, offset): Promise<PaymentsPage> {
    try {
      const page = await requestApi.searchPayments({ ...span, offset, limit }, signal);
      limit = Math.min(PAYMENTS_PAGE, limit * 2);
      skipped = 0;
      return page;
    } catch (error) {
      if (!isTooLarge(error) || skipped >= MOST_SKIPPED) throw error;
      if (limit === 1) {
        skipped += 1;
        return { payments: [], count: 1, pagination: { hasMore: true } };
      }
      limit = Math.floor(limit / 2);
      return search(span, offset);
    }
  };
}
