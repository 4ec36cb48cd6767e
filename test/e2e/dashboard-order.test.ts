import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { paymentEvent } from "../helpers/events.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";
import { openDashboard } from "./dashboard-page.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

function section(page: Page, name: string) {
  return page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
}

describe("an order on the dashboard", () => {
  test("has its whole history: what came, what it changed, and the evidence with its sources", async (t) => {
    const dashboard = await openDashboard(t, browser);
    const { page, demo } = dashboard;
    const order = await dashboard.buys({ product: "sticker", quantity: 2, reference: "order-7" });
    await dashboard.hears({
      event: "secure_payment.user_event",
      userEvent: "payment_approved_in_wallet",
      requestId: order.requestId,
      occurredAt: new Date().toISOString(),
    });
    await dashboard.does(order, "partial", { amount: "5.5" });
    await dashboard.showsOrder(order.id);
    const history = section(page, "Timeline").getByRole("listitem");
    await history
      .filter({ hasText: "Part of the payment confirmed" })
      .filter({ hasText: "Partially paid 5.50" })
      .waitFor();

    await dashboard.does(order, "pay");
    await dashboard.looks();

    await page.getByText("The whole price has arrived in your wallet.").waitFor();
    await history
      .filter({ hasText: "Payment confirmed" })
      .filter({ hasText: "→ Paid 20.00 USDC received" })
      .waitFor();
    await history.filter({ hasText: "It changed nothing." }).first().waitFor();
    await history.filter({ hasText: "approved the payment" }).getByText("unverified").waitFor();
    await history.filter({ hasText: `Order opened on ${demo.pages.origin}` }).waitFor();
    const known = section(page, "Evidence").getByRole("listitem");
    await known
      .filter({ hasText: "20.00 USDC in all" })
      .getByText("Signed delivery of Request Network")
      .waitFor();
    await known
      .filter({ hasText: "approved in the wallet" })
      .getByText("Unverified: the customer’s browser")
      .waitFor();
    const details = section(page, `Order ${order.id.slice(0, 8)}`);
    await details.getByText("order-7").waitFor();
    await details.getByText("the customer could have changed it").waitFor();
    await page.getByText("Raw data of this order").click();
    await page.locator("pre").last().getByText(order.requestId).waitFor();
    assert.equal(await page.title(), "2 × Pelican sticker");
  });

  test("in review says why in plain words, and is resolved with a note after a second question", async (t) => {
    const dashboard = await openDashboard(t, browser);
    const { page } = dashboard;
    const order = await dashboard.buys({ product: "print" });
    await dashboard.needsReview(order);
    await dashboard.showsOrders();
    await page.getByRole("link", { name: "Needs review 1" }).click();
    await dashboard.rows("Another wallet").getByRole("link").click();
    const panel = section(page, "Needs review: another wallet");
    await panel.getByText("a wallet that is not one of yours").waitFor();
    await panel.getByText("The price is 24.00 USDC.").waitFor();

    await panel.getByLabel("Closed. You don’t deliver").check();
    await panel.getByLabel("Why?").fill("   ");
    await panel.getByRole("button", { name: "Resolve…" }).click();
    assert.equal(await page.getByRole("dialog").count(), 0);
    await panel.getByLabel("Why?").fill("Sent back <b>today</b>.");
    await panel.getByRole("button", { name: "Resolve…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "No, go back" }).click();
    assert.equal((await dashboard.history(order.id)).status, "review");
    await panel.getByRole("button", { name: "Resolve…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Yes, close it" }).click();
    await page.getByText("You have closed this order.").waitFor();
    await page.getByRole("link", { name: "Needs review", exact: true }).waitFor();
    await page.getByLabel("Why?").fill("It came after all.");
    await page.getByRole("button", { name: "Mark as paid after all…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Yes, it is paid" }).click();
    await page.getByText("You have marked this order as paid.").waitFor();

    const { resolutions } = await dashboard.history(order.id);
    assert.deepEqual(
      resolutions.map(({ as, note }) => [as, note]),
      [
        ["closed", "Sent back <b>today</b>."],
        ["paid", "It came after all."],
      ],
    );
    const history = section(page, "Timeline");
    await history.getByText("Sent back <b>today</b>.").waitFor();
    await history.getByText("You marked it as paid").waitFor();
  });

  test("that somebody else has resolved meanwhile says so", async (t) => {
    const dashboard = await openDashboard(t, browser, { expectedComplaint: /status of 409/ });
    const { page } = dashboard;
    const order = await dashboard.buys({ product: "print" });
    await dashboard.needsReview(order);
    await dashboard.showsOrder(order.id);
    await page.getByLabel("Paid. You deliver").check();
    await page.getByLabel("Why?").fill("x");
    await page.getByRole("button", { name: "Resolve…" }).click();

    await dashboard.resolves(order.id, { as: "paid", note: "By somebody else." });
    await page.getByRole("button", { name: "Yes, it is paid" }).click();

    await page.getByRole("alert").getByText("does not need a resolution any more").waitFor();
  });

  test("shows what the shop's system was told, and sends it again", async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const dashboard = await openDashboard(t, browser, {
      companion: { NOTIFY_URL: receiver.url, NOTIFY_SECRET, LOG_LEVEL: "silent" },
    });
    const { page } = dashboard;
    const order = await dashboard.buys({ product: "tote" });
    await dashboard.does(order, "pay");
    await dashboard.showsOrders();
    await page.getByLabel("Only with a notification that is not sent yet").check();
    await dashboard.rows("Harbour tote").getByRole("link").click();
    const told = section(page, "Notifications");
    await told.getByText("To your shop system: Paid").waitFor();
    await told.getByText("Not delivered yet: 1 attempt").waitFor();
    await told.getByText("Error: the endpoint answered 500").waitFor();

    receiver.answer = status(200);
    await told.getByRole("button", { name: "Send again" }).click();

    await told.getByText("1 notification is being sent again.").waitFor();
    await told.getByText(/^Delivered/).waitFor();
    assert.deepEqual(
      receiver.taken().map(({ body }) => body.type),
      ["checkout.paid"],
    );
  });

  test("that is not there says so", async (t) => {
    const dashboard = await openDashboard(t, browser, { expectedComplaint: /status of 404/ });

    await dashboard.opens(`#/orders/${crypto.randomUUID()}`);
    await dashboard.enters();

    await dashboard.page.getByRole("alert").getByText("There is no such order.").waitFor();
  });
});

// input: R11
test("quarantined deliveries › is shown with why, what to do, and its raw text", async (t) => {
  const dashboard = await openDashboard(t, browser, { companion: { LOG_LEVEL: "silent" } });
  const { page } = dashboard;
  await dashboard.hears("[]", 400);
  await dashboard.hears(paymentEvent("01ab", { amount: "<img src=x onerror=alert(1)>" }));
  await dashboard.showsOrders();

  await page.getByRole("link", { name: "Quarantined 2" }).click();

  const items = page.locator("ul.quarantined > li");
  await items
    .filter({ hasText: "A message without a name" })
    .getByText("It is not a message about a payment")
    .waitFor();
  const broken = items.filter({ hasText: "Message payment.confirmed" });
  await broken.getByText("such as an amount that is no number").waitFor();
  await broken.getByText("Raw data").click();
  await broken.getByText('"amount": "<img src=x onerror=alert(1)>"').waitFor();
  await page.getByText("npm run reconcile").waitFor();
});

// input: R11
test("hostile texts › of payers, webhooks and notes are text, wherever they are shown", async (t) => {
  const dashboard = await openDashboard(t, browser, { companion: { LOG_LEVEL: "silent" } });
  const { page } = dashboard;
  const evil = '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{7*7}}&lt;b&gt;';
  const order = await dashboard.buys({ product: "print", reference: evil, payerIdentifier: evil });
  await dashboard.hears(
    paymentEvent(order.requestId, {
      event: "payment.confirmed",
      timestamp: new Date().toISOString(),
      totalAmountPaid: "4",
      expectedAmount: "4",
      network: evil,
      txHash: evil,
      currency: evil,
      paymentReference: evil,
    }),
  );
  await dashboard.hears({ event: evil, requestId: order.requestId });
  await dashboard.hears({ event: "secure_payment.user_event", userEvent: evil, requestId: order.requestId });
  await dashboard.hears({ event: evil, requestId: 7 });
  const imagesAndScripts = () => page.locator("img, body script, iframe").count();

  await dashboard.showsOrders(`#/?search=${encodeURIComponent(evil)}`);
  await dashboard.rows(evil.slice(0, 79)).waitFor();
  assert.equal(await imagesAndScripts(), 0);
  await dashboard.rows(evil.slice(0, 79)).getByRole("link").click();
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  await page.getByText(`Message ${evil}`).waitFor();
  await page.getByText(`transaction ${evil}`).waitFor();
  await page.getByLabel("Closed. You don’t deliver").check();
  await page.getByLabel("Why?").fill(evil);
  await page.getByRole("button", { name: "Resolve…" }).click();
  await page.getByRole("dialog").getByText(evil).waitFor();
  await page.getByRole("button", { name: "Yes, close it" }).click();
  await section(page, "Timeline").getByRole("blockquote").getByText(evil).waitFor();
  assert.equal(await imagesAndScripts(), 0);
  await page.getByRole("link", { name: /^Quarantined/ }).click();
  await page.getByRole("heading", { name: `Message ${evil}` }).waitFor();

  assert.equal(await imagesAndScripts(), 0);
  assert.equal(await page.evaluate(() => "hacked" in window), false);
});
