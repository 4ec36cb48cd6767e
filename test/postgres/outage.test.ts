import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import pg from "pg";
import { TIMEOUTS } from "../../server/store/postgres/connections.ts";
import {
  openLinked,
  purchase,
  startCompanion,
  type TestCompanion,
  type TestCompanionOptions,
} from "../helpers/companion.ts";
import { NOW, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { administer, createDatabase, startPostgres } from "../helpers/postgres.ts";
import { scaled } from "../helpers/scale.ts";

const SENDERS = 6;

const NEVER_MS = 3_600_000;

async function start(t: TestContext, options: TestCompanionOptions = {}) {
  const server = await startPostgres();
  const databaseUrl = await createDatabase(server.url);
  const companions = await Promise.all(
    [1, 2].map(() =>
      startCompanion(t, { databaseUrl, clock: () => NOW, storeTimeouts: TIMEOUTS, ...options }),
    ),
  );
  t.after(() => server.remove());
  return { server, databaseUrl, companions: companions as [TestCompanion, TestCompanion] };
}

/** Opens checkouts and pays for them, without a pause, until it is told to stop. */
function startLoad(companions: readonly TestCompanion[]) {
  const statuses = new Map<number, number>();
  const acknowledged: string[] = [];
  /** How often each sender was refused. */
  const refusals = Array.from({ length: SENDERS }, () => 0);
  let isOver = false;
  const send = async (companion: TestCompanion, sender: number) => {
    const counted = async <T extends { status: number }>(call: Promise<T>): Promise<T> => {
      const answer = await call;
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 503) refusals[sender] = (refusals[sender] ?? 0) + 1;
      return answer;
    };
    while (!isOver) {
      const body = purchase();
      const event = paymentEvent(body.link.requestIds[0] as string);
      const opened = await counted(companion.open(body));
      const delivered = await counted(companion.deliver(event));
      await counted(
        companion.get(`/v1/checkouts/${body.id}`).then((answer) => (answer.status === 404 ? opened : answer)),
      );
      if (opened.status === 201 && delivered.status === 200) acknowledged.push(body.id);
    }
  };
  const sending = Promise.all(
    Array.from({ length: SENDERS }, (_, index) =>
      send(companions[index % companions.length] as TestCompanion, index),
    ),
  );
  return {
    acknowledged,
    statuses,
    refusals,
    async stop() {
      isOver = true;
      await sending;
    },
  };
}

describe("PostgreSQL, under load,", () => {
  for (const how of ["stop", "kill"] as const) {
    test(`after a ${how} and a start › only 503 meanwhile, nothing acknowledged is lost, and all goes on by itself`, async (t) => {
      const { server, databaseUrl, companions } = await start(t);
      const load = startLoad(companions);

      for (let round = 0; round < scaled(1, 3); round += 1) {
        const before = load.acknowledged.length;
        await eventually("some to be taken", async () => load.acknowledged.length > before + 10);
        await server[how]();
        const refused = [...load.refusals];
        const isRefused = (count: number, sender: number) => count > (refused[sender] ?? 0) + 1;
        await eventually("everybody to be refused", async () => load.refusals.every(isRefused));
        await server.start();
      }
      const before = load.acknowledged.length;
      await eventually("all to go on", async () => load.acknowledged.length > before + 20);
      await load.stop();

      assert.deepEqual([...load.statuses.keys()].sort(), [200, 201, 503]);
      const kept = await administer<{ id: string; status: string }>(
        databaseUrl,
        "SELECT id, status FROM checkouts WHERE id = ANY($1)",
        [load.acknowledged],
      );
      assert.equal(kept.length, load.acknowledged.length);
      assert.deepEqual([...new Set(kept.map(({ status }) => status))], ["paid"]);
    });
  }
});

describe("a PostgreSQL that hangs", () => {
  test("is given up after two seconds, and used again as soon as it answers", async (t) => {
    const { server, databaseUrl, companions } = await start(t, {
      storeTimeouts: { connectMs: 400, lockMs: 400, writeMs: 500 },
      expiryCheckMs: NEVER_MS,
      fallbackPollMs: NEVER_MS,
    });
    const [companion] = companions;
    const { id, requestId } = await openLinked(companion);
    const pids = (await administer<{ pid: number }>(databaseUrl, "SELECT pid FROM pg_stat_activity")).map(
      ({ pid }) => pid,
    );
    const all = [server.pid, ...pids];
    const signal = (name: NodeJS.Signals) => {
      for (const pid of all)
        try {
          process.kill(pid, name);
        } catch {}
    };
    t.after(() => signal("SIGCONT"));

    signal("SIGSTOP");
    const connect = t.mock.method(pg.Pool.prototype, "connect");
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        companion.deliver(paymentEvent(requestId, { txHash: `0x${index}` })),
      ),
    );
    const tries = connect.mock.callCount();
    const ready = await companion.get("/readyz");
    signal("SIGCONT");

    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [503]);
    // Each try waits for a timeout: they are given up together, not one after the other.
    assert.ok(tries < answers.length / 4, `${tries} tries for ${answers.length} deliveries`);
    assert.ok(TIMEOUTS.connectMs <= TIMEOUTS.writeMs && TIMEOUTS.writeMs <= 2000);
    assert.equal(ready.status, 503);
    await eventually(
      "a delivery to be taken",
      async () => (await companion.deliver(paymentEvent(requestId))).status === 200,
    );
    assert.equal((await companion.get("/readyz")).status, 200);
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
  });
});
