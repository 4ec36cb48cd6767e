import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { WireOptions } from "../../../demo/sandbox/model/wire.ts";
import { startWorld } from "../../helpers/adversary-world.ts";
import { PAYEE } from "../../helpers/events.ts";
import { eventually } from "../../helpers/eventually.ts";

const MINUTE = 60_000;
const PAYOUT = {
  recipient: PAYEE,
  creatorWalletAddress: PAYEE,
  network: "base",
  currency: "USDC-base",
  amount: "10",
};

describe("a payout of the merchant's from one of his wallets to another pays no order", () => {
  const worlds: [string, WireOptions, object][] = [
    ["0.13", { api: "0.13" }, {}],
    ["0.31", { api: "0.31" }, {}],
    [
      "0.13, token reads closed",
      { api: "0.13", readings: { R14: "b" } },
      { isCalibrated: true, goesByLabels: true },
    ],
    ["0.31, token reads closed", { api: "0.31", readings: { R14: "b" } }, { isCalibrated: true }],
  ];
  for (const [name, wire, options] of worlds)
    for (const hasPlaces of [true, false])
      test(`in the form of ${name}, read at registration: ${hasPlaces}`, async (t) => {
        const world = await startWorld(t, { events: "current", ...wire }, options);
        world.budget.hasPlaces = hasPlaces;
        const link = await world.create("/v2/secure-payments/payouts", "cli_shop", PAYOUT);
        assert.ok(link);
        const id = crypto.randomUUID();
        const { status, body } = await world.openCheckout({ id, product: "sticker", link });
        if (status !== 201) {
          assert.equal((body.error as { code: string }).code, "link_pays_out");
          return;
        }
        await world.sandbox.sandbox.pay(link.token, { payer: PAYEE }).delivered;
        const end = world.time.now + 3 * MINUTE;
        await eventually("time to pass", async () => {
          world.time.now += 10_000;
          return world.time.now > end;
        });

        const { status: after, amountPaid } = (await world.call(`/v1/checkouts/${id}`)).body;
        assert.notEqual(after, "paid");
        assert.equal(amountPaid, "0");
      });
});
