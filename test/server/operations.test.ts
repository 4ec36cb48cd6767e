import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { deleteDeliveries, deleteTelemetry } from "../../server/operations/retention.ts";
import { openStore } from "../../server/store/open-store.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";
import { DAY, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";

runOnBothEngines();

const TOKEN = "a-token-that-is-long-enough";

async function startWithStore(t: TestContext) {
  const databaseUrl = await newDatabase(t);
  const store = await openStore({ url: databaseUrl });
  const companion = await startCompanion(t, { store, clock: () => NOW });
  const count = async () =>
    (await store.read((tx) => tx.query<{ count: number }>("SELECT count(*) AS count FROM deliveries")))[0]
      ?.count;
  return { companion, store, count };
}

describe("retention", () => {
  test("deletes raw deliveries after their time, and a replay of one still changes nothing", async (t) => {
    const { companion, store, count } = await startWithStore(t);
    const { id, requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId));
    const { headers } = await companion.get(`/v1/checkouts/${id}`);

    assert.equal(await store.write((tx) => deleteDeliveries(tx, NOW)), 0);
    assert.equal(await store.write((tx) => deleteDeliveries(tx, NOW + 1)), 1);
    assert.equal(await count(), 0);
    await companion.deliver(paymentEvent(requestId));

    assert.equal((await companion.get(`/v1/checkouts/${id}`)).headers.get("etag"), headers.get("etag"));
  });

  test("deletes with a delivery that named no request all that is known of it", async (t) => {
    const { companion, store } = await startWithStore(t);
    await companion.deliver("not JSON");

    await store.write((tx) => deleteDeliveries(tx, NOW + 1));

    assert.deepEqual(await store.read((tx) => tx.query("SELECT seq FROM facts")), []);
  });

  // input: W20
  test("deletes telemetry of requests that nobody registered, and nothing else, after a day", async (t) => {
    const { companion, store, count } = await startWithStore(t);
    const { requestId } = await openLinked(companion);
    await companion.deliver(userEvent(requestId, "wallet_connected"));
    await companion.deliver(userEvent("01ff", "wallet_connected", { securePaymentToken: "T9" }));
    await companion.deliver(paymentEvent("01ff"));

    assert.equal(await store.write((tx) => deleteTelemetry(tx, NOW + DAY)), 0);
    assert.equal(await store.write((tx) => deleteTelemetry(tx, NOW + DAY + 1)), 3);

    assert.equal(await count(), 2);
    const facts = await store.read((tx) =>
      tx.query<{ subject: string }>("SELECT subject FROM facts ORDER BY seq"),
    );
    assert.deepEqual(
      facts.map(({ subject }) => subject),
      [requestId, "01ff"],
    );
  });
});

test("telemetry of a request that nobody has registered is kept once for each kind", async (t) => {
  const { companion, count } = await startWithStore(t);

  for (const minute of [1, 2, 3])
    for (const step of ["wallet_connected", "payment_sent_to_wallet"])
      await companion.deliver(userEvent("01ff", step, { occurredAt: `2026-03-01T12:0${minute}:00Z` }));

  assert.equal(await count(), 2);
});

test("numbers of deliveries are never given again, so that the clean-up goes on where it stopped", async (t) => {
  const { companion, store, count } = await startWithStore(t);
  await companion.deliver(userEvent("01ff", "wallet_connected"));
  await store.write((tx) => deleteTelemetry(tx, NOW + DAY + 1));

  await companion.deliver(userEvent("01fe", "wallet_connected"));
  await store.write((tx) => deleteTelemetry(tx, NOW + DAY + 1));

  assert.equal(await count(), 0);
});

describe("GET /metrics", () => {
  test("counts deliveries by what became of them, and shows what waits", async (t) => {
    const { url, deliver, get } = await startCompanion(t, {
      environment: { ADMIN_TOKEN: TOKEN },
      clock: () => NOW,
    });
    await deliver(paymentEvent("01ab"));
    await deliver(paymentEvent("01ab"));
    await deliver(paymentEvent("01ab"), { "x-request-network-test": "true" });
    await deliver("[]");
    await deliver(paymentEvent("01ab"), { "x-request-network-signature": "00" });

    const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    const text = await response.text();

    assert.match(response.headers.get("content-type") ?? "", /text\/plain/);
    for (const outcome of ["recorded", "duplicate", "test", "rejected", "bad_signature"]) {
      assert.match(text, new RegExp(`request_checkout_deliveries_total\\{outcome="${outcome}"\\} 1\\n`));
    }
    for (const name of [
      "store_queue",
      "open_polls",
      "outbox_pending",
      "outbox_failed",
      "outbox_age_seconds",
    ]) {
      assert.match(text, new RegExp(`request_checkout_${name} 0\\n`));
    }
    assert.match(text, /request_checkout_commit_seconds_count [1-9]/);
    assert.equal((await get("/metrics")).status, 401);
  });

  test("shows a waiting poll, and no more once its caller has gone", async (t) => {
    const companion = await startCompanion(t, { environment: { ADMIN_TOKEN: TOKEN }, clock: () => NOW });
    const openPolls = async () => {
      const response = await fetch(`${companion.url}/metrics`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return /request_checkout_open_polls (\d+)/.exec(await response.text())?.[1];
    };
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);
    const leaving = new AbortController();
    const waiting = fetch(`${companion.url}/v1/checkouts/${id}?wait=25`, {
      headers: { "if-none-match": headers.get("etag") ?? "" },
      signal: leaving.signal,
    }).catch(() => {});

    await eventually("the poll to be counted", async () => (await openPolls()) === "1");
    leaving.abort();
    await waiting;

    await eventually("its place to be free", async () => (await openPolls()) === "0");
  });

  // input: R9
  test("is not there without a token", async (t) => {
    const { get } = await startCompanion(t);

    assert.equal((await get("/metrics")).status, 404);
  });
});
