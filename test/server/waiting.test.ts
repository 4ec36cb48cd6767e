import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { createLongPolls } from "../../server/ledger/long-polls.ts";
import { IMPATIENT, openLinked, startCompanion } from "../helpers/companion.ts";
import { DAY, NOW, paymentEvent } from "../helpers/events.ts";
import { shared } from "../helpers/shared.ts";

const TOKEN = "a-token-that-is-long-enough";
const clock = () => NOW;

/** One for all: each test has a checkout of its own. */
const open = shared((t) => startCompanion(t, { clock }));

describe("GET /v1/checkouts/{id}", () => {
  test("answers 304 to the version that the caller has", async () => {
    const companion = open();
    const { id } = await openLinked(companion);
    const first = await companion.get(`/v1/checkouts/${id}`);

    const again = await companion.get(`/v1/checkouts/${id}`, {
      "if-none-match": first.headers.get("etag") ?? "",
    });

    assert.equal(first.headers.get("cache-control"), "private, no-cache");
    assert.equal(again.status, 304);
  });

  test("with wait, holds an unchanged checkout until it longPolls", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);

    const waiting = companion.get(`/v1/checkouts/${id}?wait=20`, {
      "if-none-match": headers.get("etag") ?? "",
    });
    await companion.deliver(paymentEvent(requestId));
    const { status, body } = await waiting;

    assert.equal(status, 200);
    assert.equal(body.status, "paid");
  });

  test("with wait, answers an unchanged checkout when the time is over", async (t) => {
    const companion = await startCompanion(t, { clock, environment: { ADMIN_TOKEN: TOKEN } });
    const metrics = async () =>
      (await fetch(`${companion.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);

    t.mock.timers.enable({ apis: ["setTimeout"] });

    const waiting = companion.get(`/v1/checkouts/${id}?wait=1`, {
      "if-none-match": headers.get("etag") ?? "",
    });
    while (!(await metrics()).includes("request_checkout_open_polls 1\n"));
    t.mock.timers.tick(1000);

    assert.equal((await waiting).status, 304);
  });

  test("with wait, answers at once what the caller has not seen", async () => {
    const companion = open();
    const { id } = await openLinked(companion);

    const without = await companion.get(`/v1/checkouts/${id}?wait=25`);
    const older = await companion.get(`/v1/checkouts/${id}?wait=25`, { "if-none-match": '"0"' });

    assert.equal(without.status, 200);
    assert.equal(older.status, 200);
  });

  test("with wait and after, holds the version that the caller has, without an ETag", async () => {
    const companion = open();
    const { id, requestId } = await openLinked(companion);
    const { body: first } = await companion.get(`/v1/checkouts/${id}`);

    const waiting = companion.get(`/v1/checkouts/${id}?wait=20&after=${first.version}`);
    const older = await companion.get(`/v1/checkouts/${id}?wait=20&after=0`);
    await companion.deliver(paymentEvent(requestId));
    const { status, body } = await waiting;

    assert.deepEqual([older.status, older.body.version], [200, first.version]);
    assert.deepEqual([status, body.status], [200, "paid"]);
    assert.notEqual(body.version, first.version);
  });

  test("takes an ETag that a compressing proxy has made weak", async () => {
    const companion = open();
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);

    const again = await companion.get(`/v1/checkouts/${id}`, { "if-none-match": `W/${headers.get("etag")}` });

    assert.equal(again.status, 304);
  });

  test("refuses an after that is no version", async () => {
    const companion = open();
    const { id } = await openLinked(companion);

    for (const after of ["", "x", "-1", "1e3", "9".repeat(40)])
      assert.equal((await companion.get(`/v1/checkouts/${id}?after=${after}`)).status, 400, after);
  });

  test("lets whoever waits go when the companion closes", async (t) => {
    const companion = await startCompanion(t, { clock });
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);

    const waiting = companion.get(`/v1/checkouts/${id}?wait=25`, {
      "if-none-match": headers.get("etag") ?? "",
    });
    await companion.get("/healthz");
    await companion.app.close();

    assert.equal((await waiting).status, 304);
  });

  test("a connection that was never used does not keep the companion from closing", async (t) => {
    const companion = await startCompanion(t, { timeouts: IMPATIENT });
    const reserve = connect(Number(new URL(companion.url).port), "127.0.0.1");
    reserve.on("error", () => {});
    await once(reserve, "connect");
    const gone = once(reserve, "close");

    await companion.app.close();

    await gone;
  });

  for (const wait of ["-1", "abc", "1.5", ""]) {
    test(`refuses wait=${wait}`, async () => {
      const companion = open();
      const { id } = await openLinked(companion);

      assert.equal((await companion.get(`/v1/checkouts/${id}?wait=${wait}`)).status, 400);
    });
  }

  // input: R1
  test("gives unknown, malformed and upstream ids the same 404", async () => {
    const companion = open();
    const { requestId, token } = await openLinked(companion);
    const ids = [crypto.randomUUID(), "x", requestId, token, "%00", "..%2f", "x".repeat(2000), "' OR 1=1 --"];

    const answers = await Promise.all(ids.map((id) => companion.get(`/v1/checkouts/${id}`)));

    for (const { status, body } of answers) {
      assert.equal(status, 404);
      assert.equal((body.error as { code: string }).code, "not_found");
    }
  });

  test("what time alone longPolls is seen by whoever asks, and by whoever waits", async (t) => {
    let now = NOW;
    const companion = await startCompanion(t, { clock: () => now, expiryCheckMs: 20 });
    const { id } = await openLinked(companion);
    const { headers } = await companion.get(`/v1/checkouts/${id}`);
    const waiting = companion.get(`/v1/checkouts/${id}?wait=20`, {
      "if-none-match": headers.get("etag") ?? "",
    });

    now += 7 * DAY;

    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "expired");
    assert.equal((await waiting).body.status, "expired");
  });
});

describe("longPolls", () => {
  // input: R7
  test("frees the place of a caller that goes away at once", async () => {
    const longPolls = createLongPolls();

    const waiting = longPolls.wait("a", { timeoutMs: 25_000 });
    assert.equal(longPolls.waiting, 1);
    waiting.end();
    await waiting.over;
    waiting.end();

    assert.equal(longPolls.waiting, 0);
    assert.deepEqual(longPolls.ids(), []);
  });

  test("wakes all who wait for the same checkout, and nobody else", async () => {
    const longPolls = createLongPolls();
    const waiting = [longPolls.wait("a", { timeoutMs: 25_000 }), longPolls.wait("a", { timeoutMs: 25_000 })];
    const other = longPolls.wait("b", { timeoutMs: 25_000 });

    longPolls.publish(["a"]);
    await Promise.all(waiting.map(({ over }) => over));

    assert.equal(longPolls.waiting, 1);
    longPolls.close();
    await other.over;
  });
});
