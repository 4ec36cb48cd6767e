import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { purchase, SHOP, temporaryFolder } from "../helpers/companion.ts";
import { type CompanionProcess, processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { newPostgres } from "../helpers/database.ts";
import { paymentEvent, sign } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { freePort } from "../helpers/free-port.ts";
import { ensureNginx, startNginx } from "../helpers/nginx.ts";
import { administer } from "../helpers/postgres.ts";
import { scaled } from "../helpers/scale.ts";

const PAYERS = 6;
/** Well below the time that a poll may wait. */
const SLOWEST_MS = 15_000;
const nginx = ensureNginx();

/** A companion of its own process, on a port that stays the same when it is started again. */
async function startOne(t: TestContext, changes: Record<"DATABASE_URL" | "HOST" | "PORT", string>) {
  const folder = temporaryFolder(t);
  const environment = {
    ...processEnvironment(folder),
    ...changes,
    TRUST_PROXY: "127.0.0.1",
  };
  let running: CompanionProcess;
  const start = async () => {
    running = await spawnCompanion({ folder, environment });
    assert.ok(running.url, running.output());
  };
  await start();
  t.after(() => running.child.kill("SIGKILL"));
  return {
    start,
    async end(signal: NodeJS.Signals) {
      running.child.kill(signal);
      await running.ended;
    },
  };
}

/** Payers who open a checkout, are seen to pay and wait for the news, one after another until it is over. */
function startPayers(url: string) {
  const paid: string[] = [];
  const answers = new Map<string, number>();
  let isOver = false;
  let slowestMs = 0;
  const note = (what: string) => answers.set(what, (answers.get(what) ?? 0) + 1);
  const call = async (what: string, path: string, init: RequestInit) => {
    const startedAt = performance.now();
    const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(30_000) }).catch(
      () => undefined,
    );
    note(`${what} ${response?.status ?? "failed"}`);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
    const isJson = response?.headers.get("content-type")?.includes("json");
    const body = isJson ? ((await response?.json()) as { status?: string }) : {};
    return { etag: response?.headers.get("etag") ?? "", status: body.status };
  };
  const post = (what: string, path: string, body: string, headers: Record<string, string>) =>
    call(what, path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });

  async function payOnce(): Promise<void> {
    const body = purchase();
    await post("open", "/v1/checkouts", JSON.stringify(body), { origin: SHOP });
    const { etag } = await call("read", `/v1/checkouts/${body.id}`, {});
    const news = call("wait", `/v1/checkouts/${body.id}?wait=25`, { headers: { "if-none-match": etag } });
    const event = JSON.stringify(paymentEvent(body.link.requestIds[0] as string, { timestamp: undefined }));
    await post("deliver", "/webhooks/request", event, { "x-request-network-signature": sign(event) });
    // A companion that ends lets its polls go unchanged; they come again.
    let { status } = await news;
    for (let tries = 0; status !== "paid" && tries < 5; tries += 1)
      ({ status } = await call("wait", `/v1/checkouts/${body.id}`, {}));
    if (status === "paid") paid.push(body.id);
    else note("never heard of it");
  }

  const paying = Promise.all(
    Array.from({ length: PAYERS }, async () => {
      while (!isOver) await payOnce();
    }),
  );
  return {
    paid,
    answers,
    get slowestMs() {
      return slowestMs;
    },
    async stop() {
      isOver = true;
      await paying;
    },
  };
}

if (!nginx)
  console.log(
    "nginx is neither here nor to be had: rolling restarts behind it are not proved on this machine",
  );
else
  test("companions that are restarted, and killed, one after the other behind nginx › no payer and no delivery notices", async (t) => {
    const databaseUrl = await newPostgres();
    const port = await freePort();
    const addresses = ["127.0.0.1", "127.0.0.2"];
    const companions: Awaited<ReturnType<typeof startOne>>[] = [];
    for (const HOST of addresses)
      companions.push(await startOne(t, { DATABASE_URL: databaseUrl, HOST, PORT: String(port) }));
    // The addresses stay known: what is gone for a moment is found out by asking it.
    const balancer = await startNginx(t, nginx, {
      folder: temporaryFolder(t),
      port,
      addresses: () => addresses,
    });
    t.after(() => balancer.stop());
    const payers = startPayers(balancer.url);
    t.after(() => payers.stop());

    for (const signal of ["SIGTERM", "SIGKILL"] as const)
      for (const companion of companions) {
        let before = payers.paid.length;
        const someMore = async () => payers.paid.length > before + scaled(5, 20);
        await eventually("some to pay while both are there", someMore);
        await companion.end(signal);
        before = payers.paid.length;
        await eventually("some to pay while one is gone", someMore);
        await companion.start();
      }
    await payers.stop();

    // A companion that ends lets its polls go, unchanged; what one had done before it was killed, the other one repeats.
    const usual = ["deliver 200", "open 201", "read 200", "wait 200"];
    const answers = [...payers.answers.keys(), "open 200", "wait 304"].sort();
    assert.deepEqual([...new Set(answers)], [...usual, "open 200", "wait 304"].sort());
    assert.ok(payers.slowestMs < SLOWEST_MS, `${payers.slowestMs} ms`);
    const rows = await administer<{ count: number }>(
      databaseUrl,
      "SELECT count(*)::int AS count FROM checkouts WHERE status = 'paid'",
    );
    assert.equal(rows[0]?.count, payers.paid.length);
  });
