import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type WidgetAnswer, WidgetWorld } from "./widget-world.ts";

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "content-type, x-client-id",
  "access-control-max-age": "600",
};

export interface WidgetServer {
  origin: string;
  /** The servers of one test, which other tests can't meet. */
  world(name: string): WidgetWorld;
  close(): Promise<void>;
}

/** Companion and Request API for the tests of the elements: real HTTP, on another port, and answers as a test scripts them. */
export async function startWidgetServer(): Promise<WidgetServer> {
  const worlds = new Map<string, WidgetWorld>();
  const world = (name: string) => {
    const found = worlds.get(name) ?? new WidgetWorld();
    worlds.set(name, found);
    return found;
  };
  const server = createServer(async (request, response) => {
    if (request.method === "OPTIONS") {
      response.writeHead(204, CORS).end();
      return;
    }
    const [, name = "", ...path] = (request.url ?? "").split("/");
    const call = {
      method: request.method ?? "GET",
      path: `/${path.join("/")}`,
      headers: request.headers as Record<string, string>,
      body: await readJson(request),
    };
    world(name).open.add(response);
    response.once("close", () => world(name).open.delete(response));
    const answer = await world(name).answer(call);
    if (answer.cut) cut(response);
    else if (!answer.never) send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, { status = 200, body, text, headers }: WidgetAnswer): void {
  const content = text ?? (body === undefined ? "" : JSON.stringify(body));
  const type = text === undefined ? "application/json" : "text/html";
  response.writeHead(status, { ...CORS, "content-type": type, ...headers }).end(content);
}

/** In the midst of the answer: a browser would ask again by itself if nothing had come. */
function cut(response: ServerResponse): void {
  response.writeHead(200, { ...CORS, "content-length": 100 });
  response.write("{", () => response.destroy());
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : undefined;
}
