import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { createRequestApi } from "../../server/request-network/api/request-api.ts";
import { createPageSearch } from "../../server/request-network/reconciler/page-search.ts";
import { purchase, SHOP, startCompanion } from "../helpers/companion.ts";
import { NOW, PAYEE } from "../helpers/events.ts";
import { eventually } from "../helpers/eventually.ts";
import { UNLIMITED } from "../helpers/unlimited.ts";
import { startUpstream, type UpstreamOptions } from "../helpers/upstream.ts";

async function searchAll(t: TestContext, options: UpstreamOptions) {
  const upstream = await startUpstream(t, options);
  const api = createRequestApi({ apiUrl: upstream.url, clientId: "cli_a", limiter: UNLIMITED });
  upstream.add({ requestId: "01LAST", token: "T", paidAt: new Date(NOW).toISOString() });
  const search = createPageSearch(api, new AbortController().signal);
  const ids: unknown[] = [];
  for (let [offset, hasMore] = [0, true]; hasMore; ) {
    const page = await search({ wallet: PAYEE, from: NOW, to: NOW }, offset);
    ids.push(...page.payments.map(({ request }) => request?.requestId));
    offset += page.count;
    hasMore = page.pagination.hasMore;
  }
  return { ids, calls: upstream.calls };
}

describe("a search of payments whose pages are larger than what is read of an answer", () => {
  for (const [rowBytes, most] of [
    [12_000, 12],
    [95_000, 80],
  ] as const)
    test(`reads fewer rows a page, of ${rowBytes} bytes, and misses none`, async (t) => {
      const { ids, calls } = await searchAll(t, { dust: 150, rowBytes });

      assert.deepEqual(ids, [...Array.from({ length: 150 }, (_, index) => `01DUST${index}`), "01LAST"]);
      assert.ok(calls.length <= most, `${calls.length} calls`);
    });

  test("passes over a payment that is too large alone, and ends where all are", async (t) => {
    const { ids } = await searchAll(t, { dust: 9, hugeRow: 4 });

    assert.deepEqual(ids, [...[0, 1, 2, 3, 5, 6, 7, 8].map((index) => `01DUST${index}`), "01LAST"]);
    await assert.rejects(searchAll(t, { dust: 9, rowBytes: 1_000_000 }));
  });

  test("is not held up by rows of another shape", async (t) => {
    const { ids } = await searchAll(t, { oddRows: [null, "x", 7, [], { request: "x" }] });

    assert.deepEqual(ids.filter(Boolean), ["01LAST"]);
  });
});

test("the request list is read by fewer rows a page where one is too large", async (t) => {
  const upstream = await startUpstream(t, { rowBytes: 12_000, isSearchBlind: true });
  const time = { now: NOW };
  const companion = await startCompanion(t, {
    clock: () => time.now,
    limiter: {
      ...UNLIMITED,
      registration: async () => false,
      background: async () => {
        time.now += 1000;
      },
    },
    environment: { REQUEST_API_URL: upstream.url, REQUEST_CLIENT_ID: "cli_a", REQUEST_ORIGIN: SHOP },
    reconciler: { idleMs: 5 },
  });
  for (let index = 0; index < 90; index += 1)
    upstream.add({ requestId: `01OTHER${index}`, token: `O${index}` });
  for (let index = 0; index < 15; index += 1) {
    const body = purchase();
    upstream.add({ requestId: body.link.requestIds[0] ?? "", token: body.link.token });
    assert.equal((await companion.open(body)).status, 201);
  }

  const pages = () => upstream.calls.filter((call) => call.startsWith("GET /v2/request?"));
  await eventually("the list to be read to its end", async () => pages().length >= 4);

  const [first, second, third, fourth] = pages().map((call) => call.split("?")[1]);
  assert.deepEqual(
    [first, second, third, fourth],
    ["limit=100&offset=0", "limit=50&offset=0", "limit=50&offset=50", "limit=50&offset=100"],
  );
});
