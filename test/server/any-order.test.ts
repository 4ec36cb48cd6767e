import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { openLinked, purchase, startCompanion } from "../helpers/companion.ts";
import { at, type EventFields, NOW, paymentEvent, userEvent } from "../helpers/events.ts";
import { isSoak, scaled } from "../helpers/scale.ts";
import { factsOf, REQUEST, standing } from "../helpers/standing.ts";

/** A whole story, in the order in which it happened. */
function story(requestId: string): EventFields[] {
  const confirmed = { amount: "6", txHash: "0xAA02", timestamp: at(6) };
  return [
    userEvent(requestId, "wallet_connected"),
    userEvent(requestId, "payment_sent_to_wallet"),
    userEvent(requestId, "payment_approved_in_wallet"),
    paymentEvent(requestId, {
      event: "payment.partial",
      amount: "4",
      totalAmountPaid: "4",
      txHash: "0xAA01",
    }),
    { event: "payment.failed", requestId, timestamp: at(4) },
    paymentEvent(requestId, confirmed),
    paymentEvent(requestId, { ...confirmed, event: "payment.confirmed.client_id", clientId: "cli_sandbox" }),
    paymentEvent(requestId, { ...confirmed, event: "payment.confirmed.checkout" }),
    { event: "payment.refunded", requestId, timestamp: at(90) },
  ];
}

/** Every order of a list, by swapping in place; the same array is handed out each time. */
function* permutations<T>(items: T[], size = items.length): Generator<T[]> {
  if (size <= 1) return void (yield items);
  for (let index = 0; index < size; index += 1) {
    yield* permutations(items, size - 1);
    const swap = size % 2 === 0 ? index : 0;
    [items[swap], items[size - 1]] = [items[size - 1] as T, items[swap] as T];
  }
}

describe("whatever the order of arrival", () => {
  // input: W15
  test("every permutation of a whole story derives the same standing", () => {
    // The same payment comes under three names, and the payer takes three steps: two of each are enough for a short run.
    const isLeftOut = ({ event, userEvent: step }: EventFields) =>
      event === "payment.confirmed.checkout" || step === "wallet_connected";
    const events = story(REQUEST).filter((event) => isSoak || !isLeftOut(event));
    const known = factsOf(...events);
    const expected = JSON.stringify(standing(known));
    let count = 0;

    for (const permutation of permutations(known)) {
      count += 1;
      const actual = JSON.stringify(standing(permutation));
      if (actual !== expected) assert.equal(actual, expected);
    }

    assert.equal(count, scaled(5040, 362_880));
    assert.equal(JSON.parse(expected).status, "refunded");
  });

  // input: W14
  test("a registration and its event at the same instant always count, hundreds of times", async (t) => {
    const companion = await startCompanion(t, { clock: () => NOW });

    for (let round = 0; round < scaled(4, 20); round += 1) {
      const bodies = Array.from({ length: 50 }, () => purchase());
      await Promise.all(
        bodies.flatMap((body, index) => {
          const register = () => companion.open(body);
          const deliver = () => companion.deliver(paymentEvent(body.link.requestIds[0] as string));
          return index % 2 === 0 ? [register(), deliver()] : [deliver(), register()];
        }),
      );
      const answers = await Promise.all(bodies.map(({ id }) => companion.get(`/v1/checkouts/${id}`)));
      assert.ok(answers.every(({ body }) => body.status === "paid"));
    }
  });

  // input: W15
  test("any part of a story, in any order, with duplicates and its registration anywhere, ends the same over HTTP", async (t) => {
    const companion = await startCompanion(t, { clock: () => NOW });
    const arrivals = fc
      .tuple(fc.subarray(story("").map((_, index) => index)), fc.integer({ min: 0, max: 3 }))
      .chain(([kept, copies]) =>
        fc.shuffledSubarray([...kept, ...kept.slice(0, copies), -1], {
          minLength: kept.length + Math.min(copies, kept.length) + 1,
        }),
      );

    await fc.assert(
      fc.asyncProperty(arrivals, async (indices) => {
        const inOrder = await openLinked(companion);
        for (const index of [...new Set(indices)].filter((index) => index >= 0).sort((a, b) => a - b)) {
          await companion.deliver(story(inOrder.requestId)[index] as EventFields);
        }
        const shuffled = purchase();
        const requestId = shuffled.link.requestIds[0] as string;
        const answers = await Promise.all(
          indices.map((index) =>
            index < 0 ? companion.open(shuffled) : companion.deliver(story(requestId)[index] as EventFields),
          ),
        );

        assert.ok(answers.every(({ status }) => status === 200 || status === 201));
        const ends = await Promise.all(
          [inOrder.id, shuffled.id].map((id) => companion.get(`/v1/checkouts/${id}`)),
        );
        const [expected, actual] = ends.map(({ body: { id, securePaymentUrl, version, ...rest } }) => ({
          ...rest,
          open: securePaymentUrl !== null,
        }));
        assert.deepEqual(actual, expected);
      }),
      { numRuns: scaled(15, 60) },
    );
  });
});
