import type { TestContext } from "node:test";
import Fastify from "fastify";
import type { Browser, Page } from "playwright-core";
import { findWidgetDir, widgetFiles } from "../../server/http/widget-files.ts";

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html 'allow-duplicates'",
].join("; ");

/** A page with one button, the built scripts as the companion serves them, and a say in which of them can be had. */
export interface ChunkPage {
  page: Page;
  /** What of the scripts was asked for, in order. */
  asked: string[];
  /** Scripts that are answered 404. */
  missing: Set<RegExp>;
  /** Scripts that are never answered. */
  held: Set<RegExp>;
  /** Request Network's API is down. */
  isDown: boolean;
}

export interface ChunkPageOptions {
  script?: string;
  lang: string;
  /** Of the page's policy. Default: `'self'`. */
  scriptSrc?: string;
}

export async function openChunkPage(
  t: TestContext,
  browser: Browser,
  {
    script = '<script type="module" src="/widget/request-checkout.js"></script>',
    lang,
    scriptSrc = "'self'",
  }: ChunkPageOptions,
): Promise<ChunkPage> {
  const app = Fastify({ forceCloseConnections: true });
  const context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  const opened: ChunkPage = {
    page: await context.newPage(),
    asked: [],
    missing: new Set(),
    held: new Set(),
    isDown: false,
  };
  const widgetDir = findWidgetDir();
  if (!widgetDir) throw new Error("dist/ is missing: npm run build:widget");
  app.addHook("onRequest", async ({ url }, reply) => {
    if (!url.startsWith("/widget/")) return;
    opened.asked.push(url.replace("/widget/", ""));
    if ([...opened.missing].some((each) => each.test(url))) return reply.code(404).send();
    if ([...opened.held].some((each) => each.test(url))) await new Promise(() => {});
  });
  await app.register(widgetFiles, { widgetDir });
  app.get("/", (request, reply) =>
    reply
      .header("content-security-policy", `script-src ${scriptSrc}; ${POLICY}`)
      .type("text/html; charset=utf-8")
      .send(`<!doctype html>${script}
      <request-checkout lang="${lang}" client-id="cli_1" api-url="http://${request.host}" amount="10" currency="USDC-base"></request-checkout>`),
  );
  app.post("/v2/secure-payments", (request, reply) =>
    opened.isDown
      ? reply.code(503).send({})
      : reply.code(201).send({
          requestIds: ["request-1"],
          token: "token-1",
          securePaymentUrl: `http://${request.host}/pay`,
        }),
  );
  app.get("/v2/request/request-1", () => ({ hasBeenPaid: false }));
  app.get("/v2/secure-payments/token-1", () => ({ status: "pending" }));
  // The browser stays where it is, so that the page can be looked at.
  app.get("/pay", (_, reply) => reply.code(204).send());
  app.get("/favicon.ico", (_, reply) => reply.code(204).send());
  t.after(async () => {
    await context.close();
    await app.close();
  });
  await opened.page.goto(await app.listen({ port: 0, host: "127.0.0.1" }));
  await opened.page.locator("request-checkout:defined").waitFor();
  return opened;
}
