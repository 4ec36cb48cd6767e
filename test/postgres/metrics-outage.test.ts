import assert from "node:assert/strict";
import { test } from "node:test";
import { ADMIN_TOKEN, BEARER } from "../helpers/calibrating-companion.ts";
import { startCompanion } from "../helpers/companion.ts";
import { paymentEvent } from "../helpers/events.ts";
import { createDatabase, startPostgres } from "../helpers/postgres.ts";

test("/metrics answers while PostgreSQL is gone, or hangs, without what only that knows", async (t) => {
  const server = await startPostgres();
  t.after(() => server.remove());
  const databaseUrl = await createDatabase(server.url);
  const companion = await startCompanion(t, {
    databaseUrl,
    environment: { ADMIN_TOKEN },
    storeTimeouts: undefined,
  });
  const read = async () => {
    const startedAt = performance.now();
    const answer = await fetch(`${companion.url}/metrics`, { headers: BEARER });
    assert.equal(answer.status, 200);
    assert.ok(performance.now() - startedAt < 10_000);
    return answer.text();
  };
  await companion.deliver(paymentEvent("01ff"));
  assert.match(await read(), /^request_checkout_outbox_pending 0$/m);

  process.kill(server.pid, "SIGSTOP");
  const hanging = await read();
  process.kill(server.pid, "SIGCONT");
  await server.stop();
  const gone = await read();

  for (const text of [hanging, gone]) {
    assert.match(text, /^request_checkout_deliveries_total\{outcome="recorded"\} 1$/m);
    assert.match(text, /^request_checkout_store_queue \d+$/m);
  }
  assert.doesNotMatch(gone, /^request_checkout_outbox_pending /m);
});
