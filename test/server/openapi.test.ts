import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import Fastify from "fastify";
import { requestsTo } from "../helpers/arbitrary-request.ts";
import { purchase, SHOP } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import {
  type DescribedCompanion,
  mount,
  type OpenApiDocument,
  startDescribed,
} from "../helpers/described-companion.ts";
import { paymentEvent, sign } from "../helpers/events.ts";
import { startLinkMaker } from "../helpers/link-maker.ts";
import { OFFER_SECRET, offer } from "../helpers/offers.ts";
import { scaled } from "../helpers/scale.ts";
import { shared } from "../helpers/shared.ts";

runOnBothEngines();

const ADMIN_TOKEN = "a-token-that-is-long-enough";
const MERCHANT = { authorization: `Bearer ${ADMIN_TOKEN}` };
const RUNS = scaled(25, 300);

const open = shared(async (t) =>
  startDescribed(t, {
    ADMIN_TOKEN,
    OFFER_SECRET,
    REQUEST_API_KEY: "key",
    REQUEST_API_URL: await startLinkMaker(t),
  }),
);

function operationsOf({ paths }: OpenApiDocument) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

/** Each route once, as it is meant to be used. */
async function useEverything({ app }: DescribedCompanion): Promise<string> {
  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({ method: "POST", url, payload, headers });
  const body = purchase({ reference: "ORDER-17" });
  const { id } = body;
  await post("/v1/checkouts", body, { origin: SHOP });
  await post("/v1/checkouts", body, { origin: SHOP });
  const { etag = "" } = (await app.inject(`/v1/checkouts/${id}`)).headers;
  await app.inject({ url: `/v1/checkouts/${id}`, headers: { "if-none-match": etag } });
  const event = JSON.stringify(paymentEvent(body.link.requestIds[0] as string, { network: "mainnet" }));
  const signed = { "content-type": "application/json", "x-request-network-signature": sign(event) };
  await app.inject({ method: "POST", url: "/webhooks/request", payload: event, headers: signed });
  await post("/v1/offers", { amount: "12.50", currency: "USDC-base" }, MERCHANT);
  await post(`/v1/orders/${id}/resolve`, { as: "paid", note: "seen in the wallet" }, MERCHANT);
  await post(`/v1/orders/${id}/notify`, {}, MERCHANT);
  const visit = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  await app.inject({ url: "/pay/sticker", headers: visit });
  await app.inject({ url: "/pay/sticker" });
  await app.inject({ url: "/pay/sticker", headers: { accept: "text/html", "content-encoding": "gzip" } });
  await app.inject({ method: "POST", url: "/pay/sticker", headers: visit });
  const pages = ["/v1/products/sticker", `/c/${id}`, "/dashboard", "/healthz", "/readyz", "/openapi.json"];
  const lists = ["", ".csv", `/${id}`].map((rest) => `/v1/orders${rest}`);
  const others = ["/v1/totals", "/v1/deliveries?state=recorded", "/v1/status", "/metrics", "/readyz"];
  for (const url of pages) await app.inject(url);
  for (const url of [...lists, ...others]) await app.inject({ url, headers: MERCHANT });
  return id;
}

describe("the document", () => {
  test("names every route that there is, and none that is not", async (t) => {
    const routes = new Set<string>();
    const app = Fastify();
    t.after(() => app.close());
    app.addHook("onRoute", ({ method, url }) => {
      for (const each of [method].flat())
        routes.add(`${each.toLowerCase()} ${url.replace(/:(\w+)/g, "{$1}")}`);
    });
    await mount(app, t);
    const document = (await app.inject("/openapi.json")).json<OpenApiDocument>();

    const described = operationsOf(document).map(({ method, path }) => `${method} ${path}`);

    const files = /\/widget\/|\/c\/page\.|\/dashboard\/|^options |^head /;
    assert.deepEqual([...routes].filter((route) => !files.test(route)).sort(), described.sort());
    assert.equal(document.openapi, "3.1.0");
  });

  test("says which routes are the merchant's: those that nobody else may use", async () => {
    const { app, document } = open();
    const merchants: string[] = [];
    for (const { method, path, operation } of operationsOf(document)) {
      const { security = [{}] } = operation;
      const url = path.replace(/\{\w+\}/, "7");
      const { statusCode, headers } = await app.inject({ method: method as "get", url });
      const isMerchants = security.every((each) => "merchant" in each);
      assert.equal(statusCode === 401 && headers["www-authenticate"] === "Bearer", isMerchants, path);
      if (isMerchants) merchants.push(path);
    }
    assert.ok(merchants.length >= 10, merchants.join(", "));
  });

  test("has the parameters of the query, but none that is refused", () => {
    const { paths } = open().document;
    const names = (path: string) => paths[path]?.get?.parameters?.map(({ name }) => name).sort();

    assert.deepEqual(names("/pay/{product}"), ["product", "quantity"]);
    assert.deepEqual(names("/v1/checkouts/{id}"), ["after", "id", "wait"]);
    assert.ok(names("/v1/orders")?.includes("unverified"));
  });
});

describe("what the companion answers is what the document says", () => {
  test("of every answer that goes well", async () => {
    const described = open();
    await useEverything(described);

    const promised = operationsOf(described.document).flatMap(({ method, path, operation }) =>
      Object.keys(operation.responses)
        .filter((status) => status < "400")
        .map((status) => `${method} ${path} ${status}`),
    );
    const missing = promised.filter((each) => !described.seen.has(each));
    // The dashboard is built or it is not.
    assert.deepEqual(
      missing.filter((each) => each !== "get /dashboard 200"),
      [],
    );
    assert.deepEqual(described.contradictions, []);
  });

  // input: R16
  test("of any request", async () => {
    const described = open();
    const { app, document } = described;
    const id = await useEverything(described);
    const known = {
      ids: [id],
      adminToken: ADMIN_TOKEN,
      sign: (body: string) => sign(Buffer.from(body, "latin1")),
      offers: [await offer(), await offer({ reference: "R" }), "x.y.z"],
    };
    for (const { method, path } of operationsOf(document)) {
      const route = { method: method.toUpperCase(), path: path.replace(/\{(\w+)\}/g, ":$1") };
      await fc.assert(
        fc.asyncProperty(requestsTo(route, known), async ({ method, target, headers, body }) => {
          const payload =
            method === "GET" || method === "HEAD" ? {} : { payload: Buffer.from(body, "latin1") };
          await app.inject({ method: method as "GET", url: target, headers, ...payload });
        }),
        { numRuns: RUNS },
      );
    }

    assert.deepEqual(described.contradictions.slice(0, 5), []);
    for (const status of [200, 201, 303, 400, 401, 403, 404, 415])
      assert.ok(
        [...described.seen].some((each) => each.endsWith(` ${status}`)),
        `${status}`,
      );
  });
});
