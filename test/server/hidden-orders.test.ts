import assert from "node:assert/strict";
import { test } from "node:test";
import { createClientWalk } from "../../server/request-network/reconciler/reading-queue.ts";
import { openStore } from "../../server/store/open-store.ts";
import { insertCheckout, type NewCheckout } from "../../server/store/tables/checkouts.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";

runOnBothEngines();

const ROW: NewCheckout = {
  id: "",
  body_hash: "",
  created_at: 0,
  expires_at: 0,
  amount: "10",
  currency: "USDC-base",
  price_source: "catalog",
  product: null,
  quantity: null,
  title: null,
  offer_id: null,
  reference: null,
  reference_source: null,
  payer_identifier: null,
  origin: null,
  created_by: "browser",
  policy: null,
  request_id: null,
  token: null,
  pay_url: "",
  next_request_poll_at: 0,
  next_link_poll_at: null,
  client: "",
};

test("a walk reaches every order that is due, each client's newest first, and no other", async (t) => {
  const store = await openStore({ url: await newDatabase(t) });
  t.after(() => store.close());
  const add = (id: string, fields: Partial<NewCheckout>) =>
    store.write((tx) => insertCheckout(tx, { ...ROW, id, request_id: id, token: id, ...fields }));
  for (let index = 0; index < 9; index += 1) await add(`flood${index}`, { client: "b" });
  for (const id of ["old", "new"]) await add(id, { client: "a" });
  await add("link", { client: "", next_request_poll_at: null, next_link_poll_at: 0 });
  await add("later", { client: "a", next_request_poll_at: 10 });
  await add("never", { client: "c", next_request_poll_at: null });
  await add("unlinked", { client: "d", request_id: null, token: null });
  const next = createClientWalk();
  const walk = async (turns: number, readsLinks: boolean) => {
    const ids: (string | undefined)[] = [];
    for (let turn = 0; turn < turns; turn += 1)
      ids.push((await store.read((tx) => next(tx, 5, { readsLinks })))?.id);
    return ids;
  };

  assert.deepEqual((await walk(3, true)).sort(), ["flood8", "link", "new"]);
  const all = await walk(27, true);
  assert.deepEqual(
    [...new Set(all)].sort(),
    [...Array.from({ length: 9 }, (_, index) => `flood${index}`), "link", "new", "old"].sort(),
  );
  assert.ok(!(await walk(6, false)).includes("link"));
});

test("a walk over nothing finds nothing", async (t) => {
  const store = await openStore({ url: await newDatabase(t) });
  t.after(() => store.close());

  assert.equal(await store.read((tx) => createClientWalk()(tx, 5, { readsLinks: true })), undefined);
});
