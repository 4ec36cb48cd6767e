import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { SCENARIOS } from "../../server/cli/trigger/scenarios.ts";
import { freePort } from "../helpers/free-port.ts";
import { run } from "./harness.ts";

type Handler = (request: IncomingMessage, body: string) => number | Promise<number>;

/** A real endpoint on a port of its own. */
async function listen(t: TestContext, handle: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    response.statusCode = await handle(request, await text(request));
    response.end("seen");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hook`;
}

const SECRET = "the-webhook-secret";

describe("trigger", () => {
  const expected: Record<string, RegExp> = {
    processing: /user_event/,
    paid: /payment\.confirmed/,
    "cross-chain": /payment\.confirmed/,
    partial: /payment\.partial/,
    overpaid: /payment\.confirmed/,
    failed: /payment\.failed/,
    refunded: /payment\.refunded/,
    "kyt-rejected": /kyt\.screening\.completed/,
  };
  for (const name of Object.keys(SCENARIOS))
    test(`${name} sends signed deliveries and prints each with its answer`, async (t) => {
      const events: string[] = [];
      const url = await listen(t, ({ headers }, body) => {
        events.push(JSON.parse(body).event);
        const signature = createHmac("sha256", SECRET).update(body).digest("hex");
        return headers["x-request-network-signature"] === signature ? 200 : 401;
      });

      const { code, stdout } = await run(["trigger", name, "--to", url, "--secret", SECRET]);

      assert.equal(code, 0, stdout);
      assert.match(events.join(), expected[name] ?? /never/);
      assert.equal(stdout.match(/attempt 1: 200 seen$/gm)?.length, events.length);
    });

  test("names the request and the amount that it is given", async (t) => {
    const bodies: Record<string, unknown>[] = [];
    const url = await listen(t, (_request, body) => {
      bodies.push(JSON.parse(body));
      return 200;
    });
    const args = ["--request-id", "01abc", "--amount", "12.5", "--reference", "ORDER-1"];
    await run(["trigger", "paid", "--to", url, ...args], { REQUEST_WEBHOOK_SECRET: `${SECRET},old` });

    assert.deepEqual(new Set(bodies.map(({ requestId }) => requestId)), new Set(["01abc"]));
    assert.deepEqual([bodies[0]?.amount, bodies[0]?.reference], ["12.5", "ORDER-1"]);
  });

  test("repeats what was not taken, and ends with 1 where it never is", async (t) => {
    let calls = 0;
    const url = await listen(t, () => (calls++ === 0 ? 500 : 200));
    const args = ["trigger", "failed", "--to", url, "--secret", SECRET, "--retries", "1,1"];
    const recovered = await run(args);
    assert.match(recovered.stdout, /attempt 1: 500 seen\n.*attempt 2: 200 seen$/);

    const refusing = await listen(t, () => 500);
    const refused = await run(args.with(3, refusing));
    assert.deepEqual([recovered.code, refused.code, refused.stdout.split("\n").length], [0, 1, 3]);
  });

  test("refuses an unknown scenario and a URL that is none, and needs a secret", async () => {
    assert.equal((await run(["trigger", "stolen", "--to", "http://x"])).code, 2);
    assert.equal((await run(["trigger", "paid", "--to", "x"])).code, 2);
    assert.equal((await run(["trigger", "paid", "--to", "http://x"])).code, 1);
  });
});

const NOTIFY_SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

/** An endpoint that is right, made wrong in one way. */
function endpoint(fault = ""): Handler {
  const webhook = new Webhook(NOTIFY_SECRET);
  const seen = new Set<string>();
  return ({ headers }, body) => {
    const id = String(headers["webhook-id"]);
    const at = Number(headers["webhook-timestamp"]);
    if (
      fault !== "verifies nothing" &&
      webhook.sign(id, new Date((at || 0) * 1000), body) !== headers["webhook-signature"]
    )
      return fault === "fails on a forged one" ? 500 : 401;
    if (
      fault !== "verifies nothing" &&
      fault !== "takes stale ones" &&
      Math.abs(Date.now() / 1000 - at) > 300
    )
      return 401;
    if (fault === "refuses all") return 401;
    if (fault === "redirects") return 302;
    const { type, rehearsal } = JSON.parse(body);
    if (fault === "fails on repeats" && seen.has(id)) return 409;
    seen.add(id);
    if (fault === "refuses unknown types" && type === "checkout.rehearsed") return 400;
    if (fault === "refuses unknown fields" && rehearsal) return 400;
    if (fault === "refuses an older status" && type === "checkout.processing" && !rehearsal) return 409;
    return 204;
  };
}

describe("rehearse", () => {
  for (const [fault, wrong] of [
    ["", []],
    ["verifies nothing", ["wrongly signed", "changed after signing", "not signed", "stale"]],
    ["fails on a forged one", ["wrongly signed", "changed after signing", "not signed"]],
    ["takes stale ones", ["stale"]],
    ["refuses all", ["good", "repeated", "reordered", "unknown type", "unknown fields"]],
    ["redirects", ["good", "repeated", "reordered", "unknown type", "unknown fields"]],
    ["fails on repeats", ["repeated"]],
    ["refuses unknown types", ["unknown type"]],
    ["refuses unknown fields", ["unknown fields"]],
    ["refuses an older status", ["reordered"]],
  ] as const)
    test(`an endpoint that ${fault || "is right"}`, async (t) => {
      const url = await listen(t, endpoint(fault));

      const { code, stdout } = await run(["rehearse", "--to", url, "--secret", NOTIFY_SECRET]);

      const found = [...stdout.matchAll(/^✗ ([^:]+):/gm)].map(([, name]) => name);
      assert.deepEqual([code, found], [wrong.length > 0 ? 1 : 0, [...wrong]], stdout);
      assert.equal(stdout.match(/^[✓✗]/gm)?.length, 9);
    });

  test("says that nobody answers, and needs a secret", async () => {
    const closed = `http://127.0.0.1:${await freePort()}/`;
    const { code, stdout } = await run(["rehearse", "--to", closed], { NOTIFY_SECRET });
    assert.deepEqual([code, /ECONNREFUSED/.test(stdout)], [1, true]);
    assert.match((await run(["rehearse", "--to", closed])).stderr, /NOTIFY_SECRET/);
  });
});
