import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, type TestContext, test } from "node:test";
import { complaints, shareClinic } from "./clinic.ts";

interface PageOptions {
  csp?: string;
  coep?: string;
  head?: string;
  body?: string;
}

const SCRIPT = "dist/request-checkout.js";
const integrity = `sha384-${createHash("sha384").update(readFileSync(SCRIPT)).digest("base64")}`;

describe("doctor --page", () => {
  const open = shareClinic();

  /** A shop's page with the usual two lines, unless a test says otherwise, on an origin of its own. */
  async function serve(
    t: TestContext,
    make: (clinic: { companion: string; sandbox: string }) => PageOptions,
  ) {
    const { companion, sandbox } = open();
    const script = `<script type="module" src="${companion}/widget/request-checkout.js"></script>`;
    const element = `<request-checkout client-id="cli_sandbox" server='${companion}' api-url=${sandbox}>Buy</request-checkout>`;
    const { csp, coep, head = script, body = element } = make({ companion, sandbox });
    const server = createServer((_request, response) => {
      response.setHeader("content-type", "text/html");
      if (csp) response.setHeader("content-security-policy", csp);
      if (coep) response.setHeader("cross-origin-embedder-policy", coep);
      response.end(`<!doctype html><head>${head}</head><body>${body}</body>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** What is said of the page; its origin is known to the doctor and unknown to everybody else. */
  async function complaintsOf(
    t: TestContext,
    make: Parameters<typeof serve>[1],
    changes: Record<string, string> = {},
  ): Promise<string[]> {
    const origin = await serve(t, make);
    const { environment, diagnose } = open();
    const ALLOWED_ORIGINS = `${environment.ALLOWED_ORIGINS},${origin}`;
    const findings = await diagnose(
      { ALLOWED_ORIGINS, ...changes },
      { pages: [`${origin}/page.html`], link: false },
    );
    return complaints(findings)
      .filter((line) => / page/.test(line) && !/page CORS/.test(line))
      .map((line) => line.replaceAll(origin, "SHOP"));
  }

  const policies: [string, (origins: { companion: string; sandbox: string }) => PageOptions, RegExp[]][] = [
    ["no policy at all", () => ({}), []],
    [
      "the policy that SECURITY.md and the demo have",
      ({ companion, sandbox }) => ({
        csp: `default-src 'none'; script-src ${companion}; connect-src ${companion} ${sandbox}; trusted-types lit-html 'allow-duplicates'; require-trusted-types-for 'script'`,
      }),
      [],
    ],
    [
      "default-src alone",
      () => ({ csp: "default-src 'self'" }),
      [/script-src blocks/, /connect-src blocks/, /connect-src blocks/],
    ],
    [
      "a policy in a meta tag, behind a comment",
      () => ({
        head: `<!-- <meta> --><META http-equiv="Content-Security-Policy" content="connect-src &#39;none&#39;">`,
        csp: "img-src *",
      }),
      [/connect-src blocks/, /connect-src blocks/, /does not load it/],
    ],
    [
      "the script's file, but not its chunks",
      ({ companion }) => ({ csp: `script-src ${companion}/widget/request-checkout.js` }),
      [/not its chunks/],
    ],
    [
      "strict-dynamic without a nonce",
      () => ({ csp: "script-src 'strict-dynamic' 'nonce-abc'" }),
      [/strict-dynamic/],
    ],
    [
      "strict-dynamic and the nonce",
      ({ companion }) => ({
        csp: "script-src 'strict-dynamic' 'nonce-abc'",
        head: `<script nonce=abc type=module src="${companion}/widget/request-checkout.js"></script>`,
      }),
      [],
    ],
    [
      "Trusted Types for others",
      () => ({ csp: "trusted-types other; require-trusted-types-for 'script'" }),
      [/^fail .*lit-html/],
    ],
    ["Trusted Types once", () => ({ csp: "trusted-types lit-html" }), [/^warn .*once only/]],
    [
      "a sandbox without an origin",
      () => ({ csp: "sandbox allow-scripts" }),
      [/sandbox lacks allow-same-origin/],
    ],
    [
      "a classic script on an isolated page, served with the header",
      ({ companion }) => ({
        coep: "require-corp",
        head: `<script src="${companion}/widget/request-checkout.iife.js"></script>`,
      }),
      [],
    ],
    [
      "a classic script on an isolated page, served without the header",
      ({ sandbox }) => ({
        coep: "require-corp",
        head: `<script src="${sandbox}/request-checkout.iife.js"></script>`,
      }),
      [/page script.*answers 404/],
    ],
    [
      "an integrity that is right",
      ({ companion }) => ({
        head: `<script type="module" integrity="${integrity}" src="${companion}/widget/request-checkout.js"></script>`,
      }),
      [],
    ],
    [
      "the integrity of another version",
      ({ companion }) => ({
        head: `<script type="module" integrity="sha384-old" src="${companion}/widget/request-checkout.js"></script>`,
      }),
      [/integrity does not match/],
    ],
  ];
  for (const [what, make, expected] of policies)
    test(`judges ${what}`, async (t) => {
      const found = await complaintsOf(t, make);

      assert.equal(found.length, expected.length, found.join("\n"));
      for (const [index, pattern] of expected.entries()) assert.match(found[index] as string, pattern);
    });

  test("names an origin that is missing from ALLOWED_ORIGINS", async (t) => {
    const found = await complaintsOf(t, () => ({}), { ALLOWED_ORIGINS: "https://other.example" });

    assert.match(found.join("\n"), /^fail page origin: SHOP is not in ALLOWED_ORIGINS$/);
  });

  test("names a running companion, and a Client ID, that do not know the origin yet", async (t) => {
    const origin = await serve(t, () => ({}));
    const { environment, diagnose, companion, sandbox } = open();
    const ALLOWED_ORIGINS = `${environment.ALLOWED_ORIGINS},${origin}`;

    const findings = await diagnose({ ALLOWED_ORIGINS }, { pages: [origin] });

    const refused = findings.filter(({ check, verdict }) => check === "page CORS" && verdict === "fail");
    assert.deepEqual(
      refused.map(({ says }) => says.split(" ")[0]),
      [`${companion}/`, `${sandbox}/`],
    );
  });

  test("names a page that is not there", async () => {
    const { diagnose, companion } = open();

    const findings = await diagnose({}, { pages: [`${companion}/nowhere`] });

    assert.match(complaints(findings).join("\n"), /^fail page: .*answers 404$/);
  });
});
