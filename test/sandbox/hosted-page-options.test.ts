import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../helpers/browser.ts";
import { openLink } from "./hosted-page-harness.ts";

let browser: Browser;
before(async () => {
  browser = await sharedBrowser();
});

test("hosted page › a payer can choose another network's token", async (t) => {
  const { hosted, app, link, complaints } = await openLink(t, browser);

  await hosted.page.getByLabel("Pay with").selectOption({ label: "USDT on Ethereum" });
  await hosted.press("Pay in full");
  await hosted.sees("Payment complete");

  const [payment] = app.sandbox.link(link.token).requests[0]?.payments ?? [];
  assert.equal(payment?.type, "crosschain");
  assert.equal(payment?.source.id, "USDT-mainnet");
  assert.deepEqual(complaints, []);
});

test("hosted page › a Safe's payment waits for its owners", async (t) => {
  const { hosted } = await openLink(t, browser);

  await hosted.page.getByLabel("Wallet").selectOption({ label: "Safe" });
  await hosted.press("Pay in full");
  await hosted.sees("Payment in progress");
  await hosted.press("Execute");

  await hosted.sees("Payment complete");
});

test("hosted page › a rejected screening is told, and another attempt can follow", async (t) => {
  const body = { requests: [{ amount: "10" }], accessPolicy: { mode: "kyt_all_wallets" } };
  const { hosted } = await openLink(t, browser, { body });

  await hosted.page.getByLabel("Screening").selectOption({ label: "Rejects the wallet" });
  await hosted.press("Pay in full");
  await hosted.page.getByRole("status").getByText("rejected by screening").waitFor();
  await hosted.press("Pay in full");

  await hosted.sees("Payment complete");
});

test("hosted page › fees that the payer bears are stated", async (t) => {
  const { hosted } = await openLink(t, browser, { sandbox: { feeBps: 100 } });

  assert.equal(await hosted.row("Fees on top"), "0.1 USDC");
});
