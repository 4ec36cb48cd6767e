import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { startSandbox } from "./harness.ts";
import { openLink } from "./hosted-page-harness.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

test("hosted page › Expire link ends it", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.press("Expire link");
  await hosted.sees("Link expired");
  await hosted.page.reload();

  await hosted.sees("Link expired");
  assert.deepEqual(await hosted.buttons(), ["Go Back and Close"]);
});

test("hosted page › a link that was paid before says so", async (t) => {
  const { hosted, act, link } = await openLink(t, browser);
  await act(link.token, "pay");

  await hosted.page.reload();

  await hosted.sees("Already paid");
});

test("hosted page › a payment in another tab's wallet is waited for", async (t) => {
  const { hosted, act, link } = await openLink(t, browser);
  await act(link.token, "wallet", { userEvent: "payment_sent_to_wallet" });
  await hosted.page.reload();
  await hosted.sees("Payment in progress");

  await act(link.token, "pay");

  await hosted.sees("Already paid");
});

test("hosted page › an unknown token says so, with 404", async (t) => {
  const { app } = startSandbox(t);

  for (const url of [
    "/?token=01ABC123DEF456GHJ789JKMNPQ",
    "/01ABC123DEF456GHJ789JKMNPQ",
    "/",
    "/?token=a&token=b",
  ]) {
    const response = await app.inject(url);
    assert.equal(response.statusCode, 404);
    assert.match(response.body, /<h1[^>]*>Unknown link/);
  }
});

test("hosted page › both documented forms of the URL open it", async (t) => {
  const { app, create } = startSandbox(t);
  const { token } = await create();

  for (const url of [`/?token=${token}`, `/${token}`]) {
    const response = await app.inject(url);
    assert.equal(response.statusCode, 200);
    assert.match(response.body, /Pay in full/);
  }
});

test("hosted page › the path form is paid as the other is", async (t) => {
  const { hosted } = await openLink(t, browser, { sandbox: { payUrlForm: "path" } });

  await hosted.press("Pay in full");

  await hosted.sees("Payment complete");
});

test("hosted page › markup in a reference is text", async (t) => {
  const reference = `<img src=x onerror="alert(1)">'&`;
  const { hosted, complaints } = await openLink(t, browser, {
    body: { requests: [{ amount: "10" }], reference },
  });

  assert.equal(await hosted.row("Reference"), reference);
  assert.deepEqual(complaints, []);
});

test("hosted page › a batch shows its total", async (t) => {
  const body = { requests: [{ amount: "10" }, { amount: "5.5" }] };
  const { hosted } = await openLink(t, browser, { body });

  await hosted.sees(/15.5 USDC/);

  assert.equal(await hosted.row("Payments"), "2, in one transaction");
});

test("hosted page › runs under a policy that allows nothing inline and no framing", async (t) => {
  const { app } = startSandbox(t);

  const { headers } = await app.inject("/");

  const policy = String(headers["content-security-policy"]);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
});
