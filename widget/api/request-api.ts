import type { Checkout, Link } from "../../server/contract/contract.ts";
import { canonical, isDecimal } from "../purchase/decimal.ts";
import type { PurchaseAttributes } from "../purchase/purchase.ts";
import { type Call, callJson } from "./http.ts";
import { Problem, type ProblemCode } from "./problem.ts";

/** Request Network's API as a page may call it: with a Client ID, from one of its allowed origins. */
export interface RequestApi {
  url: string;
  clientId: string;
}

/** The API that a purchase goes by. */
export function apiOf({ apiUrl, clientId }: PurchaseAttributes): RequestApi {
  return { url: apiUrl.replace(/\/+$/, "") || "https://api.request.network", clientId };
}

/** What a link shall ask for, and where its page leads back to. */
export interface NewLink {
  item: Record<string, string>;
  reference?: string | undefined;
  payerIdentifier?: string | undefined;
  redirectUrl?: string | undefined;
  redirectLabel?: string | undefined;
}

/** Creates a payment link. @throws {Problem} */
export async function createLink(api: RequestApi, { item, ...optional }: NewLink): Promise<Link> {
  const answer = await call(api, "/v2/secure-payments", { body: { requests: [item], ...optional } });
  const { requestIds, token, securePaymentUrl } = answer as Partial<Link>;
  const isLink =
    Array.isArray(requestIds) &&
    requestIds.length === 1 &&
    [requestIds[0], token, securePaymentUrl].every((part) => part && typeof part === "string");
  if (!isLink) throw new Problem("bad_answer", "Request Network's answer is no payment link");
  return { requestIds, token, securePaymentUrl } as Link;
}

export interface RequestToLoad {
  requestId: string;
  /** As it was seen last. */
  checkout: Checkout;
  signal?: AbortSignal | undefined;
}

/** What a request's own state says of a checkout: for display only, since nobody has proven it. @throws {Problem} */
export async function loadRequest(
  api: RequestApi,
  { requestId, checkout, signal }: RequestToLoad,
): Promise<Checkout> {
  const answer = await call(api, `/v2/request/${encodeURIComponent(requestId)}`, { signal });
  const { hasBeenPaid, conversionBreakdown } = answer as {
    hasBeenPaid?: boolean;
    conversionBreakdown?: { paidAmount?: string };
  };
  const stated = (answer as { paidAmount?: string }).paidAmount ?? conversionBreakdown?.paidAmount;
  const amountPaid = isDecimal(stated) ? canonical(stated) : hasBeenPaid ? checkout.amount : "0";
  const status = hasBeenPaid ? "paid" : amountPaid !== "0" ? "partially_paid" : "pending";
  if (status === checkout.status && amountPaid === checkout.amountPaid) return checkout;
  const isOpen = status === "pending" || status === "partially_paid";
  return {
    ...checkout,
    status,
    amountPaid,
    securePaymentUrl: isOpen ? checkout.securePaymentUrl : null,
    updatedAt: new Date().toISOString(),
  };
}

/** Whether a link can't be paid any more: its time is over, or somebody has ended it. @throws {Problem} */
export async function isLinkOver(api: RequestApi, token: string, signal?: AbortSignal): Promise<boolean> {
  const isGone = (status: number) => status === 403 || status === 404;
  return call(api, `/v2/secure-payments/${encodeURIComponent(token)}`, {
    signal,
    toCode: (status) => (isGone(status) ? "not_found" : toCode(status)),
  }).then(
    () => false,
    (error: Problem) => {
      if (error.code === "not_found" || error.code === "invalid_request") return error.code === "not_found";
      throw error;
    },
  );
}

async function call({ url, clientId }: RequestApi, path: string, how: Call): Promise<object> {
  const answer = await callJson(url + path, {
    headers: { "x-client-id": clientId },
    toCode,
    ...how,
  });
  if (typeof answer === "object" && answer) return answer;
  throw new Problem("bad_answer", "Request Network's answer is no JSON");
}

function toCode(status: number): ProblemCode {
  if (status === 401) return "invalid_client";
  if (status === 403) return "not_allowed";
  if (status === 429) return "rate_limited";
  return status < 500 ? "invalid_request" : "unavailable";
}
