import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { Link } from "../../../server/contract/contract.ts";
import { startWorld, type World } from "../../helpers/adversary-world.ts";
import { purchase, SHOP, startCompanion } from "../../helpers/companion.ts";
import { DAY, newToken } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";
import { UNLIMITED } from "../../helpers/unlimited.ts";
import { startUpstream } from "../../helpers/upstream.ts";

const MINUTE = 60_000;
const FLOODERS = 40;

/** A link that was paid in part a day ago, of which no event tells: by R11=c there is none before the sum suffices. */
async function startWithPart(t: TestContext, api: "0.13" | "0.31") {
  const world = await startWorld(
    t,
    { api, events: "current", readings: { R11: "c" } },
    { isCalibrated: true },
  );
  world.budget.hasPlaces = false;
  const link = await world.create("/v2/secure-payments", "cli_shop", { requests: [{ amount: "10" }] });
  assert.ok(link);
  await world.sandbox.sandbox.pay(link.token, { amount: "9.99" }).delivered;
  world.time.now += DAY;
  return { world, link };
}

/** So many clients wait for a read that a second one of the same client takes a while. */
async function flood(world: World): Promise<void> {
  const openings = Array.from({ length: FLOODERS }, (_, index) =>
    world.openCheckout(purchase(), `203.0.${index}.1`),
  );
  for (const { status } of await Promise.all(openings)) assert.equal(status, 201);
}

describe("a part from a day before the order, that no event has told of,", () => {
  for (const api of ["0.13", "0.31"] as const)
    test(`is not the price, where the rest is paid before the request is read, in the form of ${api}`, async (t) => {
      const { world, link } = await startWithPart(t, api);
      await flood(world);
      const id = crypto.randomUUID();
      assert.equal((await world.openCheckout({ id, product: "sticker", link })).status, 201);
      const look = async () => (await world.call(`/v1/checkouts/${id}`)).body;
      await eventually("the link to be read", async () => (await look()).securePaymentUrl !== null);

      await world.sandbox.sandbox.pay(link.token).delivered;
      const statuses = new Set([(await look()).status]);
      const end = world.time.now + 2 * MINUTE;
      await eventually("the request to be read", async () => {
        world.time.now += 500;
        const { status } = await look();
        statuses.add(status);
        return status === "review" || world.time.now > end;
      });

      assert.ok(!statuses.has("paid"), [...statuses].join());
      assert.equal((await look()).reason, "paid_before_registration");
    });
});

test("whoever had claimed a request before an honest page does not delay its payment, where reads name no date", async (t) => {
  const time = { now: Date.now() };
  const upstream = await startUpstream(t, { form: "0.13", isSearchBlind: true });
  const companion = await startCompanion(t, {
    clock: () => time.now,
    limiter: { ...UNLIMITED, background: async () => advance(time, 1000) },
    reconciler: { idleMs: 2 },
    environment: {
      REQUEST_API_URL: upstream.url,
      REQUEST_CLIENT_ID: "cli_shop",
      REQUEST_ORIGIN: SHOP,
      CALIBRATE: "false",
    },
  });
  const honest = purchase();
  const [requestId = ""] = honest.link.requestIds;
  upstream.add({ requestId, token: honest.link.token });
  assert.equal((await companion.open(purchase({ link: withInventedToken(honest.link) }))).status, 201);
  time.now += MINUTE;
  assert.equal((await companion.open(honest)).status, 201);

  upstream.pay(requestId, time.now);
  const end = time.now + 2 * MINUTE;
  const look = async () => (await companion.get(`/v1/checkouts/${honest.id}`)).body.status;
  await eventually("the order to be paid", async () => {
    time.now += 500;
    return (await look()) === "paid" || time.now > end;
  });

  assert.equal(await look(), "paid");
});

function advance(time: { now: number }, ms: number): void {
  time.now += ms;
}

function withInventedToken({ requestIds }: Link): Link {
  const token = newToken();
  return { requestIds, token, securePaymentUrl: `https://pay.request.network/?token=${token}` };
}
