import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judgeReach } from "../../server/doctor/api.ts";
import { checkClock } from "../../server/doctor/clock.ts";
import { judgeHealth, judgeScript, judgeVersion } from "../../server/doctor/companion-answers.ts";
import { judgeDisk } from "../../server/doctor/database.ts";
import { judgeDestination, judgeReads, judgeRefusal } from "../../server/doctor/destination.ts";
import { judgeTestCall, toAuthUrl } from "../../server/doctor/network-webhook.ts";
import { judgeDelivery } from "../../server/doctor/own-webhook.ts";
import type { Answer } from "../../server/doctor/probe.ts";
import { checkProxy } from "../../server/doctor/proxy.ts";
import { readEnvironment } from "../../server/doctor/read-environment.ts";

function answer(
  changes: Partial<Omit<Answer, "headers">> & { headers?: Record<string, string> } = {},
): Answer {
  const { headers = {}, ...rest } = changes;
  return {
    status: 200,
    body: "",
    url: "https://x.example/",
    tookMs: 5,
    headers: new Headers(headers),
    ...rest,
  };
}

describe("doctor, of the environment", () => {
  test("names each variable that is wrong", () => {
    const { config, findings } = readEnvironment({ PORT: "x", LINK_TTL_MS: "0" });

    assert.equal(config, undefined);
    assert.deepEqual(findings.map(({ verdict, says }) => `${verdict} ${says.split(" ")[0]}`).sort(), [
      "fail LINK_TTL_MS",
      "fail PORT",
      "fail REQUEST_WEBHOOK_SECRET",
    ]);
  });

  const WHOLE = {
    REQUEST_WEBHOOK_SECRET: "s",
    OPEN_AMOUNTS: "USDC-base:1-5",
    ALLOWED_ORIGINS: "https://shop.example",
    REQUEST_CLIENT_ID: "cli_x",
    REQUEST_ORIGIN: "https://shop.example",
    REQUEST_PAYEE: `0x${"a".repeat(40)}`,
    ADMIN_TOKEN: "0123456789abcdef",
    PUBLIC_URL: "https://pay.shop.example",
  };
  const doubts: [string, Record<string, string | undefined>, RegExp][] = [
    ["nothing for sale", { OPEN_AMOUNTS: undefined }, /nothing is sold/],
    ["no shop", { ALLOWED_ORIGINS: undefined }, /ALLOWED_ORIGINS is empty/],
    ["no credentials", { REQUEST_CLIENT_ID: undefined }, /neither REQUEST_CLIENT_ID nor REQUEST_API_KEY/],
    ["no wallet", { REQUEST_PAYEE: undefined }, /REQUEST_PAYEE is not set/],
    ["no origin for the Client ID", { REQUEST_ORIGIN: undefined }, /without REQUEST_ORIGIN/],
    ["no token", { ADMIN_TOKEN: undefined }, /ADMIN_TOKEN is not set/],
    ["an address on this machine only", { PUBLIC_URL: "http://127.0.0.1:4401" }, /where neither payers nor/],
    ["an address without a certificate", { PUBLIC_URL: "http://pay.shop.example" }, /not https/],
  ];
  test("has no doubt about a whole one", () => {
    assert.deepEqual(
      readEnvironment(WHOLE).findings.map(({ verdict }) => verdict),
      ["pass"],
    );
  });
  for (const [what, changes, expected] of doubts)
    test(`doubts ${what}`, () => {
      const { findings } = readEnvironment({ ...WHOLE, ...changes });

      assert.equal(findings.length, 1);
      assert.match(findings[0]?.says ?? "", expected);
    });
});

describe("doctor, of TRUST_PROXY", () => {
  const PUBLIC = { host: "127.0.0.1", publicUrl: "https://pay.shop.example" };
  const cases: [string, readonly string[], Partial<typeof PUBLIC>, string][] = [
    ["none behind a proxy", [], {}, "warn"],
    ["the proxy of this machine", ["127.0.0.1"], {}, "pass"],
    ["it by name", ["loopback"], {}, "pass"],
    ["it by range", ["10.0.0.0/8", "127.0.0.0/8"], {}, "pass"],
    ["another machine, where the proxy must be on this one", ["10.0.0.1"], {}, "warn"],
    ["another machine's proxy", ["10.0.0.1"], { host: "0.0.0.0" }, "pass"],
    ["everyone", ["0.0.0.0/0"], {}, "fail"],
    ["everyone, in IPv6", ["::/0"], {}, "fail"],
    ["a name", ["proxy.internal"], {}, "fail"],
    ["a range that is none", ["10.0.0.0/33"], {}, "fail"],
    ["none, without a proxy", [], { publicUrl: "http://127.0.0.1:4401" }, "pass"],
  ];
  for (const [what, trustProxy, changes, verdict] of cases)
    test(`${what} › ${verdict}`, () => {
      assert.equal(checkProxy({ ...PUBLIC, ...changes, trustProxy }).verdict, verdict);
    });
});

describe("doctor, of what answers", () => {
  test("a clock may be off by the seconds that an answer takes, and by no minute", () => {
    const now = Date.parse("2026-03-01T12:00:00Z");
    const verdict = (date: string | null) => checkClock(date, now).verdict;

    assert.equal(verdict("Sun, 01 Mar 2026 12:00:02 GMT"), "pass");
    assert.equal(verdict("Sun, 01 Mar 2026 11:59:50 GMT"), "warn");
    assert.equal(verdict("Sun, 01 Mar 2026 12:05:00 GMT"), "fail");
    assert.equal(verdict(null), "skip");
  });

  test("an API that is broken is not one that is missing", () => {
    assert.match(
      judgeReach("https://api", answer({ status: 502, body: "oops" })).hint ?? "",
      /Request Network has to fix it/,
    );
    assert.equal(judgeReach("https://api", answer({ status: 429 })).verdict, "warn");
    assert.equal(judgeReach("https://api", answer({ status: 401 })).verdict, "pass");
  });

  test("a script behind a proxy that drops its headers cannot be loaded", () => {
    const headers = {
      "content-type": "text/javascript; charset=utf-8",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    };

    assert.equal(judgeScript(answer({ headers })).verdict, "pass");
    for (const name of Object.keys(headers))
      assert.match(judgeScript(answer({ headers: { ...headers, [name]: "same-origin" } })).says, /is/);
    assert.match(judgeScript(answer({ status: 404 })).hint ?? "", /npm run build/);
  });

  test("another version than the running companion's is told", () => {
    assert.equal(judgeVersion(answer({ body: '{"info":{"version":"1.0.0"}}' }), "1.0.0").verdict, "pass");
    assert.match(judgeVersion(answer({ body: '{"info":{"version":"0.9.0"}}' }), "1.0.0").says, /is 0\.9\.0/);
    assert.equal(judgeVersion({ reason: "gone" }, "1.0.0").verdict, "warn");
    assert.match(judgeHealth("https://pay", answer({ status: 200, body: "hello" })).says, /something else/);
  });

  test("a webhook is judged by status and time", () => {
    assert.match(judgeDelivery("the secret", answer({ status: 401 })).hint ?? "", /REQUEST_WEBHOOK_SECRET/);
    assert.match(judgeDelivery("the secret", answer({ status: 503 })).says, /could not store/);
    assert.match(
      judgeDelivery("the secret", answer({ status: 403, body: "challenge" })).hint ?? "",
      /without a challenge/,
    );
    assert.equal(judgeDelivery("the secret", answer({ tookMs: 4000 })).verdict, "warn");
    assert.equal(judgeDelivery("the secret", answer()).verdict, "pass");
  });

  test("a destination that is not bound, or hidden, is told", () => {
    assert.match(judgeRefusal(400, "no destination").hint ?? "", /Bind a destination/);
    assert.equal(judgeRefusal(undefined, "no answer").verdict, "skip");
    const config = { payees: ["0xabc"], catalog: new Map(), requestCurrency: undefined };
    assert.match(judgeDestination({ payee: undefined }, config).says, /hidden/);
    assert.equal(judgeDestination({ payee: "0xABC" }, config).verdict, "pass");
  });

  test("what reads tell is shown, and what they don't tell is warned of", () => {
    const learned = { tokenReads: "open", namesPayee: true, linkUnit: "base", form: "0.13" } as const;
    assert.deepEqual(judgeReads(learned, []), {
      check: "calibration",
      verdict: "pass",
      says: "links can be read by their token, amounts in base units; reads name the wallet; API in the form of 0.13",
    });
    assert.match(judgeReads({ ...learned, tokenReads: "closed" }, []).says, /can't be read by their token/);
    assert.match(judgeReads({ ...learned, namesPayee: false }, []).says, /no read names the wallet/);
    assert.match(
      judgeReads(learned, ["the request list answered 500"]).says,
      /the request list answered 500/,
    );
  });

  test("a request for a test webhook that gets 404 finds that no webhook is registered", () => {
    const finding = judgeTestCall(answer({ status: 404, body: '{"message":"No active webhook found"}' }));

    assert.equal(finding?.verdict, "fail");
    assert.match(finding?.says ?? "", /no webhook is registered/);
  });

  test("an answer of an unknown form to the request for a test webhook is no fault", () => {
    assert.equal(judgeTestCall(answer({ status: 201, body: '{"message":"ok"}' })), undefined);
    assert.equal(judgeTestCall(answer({ status: 403 }))?.verdict, "skip");
    assert.equal(toAuthUrl("https://api.request.network"), "https://auth.request.network");
    assert.equal(toAuthUrl("http://127.0.0.1:4402"), "http://127.0.0.1:4402");
  });

  test("a disk is judged by what it is and by its room", () => {
    const verdict = (type: number, freeBytes: number) => judgeDisk("/data", { type, freeBytes }).verdict;

    assert.equal(verdict(0xef53, 5e9), "pass");
    assert.equal(verdict(0xef53, 5e8), "warn");
    assert.equal(verdict(0xef53, 5e7), "fail");
    assert.equal(verdict(0x6969, 5e9), "fail");
    assert.equal(verdict(0xff534d42 | 0, 5e9), "fail");
    assert.equal(verdict(0x01021994, 5e9), "fail");
  });
});
