import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import Fastify from "fastify";
import { widgetFiles } from "../../server/http/widget-files.ts";
import { freePort } from "../helpers/free-port.ts";
import { ensureNginx, startNginx } from "../helpers/nginx.ts";
import { type Scope, temporaryFolder } from "../helpers/temporary-folder.ts";

const nginx = ensureNginx();

/** The scripts of one build, as its companion serves them. */
async function startBuild(
  t: Scope,
  build: string,
  { host, port }: { host: string; port: number },
): Promise<string> {
  const widgetDir = temporaryFolder(t);
  mkdirSync(join(widgetDir, "chunks"));
  const code = `export const build = "${build}";`;
  const file = join(widgetDir, `chunks/engine-${build}.js`);
  writeFileSync(file, code);
  writeFileSync(`${file}.br`, brotliCompressSync(code));
  writeFileSync(`${file}.gz`, gzipSync(code));
  const app = Fastify();
  t.after(() => app.close());
  await app.register(widgetFiles, { widgetDir });
  return app.listen({ host, port });
}

if (!nginx)
  console.log("nginx is neither here nor to be had: the scripts behind it are not tested on this machine");
else
  test("the scripts of two builds side by side behind the shipped nginx come compressed, whichever companion is asked", async (t) => {
    const port = await freePort();
    const addresses = ["127.0.0.2", "127.0.0.3"];
    await Promise.all(
      ["aaaaaaaa", "bbbbbbbb"].map((build, index) =>
        startBuild(t, build, { host: addresses[index] ?? "", port }),
      ),
    );
    const balancer = await startNginx(t, nginx, {
      folder: temporaryFolder(t),
      port,
      addresses: () => addresses,
    });
    t.after(() => balancer.stop());
    const get = (build: string, encoding: string) =>
      fetch(`${balancer.url}/widget/chunks/engine-${build}.js`, { headers: { "accept-encoding": encoding } });

    for (const encoding of ["br", "gzip", "identity"])
      for (const build of ["aaaaaaaa", "bbbbbbbb", "aaaaaaaa", "aaaaaaaa", "bbbbbbbb"]) {
        const answer = await get(build, encoding);

        assert.equal(await answer.text(), `export const build = "${build}";`);
        assert.equal(answer.headers.get("content-encoding") ?? "identity", encoding);
        assert.match(answer.headers.get("vary") ?? "", /accept-encoding/i);
      }
    assert.equal((await get("cccccccc", "br")).status, 404);
  });
