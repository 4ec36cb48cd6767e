import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { WireOptions } from "../../../demo/sandbox/model/wire.ts";
import { startWorld, type World } from "../../helpers/adversary-world.ts";
import { DAY, PAYEE, STRANGER } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { MERCHANT } from "../../helpers/merchant.ts";

const MINUTE = 60_000;
const FORMS: WireOptions[] = [{ api: "0.13" }, { api: "0.31" }];

/** Request Network, and a companion that can read no link before it is registered, unless a test says otherwise. */
async function start(t: TestContext, wire: WireOptions, { hasPlaces = false } = {}) {
  const world = await startWorld(t, wire);
  world.budget.hasPlaces = hasPlaces;
  return world;
}

async function createLink(
  world: World,
  item: Record<string, string>,
  options: object = {},
  client = "cli_shop",
) {
  const link = await world.create("/v2/secure-payments", client, { requests: [item], ...options });
  assert.ok(link);
  return link;
}

async function register(world: World, link: object, what: object) {
  const id = crypto.randomUUID() as string;
  const { status } = await world.openCheckout({ id, reference: "STRANGERS-TEXT", link, ...what });
  assert.equal(status, 201);
  return { id, look: async () => (await world.call(`/v1/checkouts/${id}`)).body };
}

const pay = (world: World, { token }: { token: string }, how = {}) =>
  world.sandbox.sandbox.pay(token, how).delivered;

/** The companion reads meanwhile. */
async function pass(world: World, ms: number): Promise<void> {
  const end = world.time.now + ms;
  await eventually("time to pass", async () => {
    world.time.now += 10_000;
    return world.time.now > end;
  });
}

describe("A1: a link over other money than the price is never paid, however long it waits", () => {
  const item = {
    amount: "25000.50",
    payee: PAYEE,
    invoiceCurrency: "USDC-base",
    paymentCurrency: "USDC-base",
  };
  const cases: [string, object, object][] = [
    ["invoiced in FAU to a stranger", { payee: STRANGER, invoiceCurrency: "FAU-sepolia" }, {}],
    ["invoiced in FAU", { invoiceCurrency: "FAU-sepolia" }, {}],
    ["to a stranger", { payee: STRANGER }, {}],
    [
      "to a stranger whose wallet is hidden",
      { payee: STRANGER },
      { accessPolicy: { hidePayeeAddress: true } },
    ],
    ["in test coins", { invoiceCurrency: "FAU-sepolia", paymentCurrency: "FAU-sepolia" }, {}],
  ];
  for (const wire of FORMS)
    for (const [name, changes, options] of cases)
      test(`${name}, in the form of ${wire.api}`, async (t) => {
        const world = await start(t, { ...wire, readings: { R2: "b", R15: "c" } });
        const link = await createLink(world, { ...item, ...changes }, options);
        const { look } = await register(world, link, { amount: "25000.50", currency: "USDC-base" });
        await pay(world, link);

        await pass(world, 3 * MINUTE);
        world.time.now += 61 * MINUTE;
        await pass(world, 2 * MINUTE);

        const { status, securePaymentUrl } = await look();
        assert.notEqual(status, "paid");
        assert.equal(securePaymentUrl, null);
      });
});

describe("A5: test coins from a stranger to himself", () => {
  const fake = {
    amount: "24999",
    payee: STRANGER,
    invoiceCurrency: "fUSDC-sepolia",
    paymentCurrency: "fUSDC-sepolia",
  };
  const cases: [string, object, string][] = [
    ["by the public Client ID", {}, "cli_shop"],
    ["by the public Client ID, to a hidden wallet", { accessPolicy: { hidePayeeAddress: true } }, "cli_shop"],
    ["by a Client ID of his own", {}, "cli_stranger"],
  ];
  for (const wire of FORMS)
    for (const [name, options, client] of cases)
      test(`are in no total, no mail and no amount, ${name}, in the form of ${wire.api}`, async (t) => {
        const world = await start(t, { ...wire, readings: { R15: "c" } });
        const link = await createLink(world, fake, options, client);
        const { look } = await register(world, link, { amount: "24999", currency: "USDC-base" });
        await pay(world, link);

        await pass(world, 3 * MINUTE);
        world.time.now += 61 * MINUTE;
        await pass(world, 2 * MINUTE);

        const { status, amountPaid } = await look();
        assert.notEqual(status, "paid");
        assert.equal(amountPaid, "0");
        assert.deepEqual(
          world.messages().filter(({ channel }) => channel === "email"),
          [],
        );
        const { currencies } = (await world.call("/v1/totals", { headers: MERCHANT })).body;
        const [total] = currencies as Record<string, unknown>[];
        assert.deepEqual(
          [total?.paid, total?.review, total?.partial, total?.closed, total?.refunded],
          ["0", "0", "0", "0", "0"],
        );
      });
});

describe("A6: a link that was paid all but a bit a day before its order", () => {
  for (const wire of FORMS)
    for (const hasPlaces of [true, false])
      test(`is in review, in the form of ${wire.api}, read at registration: ${hasPlaces}`, async (t) => {
        const world = await start(t, { ...wire, readings: { R11: "b" } }, { hasPlaces });
        const link = await createLink(world, { amount: "10" });
        await pay(world, link, { amount: "9.999999" });
        world.time.now += DAY;

        const { look } = await register(world, link, { product: "sticker" });
        await pay(world, link);
        await eventually("the order to be in review", async () => {
          world.time.now += 500;
          return (await look()).status === "review";
        });

        assert.equal((await look()).reason, "paid_before_registration");
      });
});

describe("A13: an honest cross-chain payment by a link that was not read before", () => {
  const readings: WireOptions["readings"][] = [
    {},
    { R1: "b", R2: "a", R3: "c" },
    { R1: "c", R2: "b", R3: "b" },
    { R1: "b", R2: "c", R4: "b", R5: "b" },
    { R4: "c", R5: "c", R8: "b", R10: "b" },
  ];
  for (const [index, some] of readings.entries())
    test(`from USDT on Polygon becomes paid, by reading ${index + 1}`, async (t) => {
      const world = await start(t, { api: "0.31", events: "both", readings: { ...some } });
      const link = await createLink(world, { amount: "10" });
      const { look } = await register(world, link, { product: "sticker" });
      await pay(world, link, { kind: "cross-chain", sourceNetwork: "matic", sourceCurrency: "USDT" });

      await eventually("it to be paid", async () => {
        world.time.now += 200;
        return (await look()).status === "paid";
      });

      const { reason, amountPaid } = await look();
      assert.deepEqual({ reason, amountPaid }, { reason: undefined, amountPaid: "10" });
    });
});

describe("where calibration found no read that names a payee, by clean labels,", () => {
  const item = { payee: PAYEE, paymentCurrency: "USDC-base" };
  const startByLabels = (t: TestContext, readings: WireOptions["readings"]) =>
    startWorld(
      t,
      { api: "0.13", events: "current", readings: { R14: "b", R16: "a", ...readings } },
      { isCalibrated: true, goesByLabels: true },
    );
  const outcome = async ({ look }: { look: () => Promise<Record<string, unknown>> }) => {
    const { status, amountPaid } = await look();
    return { status, amountPaid };
  };

  for (const deliveries of ["all", "twice", "reversed"])
    test(`an honest payment is paid, deliveries: ${deliveries}`, async (t) => {
      const world = await startByLabels(t, {});
      const link = await createLink(world, { ...item, amount: "10", invoiceCurrency: "USDC-base" });
      const order = await register(world, link, { product: "sticker" });
      await pay(world, link, { deliveries });
      await pass(world, MINUTE);

      assert.deepEqual(await outcome(order), { status: "paid", amountPaid: "10" });
    });

  for (const [invoiceCurrency, R2] of [
    ["JPY", "a"],
    ["JPY", "c"],
    ["JPY", "b"],
    ["FAU-sepolia", "a"],
  ] as const)
    test(`10 ${invoiceCurrency} are never the price, by reading ${R2} of labels`, async (t) => {
      const world = await startByLabels(t, { R2 });
      const link = await createLink(world, { ...item, amount: "10", invoiceCurrency });
      const order = await register(world, link, { product: "sticker" });
      await pay(world, link);
      assert.notEqual((await order.look()).status, "paid");
      await pass(world, MINUTE);

      assert.deepEqual(await outcome(order), { status: "review", amountPaid: "0" });
    });
});
