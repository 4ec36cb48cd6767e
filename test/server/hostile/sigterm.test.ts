import assert from "node:assert/strict";
import { test } from "node:test";
import { purchase, SHOP, temporaryFolder } from "../../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../../helpers/companion-process.ts";
import { paymentEvent, sign } from "../../helpers/events.ts";
import { connectRaw, statusOf, toRequest } from "../../helpers/raw-http.ts";

const SENDERS = 40;

// input: W27
test("a webhook in flight at SIGTERM is answered 200 once it is stored, or not with 200", async (t) => {
  const folder = temporaryFolder(t);
  const environment = processEnvironment(folder);
  const first = await spawnCompanion({ folder, environment });
  t.after(() => first.child.kill("SIGKILL"));
  const url = first.url ?? assert.fail(first.output());
  const bodies = Array.from({ length: SENDERS }, () => purchase());
  for (const body of bodies) {
    const headers = { origin: SHOP, "content-type": "application/json" };
    await fetch(`${url}/v1/checkouts`, { method: "POST", headers, body: JSON.stringify(body) });
  }
  const deliveries = bodies.map(({ link }) =>
    JSON.stringify(paymentEvent(link.requestIds[0] as string, { timestamp: undefined })),
  );

  // All but the last byte is there when the signal comes; the last one follows it.
  const connections = await Promise.all(deliveries.map(() => connectRaw(t, url)));
  for (const [index, { socket }] of connections.entries()) {
    const body = deliveries[index] as string;
    const headers = [
      ["host", "pay.shop.example"],
      ["connection", "close"],
      ["content-type", "application/json"],
      ["content-length", String(body.length)],
      ["x-request-network-signature", sign(body)],
    ] as const;
    const cut = index % 2 === 0 ? -1 : -200;
    socket.write(toRequest("POST /webhooks/request", headers, body.slice(0, cut)));
  }
  await fetch(`${url}/healthz`);
  first.child.kill("SIGTERM");
  for (const [index, { socket }] of connections.entries())
    socket.write((deliveries[index] as string).slice(index % 2 === 0 ? -1 : -200));
  const answers = await Promise.all(connections.map(({ closed }) => closed));
  assert.deepEqual(await first.ended, [0, null]);

  const second = await spawnCompanion({ folder, environment });
  t.after(() => second.child.kill("SIGKILL"));
  const statuses = answers.map(statusOf);
  assert.ok(
    statuses.every((status) => [0, 200, 503].includes(status)),
    String(statuses),
  );
  assert.ok(statuses.includes(200), "some were in flight");
  for (const [index, { id }] of bodies.entries()) {
    if (statuses[index] !== 200) continue;
    const checkout = (await (await fetch(`${second.url}/v1/checkouts/${id}`)).json()) as { status: string };
    assert.equal(checkout.status, "paid");
  }
});
