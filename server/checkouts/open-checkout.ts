import { createHash } from "node:crypto";
import type { Catalog } from "../catalog/catalog.ts";
import { priceOf } from "../catalog/price.ts";
import type { OpenCheckout } from "../contract.ts";
import { ApiError } from "../errors.ts";
import { RETRIES_MS } from "../reconciler/schedule.ts";
import type { RequestApi } from "../request-api/request-api.ts";
import type { Job } from "../store/job.ts";
import type { Store } from "../store/store.ts";
import {
  type CheckoutRow,
  findById,
  findByRequestId,
  findByToken,
  insertCheckout,
  isLinked,
  type LinkColumns,
  type LinkedRow,
  type NewCheckout,
  saveLink,
} from "./checkout-table.ts";
import { isPayUrl, toReturnUrl } from "./safe-urls.ts";
import { type Settling, settle } from "./settle.ts";
import { isWaiting } from "./to-checkout.ts";

export interface OpenerOptions {
  store: Store;
  requestApi: RequestApi;
  catalog: Catalog;
  clock: () => number;
  apiUrl: string;
  allowedOrigins: readonly string[];
  settling: () => Settling;
  linkTtlMs: number;
  /** Payments are not found by wallet: each request is to be read by itself. */
  readsAlone: boolean;
  /** Links can be read by their token. */
  readsLinks: boolean;
  /** Reads a link for a payer who is about to go there again. Never rejects. */
  lookAgain: (row: LinkedRow) => Promise<void>;
}

/** `created` is false where an earlier call with the same id and body had opened it. */
export interface Opened {
  row: LinkedRow;
  created: boolean;
}

/** Opens a checkout for a page on `origin`. @throws {ApiError} */
export type OpenCheckoutCall = (body: OpenCheckout, origin: string) => Promise<Opened>;

export function createOpener(options: OpenerOptions): OpenCheckoutCall {
  const { store, requestApi, settling } = options;
  const creating = new Map<string, Promise<LinkedRow>>();
  const looking = new Map<string, Promise<void>>();

  async function createLink(row: CheckoutRow, body: OpenCheckout): Promise<LinkedRow> {
    const { id, amount } = row;
    const link = await requestApi.createLink({
      amount,
      reference: body.reference,
      payerIdentifier: body.payerIdentifier,
      redirectUrl:
        body.returnUrl && toReturnUrl(body.returnUrl, { id, allowedOrigins: options.allowedOrigins }),
      redirectLabel: body.returnUrl && body.returnLabel,
    });
    const columns = {
      request_id: link.requestIds[0] ?? "",
      token: link.token,
      pay_url: link.securePaymentUrl,
    };
    return store.write(() => attach(id, columns, settling()));
  }

  /** Somebody may have ended the link early; then nobody is sent there again. */
  async function upToDate(row: LinkedRow): Promise<LinkedRow> {
    if (!options.readsLinks || !isWaiting(row)) return row;
    const look = looking.get(row.id) ?? options.lookAgain(row).finally(() => looking.delete(row.id));
    looking.set(row.id, look);
    await look;
    return ((await store.read(() => findById(row.id))) as LinkedRow | undefined) ?? row;
  }

  return async (body, origin) => {
    const known = await store.read(() => findById(body.id));
    const { row, created } = known
      ? { row: known, created: false }
      : await store.write(() => claim(toRow(body, origin, options), settling()));
    if (row.body_hash !== hashOf(body))
      throw new ApiError("id_conflict", "This id belongs to another checkout: make a new one.");
    if (isLinked(row)) return { row: created ? row : await upToDate(row), created };
    const pending = creating.get(row.id) ?? createLink(row, body).finally(() => creating.delete(row.id));
    creating.set(row.id, pending);
    return { row: await pending, created };
  };
}

function hashOf(body: OpenCheckout): string {
  return createHash("sha256").update(JSON.stringify(body)).digest("base64url");
}

/** @throws {ApiError} where the purchase, the link or the way back is refused */
function toRow(body: OpenCheckout, origin: string, options: OpenerOptions): NewCheckout {
  const { id, link, returnUrl } = body;
  const { source, ...price } = priceOf(body, options.catalog);
  if (returnUrl !== undefined) toReturnUrl(returnUrl, { id, allowedOrigins: options.allowedOrigins });
  if (link && !isPayUrl(link.securePaymentUrl, { apiUrl: options.apiUrl, token: link.token })) {
    throw new ApiError("invalid_payment_url", "This is no payment page of Request Network.", {
      fields: { "link.securePaymentUrl": "must be an https URL of Request Network that carries the token" },
    });
  }
  const now = options.clock();
  return {
    id,
    body_hash: hashOf(body),
    created_at: now,
    expires_at: now + options.linkTtlMs,
    amount: price.amount,
    currency: price.currency,
    price_source: source,
    product: price.product,
    quantity: price.quantity,
    reference: body.reference ?? null,
    reference_source: body.reference === undefined ? null : "page",
    payer_identifier: body.payerIdentifier ?? null,
    origin,
    read_at: options.readsAlone ? now + RETRIES_MS : null,
    link_read_at: options.readsLinks ? now : null,
    created_by: link ? "browser" : "companion",
    request_id: link?.requestIds[0] ?? null,
    token: link?.token ?? null,
    pay_url: link?.securePaymentUrl ?? null,
  };
}

/** Takes the id and, where there is a link, its request id and token: for ever, and once. */
function* claim(row: NewCheckout, settling: Settling): Job<{ row: CheckoutRow; created: boolean }> {
  const existing = yield* findById(row.id);
  if (existing) return { row: existing, created: false };
  if (row.request_id !== null && row.token !== null) yield* refuseClaimed(row.request_id, row.token);
  yield* insertCheckout(row);
  return { row: yield* settled(row.id, settling), created: true };
}

/** Gives a reserved checkout its link, unless another companion was faster: then that link is the one. */
function* attach(id: string, link: LinkColumns, settling: Settling): Job<LinkedRow> {
  const row = yield* findById(id);
  if (row && isLinked(row)) return row;
  yield* refuseClaimed(link.request_id, link.token);
  yield* saveLink(id, link);
  return (yield* settled(id, settling)) as LinkedRow;
}

function* refuseClaimed(requestId: string, token: string): Job<void> {
  if ((yield* findByRequestId(requestId)) ?? (yield* findByToken(token))) {
    throw new ApiError("link_claimed", "This payment link belongs to another checkout: create a new one.");
  }
}

/** The row of a checkout after everything that is known of its link has been folded into it. */
function* settled(id: string, settling: Settling): Job<CheckoutRow> {
  const row = yield* findById(id);
  if (!row) throw new Error(`checkout ${id} is gone`);
  if (!isLinked(row) || !(yield* settle(row, settling, "registration"))) return row;
  return (yield* findById(id)) as LinkedRow;
}
