import type { ServerResponse } from "node:http";
import type { Checkout, OpenCheckout } from "../../server/contract/contract.ts";
import { multiply } from "../../widget/purchase/decimal.ts";

/** What a route answers. Without anything: what a well-behaved server would. */
export interface WidgetAnswer {
  status?: number;
  body?: unknown;
  /** Instead of `body`: not JSON. */
  text?: string;
  headers?: Record<string, string>;
  /** Laid over the well-behaved body. */
  patch?: object;
  /** The request stays open for ever. */
  never?: boolean;
  /** The connection is cut in the midst of the answer. */
  cut?: boolean;
}

/** A request as it came in, world name taken off. */
export interface WidgetCall {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

const PRODUCT = { id: "sticker", title: "Sticker", amount: "10", currency: "USDC-base" };

/** One test's companion (`/companion`) and Request API (`/api`): well-behaved, but for what the test scripts. */
export class WidgetWorld {
  readonly calls: WidgetCall[] = [];
  /** What is not answered yet. */
  readonly open = new Set<ServerResponse>();
  /** By route, such as `POST /companion/v1/checkouts`: one answer for each call; the last one stays. */
  readonly script: Record<string, WidgetAnswer[]> = {};
  readonly #checkouts = new Map<string, Checkout>();
  readonly #versions = new Map<string, number>();
  #request: object = { hasBeenPaid: false };
  #links = 0;
  #changed = new Set<() => void>();

  async answer(call: WidgetCall): Promise<WidgetAnswer> {
    this.calls.push(call);
    const path = call.path.split("?")[0] ?? "";
    const route = `${call.method} ${path.replace(/(checkouts|products|request|secure-payments)\/[^/]+$/, "$1/:id")}`;
    const script = this.script[route] ?? [];
    const scripted = (script.length > 1 ? script.shift() : script[0]) ?? {};
    if (Object.keys(scripted).some((key) => key !== "patch" && key !== "headers")) return scripted;
    const answer = await this.#behave(route, call);
    const body = scripted.patch ? { ...(answer.body as object), ...scripted.patch } : answer.body;
    return {
      ...answer,
      ...(answer.status === 304 ? {} : { body }),
      headers: { ...answer.headers, ...scripted.headers },
    };
  }

  /** Changes what is known of a checkout, and answers who waits for it. */
  change(id: string, patch: Partial<Checkout>): void {
    const checkout = this.#checkouts.get(id) ?? toCheckout({ id });
    this.#checkouts.set(id, { ...checkout, ...patch, updatedAt: new Date().toISOString() });
    this.#versions.set(id, (this.#versions.get(id) ?? 1) + 1);
    for (const wake of [...this.#changed]) wake();
  }

  /** Frees the connections: a browser has six for all tests together. */
  close(): void {
    for (const response of this.open) response.destroy();
  }

  /** What `GET /v2/request/{id}` says from now on. */
  changeRequest(request: object): void {
    this.#request = request;
  }

  async #behave(route: string, call: WidgetCall): Promise<WidgetAnswer> {
    const id = call.path.split("?")[0]?.split("/").at(-1) ?? "";
    if (route === "GET /companion/v1/products/:id")
      return id === PRODUCT.id ? { body: PRODUCT } : refusal(404, "not_found");
    if (route === "POST /companion/v1/checkouts") return this.#register(call.body as OpenCheckout);
    if (route === "GET /companion/v1/checkouts/:id") return this.#read(id, call);
    if (route === "POST /api/v2/secure-payments") return { status: 201, body: this.#createLink() };
    if (route === "GET /api/v2/secure-payments/:id") return { body: { status: "pending" } };
    if (route === "GET /api/v2/request/:id") return { body: this.#request };
    return refusal(404, "not_found");
  }

  #createLink() {
    this.#links++;
    const token = `token-${this.#links}`;
    return {
      requestIds: [`request-${this.#links}`],
      token,
      securePaymentUrl: `https://pay.request.network/?token=${token}`,
      feePlan: null,
    };
  }

  #register(body: OpenCheckout): WidgetAnswer {
    const known = this.#checkouts.get(body.id);
    const url = body.link?.securePaymentUrl ?? known?.securePaymentUrl ?? this.#createLink().securePaymentUrl;
    const checkout = known ?? toCheckout(body);
    this.#checkouts.set(body.id, body.link ? checkout : { ...checkout, securePaymentUrl: url });
    return { status: known ? 200 : 201, body: { ...checkout, securePaymentUrl: url } };
  }

  async #read(id: string, call: WidgetCall): Promise<WidgetAnswer> {
    if (!this.#checkouts.has(id)) return refusal(404, "not_found");
    const query = new URLSearchParams(call.path.split("?")[1]);
    const version = () => String(this.#versions.get(id) ?? 1);
    const tag = call.headers["if-none-match"]?.replace(/^W\/|"/g, "");
    if (query.has("wait") && (query.get("after") ?? tag) === version()) await this.#change();
    const headers = { etag: `"${version()}"`, "cache-control": "private, no-cache" };
    if (tag === version()) return { status: 304, headers };
    return { body: { ...this.#checkouts.get(id), version: version() }, headers };
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#changed.delete(wake);
        resolve();
      };
      this.#changed.add(wake);
    });
  }
}

function toCheckout({ id, product, quantity = 1, amount, currency }: Partial<OpenCheckout>): Checkout {
  return {
    id: id ?? "",
    status: "pending",
    amount: product ? multiply(PRODUCT.amount, quantity) : (amount ?? PRODUCT.amount),
    currency: currency ?? PRODUCT.currency,
    amountPaid: "0",
    securePaymentUrl: null,
    expiresAt: new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString(),
    updatedAt: new Date().toISOString(),
  };
}

function refusal(status: number, code: string): WidgetAnswer {
  return { status, body: { error: { code, message: code } } };
}
