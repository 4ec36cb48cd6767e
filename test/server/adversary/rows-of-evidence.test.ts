import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { describe, test } from "node:test";
import { startWorld } from "../../helpers/adversary-world.ts";
import { openLinked, purchase, startCompanion } from "../../helpers/companion.ts";
import { at, NOW, paymentEvent, STRANGER, userEvent } from "../../helpers/events.ts";
import { MERCHANT } from "../../helpers/merchant.ts";
import { scaled } from "../../helpers/scale.ts";

const FLOOD = scaled(600, 8200);
/** Of each step of the wallet so many are kept. */
const MOST_WALLETS = 50;

test(`A9: ${FLOOD} telemetry events for one request leave at most ${MOST_WALLETS} facts of each kind, and a delivery that counts`, async (t) => {
  const companion = await startCompanion(t, { clock: () => NOW });
  const { id, requestId, token } = await openLinked(companion);
  const steps = ["wallet_connected", "payment_sent_to_wallet", "payment_approved_in_wallet"];
  const event = (index: number) =>
    userEvent(requestId, steps[index % 3] as string, {
      securePaymentToken: token,
      occurredAt: new Date(NOW + index).toISOString(),
      properties: { wallet_address_hashed: `wallet-${index}` },
    });
  for (let start = 0; start < FLOOD; start += 20) {
    const answers = await Promise.all(
      Array.from({ length: Math.min(20, FLOOD - start) }, (_, index) =>
        companion.deliver(event(start + index)),
      ),
    );
    assert.ok(answers.every(({ status }) => status === 200));
  }

  const database = new DatabaseSync(companion.databaseUrl.replace(/^sqlite:/, ""), { readOnly: true });
  t.after(() => database.close());
  const row = database
    .prepare("SELECT count(*) AS facts FROM facts WHERE subject IN (?, ?)")
    .get(requestId, `token:${token}`);
  assert.ok(Number(row?.facts) <= 3 * MOST_WALLETS + 1, `${row?.facts} facts`);
  await companion.deliver(paymentEvent(requestId));
  assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
});

describe("A11: currency ids whose symbol or network is written otherwise", () => {
  const cases: [string, Record<string, string>][] = [
    [
      "USDC-arbitrum-one",
      { currency: "USDC", paymentCurrency: "USDC-arbitrum-one", network: "arbitrum-one" },
    ],
    ["USDC-arbitrum-one", { currency: "USDC", paymentCurrency: "USDC", network: "arbitrum" }],
    ["ETH-sepolia-sepolia", { currency: "ETH", paymentCurrency: "ETH", network: "sepolia" }],
    ["ETH-sepolia-sepolia", { currency: "ETH", paymentCurrency: "ETH-sepolia-sepolia", network: "sepolia" }],
    ["USDCn-matic", { currency: "USDC", paymentCurrency: "USDCn-matic", network: "polygon" }],
    ["USDCn-matic", { currency: "USDC", paymentCurrency: "USDC", network: "matic" }],
    ["USDT-matic", { currency: "USDT0", paymentCurrency: "USDT0", network: "matic" }],
    ["USDC-mainnet", { currency: "USDC", paymentCurrency: "USDC", network: "ethereum" }],
  ];
  for (const [currency, fields] of cases)
    test(`${currency} is paid by ${fields.currency}, ${fields.paymentCurrency} on ${fields.network}`, async (t) => {
      const companion = await startCompanion(t, {
        clock: () => NOW,
        environment: { OPEN_AMOUNTS: `${currency}:1-100` },
      });
      const { id, requestId } = await openLinked(companion, { product: undefined, amount: "10", currency });

      await companion.deliver(paymentEvent(requestId, fields));

      const { status, reason } = (await companion.get(`/v1/checkouts/${id}`)).body;
      assert.deepEqual({ status, reason }, { status: "paid", reason: undefined });
    });
});

test("A12: one payment that is told with its source hash and its destination hash is one payment", async (t) => {
  const companion = await startCompanion(t, { clock: () => NOW });
  const { id, requestId } = await openLinked(companion);

  for (const [txHash, minute] of [
    ["0xAA01", 5],
    ["0xBB02", 7],
  ] as const)
    await companion.deliver(paymentEvent(requestId, { txHash, timestamp: at(minute) }));

  const { status, reason, excess, amountPaid } = (await companion.get(`/v1/checkouts/${id}`)).body;
  assert.deepEqual(
    { status, reason, excess, amountPaid },
    { status: "paid", reason: undefined, excess: undefined, amountPaid: "10" },
  );
});

describe("A15: a wallet that is rejected", () => {
  const cases: [string, object, object][] = [
    [
      "by a screening, which names the token only",
      { mode: "kyt_all_wallets", screeningProvider: "hypernative" },
      { screening: "rejected" },
    ],
    ["because it is not on the link's list", { allowedPayerAddresses: [STRANGER] }, {}],
  ];
  for (const [name, accessPolicy, how] of cases)
    test(`${name} is shown to payer and merchant, and another wallet still pays`, async (t) => {
      const world = await startWorld(t, { api: "0.31", events: "current" });
      const link = await world.create("/v2/secure-payments", "cli_shop", {
        requests: [{ amount: "10" }],
        accessPolicy,
      });
      assert.ok(link);
      const body = purchase({ link });
      assert.equal((await world.openCheckout(body)).status, 201);
      const { pay } = world.sandbox.sandbox;
      const look = async (path: string) => {
        const { status, reason, amountPaid } = (await world.call(path, { headers: MERCHANT })).body;
        return { status, reason, amountPaid };
      };
      const rejected = { status: "failed", reason: "wallet_rejected", amountPaid: "0" };

      assert.throws(() => pay(link.token, how));
      while ((await look(`/v1/checkouts/${body.id}`)).status === "pending") world.time.now += 100;

      assert.deepEqual(await look(`/v1/checkouts/${body.id}`), rejected);
      assert.deepEqual(await look(`/v1/orders/${body.id}`), rejected);
      await pay(link.token, { payer: STRANGER, screening: "approved" }).delivered;
      assert.equal((await look(`/v1/checkouts/${body.id}`)).status, "paid");
    });
});

test("a stranger who names an honest buyer's request id beside a token of his own spoils nothing", async (t) => {
  const world = await startWorld(t, { api: "0.31" });
  const create = (client: string) =>
    world.create("/v2/secure-payments", client, { requests: [{ amount: "10" }] });
  const [honest, own] = [await create("cli_shop"), await create("cli_stranger")];
  const stolen = purchase({ link: { ...own, requestIds: honest?.requestIds } });

  assert.equal((await world.openCheckout(stolen)).status, 409);
  assert.equal((await world.openCheckout(stolen)).status, 409);
  const { status, body } = await world.openCheckout(purchase({ link: honest }));

  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body.securePaymentUrl, honest?.securePaymentUrl);
});
