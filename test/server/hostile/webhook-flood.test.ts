import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { describe, type TestContext, test } from "node:test";
import { openLinked, startCompanion } from "../../helpers/companion.ts";
import { NOW, paymentEvent, sign, userEvent } from "../../helpers/events.ts";
import { scaled } from "../../helpers/scale.ts";

/** So many forged ones may be refused between two valid ones: two hundred for each connection that forges. */
const MAX_BETWEEN = 10_000;
/** Forged ones, in all. */
const FLOOD = scaled(600, 3000);

/** Posts webhooks over so many connections, and tells the status of each. */
function poster(t: TestContext, url: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  t.after(() => agent.destroy());
  return (body: string, signature = sign(body)) =>
    new Promise<number>((resolve, reject) => {
      const call = request(`${url}/webhooks/request`, {
        method: "POST",
        agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          "x-request-network-signature": signature,
        },
      });
      call.on("error", reject);
      call.on("response", (response) => response.resume().on("end", () => resolve(response.statusCode ?? 0)));
      call.end(body);
    });
}

describe("a flood of webhooks", () => {
  // input: W28
  test("with bad signatures goes on beside valid ones, which are taken one after the other", async (t) => {
    const companion = await startCompanion(t, { clock: () => NOW });
    const bad = poster(t, companion.url, 50);
    const good = poster(t, companion.url, 1);
    const checkouts = await Promise.all(Array.from({ length: 10 }, () => openLinked(companion)));
    const forged = JSON.stringify(paymentEvent("01ab", { filler: "x".repeat(10_000) }));
    let refused = 0;
    let isOver = false;
    const flood = Array.from({ length: 50 }, async () => {
      while (!isOver) {
        assert.equal(await bad(forged, "0".repeat(64)), 401);
        refused += 1;
      }
    });

    const between: number[] = [];
    while (refused < FLOOD || between.length < checkouts.length) {
      const { requestId } = checkouts[between.length % checkouts.length] as { requestId: string };
      const refusedBefore = refused;
      assert.equal(await good(JSON.stringify(paymentEvent(requestId, { round: between.length }))), 200);
      between.push(refused - refusedBefore);
    }
    isOver = true;
    await Promise.all(flood);

    assert.ok(Math.max(...between) <= MAX_BETWEEN, `${Math.max(...between)} were refused while one waited`);
    const answers = await Promise.all(checkouts.map(({ id }) => companion.get(`/v1/checkouts/${id}`)));
    assert.ok(answers.every(({ body }) => body.status === "paid"));
  });

  // input: W29
  test("with good ones, a thousand from one address, is taken whole, whatever the limits of payers", async (t) => {
    const companion = await startCompanion(t, {
      clock: () => NOW,
      environment: { CHECKOUTS_PER_MINUTE: "1", READS_PER_MINUTE: "1" },
    });
    const post = poster(t, companion.url, 20);
    const { requestId } = await openLinked(companion);

    const statuses = await Promise.all(
      Array.from({ length: 1000 }, (_, index) =>
        post(JSON.stringify(userEvent(requestId, "wallet_connected", { index }))),
      ),
    );

    assert.deepEqual([...new Set(statuses)], [200]);
  });
});
