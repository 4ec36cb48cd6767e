import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { parseCatalog } from "../../server/catalog/catalog.ts";
import { ConfigError, parseConfig } from "../../server/config/config.ts";
import { PlainTextSchema } from "../../server/contract/values.ts";
import { needsTls } from "../../server/notifications/credentials.ts";
import { CSV_HEADER } from "../../server/orders/csv.ts";
import { UpstreamError } from "../../server/request-network/api/call-api.ts";
import { CATALOG, environment, startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { spawnCompanion } from "../helpers/companion-process.ts";

function faultsOf(changes: Record<string, string | undefined>, file = JSON.stringify(CATALOG)): string {
  try {
    parseConfig(environment(changes), () => file);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return "";
}
const configOf = (changes: Record<string, string | undefined>, readFile: (path: string) => string) =>
  parseConfig(environment({ CATALOG_FILE: "", ...changes }), readFile);

describe("the environment", () => {
  test("names faults of several kinds at once", () => {
    const message = faultsOf({
      OPEN_AMOUNTS: "USDC-base:x,EURC-base:y",
      ALLOWED_ORIGINS: "https://shop.example/",
      TRUST_PROXY: "nonsense",
    });

    for (const part of ["OPEN_AMOUNTS", "USDC-base:x", "EURC-base:y", "ALLOWED_ORIGINS", "TRUST_PROXY"])
      assert.ok(message.includes(part), `${part} in ${message}`);
  });

  test("refuses a secret in quotes without repeating it", () => {
    for (const value of ['"hush-hush"', "'hush-hush'", "good,`hush-hush`"]) {
      const message = faultsOf({ REQUEST_WEBHOOK_SECRET: value });
      assert.match(message, /REQUEST_WEBHOOK_SECRET is in quotes/);
      assert.doesNotMatch(message, /hush/);
    }
  });

  test("takes a secret from a file and cuts its line end", () => {
    const config = configOf(
      { REQUEST_WEBHOOK_SECRET: undefined, REQUEST_WEBHOOK_SECRET_FILE: "/run/secrets/hook" },
      () => "from-the-file\r\n",
    );

    assert.deepEqual(config.webhookSecrets, ["from-the-file"]);
  });

  test("names a secret file that is missing", () => {
    const missing = () => {
      throw Object.assign(new Error("x"), { code: "ENOENT" });
    };
    assert.throws(
      () => configOf({ REQUEST_WEBHOOK_SECRET: undefined, REQUEST_WEBHOOK_SECRET_FILE: "/no/file" }, missing),
      /REQUEST_WEBHOOK_SECRET_FILE \/no\/file: there is no such file/,
    );
  });

  test("knows the URL of a host in IPv6", () => {
    assert.equal(configOf({ HOST: "::" }, () => "").publicUrl, "http://[::1]:4401");
    assert.equal(configOf({ HOST: "[::1]" }, () => "").publicUrl, "http://[::1]:4401");
  });

  test("refuses sqlite:// before a relative path", () => {
    assert.match(faultsOf({ DATABASE_URL: "sqlite://data/x.db" }), /DATABASE_URL must not have \/\//);
  });

  test("takes a sender and several recipients", () => {
    const config = configOf(
      {
        SMTP_URL: "smtp://localhost",
        NOTIFY_EMAIL: "a@shop.example, b@shop.example",
        MAIL_FROM: "Shop <o@shop.example>",
      },
      () => "",
    );

    assert.deepEqual(config.notifications.notifyEmail, ["a@shop.example", "b@shop.example"]);
    assert.equal(config.notifications.mailFrom, "Shop <o@shop.example>");
  });
});

describe("the caller's address", () => {
  for (const [name, header, one, other] of [
    ["a port", "x-forwarded-for", "203.0.113.8:4711", "203.0.113.8:4712"],
    ["brackets", "x-forwarded-for", "[2001:db8::1]:1", "[2001:db8::2]:2"],
    ["a trusted proxy with a port", "x-forwarded-for", "203.0.113.8, 10.0.0.2:1", "203.0.113.8, 10.0.0.2:2"],
    ["Forwarded", "forwarded", 'for="[2001:db8::1]:4711";proto=https', 'for="[2001:db8::1]:1"'],
  ] as const) {
    test(`is found behind ${name}`, async (t) => {
      const companion = await startCompanion(t, {
        environment: { READS_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1,10.0.0.0/8" },
      });
      const read = async (value: string) =>
        (await companion.get("/v1/products/sticker", { [header]: value })).status;

      assert.deepEqual([await read(one), await read(other), await read("198.51.100.7")], [200, 429, 200]);
    });
  }
});

test("HEAD of /healthz and /readyz answers 200", async (t) => {
  const { url } = await startCompanion(t);

  for (const path of ["/healthz", "/readyz"])
    assert.equal((await fetch(url + path, { method: "HEAD" })).status, 200);
});

test("a taken port ends the process with one line", async (t) => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const { ended, output, child } = await spawnCompanion({
    folder: temporaryFolder(t),
    environment: { PORT: String(port), REQUEST_WEBHOOK_SECRET: "s", LOG_LEVEL: "fatal" },
  });
  t.after(() => child.kill("SIGKILL"));

  assert.deepEqual(await ended, [1, null]);
  assert.match(output(), /is in use/);
  assert.doesNotMatch(output(), / at .*\.(?:ts|js)/);
});

test("refused webhooks are logged once a minute, with their number and a likely cause", async (t) => {
  const lines: { msg: string; count?: number }[] = [];
  let now = 0;
  const { deliver } = await startCompanion(t, {
    clock: () => now,
    logger: { level: "warn", stream: { write: (line: string) => void lines.push(JSON.parse(line)) } },
  });
  const forge = () => deliver("{}", { "x-request-network-signature": "0".repeat(64) });
  await forge();
  await forge();
  now = 60_000;
  await forge();

  const said = lines.filter(({ msg }) => msg.includes("signature"));
  assert.deepEqual(
    said.map(({ count }) => count),
    [1, 2],
  );
  assert.match(said[0]?.msg ?? "", /compare REQUEST_WEBHOOK_SECRET/);
});

test("a refusal of Request Network repeats nothing of its text", () => {
  const refusal = new UpstreamError(401, '{"message":"unknown key hush"}');

  assert.doesNotMatch(JSON.stringify({ ...refusal, message: refusal.message }), /hush/);
  assert.deepEqual(refusal.body, { message: "unknown key hush" });
});

test("a password is only sent over TLS, or on this machine", () => {
  const needs = (url: string) => needsTls(new URL(url));

  assert.deepEqual(
    [
      needs("smtp://a:b@mail.example"),
      needs("smtp://a:b@127.0.0.1:25"),
      needs("smtps://a:b@mail.example"),
      needs("smtp://mail.example"),
    ],
    [true, false, false, false],
  );
});

test("a catalog may begin with a byte order mark", () => {
  assert.equal(parseCatalog(`\ufeff${JSON.stringify(CATALOG)}`).size, 2);
});

test("the CSV begins with a byte order mark", () => {
  assert.ok(CSV_HEADER.startsWith("\ufeffcreatedAt"));
});

test("texts with invisible signs are refused", () => {
  for (const sign of ["\u00ad", "\u{e0041}", "\u3164", "\u2800", "\u180e", "\uffa0", "\u034f", "\u115f"])
    assert.equal(
      PlainTextSchema.safeParse(`ORDER${sign}-1`).success,
      false,
      sign.codePointAt(0)?.toString(16),
    );
  assert.equal(PlainTextSchema.safeParse("Größe-東京 👩‍💻").success, true);
});
