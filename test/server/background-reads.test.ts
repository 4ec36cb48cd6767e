import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  MINUTE,
  registerInvented,
  type Setup,
  startReading as start,
} from "../helpers/background-companion.ts";
import { purchase, SHOP } from "../helpers/companion.ts";
import { eventually } from "../helpers/eventually.ts";
import { scaled } from "../helpers/scale.ts";

describe("A8: 180 invented links from four addresses before an order whose deliveries are all lost", () => {
  const cases: [string, Setup][] = [
    ["in the form of 0.31", {}],
    ["in the form of 0.31, where no wallet is searched", { isSearchBlind: true }],
    ["in the form of 0.13", { form: "0.13" }],
    ["in the form of 0.31, with an API key", { environment: { REQUEST_API_KEY: "k" }, isSearchBlind: true }],
  ];
  for (const [name, setup] of cases.slice(0, scaled(1, cases.length))) {
    test(`delay it by no two minutes, ${name}`, async (t) => {
      const { companion, upstream, time, buy, becomesPaid } = await start(t, setup);
      await registerInvented(companion, 180);
      const { id, requestId } = await buy();
      // The payer takes a while, and strangers go on meanwhile.
      const end = time.now + 15_000;
      await eventually("a while to pass", async () => {
        await registerInvented(companion, 1);
        time.now += 200;
        return time.now > end;
      });
      upstream.pay(requestId, time.now);

      await becomesPaid(id, 2 * MINUTE);
    });
  }

  test("delay no order of the companion's own", async (t) => {
    const environment = { REQUEST_API_KEY: "k", REQUEST_CURRENCY: "USDC-base" };
    const { companion, upstream, time, becomesPaid } = await start(t, { environment, isSearchBlind: true });
    await registerInvented(companion, 180);
    const body = purchase({ link: undefined });
    assert.equal((await companion.open(body)).status, 201);
    upstream.pay("01NEW0", time.now);

    await becomesPaid(body.id, 2 * MINUTE);
  });
});

describe("A16: an order that is paid within two seconds, all of whose deliveries are refused", () => {
  const cases: [string, Setup][] = [
    ["in the form of 0.31", { form: "0.31" }],
    [
      "in the form of 0.31, with token reads closed",
      { form: "0.31", tokenReads: "closed", environment: { REQUEST_API_KEY: "k" } },
    ],
    ["in the form of 0.31, where no read had a place at registration", { form: "0.31", registration: false }],
    ["in the form of 0.13, with token reads open", { form: "0.13" }],
  ];
  for (const [name, setup] of cases) {
    test(`becomes paid by reads, ${name}`, async (t) => {
      const { upstream, time, buy, becomesPaid } = await start(t, { registration: true, ...setup });
      const { id, requestId } = await buy();
      time.now += 2000;
      upstream.pay(requestId, time.now);

      await becomesPaid(id, 2 * MINUTE);
    });
  }
});

test("a wallet search without end, by payments of dust, delays nobody's payment that it does not find", async (t) => {
  const { upstream, time, buy, becomesPaid } = await start(t, { dust: 1_000_000, isSearchBlind: true });
  const { id, requestId } = await buy();
  time.now += 15_000;
  upstream.pay(requestId, time.now);

  await becomesPaid(id, 2 * MINUTE);
});

test("an order of the companion's own destination is paid by a search of its payments, in the form of 0.13", async (t) => {
  const { companion, upstream, time, becomesPaid } = await start(t, {
    form: "0.13",
    isSearchBlind: true,
    environment: { REQUEST_API_KEY: "k", REQUEST_PAYEE: "" },
  });
  const body = purchase({ link: undefined });
  assert.equal((await companion.open(body)).status, 201);
  upstream.pay("01NEW0", time.now);

  await becomesPaid(body.id, 2 * MINUTE);

  assert.ok(upstream.calls.some((call) => call.includes("requestId=01NEW0")));
});

describe("the request list", () => {
  const lists = (calls: readonly string[]) => calls.filter((call) => call.startsWith("GET /v2/request?"));

  test("finds a hundred payments with a few calls", async (t) => {
    const { upstream, time, buy, becomesPaid, calls } = await start(t, {
      isSearchBlind: true,
      registration: true,
    });
    const orders = [];
    for (let count = 0; count < 100; count += 1) orders.push(await buy(`203.0.113.${count}`));
    time.now += 46_000;
    await eventually("the orders to be looked at", async () => lists(upstream.calls).length > 0);
    const before = calls();

    const singles = upstream.calls.filter((call) => /^GET \/v2\/request\/01/.test(call)).length;
    assert.ok(singles < 100 + 10, `${singles} single reads, of which 100 at registration`);
    assert.ok(before < 20, `${before} calls`);
    for (const { requestId } of orders) upstream.pay(requestId, time.now);
    for (const { id } of orders) await becomesPaid(id, 4 * MINUTE);
  });

  for (const listStatus of [400, 401, 403, 404]) {
    test(`that answers ${listStatus} is tried again after an hour, and single reads go on`, async (t) => {
      const { upstream, time, buy, becomesPaid } = await start(t, {
        listStatus,
        isSearchBlind: true,
        registration: true,
      });
      const orders = [];
      for (let count = 0; count < 12; count += 1) orders.push(await buy());
      time.now += 46_000;
      for (const { requestId } of orders) upstream.pay(requestId, time.now);

      for (const { id } of orders) await becomesPaid(id, 2 * MINUTE);

      assert.equal(lists(upstream.calls).length, 1);
    });
  }
});

test("an order that is hidden by older and by newer ones that are due has its turn within two minutes", async (t) => {
  // No search finds the payment, and there is no list: only a read of the order itself does.
  const { companion, upstream, time, buy, becomesPaid } = await start(t, {
    isSearchBlind: true,
    listStatus: 404,
    environment: { REQUEST_CLIENT_ID: "cli_a", REQUEST_ORIGIN: SHOP, CHECKOUTS_PER_MINUTE: "100000" },
  });
  await registerInvented(companion, 230);
  time.now += 1000;
  const { id, requestId } = await buy();
  await registerInvented(companion, 420);
  time.now += 46_000;
  upstream.pay(requestId, time.now);

  // Strangers go on, so that there are always more than are looked at.
  await becomesPaid(id, 2 * MINUTE, () => registerInvented(companion, 4));
});
