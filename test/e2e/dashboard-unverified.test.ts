import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { STRANGER } from "../helpers/events.ts";
import { openDashboard } from "./dashboard-page.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

describe("an unverified order on the dashboard", () => {
  test("is a state of its own, in no total, and names no amount", async (t) => {
    const dashboard = await openDashboard(t, browser);
    const { page } = dashboard;
    const order = await dashboard.paysUnverified({ reference: "x".repeat(255) });
    await dashboard.buys();
    await dashboard.showsOrders();

    await page.getByRole("link", { name: "Needs review", exact: true }).waitFor();
    assert.equal(await page.locator(".totals .review dd").textContent(), "0.00");
    await page.getByRole("radio", { name: "Open", exact: true }).check();
    await page.getByRole("heading", { name: "Totals 1 order" }).waitFor();
    assert.equal(await dashboard.rows("Unverified").count(), 0);
    await page.getByRole("radio", { name: "Unverified", exact: true }).check();
    const row = dashboard.rows("Unverified");
    await row.getByText(`${"x".repeat(79)}…`, { exact: true }).waitFor();
    await row.getByRole("link").click();
    await page.getByRole("heading", { name: "Payment link: unverified" }).waitFor();

    const evidence = page.locator("section").filter({ has: page.getByRole("heading", { name: "Evidence" }) });
    await evidence.getByText("Paid in full").waitFor();
    assert.doesNotMatch((await evidence.textContent()) ?? "", /24[.,]?999/);
    const panel = page.locator(".decision");
    await panel.getByText("Look into your own wallet.").waitFor();
    await page.locator(".history").getByText("Unverified", { exact: true }).waitFor();
    assert.doesNotMatch((await panel.textContent()) ?? "", /24[.,]?999|back/);
    await panel.getByLabel("Paid. You deliver").check();
    await panel.getByLabel("Why?").fill("It is in my wallet.");
    await panel.getByRole("button", { name: "Resolve…" }).click();
    assert.doesNotMatch((await page.getByRole("dialog").textContent()) ?? "", /24[.,]?999/);
    await page.getByRole("button", { name: "Yes, it is paid" }).click();
    await page.getByText("You have marked this order as paid.").waitFor();
    assert.equal((await dashboard.history(order.id)).status, "paid");
  });

  test("becomes refuted, a state of its own that can still be marked as paid", async (t) => {
    const dashboard = await openDashboard(t, browser);
    const { page } = dashboard;
    const order = await dashboard.paysUnverified();
    await dashboard.refutes(order);
    await dashboard.showsOrders("#/?show=refuted");

    await dashboard.rows("Refuted").getByRole("link").click();

    await page.getByRole("heading", { name: "Payment link: refuted" }).waitFor();
    await page.getByText("it pays somebody else. Do not deliver.").waitFor();
    const terms = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: /^Payment link/ }) });
    await terms.getByText("Another wallet").waitFor();
    await terms.getByText("Signed delivery of Request Network").waitFor();
    assert.equal(await page.locator(".decision input[type=radio]").count(), 0);
    await page.getByLabel("Why?").fill("It came anyway.");
    await page.getByRole("button", { name: "Mark as paid after all…" }).click();
    await page.getByRole("button", { name: "Yes, it is paid" }).click();
    await page.getByText("You have marked this order as paid.").waitFor();
  });
});

test("an order on the dashboard › shows the screenings of wallets", async (t) => {
  const dashboard = await openDashboard(t, browser);
  const { page } = dashboard;
  const order = await dashboard.buys();
  await dashboard.hears({
    event: "kyt.screening.completed",
    paymentToken: order.token,
    status: "rejected",
    walletAddress: STRANGER,
    timestamp: new Date().toISOString(),
  });

  await dashboard.showsOrder(order.id);

  await page.getByText("Wallet rejected.").waitFor();
  await page.getByText("A wallet was screened").waitFor();
  await page.getByText("The customer can pay from another wallet.").waitFor();
  const terms = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Payment link: verified" }) });
  await terms.getByText("This server created the link").waitFor();
  await terms.getByText(`rejected by screening, wallet ${STRANGER}`).waitFor();
});

test("the dashboard › shows the server's warnings on every view", async (t) => {
  const dashboard = await openDashboard(t, browser);
  const { page, context } = dashboard;
  await context.route("**/v1/status", (route) =>
    route.fulfill({
      json: { warnings: [{ code: "clock", message: "The clock is wrong.", hint: "Set the clock." }] },
    }),
  );

  await dashboard.showsOrders();

  const warnings = page.getByRole("region", { name: "Warnings" });
  await warnings.getByText("The clock is wrong. Set the clock.").waitFor();
  await page.getByRole("link", { name: "Quarantined" }).click();
  await page.getByRole("heading", { name: "Quarantined" }).waitFor();
  await warnings.getByText("The clock is wrong.").waitFor();
});
