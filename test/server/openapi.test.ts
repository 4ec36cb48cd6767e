import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import Fastify from "fastify";
import { companion } from "../../server/companion.ts";
import { parseConfig } from "../../server/config/config.ts";
import { OPERATIONS } from "../../server/openapi/operations.ts";
import { environment, openLinked, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";

runOnBothEngines();

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
}

async function load({ get }: Awaited<ReturnType<typeof startCompanion>>): Promise<Document> {
  return (await get("/openapi.json")).body as unknown as Document;
}

function schemaOf(document: Document, path: string, method: string, status: number): object {
  const schema = document.paths[path]?.[method]?.responses[status]?.content?.["application/json"]?.schema;
  assert.ok(schema, `${method} ${path} ${status}`);
  return schema;
}

function assertValid(schema: object, value: unknown): void {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const isValid = ajv.validate(schema, value);
  assert.ok(isValid, JSON.stringify(ajv.errors));
}

test("the document names every route that there is, and none that is not", async (t) => {
  const routes = new Set<string>();
  const app = Fastify();
  t.after(() => app.close());
  app.addHook("onRoute", ({ method, url }) => {
    for (const each of [method].flat()) routes.add(`${each.toLowerCase()} ${url.replace(/:(\w+)/g, "{$1}")}`);
  });
  const config = parseConfig(
    environment({ DATABASE_URL: `sqlite:${temporaryFolder(t)}/a.db`, CATALOG_FILE: undefined }),
  );
  await app.register(companion, { config });
  await app.ready();

  const described = Object.entries(OPERATIONS).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );

  const files = /\/widget\/|\/c\/page\.|\/dashboard\/|^options |^head /;
  assert.deepEqual([...routes].filter((route) => !files.test(route)).sort(), described.sort());
});

test("what the companion answers is what the document says", async (t) => {
  const started = await startCompanion(t, { environment: { ADMIN_TOKEN: "a-token-that-is-long-enough" } });
  const document = await load(started);
  const { id } = await openLinked(started, { reference: "ORDER-17" });
  const merchant = { authorization: "Bearer a-token-that-is-long-enough" };

  const checkout = await started.get(`/v1/checkouts/${id}`);
  const product = await started.get("/v1/products/sticker");
  const orders = await started.get("/v1/orders", merchant);
  const history = await started.get(`/v1/orders/${id}`, merchant);
  const missing = await started.get("/v1/orders/7", merchant);

  assert.equal(document.openapi, "3.1.0");
  assertValid(schemaOf(document, "/v1/checkouts/{id}", "get", 200), checkout.body);
  assertValid(schemaOf(document, "/v1/products/{id}", "get", 200), product.body);
  assertValid(schemaOf(document, "/v1/orders", "get", 200), orders.body);
  assertValid(schemaOf(document, "/v1/orders/{id}", "get", 200), history.body);
  assertValid(schemaOf(document, "/v1/orders/{id}", "get", 404), missing.body);
});
