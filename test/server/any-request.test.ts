import assert from "node:assert/strict";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { parseConfig } from "../../server/config/config.ts";
import { ERRORS, ErrorBodySchema } from "../../server/contract/contract.ts";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { type ArbitraryRequest, requestsTo } from "../helpers/arbitrary-request.ts";
import { environment, openLinked, purchase, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { runOnBothEngines } from "../helpers/database.ts";
import { NOW, sign } from "../helpers/events.ts";
import { startLinkMaker } from "../helpers/link-maker.ts";
import { jwt, offer } from "../helpers/offers.ts";
import { routesOf } from "../helpers/routes-of.ts";
import { scaled } from "../helpers/scale.ts";

runOnBothEngines();

/** As many requests to each route, near to good ones and far from them. */
const RUNS = scaled(60, 300);
const HANG_MS = 5000;
const SECRETS = {
  REQUEST_WEBHOOK_SECRET: "hush-webhook-secret",
  ADMIN_TOKEN: "hush-admin-token-of-32-characters",
  OFFER_SECRET: "hush-offer-secret-of-more-than-32-characters",
  REQUEST_API_KEY: "hush-api-key",
};
/** A folder that holds files, of which none is a script to be served. */
const WIDGET_DIR = new URL("../../server", import.meta.url).pathname;
const READER = { "content-type": "application/json" };

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Lets payers through at once, and nobody else. */
function untilOver(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
}

async function start() {
  const cleanUps: (() => unknown)[] = [];
  const suite = { after: (work: () => unknown) => void cleanUps.unshift(work) };
  after(async () => {
    for (const cleanUp of cleanUps) await cleanUp();
  });
  const lines: string[] = [];
  const companion = await startCompanion(suite, {
    environment: {
      ...SECRETS,
      REQUEST_API_URL: await startLinkMaker(suite),
      OPEN_AMOUNTS: "USDC-base:1-500",
    },
    widgetDir: WIDGET_DIR,
    clock: () => NOW,
    expiryCheckMs: 3_600_000,
    limiter: {
      payer: async () => {},
      background: untilOver,
      registration: async () => true,
      pauseBackground: () => {},
    },
    logger: { level: "trace", stream: { write: (line: string) => void lines.push(line) } },
  });
  const { id, requestId, token } = await openLinked(companion);
  const [, path] = companion.databaseUrl.split("sqlite:");
  const database = path ? new DatabaseSync(path, { readOnly: true }) : undefined;
  suite.after(() => database?.close());
  const agent = new Agent({ keepAlive: true });
  suite.after(() => agent.destroy());
  return { companion, lines, database, agent, ids: [id, requestId, token] };
}

const { companion, lines, database, agent, ids } = await start();
const known = {
  ids,
  adminToken: SECRETS.ADMIN_TOKEN,
  sign: (body: string) => sign(Buffer.from(body, "latin1"), SECRETS.REQUEST_WEBHOOK_SECRET),
  offers: [
    await offer({}, SECRETS.OFFER_SECRET),
    await offer({ reference: "R" }, SECRETS.OFFER_SECRET),
    jwt({ amount: "1", currency: "USDC-base", jti: "x", exp: 1e10 }, { header: { alg: "none" } }),
    "x.y.z",
  ],
};

const routes = await routesOf({
  config: parseConfig(environment({ ...SECRETS, CATALOG_FILE: undefined, DATABASE_URL: "sqlite:unused" })),
  widgetDir: WIDGET_DIR,
  store: await openSqlite({ path: join(temporaryFolder({ after }), "routes.db") }),
});

function send({ method, target, headers, body }: ArbitraryRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = method === "GET" || method === "HEAD" ? {} : { "content-length": body.length };
    const call = request(companion.url, {
      agent,
      method,
      path: target,
      headers: { ...headers, ...length },
      timeout: HANG_MS,
    });
    call.on("timeout", () => call.destroy(new Error("no answer: it hangs")));
    call.on("error", reject);
    call.on("response", async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    call.end("content-length" in length ? Buffer.from(body, "latin1") : undefined);
  });
}

/** Every row of every table but the one in which background work takes turns. SQLite alone says whether any has changed. */
function dump(): string {
  if (!database) return "";
  const tables = database.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'readiness_checks'",
  );
  return JSON.stringify(
    tables.all().map(({ name }) => database.prepare(`SELECT * FROM ${name}`).all()),
    (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value),
  );
}

function version(): unknown {
  return database?.prepare("PRAGMA data_version").get()?.data_version;
}

/** An error is the contract's, or for a person who asks for a page, a page. */
function checkError({ headers: asked }: ArbitraryRequest, { status, headers, text }: Answer): void {
  if (String(headers["content-type"]).startsWith("text/html")) {
    assert.match(asked.accept ?? "", /text\/html/);
    return;
  }
  const { code } = ErrorBodySchema.strict().parse(JSON.parse(text)).error;
  assert.equal(ERRORS[code].status, status);
}

function checkNothingPolluted(): void {
  assert.deepEqual(Object.keys(Object.prototype), []);
  assert.equal("polluted" in {}, false);
}

/** Set off by no request: written beforehand, so that a refused one can be held against it. */
let before = { version: version(), rows: dump() };

async function checkAnswer(asked: ArbitraryRequest): Promise<number> {
  const answer = await send(asked);
  const { status, text } = answer;
  assert.ok(status < 500, `${status} ${text.slice(0, 200)}`);
  if (status >= 400 && asked.method !== "HEAD") checkError(asked, answer);
  const isKeptAside = status === 400 && asked.target.startsWith("/webhooks/request");
  if (version() !== before.version) {
    const rows = dump();
    if (status >= 400 && !isKeptAside)
      assert.equal(rows, before.rows, "a refused request has written something");
    before = { version: version(), rows };
  }
  assert.doesNotMatch(JSON.stringify(answer), /hush/i);
  checkNothingPolluted();
  return status;
}

describe("any request", () => {
  const statuses = new Set<number>();

  test("may go to every route that the app has", () => {
    const listed = routes.map(({ method, path }) => `${method} ${path}`);
    for (const one of [
      "POST /webhooks/request",
      "GET /v1/orders/:id",
      "POST /v1/orders/:id/notify",
      "GET /pay/:product",
    ])
      assert.ok(listed.includes(one), `${one} is not among ${listed.join(", ")}`);
    assert.ok(listed.length >= 20, listed.join(", "));
  });

  for (const route of routes) {
    // input: R16
    test(`to ${route.method} ${route.path} is answered: no 5xx, no hang, no row of a refused one, no secret`, async () => {
      await fc.assert(
        fc.asyncProperty(requestsTo(route, known), async (asked) => {
          statuses.add(await checkAnswer(asked));
        }),
        { numRuns: RUNS },
      );
    });
  }

  test("is let in often enough, and refused for one reason and another", () => {
    for (const status of [200, 201, 303, 400, 401, 403, 404, 415])
      assert.ok(statuses.has(status), `${status}`);
  });

  // input: R16
  test("leaves no secret in any line of the log", () => {
    assert.ok(lines.length > 100);
    for (const line of lines) assert.doesNotMatch(line, /hush/);
  });

  test("leaves a companion that works", async () => {
    const { status } = await companion.open(purchase(), READER);

    assert.equal(status, 201);
  });
});
