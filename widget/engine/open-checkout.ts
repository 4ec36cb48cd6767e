import type { Checkout, Link, OpenCheckout } from "../../server/contract/contract.ts";
import { at, toCheckout } from "../api/companion.ts";
import { callJson } from "../api/http.ts";
import { Problem } from "../api/problem.ts";
import { apiUrlOf, createLink } from "../api/request-api.ts";
import { createId } from "../lib/create-id.ts";
import { urlFault } from "../lib/safe-urls.ts";
import { forget, type Remembered, recall } from "../purchase/memory.ts";
import { oneAtATime } from "../purchase/one-at-a-time.ts";
import type { Price } from "../purchase/price.ts";
import { remember } from "../purchase/remember.ts";
import { isSame, namedReference } from "../purchase/terms.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import { toBody, toItem, toReturnUrl } from "./to-request.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

interface Opening {
  /** What an earlier try has left: a link that the companion has not confirmed. */
  entry: Remembered | undefined;
  price: Price | undefined;
  key: string;
}

/** What a press has found or opened. */
export interface Opened {
  entry: Remembered;
  checkout: Checkout;
  /** It was opened by this press. */
  created: boolean;
}

export interface OpenOptions {
  key: string;
  price: Price | undefined;
  load: (id: string) => Promise<Checkout>;
}

/** The open checkout of this purchase, or a new one. @throws {Problem} */
export async function openCheckout(
  host: RequestCheckout,
  { key, price, load }: OpenOptions,
): Promise<Opened> {
  check(host);
  return oneAtATime(key, async () => {
    const known = await usable(host, { key, price, load });
    if (known?.checkout) return { entry: known, checkout: known.checkout, created: false };
    const entry = await openNew(host, { entry: known, price, key });
    return { entry, checkout: entry.checkout, created: true };
  });
}

/** @throws {Problem} where the attributes can't work */
function check(host: RequestCheckout): void {
  const { safeServer: server, product, offer, clientId, quantity } = host;
  const refuse = (why: string) => {
    throw new Problem("not_configured", why);
  };
  const fault = urlFault("server", host.server) || urlFault("api-url", host.apiUrl);
  if (fault) refuse(fault);
  if (!server && !clientId) refuse("set client-id, server, or both");
  if (!server && (product || offer)) refuse("product and offer need a server");
  if (!Number.isSafeInteger(quantity) || quantity < 1) refuse("quantity must be a whole number above 0");
}

/**
 * What is remembered of this purchase, unless it can't be used any more. A companion that is asked for the same once more
 * looks whether its link can still be paid.
 */
async function usable(
  { safeServer: server }: RequestCheckout,
  { key, price, load }: OpenOptions,
): Promise<Remembered | undefined> {
  const entry = recall(key);
  if (!entry) return undefined;
  const { amount, currency } = entry;
  const holds = !price || !amount || !currency || isSame(price, { amount, currency });
  if (!entry.checkout) return holds ? entry : undefined;
  const asking = server && entry.body ? register(server, entry.body, key) : load(entry.id);
  const checkout = await asking.catch((error: Problem) => (isFinal(error) ? undefined : entry.checkout));
  const isSettled = checkout && ["paid", "refunded", "review"].includes(checkout.status);
  if (isSettled) return { ...entry, checkout };
  const isOpen = checkout && checkout.status !== "expired" && Date.now() < Date.parse(checkout.expiresAt);
  return isOpen && holds ? { ...entry, checkout } : undefined;
}

/**
 * Opens a checkout in the way that the element's attributes ask for. What has been created is remembered before the
 * next step, so that a try after a failure goes on where this one stopped.
 * @throws {Problem}
 */
async function openNew(
  host: RequestCheckout,
  { entry: before, price, key }: Opening,
): Promise<Remembered & { checkout: Checkout }> {
  const id = before?.id ?? createId();
  let entry: Remembered = before ?? { id, ...price };
  const returnUrl = toReturnUrl(host.safeUrl("return-url", host.returnUrl), id);
  const { safeServer: server, clientId } = host;
  if (clientId && !entry.link) {
    if (!price)
      throw new Problem(
        "not_configured",
        "the price is not known: set product, offer, or amount and currency",
      );
    entry = { ...entry, link: await create(host, price, returnUrl) };
    remember(key, entry);
  }
  let checkout = toStatic(id, price, entry.link);
  if (server) {
    const way = entry.link
      ? { link: entry.link }
      : { returnUrl, ...(host.returnLabel && { returnLabel: host.returnLabel }) };
    const body = entry.body ?? { id, ...toBody(host), ...way };
    entry = { ...entry, body };
    remember(key, entry);
    checkout = await register(server, body, key);
  }
  const { amount, currency } = checkout;
  entry = { ...entry, amount, currency, checkout };
  remember(key, entry);
  return { ...entry, checkout };
}

function create(host: RequestCheckout, price: Price, redirectUrl: string): Promise<Link> {
  const { payerIdentifier, clientId } = host;
  const reference = host.reference || namedReference(host);
  return createLink(
    { url: apiUrlOf(host), clientId },
    {
      item: toItem(host, price),
      redirectUrl,
      ...(reference && { reference }),
      ...(payerIdentifier && { payerIdentifier }),
      ...(host.returnLabel && { redirectLabel: host.returnLabel }),
    },
  );
}

/** What the companion refuses for good is not asked again. */
async function register(server: string, body: OpenCheckout, key: string): Promise<Checkout> {
  try {
    return toCheckout(await callJson(at(server, "/v1/checkouts"), { body }));
  } catch (error) {
    if (isFinal(error as Problem)) forget(key);
    throw error;
  }
}

function isFinal({ code }: Problem): boolean {
  return /^(id_|link_|offer_|invalid_|unknown_|amount_|not_found)/.test(code);
}

/** Without a companion, a checkout is what the page and Request Network say. */
function toStatic(id: string, price: Price | undefined, link: Link | undefined): Checkout {
  const now = Date.now();
  return {
    id,
    status: "pending",
    amount: price?.amount ?? "0",
    currency: price?.currency ?? "",
    amountPaid: "0",
    securePaymentUrl: link?.securePaymentUrl ?? null,
    expiresAt: new Date(now + WEEK_MS).toISOString(),
    updatedAt: new Date(now).toISOString(),
  };
}
