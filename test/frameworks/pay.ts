import assert from "node:assert/strict";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import Fastify from "fastify";
import type { Browser, Page } from "playwright-core";
import { HostedPage } from "../e2e/hosted-page.ts";
import { eventually } from "../helpers/eventually.ts";
import type { App } from "./apps.ts";
import { type BuiltApp, start } from "./build-app.ts";

const PATIENCE_MS = 20_000;

interface PayOptions {
  built: BuiltApp;
  browser: Browser;
  report(step: string): void;
}

/** Serves an app, looks at what its server renders, and pays in it: from a page that the app has navigated to by itself. */
export async function payIn(app: App, { built, browser, report }: PayOptions): Promise<void> {
  const origin = `http://127.0.0.1:${built.port}`;
  const stop = await serve(app, built);
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("ERR_FAILED")) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  try {
    await eventually(
      "the app to answer",
      async () => (await fetch(origin).catch(() => undefined))?.ok === true,
    );
    if (app.rendered)
      assert.match(await (await fetch(`${origin}/buy`)).text(), app.rendered, "what the server renders");
    const page = await context.newPage();
    await page.goto(origin);
    await page.getByRole("link", { name: "Buy" }).click();
    const blocked = await blockOnce(page);
    await page.getByRole("button", { name: "Buy a sticker" }).click();
    await page.waitForURL((url) => url.origin === built.demo.sandbox.origin);
    assert.equal(blocked.count, 1, "the press loads a chunk");
    report("at the payment page");
    const hosted = new HostedPage(page);
    await hosted.paysInFull();
    await hosted.returns();
    await page
      .getByText(/^Paid\. 10 USDC/)
      .first()
      .waitFor();
    await page.getByText("heard: 10 USDC-base", { exact: true }).waitFor();
    assert.deepEqual(complaints, [], "the browser's console");
  } finally {
    await context.close();
    await stop();
  }
}

/** The next script that the page asks for fails: the chunk that a press needs. */
async function blockOnce(page: Page): Promise<{ count: number }> {
  const blocked = { count: 0 };
  await page.route(
    (url) => url.pathname.endsWith(".js"),
    async (route) => {
      blocked.count += 1;
      await route.abort();
    },
    { times: 1 },
  );
  return blocked;
}

async function serve({ serve }: App, { folder, port }: BuiltApp): Promise<() => Promise<void>> {
  if ("command" in serve) {
    const child = start(`exec ${serve.command}`, folder, { PORT: String(port), HOST: "127.0.0.1" });
    const ended = new Promise<void>((done) => child.once("close", () => done()));
    return async () => {
      if (child.pid) process.kill(-child.pid, "SIGKILL");
      await ended;
    };
  }
  const app = Fastify({ forceCloseConnections: true });
  await app.register(fastifyStatic, { root: join(folder, serve.folder) });
  // Pages of an app without a server of its own are all made of the same file, where there is none with their name.
  app.setNotFoundHandler((request, reply) =>
    request.url.includes(".") ? reply.code(404).send() : reply.sendFile("index.html"),
  );
  app.get("/favicon.ico", (_request, reply) => reply.code(204).send());
  await app.listen({ port, host: "127.0.0.1" });
  return () => app.close();
}
