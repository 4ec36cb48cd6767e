/** Holds every request open, with nothing around it. */
import { createServer } from "node:http";
import { announce } from "./serve.ts";

const server = createServer((_request, response) => {
  setTimeout(() => response.writeHead(304).end(), 60_000).unref();
});
server.listen(0, "127.0.0.1", () => {
  announce(server, async () => {
    server.closeAllConnections();
    server.close();
  });
});
