import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Scope } from "./companion.ts";

/** Request Network, as far as it makes links: another one for each call, at once. */
export async function startLinkMaker(t: Scope): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    if (request.method !== "POST") return void response.end('{"payments":[],"pagination":{"hasMore":false}}');
    count += 1;
    const token = `T${count}`;
    const securePaymentUrl = `http://127.0.0.1:1/?token=${token}`;
    response.writeHead(201).end(JSON.stringify({ requestIds: [`01${count}`], token, securePaymentUrl }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
