import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { defaultClients } from "../../../demo/sandbox/model/clients.ts";
import { buildSandbox } from "../../../demo/sandbox/sandbox.ts";
import type { Link } from "../../../server/contract/contract.ts";
import { purchase, SHOP, startCompanion } from "../../helpers/companion.ts";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { freePort } from "../../helpers/free-port.ts";
import { UNLIMITED } from "../../helpers/unlimited.ts";

/** A companion beside a Request Network whose deliveries arrive, and whose links are read. */
async function start(t: TestContext) {
  const port = await freePort();
  const apiUrl = `http://127.0.0.1:${port}`;
  const companion = await startCompanion(t, {
    environment: { REQUEST_API_URL: apiUrl, REQUEST_CLIENT_ID: "cli_sandbox", REQUEST_ORIGIN: SHOP },
    limiter: { ...UNLIMITED, registration: async () => false },
    reconciler: { backfillEveryMs: 50, idleMs: 10 },
  });
  const webhooks = [{ url: `${companion.url}/webhooks/request`, secret: WEBHOOK_SECRET }];
  const sandbox = buildSandbox({ ratePerSecond: 0, clients: defaultClients({ webhooks }) });
  t.after(() => sandbox.close());
  await sandbox.listen({ host: "127.0.0.1", port });
  const post = async (path: string, body: unknown, headers = {}) => {
    const response = await fetch(apiUrl + path, {
      method: "POST",
      headers: { "content-type": "application/json", origin: SHOP, ...headers },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Link;
  };
  return {
    companion,
    createLink: async (clientId: string, ...amounts: string[]): Promise<Link> => {
      const requests = amounts.map((amount) => ({ amount }));
      const link = await post("/v2/secure-payments", { requests }, { "x-client-id": clientId });
      const { requestIds, token, securePaymentUrl } = link;
      return { requestIds, token, securePaymentUrl };
    },
    pay: ({ token }: Link) => post(`/sandbox/payments/${token}/pay`, {}),
  };
}

describe("a checkout of 10 USDC is not paid by a link", () => {
  // input: C14
  test("that was put together of the merchant's request and a stranger's page, or the other way round", async (t) => {
    const { companion, createLink, pay } = await start(t);
    const [own, foreign] = [await createLink("cli_sandbox", "10"), await createLink("cli_stranger", "10")];
    const bodies = [
      purchase({ link: { ...foreign, requestIds: own.requestIds } }),
      purchase({ link: { ...own, requestIds: foreign.requestIds } }),
    ];
    for (const body of bodies) assert.equal((await companion.open(body)).status, 201);
    await pay(foreign);

    // The merchant's own payment comes later: once it is known, the stranger's would be, too.
    const honest = purchase({ link: await createLink("cli_sandbox", "10") });
    await companion.open(honest);
    await pay(honest.link);
    const look = async ({ id }: { id: string }) => (await companion.get(`/v1/checkouts/${id}`)).body;
    await eventually("the honest one to be paid", async () => (await look(honest)).status === "paid");

    for (const body of bodies) {
      const { status, securePaymentUrl } = await look(body);
      assert.notEqual(status, "paid");
      assert.equal(securePaymentUrl, null);
    }
  });

  // input: C14
  test("for several requests, of which one is a part of the price", async (t) => {
    const { companion, createLink, pay } = await start(t);
    const { requestIds, ...batch } = await createLink("cli_sandbox", "0.01", "9.99");
    const body = purchase({ link: { ...batch, requestIds: requestIds.slice(1) } });
    await companion.open(body);

    await pay(body.link);

    const look = async () => (await companion.get(`/v1/checkouts/${body.id}`)).body;
    await eventually("it to be looked at", async () => (await look()).status === "review");
    const { reason, amountPaid } = await look();
    assert.deepEqual({ reason, amountPaid }, { reason: "below_price", amountPaid: "9.99" });
  });
});
