import type { Checkout, Link, OpenCheckout } from "../../server/contract/contract.ts";
import { at, checkoutReader, loadCatalogPrice, toCheckout } from "../api/companion.ts";
import { callJson } from "../api/http.ts";
import { Problem } from "../api/problem.ts";
import { apiOf, createLink } from "../api/request-api.ts";
import { createId } from "../lib/create-id.ts";
import { toFamily } from "../purchase/identity.ts";
import { withLock } from "../purchase/lock.ts";
import type { Price, Purchase } from "../purchase/purchase.ts";
import { forget, type Remembered, recall, remember, update } from "../purchase/remember.ts";
import { isSame, isSingleUse, namedReference } from "../purchase/terms.ts";
import type { Opened } from "./inputs.ts";
import { payUrlOf, unsafeUrl } from "./pay-url-of.ts";
import { requestReader } from "./request-reader.ts";
import { toBody, toItem, toReturnUrl } from "./to-request.ts";

/** How long a price is waited for that is only compared. */
const SPARE_MS = 2000;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

type Confirmed = Remembered & { checkout: Checkout };

/**
 * The open checkout of a purchase, or a new one. Everything is taken from the snapshot. `isDropped` says that the press was
 * undone: then nothing more is opened, or remembered.
 * @throws {Problem}
 */
export async function openCheckout(purchase: Purchase, isDropped: () => boolean): Promise<Opened> {
  check(purchase);
  const price = purchase.price ?? (purchase.product ? await readPrice(purchase) : undefined);
  return withLock(purchase.key, async () => {
    const known = await usable(purchase, price);
    if (known?.checkout) return toOpened(purchase, known as Confirmed, { created: false, price });
    const entry = await openNew({ ...purchase, price }, known, isDropped);
    if (isDropped()) forget(purchase.key);
    return toOpened(purchase, entry, { created: true, price });
  });
}

/** A link that the browser makes needs the price. Where the companion makes it, a price that can't be read stops nobody. */
function readPrice(purchase: Purchase): Promise<Price | undefined> {
  if (purchase.clientId) return loadCatalogPrice(purchase);
  return loadCatalogPrice(purchase, SPARE_MS).catch(() => undefined);
}

function toOpened(
  purchase: Purchase,
  { checkout, link }: Confirmed,
  { created, price }: Pick<Opened, "created" | "price">,
): Opened {
  const payUrl = payUrlOf(checkout, { apiUrl: apiOf(purchase).url, link });
  const problem = unsafeUrl({ checkout, link, payUrl, created });
  return { checkout, payUrl, problem, created, price, isLinkOurs: !!link };
}

/** @throws {Problem} where the attributes can't work */
function check({ faults: [fault], server, clientId, product, offer, quantity }: Purchase): void {
  const refuse = (why: string) => {
    throw new Problem("not_configured", why);
  };
  if (fault) refuse(fault);
  if (self.origin === "null")
    refuse("this page has no origin: a sandboxed frame needs allow-same-origin, and a file a web server");
  if (!server && !clientId) refuse("set client-id, server, or both");
  if (!server && (product || offer)) refuse("product and offer need a server");
  if (!Number.isSafeInteger(quantity) || quantity < 1) refuse("quantity must be a whole number above 0");
}

/**
 * What is remembered of this purchase, unless it can't be used any more. A companion that is asked for the same once more
 * looks whether its link can still be paid. It is its word that counts, not the payer's clock.
 */
async function usable(purchase: Purchase, price: Price | undefined): Promise<Remembered | undefined> {
  const { key, server } = purchase;
  const entry = recall(key);
  if (!entry) return undefined;
  const { amount, currency } = entry;
  const isPriced = !price || !amount || !currency || isSame(price, { amount, currency });
  const isLed = entry.returns === toReturns(purchase) || isSingleUse(purchase);
  const holds = isPriced && isLed;
  if (!entry.checkout) return holds ? entry : undefined;
  const asking = server
    ? entry.body
      ? register(purchase, entry.body)
      : checkoutReader(server, entry.id)(undefined, false)
    : requestReader(purchase, key)(undefined, false);
  const checkout = await asking.catch((error: Problem) => (isFinal(error) ? undefined : entry.checkout));
  if (!checkout || checkout.status === "expired") return undefined;
  const isSettled = ["paid", "refunded", "review"].includes(checkout.status);
  return isSettled || holds ? { ...entry, checkout } : undefined;
}

/**
 * Opens a checkout in the way that the purchase asks for. What has been created is remembered before the next step, so that a
 * try after a failure goes on where this one stopped.
 * @throws {Problem}
 */
async function openNew(
  purchase: Purchase,
  before: Remembered | undefined,
  isDropped: () => boolean,
): Promise<Confirmed> {
  const { key, server, clientId, price } = purchase;
  const id = before?.id ?? createId();
  const returnUrl = toReturnUrl(purchase, id);
  const opening = { id, family: toFamily(purchase), openedAt: Date.now(), returns: toReturns(purchase) };
  let entry: Remembered = before ?? { ...opening, ...price };
  if (clientId && !entry.link) {
    if (!price)
      throw new Problem(
        "not_configured",
        "the price is not known: set product, offer, or amount and currency",
      );
    entry = { ...entry, link: await create(purchase, price, returnUrl) };
    stopIf(isDropped());
    remember(key, entry);
  }
  let checkout = toStatic(id, price, entry.link);
  if (server) {
    entry = {
      ...entry,
      body: entry.body ?? { id, ...toBody(purchase), ...wayOf(purchase, entry, returnUrl) },
    };
    stopIf(isDropped());
    remember(key, entry);
    checkout = await register(purchase, entry.body as OpenCheckout);
  }
  const { amount, currency } = checkout;
  if (!isDropped()) update(key, id, { amount, currency, checkout });
  return { ...entry, amount, currency, checkout };
}

/** By the link that the browser has made, or by one that the companion makes. */
function wayOf({ returnLabel }: Purchase, { link }: Remembered, returnUrl: string | undefined): object {
  if (link) return { link };
  return returnUrl ? { returnUrl, ...(returnLabel && { returnLabel }) } : {};
}

function create(purchase: Purchase, price: Price, redirectUrl: string | undefined): Promise<Link> {
  const { payerIdentifier, returnLabel } = purchase;
  const reference = purchase.reference || namedReference(purchase);
  return createLink(apiOf(purchase), {
    item: toItem(purchase, price),
    ...(redirectUrl && { redirectUrl }),
    ...(reference && { reference }),
    ...(payerIdentifier && { payerIdentifier }),
    ...(redirectUrl && returnLabel && { redirectLabel: returnLabel }),
  });
}

/** What the companion rejects for good is not asked again. */
async function register({ server, key }: Purchase, body: OpenCheckout): Promise<Checkout> {
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

function stopIf(isDropped: boolean): void {
  if (isDropped) throw new Problem("not_found", "the press was undone");
}

function toReturns({ returnUrl, returnLabel }: Purchase): string {
  return `${returnUrl} ${returnLabel}`;
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
