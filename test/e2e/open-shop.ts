import type { TestContext } from "node:test";
import type { Browser } from "playwright-core";
import { type OpenDemoOptions, openDemo } from "./open-demo.ts";
import { Shop } from "./shop.ts";

/** The sample shop, in a browser window of its own, as a payer meets it. */
export async function openShop(
  t: TestContext,
  browser: Browser,
  options: OpenDemoOptions = {},
): Promise<Shop> {
  const { demo, context } = await openDemo(t, browser, options);
  const shop = new Shop(demo, context, await context.newPage());
  await shop.opens();
  return shop;
}
