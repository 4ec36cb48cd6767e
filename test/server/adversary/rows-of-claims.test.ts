import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { WireOptions } from "../../../demo/sandbox/model/wire.ts";
import type { Link } from "../../../server/contract/contract.ts";
import { startWorld, type World } from "../../helpers/adversary-world.ts";
import { openLinked, purchase, startCompanion } from "../../helpers/companion.ts";
import { NOW, newToken, paymentEvent, userEvent } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { UNLIMITED } from "../../helpers/unlimited.ts";
import { startUpstream } from "../../helpers/upstream.ts";

const MINUTE = 60_000;
const WAYS = ["as it is", "in capitals", "with 0x before it", "with 0X before it, in capitals"] as const;

function write(requestId: string, way: (typeof WAYS)[number]): string {
  if (way === "as it is") return requestId;
  if (way === "in capitals") return requestId.toUpperCase();
  return way === "with 0x before it" ? `0x${requestId}` : `0X${requestId.toUpperCase()}`;
}

/** The same request beside an invented token, for more than it asks for or less. */
function squat({ requestIds: [requestId = ""] }: Link, way: (typeof WAYS)[number] = "as it is") {
  const token = newToken();
  const securePaymentUrl = `https://pay.request.network/?token=${token}`;
  return purchase({ link: { requestIds: [write(requestId, way)], token, securePaymentUrl } });
}

async function createLink(world: World): Promise<Link> {
  const link = await world.create("/v2/secure-payments", "cli_shop", { requests: [{ amount: "10" }] });
  assert.ok(link);
  return link;
}

async function start(t: TestContext, wire: WireOptions) {
  const world = await startWorld(t, { events: "current", ...wire });
  world.budget.hasPlaces = false;
  return world;
}

const look = async (world: World, { id }: { id: string }) => (await world.call(`/v1/checkouts/${id}`)).body;

async function becomesPaid(world: World, order: { id: string }, withinMs: number): Promise<void> {
  const end = world.time.now + withinMs;
  await eventually("the honest order to be paid", async () => {
    world.time.now += 500;
    return (await look(world, order)).status === "paid" || world.time.now > end;
  });
  assert.equal((await look(world, order)).status, "paid");
}

describe("a request id that a stranger has registered with an invented token, when no read had a place,", () => {
  for (const wire of [{ api: "0.13" }, { api: "0.31" }] as const)
    for (const deliveries of ["all", "lost"] as const)
      for (const way of wire.api === "0.31" && deliveries === "lost" ? WAYS : WAYS.slice(0, 1))
        test(`is the honest page's, written ${way}, ${wire.api}, deliveries ${deliveries}`, async (t) => {
          const world = await start(t, wire);
          const link = await createLink(world);
          const before = squat(link, way);
          assert.equal((await world.openCheckout(before, "203.0.113.1")).status, 201);

          const honest = purchase({ link });
          assert.equal((await world.openCheckout(honest)).status, 201);
          const after = squat(link, way);
          await world.openCheckout(after, "203.0.113.2");
          // Where only the open link names its payee, it has to be read before it is paid.
          await eventually("the link to be read", async () => {
            world.time.now += 100;
            return (await look(world, honest)).securePaymentUrl !== null;
          });
          await world.sandbox.sandbox.perform(link.token, "pay", { deliveries }).delivered;
          await becomesPaid(world, honest, 2 * MINUTE);

          for (const one of [before, after]) {
            const { status, error, securePaymentUrl } = await look(world, one);
            assert.ok(status === "expired" || error !== undefined, String(status));
            assert.ok(!securePaymentUrl);
          }
          assert.deepEqual(
            world.messages().filter(({ checkoutId }) => checkoutId !== honest.id),
            [],
          );
        });

  test("is nobody's before a read says whose it is, though the money has arrived", async (t) => {
    const world = await start(t, { api: "0.31" });
    const link = await createLink(world);
    const [first, second] = [squat(link), squat(link)];
    for (const one of [first, second]) assert.equal((await world.openCheckout(one)).status, 201);
    await world.sandbox.sandbox.pay(link.token).delivered;
    const end = world.time.now + 2 * MINUTE;
    await eventually("time to pass", async () => {
      world.time.now += 5000;
      return world.time.now > end;
    });

    for (const one of [first, second]) assert.notEqual((await look(world, one)).status, "paid");
  });

  test("is claimed by so many at most, and by no more once its own link has been read", async (t) => {
    const world = await start(t, { api: "0.31" });
    const link = await createLink(world);
    const statuses: number[] = [];
    for (let index = 0; index < 25; index += 1)
      statuses.push((await world.openCheckout(squat(link), `203.0.113.${index}`)).status);
    assert.deepEqual(
      [
        statuses.filter((status) => status === 201).length,
        statuses.filter((status) => status === 409).length,
      ],
      [20, 5],
    );

    world.budget.hasPlaces = true;
    const honest = purchase({ link });
    assert.equal((await world.openCheckout(honest)).status, 201);
    await world.sandbox.sandbox.perform(link.token, "pay", { deliveries: "lost" }).delivered;
    await becomesPaid(world, honest, 2 * MINUTE);
  });

  test("is refused at once where the link itself has been read", async (t) => {
    const world = await startWorld(t, { api: "0.31" });
    const link = await createLink(world);
    assert.equal((await world.openCheckout(purchase({ link }))).status, 201);

    for (const way of WAYS) {
      const { status, body } = await world.openCheckout(squat(link, way));
      assert.deepEqual([status, (body.error as { code: string }).code], [409, "link_claimed"]);
    }
  });
});

describe("where links can't be read by their token", () => {
  const clock = () => NOW;

  test("one payment pays one order, however its request id is written", async (t) => {
    const companion = await startCompanion(t, { clock });
    const { id, body } = await openLinked(companion);

    for (const way of WAYS) {
      const answer = await companion.open(squat(body.link, way));
      assert.deepEqual([answer.status, (answer.body.error as { code: string }).code], [409, "link_claimed"]);
    }
    await companion.deliver(paymentEvent(body.link.requestIds[0] ?? ""));
    assert.equal((await companion.get(`/v1/checkouts/${id}`)).body.status, "paid");
  });

  test("a token that a signed event names beside the id wins over one that nothing names, and only before the payment", async (t) => {
    const companion = await startCompanion(t, { clock });
    const honest = purchase();
    const [requestId = ""] = honest.link.requestIds;
    const invented = squat(honest.link);
    assert.equal((await companion.open(invented)).status, 201);
    await companion.deliver(
      userEvent(requestId, "wallet_connected", { securePaymentToken: honest.link.token }),
    );

    assert.equal((await companion.open(honest)).status, 201);
    await companion.deliver(paymentEvent(requestId));
    const statusOf = async ({ id }: { id: string }) =>
      (await companion.get(`/v1/checkouts/${id}`)).body.status;
    assert.equal(await statusOf(honest), "paid");
    assert.notEqual(await statusOf(invented), "paid");

    const late = squat(honest.link);
    await companion.deliver(
      userEvent(requestId, "wallet_connected", { securePaymentToken: late.link.token }),
    );
    assert.equal((await companion.open(late)).status, 409);
    assert.equal(await statusOf(honest), "paid");
  });
});

test("a request id of the companion's own that a stranger was faster with is the companion's", async (t) => {
  const upstream = await startUpstream(t);
  const companion = await startCompanion(t, {
    clock: () => NOW,
    limiter: { ...UNLIMITED, registration: async () => false },
    environment: { REQUEST_API_URL: upstream.url, REQUEST_API_KEY: "k", REQUEST_CURRENCY: "USDC-base" },
  });
  // As the request list names it, just after its creation.
  const invented = purchase({ link: { ...purchase().link, requestIds: ["01new0"] } });
  assert.equal((await companion.open(invented)).status, 201);
  const own = purchase({ link: undefined });

  const { status, body } = await companion.open(own);

  assert.deepEqual([status, typeof body.securePaymentUrl], [201, "string"]);
  await companion.deliver(paymentEvent("01NEW0"));
  assert.equal((await companion.get(`/v1/checkouts/${own.id}`)).body.status, "paid");
  assert.equal((await companion.get(`/v1/checkouts/${invented.id}`)).body.status, "expired");
});
