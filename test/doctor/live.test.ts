import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { defaultClients } from "../../demo/sandbox/model/clients.ts";
import type { Finding } from "../../server/doctor/finding.ts";
import { type Clinic, complaints, shareClinic, startClinic } from "./clinic.ts";

const NOBODY = "http://127.0.0.1:2";
const FOREIGN = "https://elsewhere.example";

/** Sells in euros. */
const EUROS = fileURLToPath(new URL("euros.json", import.meta.url));

/** The findings of a check that are not well. */
function faultsOf(check: string, findings: readonly Finding[]): string {
  return complaints(findings)
    .filter((line) => line.split(" ").slice(1).join(" ").startsWith(`${check}:`))
    .join("\n");
}

describe("doctor, against a running companion and the sandbox", () => {
  const open = shareClinic();

  test("finds nothing in a configuration that works, and leaves nothing out", async () => {
    const findings = await open().diagnose({}, { pages: [`${open().pages}/shop/`] });

    assert.deepEqual(complaints(findings), []);
    const passed = findings.filter(({ verdict }) => verdict === "pass").map(({ check }) => check);
    assert.deepEqual(
      [...new Set(passed)],
      [
        ...[
          "configuration",
          "TRUST_PROXY",
          "database",
          "API",
          "clock",
          "API key",
          "Client ID",
          "destination",
          "calibration",
        ],
        ...["PUBLIC_URL", "store", "version", "script", "webhook", "deliveries", "Request webhook"],
        ...["page", "page origin", "page CORS", "page CSP", "page script"],
      ],
    );
  });

  const faults: [string, (clinic: Clinic) => Record<string, string | undefined>, string, RegExp][] = [
    ["an API that is not there", () => ({ REQUEST_API_URL: NOBODY }), "API", /^fail .*ECONNREFUSED/],
    [
      "an API that is something else",
      ({ pages }) => ({ REQUEST_API_URL: pages }),
      "API",
      /^fail .*answers 404, which is not how/,
    ],
    ["an API key that nobody knows", () => ({ REQUEST_API_KEY: "sk_old" }), "API key", /^fail .*\(401\)/],
    [
      "a Client ID that nobody knows",
      () => ({ REQUEST_CLIENT_ID: "cli_old" }),
      "Client ID",
      /^fail .*\(401\)/,
    ],
    [
      "an origin that the Client ID does not allow",
      () => ({ REQUEST_ORIGIN: FOREIGN }),
      "Client ID",
      /^fail .*from https:\/\/elsewhere\.example \(403\)/,
    ],
    [
      "a shop that the Client ID does not allow",
      ({ pages }) => ({ ALLOWED_ORIGINS: `${pages},${FOREIGN}` }),
      "Client ID",
      /^fail .*from https:\/\/elsewhere\.example \(403\)[^\n]*$/,
    ],
    [
      "another wallet than the merchant's",
      () => ({ REQUEST_PAYEE: `0x${"a".repeat(40)}` }),
      "destination",
      /^fail .*leads to 0x6923.*no payment would count/,
    ],
    [
      "a wallet that nobody has named",
      () => ({ REQUEST_PAYEE: undefined }),
      "destination",
      /^warn .*leads to 0x6923/,
    ],
    [
      "somebody else's destination",
      () => ({ REQUEST_DESTINATION_ID: `0x${"a".repeat(40)}@eip155:8453#ABCD1234:0x${"b".repeat(40)}` }),
      "destination",
      /^fail .*\(403\)/,
    ],
    [
      "prices in another currency than the destination's",
      () => ({ CATALOG_FILE: EUROS }),
      "destination",
      /^fail .*USDC.*EURC-base/,
    ],
    ["a companion that is not there", () => ({ PUBLIC_URL: NOBODY }), "PUBLIC_URL", /^fail .*ECONNREFUSED/],
    [
      "a page where the companion should be",
      ({ pages }) => ({ PUBLIC_URL: pages }),
      "PUBLIC_URL",
      /^fail .*404/,
    ],
    ["no companion behind the address", ({ sandbox }) => ({ PUBLIC_URL: sandbox }), "store", /^fail .*404/],
    [
      "a secret that the companion does not have",
      () => ({ REQUEST_WEBHOOK_SECRET: "whsec_sandbox,whsec_new" }),
      "webhook",
      /^fail .*secret 2 of 2 was refused \(401\)[^\n]*$/,
    ],
    [
      "another token than the companion's",
      () => ({ ADMIN_TOKEN: "another-token-entirely" }),
      "deliveries",
      /401/,
    ],
  ];
  for (const [what, changes, check, expected] of faults)
    test(`names ${what}`, async () => {
      assert.match(faultsOf(check, await open().diagnose(changes(open()))), expected);
    });

  test("says what to do about everything that it complains of", async () => {
    const findings = await open().diagnose({
      REQUEST_API_KEY: "old",
      REQUEST_PAYEE: undefined,
      ADMIN_TOKEN: undefined,
    });

    const unwell = findings.filter(({ verdict }) => verdict === "fail" || verdict === "warn");
    assert.ok(unwell.length >= 4);
    for (const { hint = "" } of unwell) assert.match(hint, /\w+ .*\.$/);
  });

  test("names a clock that is wrong, and by how much", async () => {
    const findings = await open().diagnose({}, { now: () => Date.now() - 120_000 });

    assert.match(faultsOf("clock", findings), /^fail clock: 1(?:19|20|21) s behind/);
  });

  test("makes no link where it is told not to", async () => {
    const findings = await open().diagnose({}, { link: false });

    assert.equal(findings.find(({ check }) => check === "destination")?.verdict, "skip");
  });

  test("names a redirect in front of the companion, which webhooks do not follow", async (t) => {
    const redirecting = createServer((request, response) =>
      response.writeHead(301, { location: open().companion + request.url }).end(),
    );
    await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
    t.after(() => redirecting.close());
    const { port } = redirecting.address() as AddressInfo;

    const findings = await open().diagnose({ PUBLIC_URL: `http://127.0.0.1:${port}` });

    assert.match(faultsOf("PUBLIC_URL", findings), /^fail .*redirects to/);
  });

  test("shows no secret, whatever is wrong", async () => {
    const secrets = {
      REQUEST_API_KEY: "sk_hidden",
      REQUEST_WEBHOOK_SECRET: "whsec_hidden",
      ADMIN_TOKEN: "hidden-hidden-hidden",
    };

    const findings = await open().diagnose(secrets);

    assert.doesNotMatch(JSON.stringify(findings), /hidden/);
  });
});

describe("doctor, of Request Network's own test webhook", () => {
  const merchant = (webhooks: { url: string; secret: string }[]) => ({
    clients: defaultClients({ webhooks }),
  });

  test("tells that nobody has registered one", async (t) => {
    const clinic = await startClinic(t, { sandbox: merchant([]) });

    const findings = await clinic.diagnose();

    assert.match(faultsOf("Request webhook", findings), /^fail .*no webhook is registered/);
  });

  test("tells that it is signed with another secret, where our own delivery verifies", async (t) => {
    let clinic: Clinic | undefined;
    const toClinic: typeof fetch = (_url, init) => fetch(`${clinic?.companion}/webhooks/request`, init);
    const sandbox = {
      ...merchant([{ url: "http://localhost/", secret: "another" }]),
      fetch: toClinic,
      retryDelaysMs: [],
    };
    clinic = await startClinic(t, { sandbox });

    const findings = await clinic.diagnose();

    assert.match(faultsOf("Request webhook", findings), /^fail .*was not taken \(1 of 1 failed\)/);
    assert.equal(faultsOf("webhook", findings), "");
  });

  test("tells that it went somewhere else", async (t) => {
    const elsewhere: typeof fetch = async () => new Response("{}");
    const sandbox = {
      ...merchant([{ url: "http://localhost/", secret: "whsec_sandbox" }]),
      fetch: elsewhere,
    };
    const clinic = await startClinic(t, { sandbox });

    const findings = await clinic.diagnose({}, { wait: async () => {} });

    assert.match(faultsOf("Request webhook", findings), /^fail .*has not got it/);
  });
});
