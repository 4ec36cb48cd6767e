import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { toBudget } from "../../server/request-network/api/budget.ts";
import { createSharedLimiter } from "../../server/request-network/api/shared-limiter.ts";
import { openStore } from "../../server/store/open-store.ts";
import { startCluster } from "../helpers/cluster.ts";
import { PATIENT, purchase, startCompanion } from "../helpers/companion.ts";
import { emptyPostgres, newPostgres } from "../helpers/database.ts";
import { NOW } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";

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

describe("what all companions share", () => {
  test("a client's limits", async (t) => {
    const { any } = await startCluster(t, {
      clock: () => NOW,
      environment: { CHECKOUTS_PER_MINUTE: "5", READS_PER_MINUTE: "7" },
    });

    const opened = await Promise.all(Array.from({ length: 24 }, () => any().open(purchase())));
    const read = await Promise.all(Array.from({ length: 24 }, () => any().get("/v1/products/sticker")));

    assert.equal(opened.filter(({ status }) => status === 201).length, 5);
    assert.equal(opened.filter(({ status }) => status === 429).length, 19);
    assert.equal(read.filter(({ status }) => status === 200).length, 7);
  });

  test("one background call a second, made by one of them; another takes over when that one closes", async (t) => {
    const { calls, environment } = await startApi(t);
    const databaseUrl = await emptyPostgres(t);
    const pauseMs = 500;
    const start = async () => {
      const store = await openStore({ url: databaseUrl, timeouts: PATIENT });
      const limiter = createSharedLimiter({ store, pauseMs });
      const reconciler = { backfillEveryMs: 10, idleMs: 10 };
      return startCompanion(t, { databaseUrl, store, limiter, environment, reconciler });
    };
    const companions = await Promise.all(Array.from({ length: 4 }, start));
    await eventually("three reads", async () => calls.reads.length >= 3);
    const tookMs = (calls.reads[2] as number) - (calls.reads[0] as number);
    assert.ok(tookMs > 1.5 * pauseMs, `three reads in ${tookMs} ms`);
    assert.equal(toBudget(5).backgroundPauseMs, 1000);

    for (const { app } of companions.slice(0, 3)) {
      await app.close();
      const before = calls.reads.length;
      await eventually("the others to read", async () => calls.reads.length > before);
    }
  });

  test("the place of a background call", async (t) => {
    const url = await emptyPostgres(t);
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, timeouts: PATIENT })));
    for (const store of stores) t.after(() => store.close());
    const time = { now: NOW };
    const limiters = stores.map((store) =>
      createSharedLimiter({
        store,
        clock: () => time.now,
        wait: async (ms) => {
          time.now += ms;
        },
      }),
    );
    const { signal } = new AbortController();

    for (let call = 0; call < 8; call += 1) await limiters[call % 4]?.background(signal);
    assert.equal(time.now - NOW, 7000);
    limiters[0]?.pauseBackground(30_000);
    await limiters[0]?.background(signal);
    await limiters[1]?.background(signal);

    assert.ok(time.now - NOW >= 37_000);
  });

  test("four calls a second for payers", async (t) => {
    const url = await emptyPostgres(t);
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore({ url, timeouts: PATIENT })));
    for (const store of stores) t.after(() => store.close());
    const waits: number[] = [];
    const limiters = stores.map((store) =>
      createSharedLimiter({ store, clock: () => NOW, wait: async (ms) => void waits.push(ms) }),
    );

    const places = await Promise.allSettled(
      Array.from({ length: 28 }, (_, index) => limiters[index % 4]?.payer(`client-${index}`)),
    );

    const expected = [1, 2, 3, 4, 5].flatMap((seconds) => Array.from({ length: 4 }, () => seconds * 1000));
    assert.deepEqual(
      waits.sort((a, b) => a - b),
      expected,
    );
    const refused = places.filter((place) => place.status === "rejected");
    assert.deepEqual([...new Set(refused.map(({ reason }) => reason.code))], ["payment_service_busy"]);
    assert.equal(refused.length, 4);
  });

  test("A10: so that clients that flood leave an honest one a place", async (t) => {
    const url = await newPostgres();
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore({ url })));
    for (const store of stores) t.after(() => store.close());
    const limiters = stores.map((store) => createSharedLimiter({ store, callsPerSecond: 21 }));
    const served: string[] = [];
    const call = (client: string, at: number) =>
      limiters[at % 3]?.payer(client).then(
        () => void served.push(client),
        () => {},
      );
    const flood = Array.from({ length: 72 }, (_, index) => call(`flood-${index % 8}`, index));

    await call("flood-0", 0);
    const before = served.length;
    await call("honest", 1);
    await Promise.all(flood);

    assert.ok(served.includes("honest"));
    assert.ok(served.indexOf("honest") - before <= 20, `${served.indexOf("honest") - before} before it`);
    assert.equal(served.filter((client) => client !== "honest").length, 73);
  });

  test("two reads a second at registration, and none where payers wait", async (t) => {
    const url = await newPostgres();
    const stores = await Promise.all(Array.from({ length: 2 }, () => openStore({ url })));
    for (const store of stores) t.after(() => store.close());
    const time = { now: NOW };
    const limiters = stores.map((store) =>
      createSharedLimiter({
        store,
        clock: () => time.now,
        wait: async (ms) => {
          time.now += ms;
        },
      }),
    );
    const places = [];
    for (let read = 0; read < 3; read += 1) places.push(await limiters[read % 2]?.registration());
    assert.deepEqual(places, [true, true, false]);

    time.now += 1000;
    limiters[0]?.pauseBackground(30_000);
    await eventually("the pause to stand", async () => (await limiters[1]?.registration()) === false);
    time.now += 30_000;
    for (let call = 0; call < 4; call += 1) await limiters[0]?.payer(`${call}`);
    assert.equal(await limiters[1]?.registration(), false);
  });
});
