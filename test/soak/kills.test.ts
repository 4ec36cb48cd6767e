import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { purchase, SHOP, temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { paymentEvent, sign } from "../helpers/events.ts";
import { progress, scaled } from "../helpers/scale.ts";

const KILLS = scaled(6, 200);
const SENDERS = 8;
const PAUSE_MS = 2;

interface Acknowledged {
  opened: Set<string>;
  paid: Set<string>;
}

/** Opens checkouts and pays for them as fast as it is answered, until nobody answers any more. */
async function send(url: string, acknowledged: Acknowledged): Promise<void> {
  for (;;) {
    const body = purchase();
    const event = JSON.stringify(paymentEvent(body.link.requestIds[0] as string, { timestamp: undefined }));
    try {
      const opened = await post(`${url}/v1/checkouts`, JSON.stringify(body), { origin: SHOP });
      if (opened === 201) acknowledged.opened.add(body.id);
      const copies = [event, event, event].map((copy) =>
        post(`${url}/webhooks/request`, copy, { "x-request-network-signature": sign(copy) }),
      );
      const statuses = await Promise.all(copies);
      if (statuses.includes(200)) acknowledged.paid.add(body.id);
    } catch {
      return;
    }
  }
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

// input: W14
test(`killed ${KILLS} times under load › nothing acknowledged is missing, nothing is applied twice`, {
  timeout: 60_000 * scaled(1, 15),
}, async (t) => {
  const folder = temporaryFolder(t);
  const environment = processEnvironment(folder);
  const acknowledged: Acknowledged = { opened: new Set(), paid: new Set() };

  for (let kill = 1; kill <= KILLS; kill += 1) {
    const { child, url, ended, output } = await spawnCompanion({ folder, environment });
    assert.ok(url, output());
    const senders = Array.from({ length: SENDERS }, () => send(url, acknowledged));
    const before = acknowledged.paid.size;
    while (acknowledged.paid.size < before + 20 + Math.random() * 60) await setTimeout(PAUSE_MS);
    child.kill("SIGKILL");
    await Promise.all([ended, ...senders]);
    progress(`${kill} kills, ${acknowledged.paid.size} payments acknowledged`);
  }

  const db = new DatabaseSync(`${folder}/checkouts.db`, { readOnly: true });
  t.after(() => db.close());
  const rows = db.prepare("SELECT id, status FROM checkouts").all() as { id: string; status: string }[];
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  const twice = db
    .prepare("SELECT checkout_seq FROM changes GROUP BY checkout_seq HAVING count(*) > 1")
    .all();
  assert.deepEqual(
    [...acknowledged.opened].filter((id) => !statusOf.has(id)),
    [],
  );
  assert.deepEqual(
    [...acknowledged.paid].filter((id) => acknowledged.opened.has(id) && statusOf.get(id) !== "paid"),
    [],
  );
  assert.deepEqual(twice, []);
  assert.deepEqual(
    db
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => ({ ...row })),
    [{ integrity_check: "ok" }],
  );
});
