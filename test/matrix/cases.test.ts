import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lettersOf, QUESTIONS } from "../../demo/sandbox/model/readings.ts";
import { APIS, EVENT_SETS } from "../../demo/sandbox/model/wire.ts";
import {
  CREATIONS,
  DELIVERIES,
  DESTINATIONS,
  everyWorld,
  KINDS_OF,
  nameOf,
  paymentsOf,
  sample,
  singleReadings,
} from "./cases.ts";
import { isException } from "./exceptions.ts";

const WORLDS = everyWorld(30);

describe("the cases of the matrix", () => {
  test("hold each reading of each question, in each form, for each way to create and each destination", () => {
    const met = new Set(
      WORLDS.flatMap(({ api, creation, destination, readings }) =>
        QUESTIONS.map((question) => [api, creation, destination, question, readings[question]].join()),
      ),
    );
    const all = APIS.flatMap((api) =>
      CREATIONS.flatMap((creation) =>
        DESTINATIONS.flatMap((destination) =>
          QUESTIONS.flatMap((question) =>
            lettersOf(question).map((letter) => [api, creation, destination, question, letter].join()),
          ),
        ),
      ),
    );

    assert.deepEqual(
      all.filter((one) => !met.has(one)),
      [],
    );
  });

  test("hold each single reading alone, and the random sets", () => {
    const letters = QUESTIONS.flatMap(lettersOf).length;
    const single = singleReadings().length;

    assert.equal(single, letters - QUESTIONS.length + 1);
    assert.equal(WORLDS.length, APIS.length * CREATIONS.length * (single * DESTINATIONS.length + 30));
  });

  test("are all different", () => {
    assert.equal(new Set(WORLDS.map(nameOf)).size, WORLDS.length);
  });

  test("hold each set of events in each form, for each way to create and each destination", () => {
    const met = new Set(
      WORLDS.map(({ api, creation, destination, events }) => [api, creation, destination, events].join()),
    );

    assert.equal(met.size, APIS.length * CREATIONS.length * DESTINATIONS.length * EVENT_SETS.length);
  });

  test("hold each kind of payment with each fate of its deliveries", () => {
    for (const destination of DESTINATIONS) {
      const met = new Set(paymentsOf({ destination }).map(({ kind, deliveries }) => `${kind} ${deliveries}`));
      assert.equal(met.size, KINDS_OF[destination].length * DELIVERIES.length);
    }
  });

  test("are sampled in the same way each time, and in another way for another seed", () => {
    const names = (seed: number) => sample(WORLDS, { count: 20, seed }).map(nameOf);

    assert.equal(new Set(names(1)).size, 20);
    assert.deepEqual(names(1), names(1));
    assert.notDeepEqual(names(1), names(2));
  });
});

describe("the payments that wait as unverified", () => {
  const listed = WORLDS.flatMap((world) =>
    paymentsOf(world)
      .filter((payment) => isException(world, payment, { areLateDelivered: false }))
      .map((payment) => ({ world, payment })),
  );

  test("are of links that pages have made, and of no others", () => {
    const creations = new Set(listed.map(({ world }) => world.creation));

    assert.deepEqual([...creations].sort(), ["page-destination", "page-guide"]);
  });

  test("need that no read names the payee", () => {
    const named = listed.filter(
      ({ world: { api, readings } }) => readings.R15 !== "c" && (api === "0.31" || readings.R14 === "a"),
    );

    assert.deepEqual(named, []);
  });

  test("have no delivery, or one that names another token or network", () => {
    const plain = listed.filter(
      ({ world: { readings }, payment: { kind, deliveries } }) =>
        (deliveries === "all" || deliveries === "some") && kind === "same-chain" && readings.R2 !== "b",
    );

    assert.deepEqual(plain, []);
    assert.ok(listed.some(({ payment }) => payment.deliveries === "all" && payment.kind === "usdt0"));
  });

  test("are fewer once late deliveries have arrived", () => {
    const late = listed.filter(({ world, payment }) =>
      isException(world, payment, { areLateDelivered: true }),
    );

    assert.ok(late.length < listed.length);
    assert.ok(late.some(({ payment }) => payment.deliveries === "lost"));
  });
});
