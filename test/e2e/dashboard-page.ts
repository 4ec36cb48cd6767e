import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { Demo } from "../../demo/start-demo.ts";
import type { OrderHistory, Resolution } from "../../server/contract/contract.ts";
import { type EventFields, newRequestId, newToken, paymentEvent, sign } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { post } from "./hosted-page.ts";
import { type OpenDemoOptions, openDemo } from "./open-demo.ts";

/** The demo's, of `whsec_sandbox`. */
const WEBHOOK_SECRET = "whsec_sandbox";

/** An order that a payer has opened. */
export interface Opened {
  id: string;
  /** Of its payment link in the sandbox. */
  token: string;
  requestId: string;
}

/** The dashboard in the browser, as a merchant meets it; and the payers of the demo. */
export class DashboardPage {
  readonly demo: Demo;
  readonly context: BrowserContext;
  readonly page: Page;

  constructor(demo: Demo, context: BrowserContext, page: Page) {
    this.demo = demo;
    this.context = context;
    this.page = page;
  }

  async opens(hash = ""): Promise<void> {
    await this.page.goto(`${this.demo.companion.origin}/dashboard${hash}`);
  }

  async enters(token = this.demo.adminToken): Promise<void> {
    await this.page.getByLabel("Token").fill(token);
    await this.page.getByRole("button", { name: "Show the orders" }).click();
  }

  /** Opens an order, signs in, and waits until it is there. */
  async showsOrder(id: string): Promise<void> {
    await this.opens(`#/orders/${id}`);
    await this.enters();
    await this.page.getByRole("heading", { name: "Timeline" }).waitFor();
  }

  /** Opens the list, signs in, and waits until the totals are there. */
  async showsOrders(hash = ""): Promise<void> {
    await this.opens(hash);
    await this.enters();
    await this.page.getByRole("heading", { name: /^Totals/ }).waitFor();
  }

  /** The rows of the list that hold this text. */
  rows(hasText?: string | RegExp): Locator {
    const rows = this.page.locator("ul.orders > li");
    return hasText === undefined ? rows : rows.filter({ hasText });
  }

  /** The page looks again of itself after some seconds; this lets it look now, as when a tab is come back to. */
  async looks(): Promise<void> {
    await this.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  }

  /** A payer opens a checkout in the shop. */
  async buys(body: Record<string, unknown> = { product: "sticker" }): Promise<Opened> {
    const id = randomUUID();
    const answer = await fetch(`${this.demo.companion.origin}/v1/checkouts`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: this.demo.pages.origin },
      body: JSON.stringify({ id, ...body }),
    });
    assert.equal(answer.status, 201, await answer.clone().text());
    const { securePaymentUrl } = (await answer.json()) as { securePaymentUrl: string };
    const token = new URL(securePaymentUrl).searchParams.get("token") ?? "";
    return { id, token, requestId: (await this.history(id)).requestIds[0] ?? "" };
  }

  /** What the payer does on the sandbox's page: `pay`, `partial`, `refund` …; resolves once the companion knows. */
  async does(order: Opened, action: string, body: object = {}): Promise<void> {
    const before = await this.history(order.id);
    await post(`${this.demo.sandbox.origin}/sandbox/payments/${order.token}/${action}`, body);
    await eventually(
      `the companion hears of ${action}`,
      async () => (await this.history(order.id)).updatedAt !== before.updatedAt,
    );
  }

  /** A webhook, signed as Request Network's are, of what the sandbox does not do by itself. */
  async hears(event: EventFields | string, status = 200): Promise<void> {
    const body = typeof event === "string" ? event : JSON.stringify(event);
    const answer = await fetch(`${this.demo.companion.origin}/webhooks/request`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-request-network-signature": sign(body, WEBHOOK_SECRET),
      },
      body,
    });
    assert.equal(answer.status, status, await answer.text());
  }

  /** A page registers a link that nobody can read, and a payment is reported for it. */
  async paysUnverified(body: Record<string, unknown> = {}): Promise<Opened> {
    const requestId = newRequestId();
    const token = newToken();
    const securePaymentUrl = `https://pay.request.network/?token=${token}`;
    const order = await this.buys({
      product: "print",
      link: { requestIds: [requestId], token, securePaymentUrl },
      ...body,
    });
    const timestamp = new Date().toISOString();
    const amounts = { amount: "24999", totalAmountPaid: "24999", expectedAmount: "24999" };
    await this.hears(paymentEvent(requestId, { ...amounts, timestamp }));
    return { ...order, token };
  }

  /** A delivery says that an order's link belongs to another request. */
  async refutes({ token }: Opened): Promise<void> {
    const requestId = newRequestId();
    await this.hears(
      paymentEvent(requestId, { securePaymentToken: token, timestamp: new Date().toISOString() }),
    );
  }

  /** A payment for a link of which one source says that it is the merchant's, and another one that it is not. */
  async needsReview(order: Opened): Promise<void> {
    await this.refutes(order);
    await this.hears(paymentEvent(order.requestId, { timestamp: new Date().toISOString() }));
    assert.equal((await this.history(order.id)).status, "review");
  }

  /** Somebody else resolves an order, by the merchant's routes. */
  async resolves(id: string, resolution: Resolution): Promise<void> {
    const answer = await fetch(`${this.demo.companion.origin}/v1/orders/${id}/resolve`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.demo.adminToken}`, "content-type": "application/json" },
      body: JSON.stringify(resolution),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** What the merchant's routes say of an order. */
  async history(id: string): Promise<OrderHistory> {
    const answer = await fetch(`${this.demo.companion.origin}/v1/orders/${id}`, {
      headers: { authorization: `Bearer ${this.demo.adminToken}` },
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as OrderHistory;
  }
}

/**
 * The dashboard of a demo of its own, in a browser window of its own; nobody has signed in yet. The companion is told what its
 * links ask for, so that they are verified from the start.
 */
export async function openDashboard(
  t: TestContext,
  browser: Browser,
  options: OpenDemoOptions = {},
): Promise<DashboardPage> {
  const { demo, context } = await openDemo(t, browser, {
    isOwn: true,
    ...options,
    companion: { REQUEST_CURRENCY: "USDC-base", ...options.companion },
  });
  return new DashboardPage(demo, context, await context.newPage());
}
