import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { createWebhookSender } from "../../server/notifications/webhook.ts";
import { NOTIFY_SECRET } from "../helpers/outbox.ts";
import { type Receiver, startReceiver, status } from "../helpers/receiver.ts";

const MESSAGE = { id: "msg_1", payload: '{"type":"checkout.paid","reference":"Grüße"}' };

async function start(t: TestContext, change = (url: string) => url, timeoutMs = 5_000) {
  const receiver = await startReceiver(t);
  const url = change(receiver.url);
  const send = createWebhookSender({ url, secret: NOTIFY_SECRET, clock: Date.now, timeoutMs });
  return { receiver, send: (signal = new AbortController().signal) => send(MESSAGE, signal) };
}

async function failureOf(sending: Promise<void>): Promise<string> {
  const error = await sending.then(
    () => assert.fail("it counted as sent"),
    (error: Error) => error,
  );
  return error.message;
}

describe("createWebhookSender", () => {
  test("signs the stored payload so that the library's own check takes it", async (t) => {
    const { receiver, send } = await start(t);

    await send();

    const [received] = receiver.received;
    assert.ok(received);
    assert.equal(received.body, MESSAGE.payload);
    assert.equal(received.headers["webhook-id"], "msg_1");
    assert.equal(received.headers["content-type"], "application/json");
    const headers = received.headers as Record<string, string>;
    assert.deepEqual(new Webhook(NOTIFY_SECRET).verify(received.body, headers), JSON.parse(MESSAGE.payload));
    assert.throws(() => new Webhook(NOTIFY_SECRET).verify(`${received.body} `, headers));
  });

  for (const code of [200, 202, 204, 299]) {
    test(`takes ${code} for received`, async (t) => {
      const { receiver, send } = await start(t);
      receiver.answer = (response) => void response.writeHead(code).end();

      await send();

      assert.equal(receiver.received.length, 1);
    });
  }

  for (const code of [301, 302, 304, 307, 308, 400, 404, 410, 429, 500, 503]) {
    // input: R14
    test(`takes ${code} for a failure, and goes nowhere else`, async (t) => {
      const { receiver, send } = await start(t);
      receiver.answer = status(code, { location: "/elsewhere" });

      assert.match(await failureOf(send()), new RegExp(`answered ${code}`));
      assert.deepEqual(
        receiver.received.map(({ path }) => path),
        ["/notify"],
      );
    });
  }

  const silences: Record<string, Receiver["answer"]> = {
    "never answers": () => {},
    "begins an answer and never ends its headers": (response) =>
      void response.socket?.write("HTTP/1.1 200 OK\r\nX-A: "),
  };
  for (const [name, answer] of Object.entries(silences)) {
    // input: R14
    test(`gives up on an endpoint that ${name}`, async (t) => {
      const { receiver, send } = await start(t, undefined, 100);
      receiver.answer = answer;

      assert.equal(await failureOf(send()), "there was no answer in time");
    });
  }

  test("takes a connection that is cut for a failure", async (t) => {
    const { receiver, send } = await start(t);
    receiver.answer = (response) => void response.destroy();

    assert.match(await failureOf(send()), /fetch failed/);
  });

  test("names the fault of an endpoint that is not there", async (t) => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { send } = await start(t, () => `http://127.0.0.1:${port}/notify`);

    assert.match(await failureOf(send()), /ECONNREFUSED/);
  });

  test("reads no more of an answer than it must", async (t) => {
    const { receiver, send } = await start(t, undefined, 600_000);
    const cut = new Promise<void>((resolve) => {
      receiver.answer = async (response) => {
        response.writeHead(200);
        const closed = once(response, "close").then(() => resolve());
        while (!response.destroyed) {
          if (!response.write("x".repeat(64 * 1024)))
            await Promise.race([closed, once(response, "drain").catch(() => {})]);
        }
      };
    });

    await send();
    await cut;

    assert.equal(receiver.received.length, 1);
  });

  test("is cut off by its owner", async (t) => {
    const { receiver, send } = await start(t);
    const closing = new AbortController();
    receiver.answer = () => closing.abort();

    await failureOf(send(closing.signal));
  });

  test("sends a user and a password of the URL as basic authorization", async (t) => {
    const { receiver, send } = await start(t, (url) => url.replace("//", "//shop:hush%2Fhush@"));

    await send();

    assert.equal(receiver.received[0]?.headers.authorization, `Basic ${btoa("shop:hush/hush")}`);
  });

  test("names no part of the URL that may be secret", async (t) => {
    const message = "cannot reach http://shop:hush%2Fhush@host/?key=hush, hush/hush";
    const send = createWebhookSender({
      url: "http://shop:hush%2Fhush@host/?key=hush",
      secret: NOTIFY_SECRET,
      clock: Date.now,
      fetch: t.mock.fn(async () => {
        throw new TypeError(message);
      }),
    });

    assert.doesNotMatch(await failureOf(send(MESSAGE, new AbortController().signal)), /hush/);
  });
});
