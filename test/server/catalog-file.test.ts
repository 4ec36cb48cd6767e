import assert from "node:assert/strict";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { buildApp } from "../../server/app.ts";
import { parseConfig } from "../../server/config/config.ts";
import { environment, temporaryFolder } from "../helpers/companion.ts";
import { eventually } from "../helpers/eventually.ts";

const product = (amount: string, currency = "USDC-base") => ({
  id: "sticker",
  title: "Sticker",
  amount,
  currency,
});

async function start(t: TestContext, changes: Record<string, string> = {}) {
  const folder = temporaryFolder(t);
  const path = join(folder, "catalog.json");
  const write = (...products: object[]) => writeFileSync(path, JSON.stringify({ products }));
  write(product("10"));
  const lines: string[] = [];
  const app = await buildApp({
    config: parseConfig(
      environment({
        CATALOG_FILE: path,
        DATABASE_URL: `sqlite:${join(folder, "checkouts.db")}`,
        ...changes,
      }),
    ),
    logger: { level: "info", stream: { write: (line: string) => void lines.push(line) } },
    catalogMs: 20,
  });
  t.after(() => app.close());
  const price = async () => (await app.inject({ url: "/v1/products/sticker" })).json().amount;
  const refused = (pattern: RegExp) =>
    eventually(`a line of ${pattern}`, async () =>
      lines.some((line) => /the new catalog is not valid/.test(line) && pattern.test(line)),
    );
  return { path, write, price, refused };
}

test("a catalog that changes is read again", async (t) => {
  const { write, price } = await start(t);

  write(product("12.5"));

  await eventually("the new price", async () => (await price()) === "12.5");
});

test("a catalog that is replaced by another file is read again", async (t) => {
  const { path, price } = await start(t);

  writeFileSync(`${path}.new`, JSON.stringify({ products: [product("13")] }));
  renameSync(`${path}.new`, path);

  await eventually("the new price", async () => (await price()) === "13");
});

test("a new version that is no catalog is refused, and the old one serves until it is fixed", async (t) => {
  const { path, write, price, refused } = await start(t);

  writeFileSync(path, '{ "products": [');
  await refused(/no JSON/);
  const meanwhile = await price();
  write(product("14"));

  assert.equal(meanwhile, "10");
  await eventually("the fixed price", async () => (await price()) === "14");
});

test("a new version that sells in another currency than the links ask for is refused", async (t) => {
  const { write, price, refused } = await start(t, { REQUEST_CURRENCY: "USDC-base" });

  write(product("12", "EURC-base"));
  await refused(/REQUEST_CURRENCY/);

  assert.equal(await price(), "10");
});

test("a catalog that goes away is missed, and the old one serves", async (t) => {
  const { path, price, refused } = await start(t);

  rmSync(path);
  await refused(/ENOENT/);

  assert.equal(await price(), "10");
});

test("what changes between the first reading and the watch is seen", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "catalog.json");
  const write = (amount: string) => writeFileSync(path, JSON.stringify({ products: [product(amount)] }));
  write("10");
  const config = parseConfig(
    environment({ CATALOG_FILE: path, DATABASE_URL: `sqlite:${join(folder, "checkouts.db")}` }),
  );
  write("11");

  const app = await buildApp({ config, logger: false, catalogMs: 3_600_000 });
  t.after(() => app.close());

  const { amount } = (await app.inject("/v1/products/sticker")).json();
  assert.equal(amount, "11");
});
