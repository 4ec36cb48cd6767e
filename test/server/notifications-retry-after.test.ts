import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { createWebhookSender } from "../../server/notifications/webhook.ts";
import { DAY, NOW } from "../helpers/events.ts";
import { HOUR, NOTIFY_SECRET, startOutbox } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";

async function start(t: TestContext) {
  const receiver = await startReceiver(t);
  const box = await startOutbox(t, (clock) => ({
    webhook: createWebhookSender({ url: receiver.url, secret: NOTIFY_SECRET, clock, timeoutMs: 5_000 }),
  }));
  return { ...box, receiver };
}

for (const [asked, waits] of [
  ["120", 120_000],
  [new Date(NOW + 90_000).toUTCString(), 90_000],
  ["Sunday, 01-Mar-26 12:01:30 GMT", 90_000],
  ["86400", HOUR],
  ["2", 5_000],
  ["-5", 5_000],
  ["1e9", 5_000],
  ["soon", 5_000],
  [new Date(NOW - DAY).toUTCString(), 5_000],
] as const)
  test(`leaves an endpoint alone that asks for it › Retry-After: ${asked}`, async (t) => {
    const { add, run, rows, receiver } = await start(t);
    receiver.answer = status(503, { "retry-after": asked });
    await add("a");

    await run();

    assert.equal((await rows())[0]?.next_try_at, NOW + waits);
  });
