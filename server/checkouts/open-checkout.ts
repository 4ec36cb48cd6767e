import { createHash } from "node:crypto";
import { type Assortment, type Price, priceOf } from "../catalog/price.ts";
import type { OpenCheckout } from "../contract/contract.ts";
import { isPayUrl } from "../domain/pay-url.ts";
import { RETRIES_MS } from "../domain/read-schedule.ts";
import { ApiError } from "../http/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { isWaiting } from "../ledger/to-checkout.ts";
import type { NewLink, RequestApi } from "../request-network/api/request-api.ts";
import type { ReadAtRegistration } from "../request-network/reconciler/read-at-registration.ts";
import type { Store } from "../store/sql/store.ts";
import {
  type CheckoutRow,
  findById,
  isLinked,
  type LinkedRow,
  type NewCheckout,
} from "../store/tables/checkouts.ts";
import { attach, type Claimed, claim } from "./claim.ts";
import { toReturnUrl } from "./return-url.ts";
import { createVetting } from "./vet-link.ts";
import { createWithLease } from "./with-lease.ts";

export interface OpenerOptions {
  store: Store;
  requestApi: RequestApi;
  /** What is sold at this moment. */
  assortment: () => Assortment;
  clock: () => number;
  apiUrl: string;
  allowedOrigins: readonly string[];
  ledger: Ledger;
  linkTtlMs: number;
  /** There are credentials to read requests with. */
  canRead: boolean;
  /** Links can be read by their token. */
  readsLinks: boolean;
  /** Reads a link that a page has made, before it is registered. */
  readAtRegistration: ReadAtRegistration;
  /** Reads a link for a payer who is about to go there again. Never rejects. */
  revalidateLink: (row: LinkedRow, client: string) => Promise<void>;
  /** What stands for a client address where calls are shared out. */
  clientKey: (address: string) => string;
}

/** `created` is false where an earlier call with the same id and body had opened it. */
export interface Opened {
  row: LinkedRow;
  created: boolean;
}

/** Where a purchase comes from. */
export interface Source {
  /** The page's origin; null for a plain link, which no page needs to hold. */
  origin: string | null;
  /** Where a plain link's payer returns to; a page's is in the body. */
  returnUrl?: string;
  /** The payer's client address. */
  address: string;
}

/** Opens a checkout. @throws {ApiError} */
export type OpenCheckoutCall = (body: OpenCheckout, source: Source) => Promise<Opened>;

export function createOpener(options: OpenerOptions): OpenCheckoutCall {
  const { store, ledger, requestApi, clientKey } = options;
  const vetting = createVetting(options);
  const creating = new Map<string, Promise<LinkedRow>>();
  const inTurn = createWithLease(store, options.clock);
  const opening = new Map<string, Promise<Claimed>>();
  const looking = new Map<string, Promise<void>>();

  async function createLink(row: CheckoutRow, newLink: Partial<NewLink>, client: string): Promise<LinkedRow> {
    const { amount, reference } = row;
    const link = await requestApi.createLink(
      { amount, reference: reference ?? undefined, ...newLink },
      { payer: client },
    );
    const columns = {
      request_id: link.requestIds[0] ?? "",
      token: link.token,
      pay_url: link.securePaymentUrl,
    };
    return ledger.write((tx, context) => attach(tx, row.id, columns, context));
  }

  /** Somebody may have ended the link early; then nobody is sent there again. */
  async function upToDate(row: LinkedRow, client: string): Promise<LinkedRow> {
    if (!options.readsLinks || !isWaiting(row)) return row;
    const look =
      looking.get(row.id) ?? options.revalidateLink(row, client).finally(() => looking.delete(row.id));
    looking.set(row.id, look);
    await look;
    return ((await store.read((tx) => findById(tx, row.id))) as LinkedRow | undefined) ?? row;
  }

  return async (body, source) => {
    const known = await store.read((tx) => findById(tx, body.id));
    const way = wayBack(body, source, options.allowedOrigins);
    const { row, created } = known ? { row: known, created: false } : await openOnce(body, source);
    if (row.body_hash !== hashOf(body))
      throw new ApiError("id_conflict", "This id belongs to another checkout: make a new one.");
    const client = clientKey(source.address);
    if (isLinked(row)) {
      await vetting.refuseAgain(row);
      const current = known ? await upToDate(row, client) : row;
      await vetting.refuseAgain(current);
      return { row: current, created };
    }
    const newLink = { payerIdentifier: body.payerIdentifier, ...way };
    const pending =
      creating.get(row.id) ??
      inTurn(row.id, () => createLink(row, newLink, client)).finally(() => creating.delete(row.id));
    creating.set(row.id, pending);
    return { row: await pending, created };
  };

  /** Equal calls that arrive together open one checkout, and have its link read once. */
  async function openOnce(body: OpenCheckout, source: Source): Promise<Claimed> {
    const name = `${body.id} ${hashOf(body)}`;
    const current = opening.get(name);
    if (current) return { row: (await current).row, created: false };
    const first = openNew(body, source).finally(() => opening.delete(name));
    opening.set(name, first);
    return first;
  }

  async function openNew(body: OpenCheckout, { origin, address }: Source): Promise<Claimed> {
    const now = options.clock();
    const price = await priceOf(body, options.assortment(), { origin, now });
    const row = toRow(body, price, { ...options, origin, now, client: clientKey(address) });
    if (!body.link) return ledger.write((tx, context) => claim(tx, row, context));
    const { found, isRequestRead, isLinkRead } = await vetting.vet(row, body.link);
    const registered = {
      ...row,
      next_request_poll_at:
        isRequestRead || row.next_request_poll_at === null ? row.next_request_poll_at : now,
      next_link_poll_at: isLinkRead ? null : row.next_link_poll_at,
    };
    return ledger.write((tx, context) => claim(tx, registered, context, found));
  }
}

type Way = Pick<NewLink, "redirectUrl" | "redirectLabel">;

/** Where the hosted page's button leads. @throws {ApiError} where that is no page of the merchant's */
function wayBack(
  { id, returnUrl, returnLabel }: OpenCheckout,
  source: Source,
  allowedOrigins: readonly string[],
): Way {
  if (returnUrl === undefined) return { redirectUrl: source.returnUrl };
  return { redirectUrl: toReturnUrl(returnUrl, { id, allowedOrigins }), redirectLabel: returnLabel };
}

function hashOf(body: OpenCheckout): string {
  return createHash("sha256").update(JSON.stringify(body)).digest("base64url");
}

interface RowOptions extends OpenerOptions {
  origin: string | null;
  client: string;
  now: number;
}

/** @throws {ApiError} where the link is refused */
function toRow(body: OpenCheckout, price: Price, options: RowOptions): NewCheckout {
  const { id, link } = body;
  const { origin, now } = options;
  if (link && !isPayUrl(link.securePaymentUrl, { apiUrl: options.apiUrl, token: link.token })) {
    throw new ApiError("invalid_payment_url", "This is no payment page of Request Network.", {
      fields: { "link.securePaymentUrl": "must be an https URL of Request Network that carries the token" },
    });
  }
  const reference = price.reference ?? body.reference ?? null;
  return {
    id,
    body_hash: hashOf(body),
    created_at: now,
    expires_at: now + options.linkTtlMs,
    amount: price.amount,
    currency: price.currency,
    price_source: price.source,
    product: price.product?.id ?? null,
    quantity: price.product?.quantity ?? null,
    title: price.title ?? null,
    offer_id: price.singleUse ?? null,
    reference,
    reference_source: reference === null ? null : price.reference === undefined ? "page" : "offer",
    payer_identifier: body.payerIdentifier ?? null,
    origin,
    client: options.client,
    next_request_poll_at: options.canRead ? now + RETRIES_MS : null,
    next_link_poll_at: options.readsLinks ? now : null,
    created_by: link ? "browser" : "companion",
    policy: JSON.stringify(options.ledger.context().policy),
    request_id: link?.requestIds[0] ?? null,
    token: link?.token ?? null,
    pay_url: link?.securePaymentUrl ?? null,
  };
}
