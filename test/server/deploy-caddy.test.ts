import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import { ensureCaddy, startCaddy } from "../helpers/caddy.ts";
import { startCompanion, temporaryFolder } from "../helpers/companion.ts";
import { processEnvironment, spawnCompanion } from "../helpers/companion-process.ts";
import { fetchFrom } from "../helpers/fetch-from.ts";
import { freePort } from "../helpers/free-port.ts";

const caddy = ensureCaddy();

if (!caddy) console.log("Caddy is neither here nor to be had: its example is not tried on this machine");
else
  describe("server/deploy/Caddyfile", () => {
    test("hands each caller's address on, and no made-up one", async (t) => {
      const companion = await startCompanion(t, {
        environment: { READS_PER_MINUTE: "1", TRUST_PROXY: "127.0.0.1" },
      });
      const { port } = companion.app.server.address() as AddressInfo;
      const url = await startCaddy(t, caddy, { folder: temporaryFolder(t), companionPort: port });
      const read = async (from: string, headers = {}) =>
        (await fetchFrom(from)(`${url}/v1/products/sticker`, { headers })).status;

      assert.deepEqual(
        [await read("127.0.0.5"), await read("127.0.0.6"), await read("127.0.0.5")],
        [200, 200, 429],
      );
      assert.equal(await read("127.0.0.5", { "x-forwarded-for": "203.0.113.9" }), 429);
    });

    test("compresses scripts, and leaves answers of the API as they are", async (t) => {
      const companion = await startCompanion(t);
      const { port } = companion.app.server.address() as AddressInfo;
      const url = await startCaddy(t, caddy, { folder: temporaryFolder(t), companionPort: port });
      const encodingOf = async (path: string) =>
        (await fetch(url + path, { headers: { "accept-encoding": "gzip" } })).headers.get("content-encoding");

      assert.deepEqual(
        [await encodingOf("/widget/request-checkout.js"), await encodingOf("/openapi.json")],
        ["gzip", null],
      );
    });

    test("starts before the companion, and has who comes meanwhile wait for it", async (t) => {
      const folder = temporaryFolder(t);
      const PORT = String(await freePort());
      const url = await startCaddy(t, caddy, { folder, companionPort: Number(PORT) });
      const early = fetch(`${url}/healthz`);

      const { child } = await spawnCompanion({
        folder,
        environment: { ...processEnvironment(folder), PORT },
      });
      t.after(() => child.kill("SIGKILL"));

      assert.equal((await early).status, 200);
    });
  });
