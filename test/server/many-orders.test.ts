import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fill } from "../bench/database.ts";
import { temporaryFolder } from "../helpers/companion.ts";
import { MERCHANT, startForMerchant } from "../helpers/merchant.ts";
import { shared } from "../helpers/shared.ts";

const MANY = 20_000;

const open = shared(async (t) => {
  const path = join(temporaryFolder(t), "checkouts.db");
  const companion = await startForMerchant(t, { databaseUrl: `sqlite:${path}` });
  fill(path, { checkouts: MANY, deliveries: 0, progress: () => {} });
  return companion;
});

/** Asks for something long, and for something short after it. Whether the short one was answered first, and the long answer. */
async function overtake(path: string): Promise<{ isOvertaken: boolean; text: string }> {
  const { url } = open();
  let isDone = false;
  const reading = fetch(url + path, { headers: MERCHANT })
    .then((response) => response.text())
    .finally(() => {
      isDone = true;
    });
  await fetch(`${url}/healthz`);
  const isOvertaken = !isDone;
  return { isOvertaken, text: await reading };
}

describe("many orders hold up nobody else", () => {
  test("as a table", async () => {
    const { isOvertaken, text } = await overtake("/v1/orders.csv");

    assert.equal(text.trim().split("\r\n").length, MANY + 1);
    assert.equal(isOvertaken, true);
  });

  test("as totals", async () => {
    const { isOvertaken, text } = await overtake("/v1/totals");

    assert.equal(JSON.parse(text).orders, MANY);
    assert.equal(isOvertaken, true);
  });
});
