import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ADMIN_TOKEN, BEARER } from "../helpers/calibrating-companion.ts";
import { purchase, SHOP, temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { ensureUnpacked } from "../helpers/debian-tool.ts";
import { paymentEvent, sign } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { startReceiver, status } from "../helpers/receiver.ts";

const library = ensureUnpacked("usr/lib/*/faketime/libfaketime.so.1", "libfaketime");

/** A companion of its own process, and its system clock. */
async function start(t: TestContext, environment: Record<string, string>, preload: string) {
  const folder = temporaryFolder(t);
  const file = join(folder, "clock");
  const setClock = (offset: string) => writeFileSync(file, `${offset}\n`);
  setClock("+0");
  const { child, url, output } = await spawnCompanion({
    folder,
    environment: {
      ...processEnvironment(folder),
      ...environment,
      LD_PRELOAD: preload,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      // The monotonic clock goes on, as it does where a system clock is set.
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    },
  });
  t.after(() => child.kill("SIGKILL"));
  assert.ok(url, output());
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(url + path, { method: "POST", body, headers: { "content-type": "application/json", ...headers } });
  const open = async () => {
    const body = purchase();
    assert.equal((await post("/v1/checkouts", JSON.stringify(body), { origin: SHOP })).status, 201);
    return { id: body.id, requestId: body.link.requestIds[0] as string };
  };
  const deliver = async (requestId: string) => {
    const event = JSON.stringify(paymentEvent(requestId, { timestamp: new Date().toISOString() }));
    assert.equal(
      (await post("/webhooks/request", event, { "x-request-network-signature": sign(event) })).status,
      200,
    );
  };
  return { url, setClock, open, deliver };
}

if (!library) console.log("libfaketime is not to be had: no system clock is set on this machine");
else {
  test("a system clock that is set back an hour makes no limit and no notification wait for it", async (t) => {
    const receiver = await startReceiver(t);
    receiver.answer = status(500);
    const environment = { NOTIFY_URL: receiver.url, NOTIFY_SECRET, READS_PER_MINUTE: "1" };
    const { url, setClock, open, deliver } = await start(t, environment, library);
    const read = () => fetch(`${url}/v1/products/sticker`);
    await deliver((await open()).requestId);
    await eventually("the first attempt", async () => receiver.received.length === 1);
    assert.equal((await read()).status, 200);

    setClock("-1h");

    const limited = await read();
    assert.equal(limited.status, 429);
    assert.ok(Number(limited.headers.get("retry-after")) <= 60);
    await eventually("the second attempt", async () => receiver.received.length > 1);
  });

  test("a checkout that expires while the system clock is eight days ahead is open again with it", async (t) => {
    const { url, setClock, open } = await start(t, { ADMIN_TOKEN }, library);
    const { id } = await open();
    // By the merchant's route: the payer's derives what is due itself, and it is the sweep that has to see the clock.
    const becomes = (expected: string) =>
      eventually(`it to be ${expected}`, async () => {
        const answer = await fetch(`${url}/v1/orders/${id}`, { headers: BEARER });
        return ((await answer.json()) as { status: string }).status === expected;
      });

    setClock("+8d");
    await becomes("expired");
    setClock("+0");

    await becomes("pending");
  });
}
