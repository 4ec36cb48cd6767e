import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  clockWarning,
  createClockCheck,
  judgeClock,
  SKEW_MS,
} from "../../server/observability/clock-check.ts";
import { BEARER, startCalibrating, statusOf } from "../helpers/calibrating-companion.ts";
import { openLinked, startCompanion } from "../helpers/companion.ts";
import { newRequestId, paymentEvent } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { startFakeUpstream } from "../helpers/fake-upstream.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-03-01T12:00:00Z");
const repeat = (count: number, value: number) => Array.from({ length: count }, () => value);
const ADMIN = { ADMIN_TOKEN: "a-token-that-is-long-enough" };

/** A log that keeps its lines. */
function keepLog() {
  const lines: string[] = [];
  return { lines, logger: { level: "error", stream: { write: (line: string) => void lines.push(line) } } };
}

describe("how far the clock is off", () => {
  test("is not known before anything was compared, or by few deliveries", () => {
    assert.deepEqual(judgeClock({ api: [], deliveries: [] }), { skewMs: null, source: null });
    assert.deepEqual(judgeClock({ api: [], deliveries: repeat(4, 20 * MINUTE) }).skewMs, null);
  });

  test("is what the Date of answers says, whatever held deliveries up", () => {
    const api = [900, 1200, 400];
    assert.deepEqual(judgeClock({ api, deliveries: repeat(10, 20 * MINUTE) }), {
      skewMs: 900,
      source: "api",
    });
  });

  test("is the median of deliveries where no answer tells: one late delivery changes nothing", () => {
    const deliveries = [800, 1500, 30 * MINUTE, 900, 1100];
    assert.deepEqual(judgeClock({ api: [], deliveries }), { skewMs: 1100, source: "deliveries" });
    assert.equal(judgeClock({ api: [], deliveries: repeat(5, 20 * MINUTE) }).skewMs, 20 * MINUTE);
  });

  test("three deliveries in a row from the future are enough", () => {
    const deliveries = [1000, ...repeat(3, -20 * MINUTE)];
    assert.deepEqual(judgeClock({ api: [], deliveries }), { skewMs: -20 * MINUTE, source: "deliveries" });
    assert.equal(judgeClock({ api: [], deliveries: [...repeat(2, -20 * MINUTE), 1000] }).skewMs, null);
  });

  test("is warned of from two minutes on, in either direction, with what to do", () => {
    assert.equal(clockWarning({ skewMs: SKEW_MS - 1, source: "api" }), undefined);
    assert.equal(clockWarning({ skewMs: null, source: null }), undefined);
    const ahead = clockWarning({ skewMs: 20 * MINUTE, source: "api" })?.message ?? "";
    assert.match(ahead, /20 minutes ahead of .*Date of its answers.*end in review.*timedatectl/);
    const behind = clockWarning({ skewMs: -SKEW_MS, source: "deliveries" })?.message ?? "";
    assert.match(behind, /2 minutes behind .*signed times of its webhooks/);
  });

  test("is logged at most once a minute, and no more once the clock is right", () => {
    let now = START;
    const lines: string[] = [];
    const log = { error: (_details: object, message: string) => void lines.push(message) };
    const check = createClockCheck({ clock: () => now, log });
    const answer = (offset: number) => check.answer(new Date(now - offset).toUTCString());

    for (let second = 0; second < 60; second += 1) {
      answer(20 * MINUTE);
      now += 1000;
    }
    assert.equal(lines.length, 1);
    answer(20 * MINUTE);
    assert.equal(lines.length, 2);
    now += MINUTE;
    for (const _ of repeat(5, 0)) answer(0);
    assert.equal(check.status.skewMs, 0);
    const { length } = lines;
    now += MINUTE;
    answer(0);
    assert.equal(lines.length, length);
  });

  test("an hour later is not known any more", () => {
    let now = START;
    const check = createClockCheck({ clock: () => now, log: { error: () => {} } });
    check.answer(new Date(now).toUTCString());
    check.answer("no date");
    assert.equal(check.status.skewMs, 0);
    now += 61 * MINUTE;
    assert.equal(check.status.skewMs, null);
  });
});

describe("A14: a server clock that is 20 minutes ahead", () => {
  const ahead = () => Date.now() + 20 * MINUTE;

  test("is told in the log, in /readyz and in /v1/status, by the API's Date", async (t) => {
    const { lines, logger } = keepLog();
    const upstream = await startFakeUpstream(t);
    const companion = await startCalibrating(t, upstream, { clock: ahead, logger });

    await eventually("the warning", async () =>
      (await statusOf(companion)).warnings.some(({ code }) => code === "clock_skew"),
    );
    const { clock } = (await companion.get("/readyz", BEARER)).body.details as { clock: { skewMs: number } };
    assert.ok(Math.abs(clock.skewMs - 20 * MINUTE) < MINUTE, String(clock.skewMs));
    assert.equal(lines.filter((line) => line.includes("20 minutes ahead of")).length, 1);
  });

  test("is told by signed deliveries where nothing is read", async (t) => {
    const { lines, logger } = keepLog();
    const companion = await startCompanion(t, { clock: ahead, logger, environment: ADMIN });
    for (let count = 0; count < 5; count += 1) {
      const { requestId } = await openLinked(companion);
      await companion.deliver(paymentEvent(requestId, { timestamp: new Date().toISOString() }));
    }

    const { clock, warnings } = await statusOf(companion);
    assert.equal(clock.source, "deliveries");
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ["clock_skew"],
    );
    assert.equal(lines.filter((line) => line.includes("20 minutes ahead of")).length, 1);
  });

  test("retries, tests, repeated bodies and telemetry say nothing of the clock", async (t) => {
    const companion = await startCompanion(t, { clock: ahead, environment: ADMIN });
    const event = () => paymentEvent(newRequestId(), { timestamp: new Date().toISOString() });
    const repeated = event();
    await companion.deliver(repeated);
    for (let count = 0; count < 5; count += 1) {
      await companion.deliver(repeated);
      await companion.deliver(event(), { "x-request-network-retry-count": "1" });
      await companion.deliver(event(), { "x-request-network-test": "true" });
      await companion.deliver({ ...event(), event: "secure_payment.user_event" });
    }
    assert.equal((await statusOf(companion)).clock.skewMs, null);
  });

  test("a clock that is right is not warned of", async (t) => {
    const upstream = await startFakeUpstream(t);
    const companion = await startCalibrating(t, upstream);
    await eventually("an answer", async () => (await statusOf(companion)).clock.source === "api");
    assert.deepEqual((await statusOf(companion)).warnings, []);
  });
});
