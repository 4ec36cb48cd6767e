import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import type { Attempt } from "../../demo/sandbox/webhooks/courier.ts";
import { sharedBrowser } from "../helpers/browser.ts";
import { merchants, PAYEE } from "./harness.ts";
import { openLink } from "./hosted-page-harness.ts";
import { SECRET, startReceiver } from "./webhook-harness.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

const WITH_REDIRECT = {
  requests: [{ amount: "10" }],
  redirectUrl: "https://shop.example/thanks?order=1",
  redirectLabel: "Back to the shop",
};

test("hosted page › names amount, payee, network and reference, and says that it is a sandbox", async (t) => {
  const { hosted, complaints } = await openLink(t, browser);

  await hosted.sees(/10 USDC/);

  assert.equal(await hosted.row("Paid to"), "0x6923…C7D7");
  assert.equal(await hosted.page.getByTitle(PAYEE).count(), 1);
  assert.equal(await hosted.row("Network"), "Base");
  assert.equal(await hosted.row("Reference"), "INV-1");
  assert.match((await hosted.page.getByRole("banner").textContent()) ?? "", /Sandbox.*Pretend money/);
  assert.deepEqual(await hosted.buttons(), ["Pay in full", "Pay half", "Overpay", "Fail", "Expire link"]);
  assert.deepEqual(complaints, []);
});

test("hosted page › Pay in full goes through the wallet, whose three steps are told in their order", async (t) => {
  const { url } = await startReceiver(t);
  const clients = merchants({ webhooks: [{ url, secret: SECRET }] });
  const { hosted, app } = await openLink(t, browser, { sandbox: { clients } });

  await hosted.press("Pay in full");
  await hosted.sees("Payment complete");

  const sent: Attempt[] = (await app.inject("/sandbox/deliveries")).json();
  assert.deepEqual(
    sent.map(({ body }) => JSON.parse(body)).map(({ userEvent, event }) => userEvent ?? event),
    [
      "wallet_connected",
      "payment_sent_to_wallet",
      "payment_approved_in_wallet",
      "payment.confirmed",
      "payment.confirmed.client_id",
      "payment.confirmed.checkout",
    ],
  );
  assert.deepEqual(await hosted.buttons(), ["Go Back and Close", "Refund"]);
});

test("hosted page › asks to confirm in the wallet, where a screen reader hears it", async (t) => {
  const { hosted } = await openLink(t, browser, { sandbox: { walletStepMs: 600_000 } });

  await hosted.press("Pay in full");

  await hosted.page.getByRole("status").getByText("Connecting your wallet…").waitFor();
  assert.equal(await hosted.page.getByRole("button", { name: "Pay in full" }).isDisabled(), true);
});

test("hosted page › after success a button leads back, and nothing does so by itself", async (t) => {
  const { hosted } = await openLink(t, browser, { body: WITH_REDIRECT });

  await hosted.press("Pay in full");
  await hosted.sees("Payment complete");

  const back = hosted.page.getByRole("link", { name: "Back to the shop", exact: true });
  assert.equal(await back.getAttribute("href"), WITH_REDIRECT.redirectUrl);
  assert.equal(new URL(hosted.page.url()).hostname, "127.0.0.1");
});

test("hosted page › without a label the button back is named Go Back and Close", async (t) => {
  const { hosted } = await openLink(t, browser, { body: { ...WITH_REDIRECT, redirectLabel: undefined } });

  await hosted.press("Pay in full");

  await hosted.page.getByRole("link", { name: "Go Back and Close", exact: true }).waitFor();
});

test("hosted page › without a place to go back to, the button closes the tab", async (t) => {
  const { hosted } = await openLink(t, browser);
  const [tab] = await Promise.all([
    hosted.page.waitForEvent("popup"),
    hosted.page.evaluate(() => void window.open(location.href)),
  ]);
  await tab.getByRole("button", { name: "Pay in full" }).click();

  await Promise.all([
    tab.waitForEvent("close"),
    tab.getByRole("button", { name: "Go Back and Close" }).click(),
  ]);

  assert.equal(tab.isClosed(), true);
});

test("hosted page › Pay half shows what remains, and the rest can be paid", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.press("Pay half");
  await hosted.sees(/Left to pay.*5 USDC/);
  assert.equal(await hosted.row("Received"), "5 USDC");
  await hosted.press("Pay in full");

  await hosted.sees("Payment complete");
});

test("hosted page › Overpay says what came above the price", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.press("Overpay");
  await hosted.sees("Payment complete");

  assert.equal(await hosted.row("Above the price"), "1 USDC");
});

test("hosted page › Fail says so, and lets one try again", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.press("Fail");
  await hosted.page
    .getByRole("alert")
    .getByText(/failed/)
    .waitFor();
  await hosted.press("Pay in full");

  await hosted.sees("Payment complete");
  assert.equal(await hosted.page.getByRole("alert").count(), 0);
});

test("hosted page › Refund sends it back, once", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.press("Pay in full");
  await hosted.press("Refund");
  await hosted.sees("Payment refunded");

  assert.deepEqual(await hosted.buttons(), ["Go Back and Close"]);
});

test("hosted page › a button pressed too late says why", async (t) => {
  const { hosted, act, link } = await openLink(t, browser);
  await act(link.token, "expire");

  await hosted.press("Pay in full");

  await hosted.sees("Link expired");
  await hosted.page
    .getByRole("status")
    .getByText(/has expired/)
    .waitFor();
});
