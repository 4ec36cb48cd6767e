import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { SHOP, startCompanion, type TestCompanionOptions } from "./companion.ts";
import type { Scope } from "./temporary-folder.ts";

const TOKEN = "a-token-that-is-long-enough";
const NAVIGATION = {
  accept: "text/html",
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-site": "cross-site",
};

/** A companion whose plain links are followed by browsers: what they send is laid over a navigation's own headers. */
export async function startPlainLinks(t: Scope, options: TestCompanionOptions = {}) {
  const sandbox = buildSandbox({ ratePerSecond: 0 });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const { environment, ...rest } = options;
  const companion = await startCompanion(t, {
    ...rest,
    environment: {
      REQUEST_API_URL: apiUrl,
      REQUEST_CLIENT_ID: "cli_sandbox",
      REQUEST_ORIGIN: SHOP,
      PUBLIC_URL: "https://pay.shop.example",
      ADMIN_TOKEN: TOKEN,
      ...environment,
    },
  });
  const visit = async (
    path: string,
    headers: Record<string, string> = {},
    method: "GET" | "POST" | "HEAD" = "GET",
  ) => {
    const {
      statusCode,
      headers: answered,
      body,
    } = await companion.app.inject({
      method,
      url: path,
      headers: { ...NAVIGATION, ...headers },
    });
    const cookie = [answered["set-cookie"] ?? []].flat()[0];
    return {
      status: statusCode,
      headers: answered,
      body,
      cookie: cookie ?? "",
      to: String(answered.location ?? ""),
    };
  };
  const orders = async () =>
    (await companion.get("/v1/orders", { authorization: `Bearer ${TOKEN}` })).body.orders as Record<
      string,
      unknown
    >[];
  return { companion, apiUrl, visit, orders };
}
