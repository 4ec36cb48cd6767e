import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { checkCallers } from "../../server/doctor/callers.ts";
import { createProbe } from "../../server/doctor/probe.ts";
import { startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { fetchFrom } from "../helpers/fetch-from.ts";
import { freePort } from "../helpers/free-port.ts";
import { ensureNginx, startNginx } from "../helpers/nginx.ts";

const nginx = ensureNginx();
/** Where the doctor is. */
const OWN = "127.0.0.5";
const ADMIN_TOKEN = "the-token-of-the-owner";

const statusFrom = async (address: string, url: string, headers: Record<string, string> = {}) =>
  (await fetchFrom(address)(url, { headers })).status;

async function startBehind(
  t: TestContext,
  path: string,
  environment: Record<string, string> = {},
  change?: readonly [string, string],
) {
  const companion = await startCompanion(t, {
    environment: { READS_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1", ADMIN_TOKEN, ...environment },
  });
  const { port } = companion.app.server.address() as AddressInfo;
  const folder = temporaryFolder(t);
  const proxy = await startNginx(t, path, { folder, port, addresses: () => ["127.0.0.1"], change });
  t.after(() => proxy.stop());
  return { companion, proxy };
}

/** Another nginx before it, as one that ends TLS. `forwarded` is what it says of its caller. */
async function startOuter(
  t: TestContext,
  path: string,
  { url, forwarded }: Record<"url" | "forwarded", string>,
) {
  const folder = temporaryFolder(t);
  const port = await freePort();
  const file = join(folder, "outer.conf");
  writeFileSync(
    file,
    `pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; server { listen 127.0.0.1:${port};
  location / { proxy_pass ${url}; proxy_set_header X-Forwarded-For ${forwarded}; } } }`,
  );
  const child = spawn(path, ["-p", folder, "-c", file, "-g", "daemon off;"], { stdio: "ignore" });
  t.after(() => child.kill("SIGTERM"));
  const outer = `http://127.0.0.1:${port}`;
  await eventually("the outer proxy to answer", () =>
    fetch(outer).then(
      () => true,
      () => false,
    ),
  );
  return outer;
}

const PRODUCT = "/v1/products/sticker";

if (!nginx) console.log("nginx is neither here nor to be had: its example is not tried on this machine");
else
  describe("server/deploy/nginx.conf", () => {
    test("hands each caller's address on, and no made-up one", async (t) => {
      const { proxy } = await startBehind(t, nginx);
      const read = (from: string, headers = {}) => statusFrom(from, proxy.url + PRODUCT, headers);

      assert.deepEqual(
        [await read("127.0.0.5"), await read("127.0.0.6"), await read("127.0.0.5")],
        [200, 200, 429],
      );
      assert.equal(await read("127.0.0.5", { "x-forwarded-for": "203.0.113.9" }), 429);
    });

    test("behind another proxy hands the payer's address on", async (t) => {
      const { proxy } = await startBehind(t, nginx);
      const outer = await startOuter(t, nginx, { url: proxy.url, forwarded: "$remote_addr" });
      const read = (from: string) => statusFrom(from, outer + PRODUCT);

      assert.deepEqual(
        [await read("127.0.0.5"), await read("127.0.0.6"), await read("127.0.0.5")],
        [200, 200, 429],
      );
    });

    for (const [from, address, verdict] of [
      ["each caller", "$proxy_add_x_forwarded_for", "pass"],
      ["whatever its caller says", "$http_x_forwarded_for", "fail"],
      ["no caller", '""', "warn"],
    ] as const)
      test(`that hands on ${from} › the doctor says ${verdict}`, async (t) => {
        const { proxy } = await startBehind(t, nginx, {}, ["$proxy_add_x_forwarded_for", address]);
        const config = {
          publicUrl: proxy.url.replace("127.0.0.1", "pay.shop.example"),
          adminToken: ADMIN_TOKEN,
          adminReadToken: undefined,
          listen: { trustProxy: ["127.0.0.1"] },
        };

        const { verdict: found } = await checkCallers(config, createProbe(fetchFrom(OWN)), [OWN]);

        assert.equal(found, verdict);
      });

    test("starts while no companion is there, and follows new addresses", async (t) => {
      const folder = temporaryFolder(t);
      const port = await freePort();
      let addresses: string[] = [];
      const proxy = await startNginx(t, nginx, { folder, port, addresses: () => addresses });
      t.after(() => proxy.stop());
      assert.equal((await fetch(`${proxy.url}/healthz`)).status, 502);

      for (const HOST of ["127.0.0.1", "127.0.0.2"]) {
        const environment = { ...processEnvironment(folder), HOST, PORT: String(port) };
        const { child, ended } = await spawnCompanion({ folder, environment });
        addresses = [HOST];
        await eventually(
          `the companion at ${HOST} to be found`,
          async () => (await fetch(`${proxy.url}/healthz`)).ok,
        );
        child.kill("SIGTERM");
        await ended;
      }
    });

    test("compresses scripts, and leaves answers of the API as they are", async (t) => {
      const { proxy } = await startBehind(t, nginx);
      const encodingOf = async (path: string) =>
        (await fetch(proxy.url + path, { headers: { "accept-encoding": "gzip" } })).headers.get(
          "content-encoding",
        );

      assert.deepEqual(
        [await encodingOf("/widget/request-checkout.js"), await encodingOf("/openapi.json")],
        ["gzip", null],
      );
    });
  });
