import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { BrowserContext, Page } from "playwright-core";
import type { Scope } from "../helpers/temporary-folder.ts";

/** A web space of the integrator's own, with one page. */
export interface Site {
  origin: string;
  /** Opens its page, which has this in its body and nothing else. */
  opens(context: BrowserContext, body: string): Promise<Page>;
}

export async function startSite(t: Scope): Promise<Site> {
  let html = "";
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8").end(html);
  }).listen(0, "127.0.0.1");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    async opens(context, body) {
      html = `<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,"><body>${body}`;
      const page = await context.newPage();
      await page.goto(`${origin}/`);
      return page;
    },
  };
}
