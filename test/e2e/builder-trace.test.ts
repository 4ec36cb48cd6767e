import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { openBuilder } from "./builder-page.ts";
import { post } from "./hosted-page.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const VARIANTS = ["payment.confirmed", "payment.confirmed.client_id", "payment.confirmed.checkout"];

test("the trace › shows calls, the three variants of a webhook, the fact, the status and the events", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?tab=new" });

  const hosted = await builder.buysInNewTab();
  await hosted.paysInFull();
  await builder.says(/^Paid/);

  for (const texts of [
    ["The payer presses the button"],
    ["Page → Request Network", "Creates the payment link", "POST /v2/secure-payments → 201"],
    ["Page → Companion", "Opens the checkout", "POST /v1/checkouts → 201"],
    ["checkout-created"],
    ["Request Network → Companion", "The payer has approved"],
    ["Request Network → Companion", "Paid 10 USDC", ...VARIANTS.map((variant) => `${variant} → 200`)],
    ["→ paid", "10 of 10 USDC received in all"],
    ["checkout-paid"],
  ])
    await builder
      .line(...texts)
      .first()
      .waitFor();
  await builder.line("told by 3 deliveries, counts once").waitFor();
});

test("the trace › companion only › names who makes the link", async (t) => {
  const builder = await openBuilder(t, browser, { query: "?way=companion&tab=new" });

  const hosted = await builder.buysInNewTab();
  await hosted.paysInFull();

  await builder.line("Companion → Request Network", "Creates the payment link").waitFor();
  await builder.line("Paid 10 USDC", "payment.confirmed.checkout").waitFor();
});

test("the trace › newest is last, and outlives the way to the payment page", async (t) => {
  const builder = await openBuilder(t, browser);

  const hosted = await builder.buys();
  await hosted.paysInFull();
  await hosted.returns();
  await builder.line("checkout-paid").waitFor();

  const times = await builder.line().locator("> time").allTextContents();
  const seconds = times.map((time) => Number.parseFloat(time));
  assert.deepEqual(
    seconds,
    seconds.toSorted((a, b) => a - b),
  );
  await builder.line("The payer presses the button").waitFor();
  await builder.button("Clear").click();
  await builder.line().first().waitFor({ state: "detached" });
});

test("bad weather › what is lost is tried again, and the payment arrives", async (t) => {
  const builder = await openBuilder(t, browser, {
    query: "?tab=new",
    sandbox: { retryDelaysMs: [300, 300, 300] },
  });
  const hosted = await builder.buysInNewTab();
  await hosted.page.close();

  await builder.button("Lose the next 6").click();
  await builder.page.getByText("What is lost is sent again, until it arrives.").waitFor();
  await builder.button("Pay in full").click();

  await builder
    .line("Paid 10 USDC", ...VARIANTS.map((variant) => `${variant} → lost`))
    .first()
    .waitFor();
  await builder.line("Third try", ...VARIANTS.map((variant) => `${variant} → 200`)).waitFor();
  await builder.says(/^Paid/);
  await builder.page.getByRole("button", { name: "Lose the next 6", pressed: false }).waitFor();
});

test("bad weather › each button sets the sandbox's network, and takes it back", async (t) => {
  const builder = await openBuilder(t, browser, { isOwn: true });
  const weather = async () => {
    const answer = await fetch(`${builder.demo.sandbox.origin}/sandbox/network`, { method: "POST" });
    return JSON.stringify(await answer.json());
  };
  const fine = await weather();

  for (const [name, said] of [
    ["Lose the next 6", '"drop":6'],
    ["Lose all", '"drop":true'],
    ["Send twice", '"duplicate":1'],
    ["Last first", '"reorder":true'],
    ["Delay by 3 s", '"delayMs":3000'],
  ] as const) {
    await builder.button(name).click();
    await builder.page.getByRole("button", { name, pressed: true }).waitFor();
    assert.ok((await weather()).includes(said), name);
    await builder.button(name).click();
    await builder.page.getByRole("button", { name, pressed: false }).waitFor();
    assert.equal(await weather(), fine, name);
  }
});

test("bad weather › a delivery that comes twice is shown twice, and counts once", async (t) => {
  const builder = await openBuilder(t, browser, { isOwn: true, query: "?tab=new" });
  await builder.button("Send twice").click();

  const hosted = await builder.buysInNewTab();
  await hosted.paysInFull();

  await builder.line(...VARIANTS.map((variant) => `${variant} → 200, 200`)).waitFor();
  await builder.line("told by 3 deliveries, counts once").waitFor();
});

test("in the payer's place › half, the rest, a refund; and what can't be is said", async (t) => {
  const builder = await openBuilder(t, browser, {
    query: "?tab=new&way=companion",
    expectedComplaint: /409/,
  });
  assert.equal(await builder.button("Pay half").getAttribute("aria-disabled"), "true");
  const hosted = await builder.buysInNewTab();
  await hosted.page.close();

  await builder.button("Refund").click();
  await builder.page.getByText("There is nothing to refund").waitFor();
  await builder.button("Pay half").click();
  await builder.says(/5 USDC on Base still to pay/);
  await builder.button("Pay in full").click();
  await builder.says(/^Paid\. 10 USDC/);
  await builder.button("Refund").click();

  await builder.line("paid → refunded", "10 USDC went back").waitFor();
  await builder.page.getByText("Reload the page, and it shows the refund.").waitFor();
  await builder.page.reload();
  await builder.says(/^Refunded\. 10 USDC/);
});

test("the trace › payments of other pages are no part of it", async (t) => {
  const builder = await openBuilder(t, browser, { isOwn: true, query: "?tab=new" });
  const hosted = await builder.buysInNewTab();
  const other = await openOther(builder.demo.sandbox.origin);

  await post(`${builder.demo.sandbox.origin}/sandbox/payments/${other}/pay`, {});
  await hosted.paysInFull();
  await builder.line("checkout-paid").waitFor();

  await eventually("every webhook sent", async () => {
    const answer = await fetch(`${builder.demo.sandbox.origin}/sandbox/deliveries`);
    return ((await answer.json()) as { status: number }[]).filter(({ status }) => status === 200).length >= 9;
  });
  assert.equal(await builder.line("Paid 77 USDC").count(), 0);
  await builder.line("Paid 10 USDC").waitFor();
});

/** A payment link that somebody else has made. */
async function openOther(sandbox: string): Promise<string> {
  const answer = await fetch(`${sandbox}/v2/secure-payments`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": "sk_sandbox" },
    body: JSON.stringify({ requests: [{ amount: "77" }] }),
  });
  return ((await answer.json()) as { token: string }).token;
}
