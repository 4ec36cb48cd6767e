import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether it was answered with a 2xx. */
  taken: boolean;
}

interface ReceivedNotification {
  type: string;
  data: { checkout: { id: string; status: string }; previousStatus: string };
}

type Answer = (response: ServerResponse, received: Received) => void | Promise<void>;

/** The merchant's own system: takes everything, unless a test gives it another answer. */
export interface Receiver {
  url: string;
  received: Received[];
  /** How many were in its hands at the same time, at most. */
  readonly mostAtOnce: number;
  answer: Answer;
  /** The id and the parsed body of what it has taken. */
  taken(): { id: string; body: ReceivedNotification }[];
}

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end("{}");

export async function startReceiver(t: TestContext): Promise<Receiver> {
  let atOnce = 0;
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const one = { path: request.url ?? "", headers: request.headers, body, taken: false };
    receiver.received.push(one);
    response.once("close", () => {
      atOnce -= 1;
    });
    await receiver.answer(response, one);
    one.taken = response.writableEnded && response.statusCode < 300;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`,
    received: [],
    get mostAtOnce() {
      return mostAtOnce;
    },
    answer: status(200),
    taken: () =>
      receiver.received
        .filter(({ taken }) => taken)
        .map(({ headers, body }) => ({ id: String(headers["webhook-id"]), body: JSON.parse(body) })),
  };
  return receiver;
}
