import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scope } from "./companion.ts";

/** A merchant's page on an origin of its own; a test says what is in it, and by which headers it is bound. */
export interface MerchantPage {
  origin: string;
  html: string;
  headers: Record<string, string>;
}

export async function servePage(t: Scope): Promise<MerchantPage> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/favicon")) return void response.writeHead(204).end();
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const page: MerchantPage = { origin: `http://127.0.0.1:${port}`, html: "", headers: {} };
  return page;
}
