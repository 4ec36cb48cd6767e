import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import Fastify from "fastify";
import { companion } from "../../../server/companion.ts";
import { parseConfig } from "../../../server/config/config.ts";
import { CATALOG, environment, temporaryFolder } from "../../helpers/companion.ts";
import { startLinkMaker } from "../../helpers/link-maker.ts";

const TOKEN = "a-token-that-is-long-enough";
const NAVIGATION = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

// input: P1
test("a server of one's own that adds HEAD to every GET adds none to a plain link", async (t) => {
  const config = parseConfig(
    environment({
      DATABASE_URL: `sqlite:${join(temporaryFolder(t), "checkouts.db")}`,
      REQUEST_API_URL: await startLinkMaker(t),
      REQUEST_API_KEY: "k",
      ADMIN_TOKEN: TOKEN,
    }),
    () => JSON.stringify(CATALOG),
  );
  const app = Fastify({ exposeHeadRoutes: true });
  t.after(() => app.close());
  await app.register(companion, { config });

  const { statusCode } = await app.inject({ method: "HEAD", url: "/pay/sticker", headers: NAVIGATION });

  const orders = await app.inject({ url: "/v1/orders", headers: { authorization: `Bearer ${TOKEN}` } });
  assert.deepEqual(orders.json().orders, []);
  assert.equal(statusCode, 404);
  const followed = await app.inject({ url: "/pay/sticker", headers: NAVIGATION });
  assert.equal(followed.statusCode, 303);
});
