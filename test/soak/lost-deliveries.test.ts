import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { createRateLimiter } from "../../server/request-network/api/rate-limiter.ts";
import { purchase, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { WEBHOOK_SECRET } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { progress, scaled } from "../helpers/scale.ts";

const CHECKOUTS = scaled(15, 1000);
const LOST = scaled(4, 300);
const DOWN = scaled(3, 100);
/** Each of them may make its first call at once. */
const COMPANIONS = 2;
const WITHIN_MS = 120_000;
/** How much faster than the machine's clock that of all parts is. */
const SPEED = scaled(8, 1);

const begin = Date.now();
const clock = () => begin + performance.now() * SPEED;

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms / SPEED, undefined, { signal });
}

/** Counts the calls that the companion makes in the background. */
function countingFetch() {
  const times: number[] = [];
  const count: typeof fetch = (input, init) => {
    if (init?.method === "GET") times.push(clock());
    return fetch(input, init);
  };
  return { times, fetch: count };
}

test(`${CHECKOUTS} checkouts, ${LOST} whose deliveries are all lost and ${DOWN} paid while the companion is down › all are right within two minutes`, {
  timeout: 60_000 * scaled(2, 10),
}, async (t) => {
  const databaseUrl = `sqlite:${temporaryFolder(t)}/checkouts.db`;
  let companionUrl = "";
  const sandbox = buildSandbox({
    ratePerSecond: 0,
    now: clock,
    retryDelaysMs: [50, 100, 150],
    clients: [
      {
        clientId: "cli_sandbox",
        apiKey: "sk_sandbox",
        allowedOrigins: [],
        payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
        currency: "USDC-base",
        webhooks: [{ url: "http://companion.invalid/webhooks/request", secret: WEBHOOK_SECRET }],
      },
    ],
    fetch: (input, init) => fetch(String(input).replace("http://companion.invalid", companionUrl), init),
  });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const counted = countingFetch();
  const start = () =>
    startCompanion(t, {
      databaseUrl,
      environment: { REQUEST_API_URL: apiUrl, REQUEST_API_KEY: "sk_sandbox" },
      fetch: counted.fetch,
      clock,
      // Payers' calls are not what is measured: they are let through at once.
      limiter: { ...createRateLimiter({ now: clock, wait }), payer: async () => {} },
    });
  const control = (path: string, body: object) =>
    fetch(`${apiUrl}/sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  let companion = await start();
  companionUrl = companion.url;
  const opened: { id: string; token: string }[] = [];
  for (let count = 0; count < CHECKOUTS; count += 1) {
    const body = purchase({ link: undefined });
    const answer = await companion.open(body);
    opened.push({
      id: body.id,
      token: new URL(String(answer.body.securePaymentUrl)).searchParams.get("token") ?? "",
    });
  }
  progress(`${CHECKOUTS} checkouts opened`);

  const pay = (some: typeof opened) =>
    Promise.all(some.map(({ token }) => control(`payments/${token}/pay`, {})));
  await control("network", { drop: true });
  await pay(opened.slice(0, LOST));
  await control("network", { drop: false });
  await companion.app.close();
  await pay(opened.slice(LOST, LOST + DOWN));
  await eventually("the deliveries to a companion that is down to be given up", async () => {
    const attempts = (await (await fetch(`${apiUrl}/sandbox/deliveries`)).json()) as { retryCount: number }[];
    return attempts.filter(({ retryCount }) => retryCount === 3).length >= 3 * (LOST + DOWN);
  });

  companion = await start();
  companionUrl = companion.url;
  const startedAt = clock();
  await pay(opened.slice(LOST + DOWN));
  let waiting = opened;
  await eventually(
    "every checkout to be paid",
    async () => {
      const answers = await Promise.all(waiting.map(({ id }) => companion.get(`/v1/checkouts/${id}`)));
      waiting = waiting.filter((_, index) => answers[index]?.body.status !== "paid");
      progress(`${CHECKOUTS - waiting.length} of ${CHECKOUTS} are paid`);
      return waiting.length === 0;
    },
    WITHIN_MS / SPEED,
  );
  progress(
    `all are right after ${Math.round((clock() - startedAt) / 1000)} s, with ${counted.times.length} reads in all`,
  );
  const seconds = (clock() - (counted.times[0] ?? 0)) / 1000;
  assert.ok(
    counted.times.length <= seconds + COMPANIONS,
    `${counted.times.length} background calls in ${seconds} s`,
  );
});
