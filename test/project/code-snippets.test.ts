import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { FastifyInstance } from "fastify";
import { Webhook } from "standardwebhooks";
import { verifyOffer } from "../../server/offers/verify-offer.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { type Block, blocksIn } from "./documents.ts";

const SECRET = "o".repeat(32);
const NOTIFY_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

/** A folder in which `request-checkout` is this checkout. */
function prepare(t: TestContext): string {
  const folder = temporaryFolder(t);
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}

/** What the compiler says. */
function typeErrors(folder: string, blocks: readonly Block[]): string {
  const source = join(folder, "src");
  mkdirSync(source);
  for (const [index, { code, language }] of blocks.entries())
    writeFileSync(join(source, `snippet-${index}.${language}`), `${code}\nexport {};\n`);
  writeFileSync(join(source, "elements.ts"), 'import "request-checkout";\n');
  const compilerOptions = {
    checkJs: true,
    noImplicitAny: false,
    rootDir: "/",
    paths: {
      "request-checkout": [resolve("widget/index.ts")],
      "request-checkout/server": [resolve("server/index.ts")],
    },
    typeRoots: [resolve("node_modules/@types")],
  };
  const config = { extends: resolve("tsconfig.json"), compilerOptions, include: ["src"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const compiler = resolve("node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" }).stdout;
}

/** The one snippet that has this text, as a module with some of its text replaced. */
async function load<T>(folder: string, text: string, replaced: Record<string, string> = {}): Promise<T> {
  const found = [...blocksIn("ts"), ...blocksIn("js")].filter(({ code }) => code.includes(text));
  assert.equal(found.length, 1, text);
  const [{ code, language }] = found as [Block];
  const here = JSON.stringify(pathToFileURL(resolve("server/index.ts")).href);
  const changed = Object.entries(replaced).reduce(
    (all, [from, to]) => {
      assert.ok(all.includes(from), `${text}: ${from}`);
      return all.replace(from, to);
    },
    code.replace('"request-checkout/server";', `${here};`),
  );
  const path = join(folder, `run.${language}`);
  writeFileSync(path, changed);
  return (await import(pathToFileURL(path).href)) as T;
}

/** Sets variables of this process for as long as the test runs. */
function setEnvironment(t: TestContext, variables: Record<string, string>): void {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  Object.assign(process.env, variables);
  t.after(() => {
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
}

test("snippets have no type errors, but for types that JavaScript cannot state", (t) => {
  const blocks = [...blocksIn("ts"), ...blocksIn("js")];

  assert.equal(typeErrors(prepare(t), blocks), "");
});

describe("run", () => {
  test("an offer signed in Node is one that a companion takes", async (t) => {
    const { offerFor } = await load<{ offerFor(order: object, secret: string): Promise<string> }>(
      prepare(t),
      "// run: offer",
    );

    const claims = await verifyOffer(
      await offerFor({ id: "ORDER-17", total: "12.50" }, SECRET),
      [SECRET],
      Date.now(),
    );

    assert.equal(claims.amount, "12.50");
    assert.equal(claims.reference, "ORDER-17");
  });

  test("Eleventy's shortcode signs an offer without a reference", async (t) => {
    setEnvironment(t, { OFFER_SECRET: SECRET });
    type Shortcode = (amount: string, title: string) => Promise<string>;
    const { default: configure } = await load<{ default(config: object): void }>(
      prepare(t),
      "addAsyncShortcode",
    );
    const added = new Map<string, Shortcode>();
    configure({ addAsyncShortcode: (name: string, code: Shortcode) => added.set(name, code) });

    const offer = await added.get("offer")?.("12.50", "Poster");

    const claims = await verifyOffer(offer ?? "", [SECRET], Date.now());
    assert.equal(claims.title, "Poster");
    assert.equal(claims.reference, undefined);
  });

  test("a Fastify server with the companion answers", async (t) => {
    const folder = prepare(t);
    setEnvironment(t, {
      REQUEST_WEBHOOK_SECRET: "secret",
      DATABASE_URL: `sqlite:${folder}/checkouts.db`,
      LOG_LEVEL: "silent",
    });
    const { app } = await load<{ app: FastifyInstance }>(folder, "app.register(companion", {
      "const app": "export const app",
      "port: 4401": "port: 0",
    });
    t.after(() => app.close());

    const { port } = app.server.address() as AddressInfo;

    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
  });

  test("the Express endpoint takes a signed notification and no other", async (t) => {
    setEnvironment(t, { NOTIFY_SECRET, NODE_ENV: "test" });
    const { server } = await load<{ server: Server }>(prepare(t), "standardwebhooks", {
      "app.listen(3000)": "export const server = app.listen(0)",
      'console.log("ship", data.product, data.quantity, data.reference)': "void data",
    });
    t.after(() => server.close());
    if (!server.listening) await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const body = JSON.stringify({ type: "checkout.paid", data: { product: "sticker" } });
    const at = new Date();
    const send = (signature: string) =>
      fetch(`http://127.0.0.1:${port}/payments`, {
        method: "POST",
        body,
        headers: {
          "content-type": "application/json",
          "webhook-id": "msg_1",
          "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
          "webhook-signature": signature,
        },
      });

    const signed = await send(new Webhook(NOTIFY_SECRET).sign("msg_1", at, body));
    const forged = await send("v1,AAAA");

    assert.equal(signed.status, 204);
    assert.equal(forged.status, 500);
  });
});
