import { randomInt } from "node:crypto";
import { decimalsOf } from "../domain/currency.ts";
import { isTooLarge, refusalStatus } from "../request-network/api/call-api.ts";
import {
  type LinkAnswer,
  PAYMENTS_PAGE,
  type Priority,
  type RequestApi,
} from "../request-network/api/request-api.ts";
import type { ListedRequest, RequestsPage } from "../request-network/api/upstream-schemas.ts";
import { linkToFact, listedToFacts, requestToFacts } from "../request-network/reconciler/read-facts.ts";
import type { TrialLink } from "../store/tables/calibration.ts";
import type { Read, TrialReads } from "./learn.ts";

export interface TrialOptions {
  api: RequestApi;
  /** Links are created with the API key, not with the Client ID. */
  hasApiKey: boolean;
  /** Links can be read by their token, and listed. */
  hasClientId: boolean;
  priority: Priority;
  /** The background's calls end with it. */
  signal: AbortSignal;
}

/** Shown to whoever opens the link after all, and in the Request Portal. */
const REFERENCE = "request-checkout calibration, not to be paid";
/** No listed token has fewer decimals. */
const DECIMALS = 6;
/** Rows of a page that is smaller than the usual one. */
const FEW = 10;

/** Creates a link as the companion creates those of payers. @throws {ApiError} */
export async function createTrialLink(
  { api, priority }: Pick<TrialOptions, "api" | "priority">,
  currency: string | undefined,
): Promise<TrialLink> {
  const amount = oddAmount(currency);
  const { token, requestIds } = await api.createLink({ amount, reference: REFERENCE }, priority);
  return { token, requestId: requestIds[0] ?? "", amount };
}

/** About a cent, of which no digit is 0: in base units it can't be mistaken for another human-readable amount. */
function oddAmount(currency: string | undefined): string {
  const decimals = Math.min(DECIMALS, currency === undefined ? DECIMALS : decimalsOf(currency));
  const digits = Array.from({ length: decimals - 2 }, () => randomInt(1, 10));
  return `0.01${digits.join("")}`;
}

/** Reads a link of ours in every way there is. Never throws: a read that fails says nothing. */
export async function readTrialLink(link: TrialLink, options: TrialOptions): Promise<TrialReads> {
  const { api, priority, hasApiKey, hasClientId } = options;
  const request = await readRequest(link, options);
  const list = hasClientId ? await readList(link, options) : IMPOSSIBLE;
  const token = hasClientId ? await readToken(link, options) : IMPOSSIBLE;
  if (token.state !== "closed" || !hasApiKey) return { token, request, list };
  // Only a Client ID that is accepted elsewhere proves that it is this read which is closed.
  const asClient = await toRead("", () => api.loadRequest(link.requestId, priority, true));
  const isAccepted = asClient.state === "answered";
  return { token: isAccepted ? token : unknown("the Client ID is not accepted"), request, list };
}

const IMPOSSIBLE = { state: "impossible" } as const;

async function readRequest(
  { requestId }: TrialLink,
  { api, priority }: TrialOptions,
): Promise<TrialReads["request"]> {
  const read = await toRead("the request read", () => api.loadRequest(requestId, priority));
  if (read.state !== "answered") return read;
  const [terms] = requestToFacts(read.value);
  return terms?.kind === "request"
    ? { state: "answered", value: terms }
    : unknown("the request read is empty");
}

async function readToken(
  { token }: TrialLink,
  { api, priority }: TrialOptions,
): Promise<TrialReads["token"]> {
  const read = await toRead<LinkAnswer>("the token read", () => api.loadLink(token, priority));
  if (read.state !== "answered") return read;
  const { status } = read.value;
  if (status === 401 || status === 403) return { state: "closed" };
  const fact = status === 200 ? linkToFact(read.value) : undefined;
  return fact ? { state: "answered", value: fact } : unknown(`the token read answered ${status}`);
}

async function readList(link: TrialLink, { api, signal }: TrialOptions): Promise<TrialReads["list"]> {
  const page = (offset: number) => toRead("the request list", () => listPage(api, offset, signal), NO_LIST);
  const first = await page(0);
  if (first.state !== "answered") return first;
  const isOurs = ({ requestId }: ListedRequest) => requestId === link.requestId;
  const total = first.value.pagination?.total ?? 0;
  const last = total > PAYMENTS_PAGE ? await page(total - PAYMENTS_PAGE) : undefined;
  const others = last?.state === "answered" ? last.value.requests : [];
  const found = [...first.value.requests, ...others].find(isOurs);
  const [terms] = found ? listedToFacts(found) : [];
  return terms?.kind === "request"
    ? { state: "answered", value: terms }
    : unknown("the request list does not name the link");
}

/** What strangers name may make a page too large to be read; our link is among the newest. */
async function listPage(api: RequestApi, offset: number, signal: AbortSignal): Promise<RequestsPage> {
  try {
    return await api.listRequests({ offset, limit: PAYMENTS_PAGE }, signal);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
    return api.listRequests({ offset: offset === 0 ? 0 : offset + PAYMENTS_PAGE - FEW, limit: FEW }, signal);
  }
}

/** Refusals of the credentials. */
const CLOSED: readonly number[] = [401, 403];
/** The list is not in 0.13.0. */
const NO_LIST: readonly number[] = [...CLOSED, 404, 405];

async function toRead<T>(what: string, call: () => Promise<T>, closed = CLOSED): Promise<Read<T>> {
  try {
    return { state: "answered", value: await call() };
  } catch (error) {
    const status = refusalStatus(error);
    if (status !== undefined && closed.includes(status)) return { state: "closed" };
    return unknown(`${what} ${status === undefined ? "failed" : `answered ${status}`}`);
  }
}

function unknown(problem: string): { state: "unknown"; problem: string } {
  return { state: "unknown", problem };
}
