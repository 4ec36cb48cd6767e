import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { BARE_ENVIRONMENT } from "../helpers/bare-environment.ts";
import { openLinked, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { newPostgres } from "../helpers/database.ts";
import { at, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { administer } from "../helpers/postgres.ts";

const MAIN = new URL("../../server/cli/bin.js", import.meta.url).pathname;
const ADMIN_TOKEN = "a-token-that-is-long-enough";
const merchant = { authorization: `Bearer ${ADMIN_TOKEN}` };
const settings = { clock: () => NOW, environment: { ADMIN_TOKEN } };

async function migrate(t: TestContext, from: string, to: string) {
  const run = promisify(execFile)(process.execPath, [MAIN, "migrate-store", "--from", from, "--to", to], {
    cwd: temporaryFolder(t),
    env: BARE_ENVIRONMENT,
  });
  return run
    .then(({ stdout }) => ({ code: 0, output: stdout }))
    .catch(({ code, stderr }) => ({ code, output: String(stderr) }));
}

/** A companion on SQLite, and every kind of row in its store. */
async function startWithOrders(t: TestContext) {
  const path = join(temporaryFolder(t), "checkouts.db");
  const companion = await startCompanion(t, { databaseUrl: `sqlite:${path}`, ...settings });
  const opened = [];
  for (let index = 0; index < 12; index += 1)
    opened.push(await openLinked(companion, { reference: `order-${index}` }));
  for (const [index, { requestId, token }] of opened.entries()) {
    if (index % 3 !== 0) await companion.deliver(paymentEvent(requestId));
    if (index % 4 === 0)
      await companion.deliver(
        userEvent(requestId, "payment_approved_in_wallet", { securePaymentToken: token }),
      );
    if (index % 6 === 1) await companion.deliver({ event: "payment.refunded", requestId, timestamp: at(90) });
  }
  await companion.deliver(paymentEvent("01ff", { note: "a NUL: \\u0000" }));
  await companion.deliver('{"event":"\\u0000"}');
  await companion.deliver("[]");
  return { companion, path };
}

async function ordersOf(companion: {
  get: (path: string, headers: Record<string, string>) => Promise<{ body: unknown }>;
}) {
  const { body } = await companion.get("/v1/orders?limit=200", merchant);
  const { orders } = body as { orders: { id: string }[] };
  const histories = await Promise.all(
    orders.map(async ({ id }) => (await companion.get(`/v1/orders/${id}`, merchant)).body),
  );
  return { body, histories };
}

describe("npm run migrate-store", () => {
  test("moves everything, and a companion goes on where the other one stopped", async (t) => {
    const { companion, path } = await startWithOrders(t);
    const before = await ordersOf(companion);
    await companion.app.close();
    const url = await newPostgres();

    const { code, output } = await migrate(t, `sqlite:${path}`, url);

    assert.equal(code, 0, output);
    assert.match(output, /checkouts: 12 rows copied/);
    assert.match(output, /12 checkouts derived on both sides/);
    const moved = await startCompanion(t, { databaseUrl: url, ...settings });
    assert.deepEqual(await ordersOf(moved), before);
    const { id, requestId } = await openLinked(moved);
    await moved.deliver(paymentEvent(requestId));
    assert.equal((await moved.get(`/v1/checkouts/${id}`)).body.status, "paid");
    const { body } = await moved.get("/v1/orders?limit=1", merchant);
    assert.equal((body.orders as { id: string }[])[0]?.id, id);
  });

  test("refuses a file that a companion is using", async (t) => {
    const { path } = await startWithOrders(t);

    const { code, output } = await migrate(t, `sqlite:${path}`, await newPostgres());

    assert.equal(code, 1);
    assert.match(output, /stop the companion first/);
  });

  test("refuses a database that has rows already, and a file that is not there", async (t) => {
    const { companion, path } = await startWithOrders(t);
    await companion.app.close();
    const url = await newPostgres();
    const used = await startCompanion(t, { databaseUrl: url, ...settings });
    await openLinked(used);

    assert.match((await migrate(t, `sqlite:${path}`, url)).output, /not empty/);
    assert.match((await migrate(t, "sqlite:/nowhere.db", url)).output, /not there/);
  });

  test("keeps nothing where a row would not be the same", async (t) => {
    const { companion, path } = await startWithOrders(t);
    await companion.app.close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE checkouts SET version = 'three' WHERE seq = 5");
    db.close();
    const url = await newPostgres();

    const { code } = await migrate(t, `sqlite:${path}`, url);

    assert.equal(code, 1);
    assert.deepEqual(await administer(url, "SELECT 1 FROM checkouts UNION ALL SELECT 1 FROM changes"), []);
  });
});
