import assert from "node:assert/strict";
import { test } from "node:test";
import { everyCase, pairsOf, pairwise } from "../helpers/pairwise.ts";
import { isPossible, PAYMENTS } from "./payments.ts";

test("pairwise › every case of three factors of two values: four of eight hold every pair", () => {
  const all = everyCase({ a: ["1", "2"], b: ["1", "2"], c: ["1", "2"] });

  const few = pairwise(all);

  assert.equal(all.length, 8);
  assert.equal(few.length, 4);
  assert.deepEqual(new Set(few.flatMap(pairsOf)), new Set(all.flatMap(pairsOf)));
});

test("pairwise › what is not possible is never chosen, and asked for in no pair", () => {
  const all = everyCase({ a: ["1", "2"], b: ["1", "2"], c: ["1", "2"] }, ({ a, b }) => a !== b);

  const few = pairwise(all);

  assert.ok(few.every(({ a, b }) => a !== b));
  assert.equal(new Set(few.flatMap(pairsOf)).size, 10);
});

test("pairwise › the same cases every time, and none without factors", () => {
  const all = everyCase(PAYMENTS, isPossible);

  assert.deepEqual(pairwise(all), pairwise(all));
  assert.deepEqual(pairwise([]), []);
});

test("pairwise › the builder's payments: every two choices that go together, in less than a third of the cases", () => {
  const all = everyCase(PAYMENTS, isPossible);
  const pairs = new Set(pairwise(all).flatMap(pairsOf));

  for (const each of all) for (const pair of pairsOf(each)) assert.ok(pairs.has(pair), pair);
  assert.equal(all.length, 40);
  assert.ok(pairwise(all).length <= 12, `${pairwise(all).length}`);
});
