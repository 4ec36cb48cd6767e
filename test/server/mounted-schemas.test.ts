import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import fastifySwagger from "@fastify/swagger";
import Fastify from "fastify";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { purchase, SHOP } from "../helpers/companion.ts";
import { mount, type OpenApiDocument } from "../helpers/described-companion.ts";
import { paymentEvent, sign } from "../helpers/events.ts";
import { type Scope, temporaryFolder } from "../helpers/temporary-folder.ts";

/** A server of one's own that checks its routes by JSON Schema, has a document and shared schemas. */
async function startHost(t: Scope) {
  const app = Fastify();
  t.after(() => app.close());
  await app.register(fastifySwagger, {
    openapi: { openapi: "3.1.0", info: { title: "Mine", version: "1" } },
  });
  app.addSchema({ $id: "count", type: "integer", minimum: 1 });
  const querystring = { type: "object", properties: { count: { $ref: "count#" } } };
  const response = { 200: { type: "object", properties: { count: { type: "integer" } } } };
  app.get<{ Querystring: { count: number } }>(
    "/mine",
    { schema: { querystring, response } },
    async ({ query }) => ({ count: query.count, secret: true }),
  );
  return app;
}

describe("the companion in a server of one's own", () => {
  test("leaves its validation and serialisation as they are", async (t) => {
    const app = await startHost(t);
    await mount(app, t);

    const good = await app.inject("/mine?count=2");
    const bad = await app.inject("/mine?count=x");

    assert.deepEqual(good.json(), { count: 2 });
    assert.deepEqual([bad.statusCode, bad.json().code], [400, "FST_ERR_VALIDATION"]);
  });

  test("works twice, each under a path of its own, with refusals in its own form", async (t) => {
    const app = await startHost(t);
    for (const prefix of ["/a", "/b"]) await mount(app, t, { prefix });

    for (const prefix of ["/a", "/b"]) {
      const headers = { origin: SHOP };
      const call = { method: "POST", url: `${prefix}/v1/checkouts`, headers } as const;
      assert.equal((await app.inject({ ...call, payload: purchase() })).statusCode, 201);
      const refused = await app.inject({ ...call, payload: purchase({ id: 7, color: "red" }) });
      assert.equal(refused.statusCode, 400);
      assert.deepEqual(Object.keys(refused.json().error.fields).sort(), ["color", "id"]);
    }
  });

  test("tells a payer that a status can't be read, under any path", async (t) => {
    const app = await startHost(t);
    const store = await openSqlite({ path: join(temporaryFolder(t), "a.db") });
    await mount(app, t, { prefix: "/a", store: { ...store, read: () => Promise.reject(new Error("gone")) } });

    const url = `/a/c/${crypto.randomUUID()}`;
    const { statusCode, body } = await app.inject({ url, headers: { accept: "text/html" } });

    assert.equal(statusCode, 500);
    assert.match(body, /your payment is not lost/);
  });

  test("reads webhooks by their bytes", async (t) => {
    const app = await startHost(t);
    await mount(app, t, { prefix: "/a" });
    const payload = ` ${JSON.stringify(paymentEvent("01ab"))} `;
    const headers = { "content-type": "application/json", "x-request-network-signature": sign(payload) };

    const answer = await app.inject({ method: "POST", url: "/a/webhooks/request", payload, headers });

    assert.deepEqual([answer.statusCode, answer.json()], [200, { received: true }]);
  });

  test("its document has its own routes alone, without the path that it is mounted under", async (t) => {
    const app = await startHost(t);
    await mount(app, t, { prefix: "/a", changes: { PUBLIC_URL: "https://shop.example/a" } });

    const document = (await app.inject("/a/openapi.json")).json<OpenApiDocument>();

    assert.ok(document.paths["/v1/checkouts"]?.post);
    assert.equal(
      Object.keys(document.paths).some((path) => path.startsWith("/a/") || path === "/mine"),
      false,
    );
    assert.deepEqual(document.servers, [{ url: "https://shop.example/a" }]);
  });

  test("its routes are right in the document of that server, too", async (t) => {
    const app = await startHost(t);
    await mount(app, t, { prefix: "/a" });
    await app.ready();

    const { paths } = JSON.parse(JSON.stringify(app.swagger())) as OpenApiDocument;

    const schema = paths["/a/v1/products/{id}"]?.get?.responses["200"]?.content?.["application/json"]?.schema;
    assert.deepEqual(Object.keys((schema as { properties: object }).properties).sort(), [
      "amount",
      "currency",
      "id",
      "maxQuantity",
      "title",
    ]);
    assert.ok(paths["/mine"]?.get);
  });

  test("mounts beside a document in Swagger's older form, which leaves it out", async (t) => {
    const app = Fastify();
    t.after(() => app.close());
    await app.register(fastifySwagger, { swagger: { info: { title: "Mine", version: "1" } } });
    app.get("/mine", async () => ({}));
    await mount(app, t);
    await app.ready();

    assert.deepEqual(Object.keys(app.swagger().paths ?? {}), ["/mine"]);
  });
});
