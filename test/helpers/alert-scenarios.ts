import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { TestContext } from "node:test";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { createMetrics } from "../../server/observability/metrics.ts";
import { BEARER } from "./calibrating-companion.ts";
import { openLinked, purchase, type TestCompanion, type TestCompanionOptions } from "./companion.ts";
import { paymentEvent } from "./events.ts";
import { eventually } from "./eventually.ts";
import { HOUR, MINUTE, NOTIFY_SECRET } from "./outbox.ts";
import type { Scrape } from "./promtool.ts";
import { startReceiver, status } from "./receiver.ts";
import { UNLIMITED } from "./unlimited.ts";

export async function scrape({ url }: { url: string }): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { headers: BEARER });
  assert.equal(answer.status, 200);
  return answer.text();
}

/** Until the companion's metrics show this. */
async function scrapeUntil(companion: { url: string }, pattern: RegExp): Promise<string> {
  let text = "";
  await eventually(String(pattern), async () => {
    text = await scrape(companion);
    return pattern.test(text);
  });
  return text;
}

interface World {
  companion: TestCompanion;
  time: { now: number };
  t: TestContext;
}

export interface Scenario {
  alert: string;
  minutes: number;
  options?: (t: TestContext) => Promise<TestCompanionOptions>;
  /** Brings about what the alert is for, and scrapes. */
  happen: (world: World) => Promise<Scrape>;
}

const FORGED = { "x-request-network-signature": "0".repeat(64) };
const refusingEndpoint = async (t: TestContext): Promise<TestCompanionOptions> => {
  const receiver = await startReceiver(t);
  receiver.answer = status(500);
  return {
    environment: { NOTIFY_URL: receiver.url, NOTIFY_SECRET },
    outbox: { pollMs: 10, random: () => 0 },
  };
};

/** A sandbox that sends nothing, and a companion that finds what is paid there by reading. */
const withoutWebhooks = async (t: TestContext): Promise<TestCompanionOptions> => {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const REQUEST_API_URL = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  return {
    environment: { REQUEST_API_URL, REQUEST_API_KEY: "sk_sandbox", CALIBRATE: "false" },
    limiter: UNLIMITED,
    reconciler: { backfillEveryMs: 50, idleMs: 10 },
    deliveryCheckMs: 20,
  };
};

async function payOne({ companion, time }: World, changes = {}): Promise<void> {
  const { requestId } = await openLinked(companion);
  await companion.deliver(
    paymentEvent(requestId, { timestamp: new Date(time.now).toISOString(), ...changes }),
  );
}

/** Another process that holds the file. */
function lockDatabase({ companion, t }: World): void {
  const db = new DatabaseSync(companion.databaseUrl.replace("sqlite:", ""));
  db.exec("BEGIN IMMEDIATE");
  t.after(() => db.close());
}

export const scenarios: Scenario[] = [
  {
    alert: "RequestCheckoutDown",
    minutes: 3,
    async happen({ companion }) {
      await companion.app.close();
      return scrape(companion).catch(() => undefined);
    },
  },
  {
    alert: "RequestCheckoutStoreUnavailable",
    minutes: 2,
    async happen(world) {
      lockDatabase(world);
      assert.equal((await world.companion.deliver(paymentEvent("01ff"))).status, 503);
      return scrape(world.companion);
    },
  },
  {
    alert: "RequestCheckoutWebhooksRefused",
    minutes: 5,
    async happen({ companion }) {
      for (let count = 0; count < 5; count += 1) await companion.deliver("{}", FORGED);
      return scrape(companion);
    },
  },
  {
    alert: "RequestCheckoutWebhooksMissing",
    minutes: 3,
    options: withoutWebhooks,
    async happen({ companion, time }) {
      const body = purchase({ link: undefined });
      const { body: opened } = await companion.open(body);
      const pay = new URL(String(opened.securePaymentUrl));
      const token = pay.searchParams.get("token");
      await fetch(`${pay.origin}/sandbox/payments/${token}/pay`, { method: "POST" });
      await eventually("it to be paid", async () => {
        time.now += 100;
        const { body: read } = await companion.get(`/v1/checkouts/${body.id}`);
        return read.status === "paid";
      });
      time.now += 3 * MINUTE;
      return scrapeUntil(companion, /^request_checkout_payments_without_webhook 1$/m);
    },
  },
  {
    alert: "RequestCheckoutStoreQueue",
    minutes: 3,
    async happen(world) {
      const { companion } = world;
      const deliveries = /^request_checkout_deliveries_total.*\n/gm;
      const counted = (await scrape(companion)).match(deliveries) ?? [];
      lockDatabase(world);
      const sending = Promise.all(
        Array.from({ length: 250 }, (_, index) => companion.deliver(paymentEvent(`01${index + 100}`))),
      );
      const text = await scrapeUntil(companion, /^request_checkout_store_queue (?:10[1-9]|1[1-9]\d|2\d\d)$/m);
      await sending;
      // Whether the first of them are given up by then is another alert's concern.
      return text.replaceAll(deliveries, "") + counted.join("");
    },
  },
  {
    alert: "RequestCheckoutCommitsSlow",
    minutes: 8,
    async happen({ companion }) {
      const slow = createMetrics();
      for (let count = 0; count < 20; count += 1) slow.commit({ durationMs: 600, jobs: 1 });
      const own = (await scrape(companion)).replaceAll(/^.*request_checkout_commit_.*\n/gm, "");
      const text = await slow.registry.metrics();
      return own + text.replaceAll(/^(?!request_checkout_commit_).*\n/gm, "");
    },
  },
  {
    alert: "RequestCheckoutDeliveriesQuarantined",
    minutes: 5,
    async happen({ companion }) {
      await companion.deliver("[]");
      return scrape(companion);
    },
  },
  {
    alert: "RequestCheckoutTokensGuessed",
    minutes: 5,
    async happen({ companion }) {
      for (let count = 0; count < 12; count += 1)
        await companion.get("/v1/orders", {
          authorization: `Bearer wrong-wrong-wrong-${count}`,
          "x-forwarded-for": "203.0.113.7",
        });
      return scrape(companion);
    },
  },
  {
    alert: "RequestCheckoutNotificationsDelayed",
    minutes: 3,
    options: refusingEndpoint,
    async happen(world) {
      await payOne(world);
      world.time.now += 20 * MINUTE;
      return scrapeUntil(world.companion, /^request_checkout_outbox_age_seconds 1\d\d\d/m);
    },
  },
  {
    alert: "RequestCheckoutNotificationsFailed",
    minutes: 1,
    options: refusingEndpoint,
    async happen(world) {
      await payOne(world);
      const given = /^request_checkout_outbox_failed 1$/m;
      await eventually("it to be given up", async () => {
        world.time.now += HOUR;
        return given.test(await scrape(world.companion));
      });
      return scrape(world.companion);
    },
  },
  {
    alert: "RequestCheckoutReconcilerStalled",
    minutes: 3,
    options: async () => ({
      environment: { REQUEST_API_KEY: "sk", CALIBRATE: "false" },
      fetch: async () => {
        throw new Error("nobody is there");
      },
    }),
    async happen({ companion, time }) {
      time.now += 10 * MINUTE;
      return scrapeUntil(companion, /^request_checkout_reconciler_lag_seconds [6-9]\d\d/m);
    },
  },
  {
    alert: "RequestCheckoutClockSkew",
    minutes: 1,
    async happen(world) {
      const timestamp = new Date(world.time.now + 10 * MINUTE).toISOString();
      for (let count = 0; count < 3; count += 1)
        await world.companion.deliver(paymentEvent(`01f${count}`, { timestamp }));
      return scrape(world.companion);
    },
  },
  {
    alert: "RequestCheckoutReviewWaiting",
    minutes: 24 * 60 + 1,
    async happen(world) {
      await payOne(world, { currency: "FAU", network: "sepolia" });
      return scrapeUntil(world.companion, /^request_checkout_orders_in_review 1$/m);
    },
  },
  {
    alert: "RequestCheckoutWarning",
    minutes: 11,
    async happen({ companion }) {
      for (let count = 0; count < 20; count += 1) await openLinked(companion);
      return scrapeUntil(companion, /^request_checkout_warning\{code="one_caller"\} 1$/m);
    },
  },
];
