import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { startCluster } from "../helpers/cluster.ts";
import { openLinked, purchase, type TestCompanion } from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { administer } from "../helpers/postgres.ts";

const NEVER_MS = 3_600_000;
const WAIT_SECONDS = 20;
const TOKEN = "a-token-that-is-long-enough";
const environment = { ADMIN_TOKEN: TOKEN };

/** Request Network's API, as far as it creates links; `created` counts them. */
async function startApi(t: TestContext, answersOf: (call: number) => number = () => 201) {
  const calls = { links: 0, reads: [] as number[] };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.method === "GET") {
      calls.reads.push(performance.now());
      response.end('{"payments":[],"pagination":{"total":0,"limit":100,"offset":0,"hasMore":false}}');
      return;
    }
    calls.links += 1;
    const token = `T${calls.links}`;
    const securePaymentUrl = `http://127.0.0.1:1/?token=${token}`;
    response.writeHead(answersOf(calls.links));
    response.end(JSON.stringify({ requestIds: [`01${calls.links}`], token, securePaymentUrl }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { calls, environment: { REQUEST_API_URL: url, REQUEST_API_KEY: "k" } };
}

/**
 * A poll that waits at a companion, once it does. It was woken where it ends before an older one, of a checkout that nothing
 * happens to: both may wait for as long.
 */
async function waitAt(companion: TestCompanion, id: string) {
  const hangUp = new AbortController();
  const poll = async (which: string, standing: number) => {
    const { headers } = await companion.get(`/v1/checkouts/${which}`);
    const answer = fetch(`${companion.url}/v1/checkouts/${which}?wait=${WAIT_SECONDS}`, {
      headers: { "if-none-match": headers.get("etag") ?? "" },
      signal: hangUp.signal,
    });
    await eventually("the poll to stand", async () => {
      const metrics = await fetch(`${companion.url}/metrics`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return (await metrics.text()).includes(`request_checkout_open_polls ${standing}\n`);
    });
    return { answer };
  };
  const older = await poll((await openLinked(companion)).id, 1);
  const { answer } = await poll(id, 2);
  await companion.get(`/v1/checkouts/${id}`);
  return async () => {
    const isWoken = await Promise.race([answer.then(() => true), older.answer.then(() => false)]);
    const { status } = (await (await answer).json()) as { status: string };
    hangUp.abort();
    await older.answer.catch(() => {});
    return { status, isWoken };
  };
}

describe("a link that the companion creates", () => {
  test("is one for fifty equal calls on four companions", async (t) => {
    const { calls, environment } = await startApi(t);
    const { any, companions } = await startCluster(t, { environment });
    const body = purchase({ link: undefined });

    const answers = await Promise.all(Array.from({ length: 50 }, () => any().open(body)));

    assert.equal(calls.links, 1);
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(new Set(answers.map((answer) => answer.body.securePaymentUrl)).size, 1);
    for (const companion of companions)
      assert.equal((await companion.get(`/v1/checkouts/${body.id}`)).status, 200);
  });

  test("is created by another companion where the first one fails", async (t) => {
    const { calls, environment } = await startApi(t, (call) => (call === 1 ? 500 : 201));
    const { any } = await startCluster(t, { environment });
    const body = purchase({ link: undefined });

    const answers = await Promise.all(Array.from({ length: 20 }, () => any().open(body)));

    assert.equal(calls.links, 2);
    assert.ok(answers.some(({ status }) => status === 200 || status === 201));
  });
});

describe("a waiting poll", () => {
  test("is woken by what another companion has heard", async (t) => {
    const { companions } = await startCluster(t, {
      environment,
      clock: () => NOW,
      size: 2,
      fallbackPollMs: NEVER_MS,
    });
    const [one, other] = companions as [TestCompanion, TestCompanion];
    const { id, requestId } = await openLinked(one);
    const answer = await waitAt(one, id);

    await other.deliver(paymentEvent(requestId));

    assert.deepEqual(await answer(), { status: "paid", isWoken: true });
  });

  test("is woken by what nobody has said, a moment later", async (t) => {
    const { companions, databaseUrl } = await startCluster(t, {
      environment,
      clock: () => NOW,
      size: 1,
      fallbackPollMs: 50,
    });
    const [one] = companions as [TestCompanion];
    const { id } = await openLinked(one);
    const answer = await waitAt(one, id);

    await administer(
      databaseUrl,
      "UPDATE checkouts SET version = version + 1, status = 'failed' WHERE id = $1",
      [id],
    );

    assert.deepEqual(await answer(), { status: "failed", isWoken: true });
  });

  test("is woken still after the companion had to listen anew", async (t) => {
    const { companions, databaseUrl } = await startCluster(t, {
      environment,
      clock: () => NOW,
      size: 2,
      fallbackPollMs: NEVER_MS,
    });
    const [one, other] = companions as [TestCompanion, TestCompanion];
    const { id, requestId } = await openLinked(one);
    const listening =
      "FROM pg_stat_activity WHERE datname = current_database() AND query IN ('LISTEN request_checkout', 'SELECT 1')";
    const ears = async () =>
      (await administer<{ pid: number }>(databaseUrl, `SELECT pid ${listening}`)).map(({ pid }) => pid);
    await eventually("both to listen", async () => (await ears()).length === 2);
    const before = await ears();
    const answer = await waitAt(one, id);

    await administer(databaseUrl, `SELECT pg_terminate_backend(pid) ${listening}`);
    await eventually("both to listen anew", async () => {
      const now = await ears();
      return now.length === 2 && !now.some((pid) => before.includes(pid));
    });
    await other.deliver(paymentEvent(requestId));

    assert.deepEqual(await answer(), { status: "paid", isWoken: true });
  });
});
