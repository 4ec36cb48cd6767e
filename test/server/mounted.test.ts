import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import fastifyCookie from "@fastify/cookie";
import fastifyCors from "@fastify/cors";
import fastifyRateLimit from "@fastify/rate-limit";
import fastifyStatic from "@fastify/static";
import Fastify, { type FastifyInstance } from "fastify";
import { companion } from "../../server/companion.ts";
import { parseConfig } from "../../server/config/config.ts";
import { CATALOG, environment, temporaryFolder } from "../helpers/companion.ts";
import { newDatabase } from "../helpers/database.ts";
import { newRequestId, paymentEvent, sign } from "../helpers/events.ts";

const SHOP = "http://127.0.0.1:4400";

type Host = FastifyInstance;
type Register = (app: Host) => unknown;

/** What servers have that mount the companion. */
const HOSTS: Record<string, (folder: string) => Register> = {
  "@fastify/cors for nobody": () => (app) => app.register(fastifyCors, { origin: false }),
  "@fastify/cors for one site": () => (app) => app.register(fastifyCors, { origin: "https://other.example" }),
  "@fastify/cookie": () => (app) => app.register(fastifyCookie, { secret: "a secret of the host" }),
  "@fastify/rate-limit": () => (app) => app.register(fastifyRateLimit, { global: false, max: 1 }),
  "@fastify/static": (folder) => (app) => app.register(fastifyStatic, { root: folder }),
  "parsers of its own": () => (app) => {
    app.removeAllContentTypeParsers();
    for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain"])
      app.addContentTypeParser(type, { parseAs: "string" }, (_request, _body, done) =>
        done(null, "of the host"),
      );
  },
  "an error handler, decorators and a hook": () => (app) => {
    app.setErrorHandler((_error, _request, reply) => reply.code(418).send("of the host"));
    for (const name of ["store", "config", "services"]) app.decorate(name, "of the host");
    for (const name of ["checkout", "payer"]) app.decorateRequest(name, null);
    app.addHook("onRequest", async (_request, reply) => void reply.header("x-host", "1"));
  },
};

async function mount(t: TestContext, app: Host, prefix: string): Promise<void> {
  const url = await newDatabase(t);
  const config = parseConfig(
    environment({ DATABASE_URL: url, PUBLIC_URL: `http://127.0.0.1:4401${prefix}` }),
    () => JSON.stringify(CATALOG),
  );
  await app.register(companion, { config, prefix });
}

/** All that depends on what a server has registered: cross-origin calls, cookies, bodies, limits, files. */
async function assertWorks(app: Host, prefix: string): Promise<void> {
  const preflight = await app.inject({
    method: "OPTIONS",
    url: `${prefix}/v1/checkouts`,
    headers: {
      origin: SHOP,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
  });
  assert.equal(preflight.statusCode, 204);
  assert.equal(preflight.headers["access-control-allow-origin"], SHOP);
  assert.equal(preflight.headers["access-control-allow-headers"], "content-type");

  const product = await app.inject({ url: `${prefix}/v1/products/sticker`, headers: { origin: SHOP } });
  assert.deepEqual([product.statusCode, product.headers["access-control-allow-origin"]], [200, SHOP]);

  const refused = await app.inject({
    method: "POST",
    url: `${prefix}/v1/checkouts`,
    headers: { origin: SHOP, "content-type": "application/json" },
    payload: '{"__proto__": {"x": 1}}',
  });
  assert.equal(refused.statusCode, 400);
  assert.equal(refused.json().error.code, "invalid_request");

  const payload = JSON.stringify(paymentEvent(newRequestId()));
  const delivery = await app.inject({
    method: "POST",
    url: `${prefix}/webhooks/request`,
    headers: { "content-type": "application/json", "x-request-network-signature": sign(payload) },
    payload,
  });
  assert.equal(delivery.statusCode, 200);

  const plain = await app.inject({
    url: `${prefix}/pay/nothing`,
    headers: {
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      accept: "text/html",
      cookie: "checkout=1",
    },
  });
  assert.equal(plain.statusCode, 400);
  assert.match(String(plain.headers["content-type"]), /html/);
}

describe("the companion as a plugin works", () => {
  for (const [name, create] of Object.entries(HOSTS))
    for (const order of ["before", "after"] as const)
      test(`in a server that has registered ${name} ${order} it`, async (t) => {
        const app = Fastify();
        t.after(() => app.close());
        const register = create(temporaryFolder(t));

        if (order === "before") await register(app);
        await mount(t, app, "/shop");
        if (order === "after") await register(app);
        await app.ready();

        await assertWorks(app, "/shop");
      });

  test("in a server that has all of them, twice, under a prefix and without one", async (t) => {
    const app = Fastify();
    t.after(() => app.close());
    const { "@fastify/cors for nobody": _, ...hosts } = HOSTS;
    for (const create of Object.values(hosts)) await create(temporaryFolder(t))(app);
    await mount(t, app, "/one");
    await mount(t, app, "");
    await app.ready();

    await assertWorks(app, "/one");
    await assertWorks(app, "");
    const limited = await app.inject({
      url: "/v1/products/sticker",
      headers: { origin: "https://other.example" },
    });
    assert.equal(limited.headers["access-control-allow-origin"], undefined);
  });

  test("and leaves the routes of the server around it as they were", async (t) => {
    const app = Fastify();
    t.after(() => app.close());
    await app.register(fastifyCors, { origin: "https://other.example" });
    await app.register(fastifyCookie);
    await mount(t, app, "");
    app.get("/mine", async ({ cookies }, reply) => reply.setCookie("mine", "1").send(cookies));
    app.post("/mine", async ({ body }) => ({ body }));

    const got = await app.inject({ url: "/mine", headers: { cookie: "a=b" } });
    const posted = await app.inject({
      method: "POST",
      url: "/mine",
      headers: { "content-type": "text/plain" },
      payload: "text",
    });

    assert.deepEqual(got.json(), { a: "b" });
    assert.equal(got.headers["access-control-allow-origin"], "https://other.example");
    assert.equal(got.headers["set-cookie"], "mine=1; SameSite=Lax");
    assert.deepEqual(posted.json(), { body: "text" });
  });
});
