import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import {
  isDue as isCalibrationDue,
  nextTryAt as nextCalibrationAt,
} from "../../server/calibration/schedule.ts";
import { isLinkStale } from "../../server/domain/read-schedule.ts";
import { retryAt } from "../../server/notifications/retry.ts";
import { createSharedLimiter } from "../../server/request-network/api/shared-limiter.ts";
import { createRequestList } from "../../server/request-network/reconciler/request-list.ts";
import { createLeadership } from "../../server/store/leadership.ts";
import { openStore } from "../../server/store/open-store.ts";
import { takeLease } from "../../server/store/tables/leases.ts";
import { ADMIN_TOKEN, BEARER } from "../helpers/calibrating-companion.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newDatabase, runOnBothEngines } from "../helpers/database.ts";
import { DAY, NOW, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { HOUR, MINUTE, NOTIFY_SECRET } from "../helpers/outbox.ts";
import { status as answer, startReceiver } from "../helpers/receiver.ts";

runOnBothEngines();

async function start(t: TestContext, environment: Record<string, string> = {}) {
  const time = { now: NOW };
  const companion = await startCompanion(t, {
    clock: () => time.now,
    environment: { ADMIN_TOKEN, ...environment },
    expiryCheckMs: 20,
    outbox: { pollMs: 20, random: () => 0 },
  });
  // By the merchant's route: the payer's derives what is due itself.
  const becomes = (id: string, expected: string) =>
    eventually(`${id} to be ${expected}`, async () => {
      const { body } = await companion.get(`/v1/orders/${id}`, BEARER);
      return body.status === expected;
    });
  return { companion, time, becomes };
}

async function openTestStore(t: TestContext) {
  const store = await openStore({ url: await newDatabase(t) });
  t.after(() => store.close());
  return store;
}

describe("a clock that is set back", () => {
  test("makes no caller wait longer than the window of the limit", async (t) => {
    const system = { now: Date.now() };
    t.mock.method(Date, "now", () => system.now);
    const { get } = await startCompanion(t, { environment: { READS_PER_MINUTE: "1" } });
    await get("/v1/products/sticker");

    system.now -= HOUR;

    // The counts that several companions share begin anew; those of one process go on.
    const { status, headers } = await get("/v1/products/sticker");
    const waitS = status === 429 ? Number(headers.get("retry-after")) : 0;
    assert.ok(waitS <= 60, String(waitS));
  });

  test("makes no notification wait longer than its own pause", async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = answer(500);
    const { companion, time } = await start(t, { NOTIFY_URL: receiver.url, NOTIFY_SECRET });
    const { requestId } = await openLinked(companion);
    await companion.deliver(paymentEvent(requestId));
    await eventually("the first attempt", async () => receiver.received.length === 1);

    time.now -= HOUR;
    await eventually("the second attempt", async () => {
      time.now += 500;
      return receiver.received.length > 1;
    });

    assert.ok(time.now < NOW - HOUR + MINUTE);
  });

  test("brings back a checkout that expired while it was ahead", async (t) => {
    const { companion, time, becomes } = await start(t);
    const { id } = await openLinked(companion);

    time.now += 8 * DAY;
    await becomes(id, "expired");
    time.now = NOW;
    await becomes(id, "pending");
  });

  test("brings back what expired before a restart", async (t) => {
    const first = await start(t);
    const { id } = await openLinked(first.companion);
    first.time.now += 8 * DAY;
    await first.becomes(id, "expired");
    await first.companion.app.close();

    const again = await startCompanion(t, {
      databaseUrl: first.companion.databaseUrl,
      clock: () => NOW + MINUTE,
      expiryCheckMs: 20,
    });

    await eventually("it to be open", async () => {
      const { body } = await again.get(`/v1/checkouts/${id}`);
      return body.status === "pending";
    });
  });

  test("frees a lease that was taken ahead", async (t) => {
    const store = await openTestStore(t);
    const lease = { name: "x", ttlMs: 15_000 };
    const take = (holder: string, now: number) =>
      store.write((tx) => takeLease(tx, { ...lease, holder, now }));

    assert.equal(await take("a", NOW + HOUR), true);
    assert.equal(await take("b", NOW), true);
    assert.equal(await take("a", NOW + 14_000), false);
  });

  test("has a leader renew its lease", async (t) => {
    const store = await openTestStore(t);
    const time = { now: NOW + HOUR };
    const first = createLeadership(store, "x", () => time.now);
    const second = createLeadership(store, "x", () => time.now);
    await first.isOurs();

    time.now = NOW;

    assert.equal(await second.isOurs(), true);
    assert.equal(await first.isOurs(), false);
  });

  test("leaves places in the budget free", async (t) => {
    const store = await openTestStore(t);
    const time = { now: NOW + 2 * MINUTE };
    const limiter = createSharedLimiter({ store, clock: () => time.now, callsPerSecond: 2 });
    await limiter.payer("a");
    await limiter.background(new AbortController().signal);

    time.now = NOW;

    await limiter.payer("a");
    await limiter.background(new AbortController().signal);
  });

  test("lets the list of requests, calibration and a link be read again", () => {
    const time = { now: NOW + HOUR };
    const list = createRequestList({ clock: () => time.now } as Parameters<typeof createRequestList>[0]);
    void list.readPage(new AbortController().signal).catch(() => {});
    assert.equal(list.isDue(10), false);
    time.now = NOW;
    assert.equal(list.isDue(10), true);

    const state = {
      settings: "s",
      triedAt: NOW + HOUR,
      nextAt: nextCalibrationAt(NOW + HOUR, 1),
    } as Parameters<typeof isCalibrationDue>[0];
    assert.equal(isCalibrationDue(state, "s", NOW), true);

    assert.equal(isLinkStale({ created_at: NOW, link_read_at: NOW + HOUR }, NOW + MINUTE), true);
  });
});

test("a clock that is ahead for a while gives up no notification", () => {
  const failed = { attempts: 2, createdAt: NOW, now: NOW + 8 * DAY, random: 1 };

  assert.equal(retryAt(failed), failed.now + 10_000);
});
