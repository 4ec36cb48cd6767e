import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { paymentEvent } from "../helpers/events.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";
import { type DashboardPage, openDashboard } from "./dashboard-page.ts";
import { assertLooksGood } from "./looks.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const LONG = "supercalifragilisticexpialidocious".repeat(6);

/** An order of each kind, and the one that is to be decided. */
async function fills(dashboard: DashboardPage): Promise<string> {
  await dashboard.does(await dashboard.buys({ product: "tote", reference: LONG }), "pay");
  await dashboard.does(await dashboard.buys({ product: "zine", payerIdentifier: LONG }), "fail");
  await dashboard.does(await dashboard.buys({ amount: "123.456789", currency: "USDC-base" }), "partial");
  await dashboard.buys();
  const review = await dashboard.buys({ product: "print", reference: LONG, payerIdentifier: LONG });
  await dashboard.needsReview(review);
  await dashboard.paysUnverified({ reference: LONG });
  await dashboard.refutes(await dashboard.paysUnverified());
  await dashboard.hears("[]", 400);
  await dashboard.hears(paymentEvent("01ab", { amount: LONG }));
  return review.id;
}

test("the dashboard › is accessible, and nothing overflows: every view, on a phone and a desk, in light and dark", async (t) => {
  const receiver = await startReceiver(t);
  receiver.answer = status(500);
  const dashboard = await openDashboard(t, browser, {
    companion: { NOTIFY_URL: receiver.url, NOTIFY_SECRET, LOG_LEVEL: "silent" },
    expectedComplaint: /status of (401|503)/,
  });
  const { page } = dashboard;
  const id = await fills(dashboard);

  await dashboard.opens();
  await dashboard.enters("wrong-token");
  await page.getByText("This token is not the right one.").waitFor();
  await assertLooksGood(page, "the question for the token");
  await dashboard.showsOrders();
  await page.getByText(/^Up to date/).waitFor();
  await assertLooksGood(page, "the list");
  await dashboard.opens(`#/orders/${id}`);
  await page.getByText("Raw data of this order").click();
  await assertLooksGood(page, "an order that needs review");
  await page.getByLabel("Paid. You deliver").check();
  await page.getByLabel("Why?").fill(LONG);
  await page.getByRole("button", { name: "Resolve…" }).click();
  await assertLooksGood(page, "the second question");
  await page.keyboard.press("Escape");
  await dashboard.opens("#/quarantined");
  await page.locator("ul.quarantined").getByText("Raw data").first().click();
  await assertLooksGood(page, "quarantined deliveries");
  await page.route("**/v1/**", (route) => route.fulfill({ status: 503, json: {} }));
  await dashboard.opens("#/?search=nothing");
  await page.getByRole("alert").waitFor();
  await assertLooksGood(page, "without a store");
});

test("the dashboard › can be used by the keyboard alone, from the token to a decision", async (t) => {
  const dashboard = await openDashboard(t, browser);
  const { page } = dashboard;
  const order = await dashboard.buys({ product: "print" });
  await dashboard.needsReview(order);
  const { keyboard } = page;

  await dashboard.opens();
  await keyboard.type(dashboard.demo.adminToken);
  await keyboard.press("Enter");
  await dashboard.rows().first().waitFor();
  await tabTo(page, "input[name=show]");
  await keyboard.press("ArrowRight");
  await page.waitForURL(/show=review/);
  await dashboard.rows().first().waitFor();
  await tabTo(page, ".row");
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await tabTo(page, "input[name=as]");
  await keyboard.press("Space");
  await tabTo(page, "textarea");
  await keyboard.type("Enough for me.");
  await tabTo(page, ".decision button");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.press("Enter");

  await page.getByText("You have marked this order as paid.").waitFor();
  assert.equal((await dashboard.history(order.id)).resolutions[0]?.note, "Enough for me.");
});

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    );
    if (isThere) return;
  }
  assert.fail(`Tab never reaches ${selector}`);
}
