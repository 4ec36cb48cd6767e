import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { openLinked, SHOP, startCompanion } from "../../helpers/companion.ts";
import { runOnBothEngines } from "../../helpers/database.ts";
import { NOW, paymentEvent } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { UNLIMITED } from "../../helpers/unlimited.ts";

runOnBothEngines();

/** Request Network, which knows of nothing, and answers nothing before it is told to. */
async function startUpstream(t: TestContext) {
  const { promise: told, resolve: answer } = Promise.withResolvers<void>();
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    calls.push(request.url ?? "");
    await told;
    if (request.url?.startsWith("/v2/payments?"))
      response.end('{"payments":[],"pagination":{"hasMore":false}}');
    else response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls, answer };
}

// input: C19
test("links that strangers register without end keep no request in doubt waiting", async (t) => {
  let now = NOW;
  const upstream = await startUpstream(t);
  const companion = await startCompanion(t, {
    clock: () => now,
    limiter: { ...UNLIMITED, registration: async () => false },
    environment: {
      REQUEST_API_URL: upstream.url,
      REQUEST_CLIENT_ID: "cli_a",
      REQUEST_ORIGIN: SHOP,
    },
    reconciler: { idleMs: 10 },
  });
  const { requestId } = await openLinked(companion);
  await companion.deliver(paymentEvent(requestId, { event: "payment.partial", totalAmountPaid: "4" }));
  for (let count = 0; count < 30; count += 1) await openLinked(companion);
  now += 60_000;

  upstream.answer();

  const read = `/v2/request/${requestId}`;
  await eventually("the request to be read", async () => upstream.calls.includes(read));
  assert.ok(upstream.calls.indexOf(read) <= 3, upstream.calls.join("\n"));
});
