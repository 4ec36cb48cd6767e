import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { SandboxOptions } from "../../demo/sandbox/sandbox.ts";
import type { Attempt } from "../../demo/sandbox/webhooks/courier.ts";
import { merchants, type Sandbox, startSandbox } from "./harness.ts";

export const SECRET = "whsec_test";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  event: Record<string, unknown>;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Resolves once so many deliveries have come. */
  waitFor(count: number): Promise<Received[]>;
}

/** A merchant's webhook on a port of its own. `answer` gives the status for each delivery; undefined never answers. */
export async function startReceiver(
  t: TestContext,
  answer: (delivery: Received, index: number) => number | undefined = () => 200,
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const delivery = { headers: request.headers, body, event: JSON.parse(body) };
    received.push(delivery);
    const status = answer(delivery, received.length - 1);
    if (status !== undefined) response.writeHead(status, { location: "/elsewhere" }).end();
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
  });
  const url = `${await listen(t, server)}/webhooks/request`;
  return {
    url,
    received,
    waitFor: (count) =>
      new Promise((resolve) => {
        const done = () => resolve(received);
        if (received.length >= count) done();
        else waiting.push({ count, resolve: done });
      }),
  };
}

/** Listens on a free port, and ends with the test. */
export async function listen(t: TestContext, server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Collects the ends of attempts, and resolves once there have been so many. */
export function watchAttempts(): {
  onAttempt: (attempt: Attempt) => void;
  waitFor(count: number): Promise<Attempt[]>;
} {
  const ended: Attempt[] = [];
  const waiting: { count: number; resolve: (attempts: Attempt[]) => void }[] = [];
  return {
    onAttempt(attempt) {
      ended.push(attempt);
      for (const { count, resolve } of waiting) if (ended.length >= count) resolve(ended);
    },
    waitFor: (count) =>
      new Promise((resolve) => {
        if (ended.length >= count) resolve(ended);
        else waiting.push({ count, resolve });
      }),
  };
}

export type Watch = ReturnType<typeof watchAttempts>;

/** A sandbox whose merchant has a webhook at `url`. It makes four attempts, one right after the other. */
export function startWithWebhook(
  t: TestContext,
  url: string,
  options: SandboxOptions = {},
): Sandbox & { attempts: Watch } {
  const attempts = watchAttempts();
  const clients = merchants({ webhooks: [{ url, secret: SECRET }] });
  const retryDelaysMs = [0, 0, 0];
  const sandbox = startSandbox(t, { clients, retryDelaysMs, onAttempt: attempts.onAttempt, ...options });
  return { ...sandbox, attempts };
}
