import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, type TestContext, test } from "node:test";
import type { Browser } from "playwright-core";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { fill } from "../bench/database.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { openDashboard } from "./dashboard-page.ts";
import type { OpenDemoOptions } from "./open-demo.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

/** A shop that has had so many orders of 10 USDC, none of which is paid: ids end in their number. */
async function withOrders(t: TestContext, checkouts: number): Promise<OpenDemoOptions> {
  const path = `${temporaryFolder(t)}/orders.db`;
  await openSqlite({ path }).then((store) => store.close());
  fill(path, { checkouts, deliveries: 0, progress: () => {} });
  return { companion: { DATABASE_URL: `sqlite:${path}` } };
}

const WRONG_TOKEN = { expectedComplaint: /status of 401/ };

describe("the dashboard's token", () => {
  // input: R13
  test("is asked for once a tab, is in no address, and goes to nobody but the companion", async (t) => {
    const dashboard = await openDashboard(t, browser, WRONG_TOKEN);
    const { page, context, demo } = dashboard;
    const urls: string[] = [];
    const strangers: string[] = [];
    context.on("request", (request) => {
      urls.push(request.url());
      if (new URL(request.url()).origin !== demo.companion.origin) strangers.push(request.url());
    });

    await dashboard.opens();
    await dashboard.enters("not-the-token-0123");
    await page.getByRole("alert").getByText("This token is not the right one.").waitFor();
    await dashboard.enters("schlüssel ☃");
    await page.getByRole("alert").getByText("This token is not the right one.").waitFor();
    await dashboard.enters();
    await page.getByText("There are no orders yet.").waitFor();
    await page.reload();
    await page.getByText("There are no orders yet.").waitFor();
    const otherTab = await context.newPage();
    await otherTab.goto(page.url());
    await otherTab.getByLabel("Token").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Token").waitFor();
    await page.reload();
    await page.getByLabel("Token").waitFor();

    assert.deepEqual(strangers, []);
    assert.ok(urls.length > 5);
    for (const url of urls) assert.ok(!url.includes(demo.adminToken) && !url.includes("not-the-token"), url);
    assert.equal(await page.evaluate(() => Object.keys(localStorage).length + document.cookie.length), 0);
  });

  // input: R13
  test("that does not hold any more is asked for again, and takes the orders from the screen", async (t) => {
    const dashboard = await openDashboard(t, browser, WRONG_TOKEN);
    const { page } = dashboard;
    await dashboard.buys({ product: "sticker" });
    await dashboard.showsOrders();

    await page.route("**/v1/**", (route) =>
      route.fulfill({ status: 401, json: { error: { code: "unauthorized", message: "x" } } }),
    );
    await dashboard.looks();

    await page.getByRole("alert").getByText("This token is not the right one.").waitFor();
    assert.equal(await dashboard.rows().count(), 0);
  });
});

test("the dashboard's list › shows a payment as it arrives, and leaves focus and scroll where they are", async (t) => {
  const dashboard = await openDashboard(t, browser);
  const { page } = dashboard;
  for (let count = 0; count < 12; count += 1)
    await dashboard.buys({ product: "zine", reference: `old-${count}` });
  const order = await dashboard.buys({ product: "sticker", reference: "new-one" });
  await page.clock.install();
  await dashboard.showsOrders();
  const link = dashboard.rows().last().getByRole("link");
  await link.focus();
  await page.mouse.wheel(0, 300);
  await page.waitForFunction(() => scrollY > 0);
  const placeOf = () => link.evaluate((row) => Math.round(row.getBoundingClientRect().top));
  const before = await placeOf();

  await dashboard.does(order, "pay");
  await dashboard.buys({ product: "tote", reference: "newest" });
  await page.clock.fastForward(11_000);
  await dashboard.rows("newest").waitFor();

  await dashboard.rows("new-one").getByText("Paid", { exact: true }).waitFor();
  assert.equal(await link.evaluate((row) => row === document.activeElement), true);
  assert.equal(await placeOf(), before);
  await page.locator(".totals .paid dd").getByText("10.00").waitFor();
});

describe("the dashboard's filters", () => {
  test("find by status, text and day; the totals are of all that is found, loaded or not; more comes by the page", async (t) => {
    const dashboard = await openDashboard(t, browser, await withOrders(t, 52));
    const { page } = dashboard;
    const paid = await dashboard.buys({
      product: "tote",
      reference: "order-77",
      payerIdentifier: "ann@example.org",
    });
    await dashboard.does(paid, "pay");
    const partly = await dashboard.buys({ amount: "3.3", currency: "USDC-base" });
    await dashboard.does(partly, "partial", { amount: "0.1" });
    await dashboard.showsOrders();

    assert.equal(await dashboard.rows().count(), 50);
    assert.equal(await page.locator(".totals .paid dd").textContent(), "18.00");
    assert.equal(await page.locator(".totals .partial dd").textContent(), "0.10");
    await page.getByRole("button", { name: "Show more" }).click();
    await dashboard.rows().nth(53).waitFor();
    assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
    const again = page.waitForResponse((answer) => answer.url().includes("/v1/orders?limit=54"));
    await dashboard.looks();
    await (await again).finished();
    assert.equal(await dashboard.rows().count(), 54);

    await page.getByRole("radio", { name: "Paid", exact: true }).check();
    await page.getByRole("heading", { name: "Totals 1 order" }).waitFor();
    assert.equal(await dashboard.rows().count(), 1);
    await page.getByRole("radio", { name: "All", exact: true }).check();
    await page.getByLabel("Search").fill("ANN@exam");
    await page.getByRole("heading", { name: "Totals 1 order" }).waitFor();
    await dashboard.rows("order-77").waitFor();
    const [hash = ""] = (await dashboard.history(paid.id)).txHashes;
    await page.getByLabel("Search").fill(hash.toUpperCase().replace("0X", "0x"));
    await page.waitForURL(/#\/\?search=0x/);
    await dashboard.rows("order-77").waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Totals 1 order" }).waitFor();
    await page.getByLabel("Search").fill("no such thing");
    await page.getByText("No order matches.").waitFor();
    await page.getByRole("button", { name: "Show all orders" }).click();
    await page.getByRole("heading", { name: "Totals 54 orders" }).waitFor();
    await page.getByLabel("To", { exact: true }).fill("2026-01-31");
    await page.getByText("No order matches.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Totals 54 orders" }).waitFor();
  });

  test("go into the table that is downloaded", async (t) => {
    const dashboard = await openDashboard(t, browser);
    const { page } = dashboard;
    await dashboard.does(await dashboard.buys({ product: "tote", reference: "order-1" }), "pay");
    await dashboard.buys({ product: "sticker", reference: "order-2" });
    await dashboard.showsOrders("#/?show=paid");

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /CSV/ }).click(),
    ]);

    assert.match(download.suggestedFilename(), /^orders-\d{4}-\d\d-\d\d\.csv$/);
    assert.ok(!download.url().includes(dashboard.demo.adminToken));
    const lines = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? "", /,paid,.*order-1/);
  });
});

test("the dashboard › says that the store is down, keeps what it has, and goes on by itself", async (t) => {
  const dashboard = await openDashboard(t, browser, { expectedComplaint: /status of 503|ERR_FAILED/ });
  const { page } = dashboard;
  await dashboard.buys({ product: "tote" });
  await page.clock.install();
  await dashboard.showsOrders();

  await page.route("**/v1/**", (route) =>
    route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "x" } } }),
  );
  await page.clock.fastForward(11_000);
  await page.getByRole("alert").getByText("can’t use its database").waitFor();
  await page.getByRole("alert").getByText("What you see is from").waitFor();
  assert.equal(await dashboard.rows("Harbour tote").count(), 1);
  await page.unroute("**/v1/**");
  await page.route("**/v1/**", (route) => route.abort());
  await page.getByRole("button", { name: "Try now" }).click();
  await page.getByRole("alert").getByText("does not answer").waitFor();
  await page.unroute("**/v1/**");
  await page.clock.fastForward(61_000);
  await page.getByRole("alert").waitFor({ state: "detached" });
});
