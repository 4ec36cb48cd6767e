import assert from "node:assert/strict";
import { test } from "node:test";
import { isSoak, progress, scaled } from "../helpers/scale.ts";
import { type Creation, everyWorld, nameOf, paymentsOf, sample, type World } from "./cases.ts";
import { judgeAll } from "./judge.ts";
import { payAll } from "./run-world.ts";

const RANDOM_SETS = 30;
const SEED = 20260301;

/** Defines a test for each world in which links are made so: all of them in the soak, a few otherwise. */
export function defineMatrix(creations: readonly Creation[], count: number): void {
  const own = everyWorld(RANDOM_SETS).filter(({ creation }) => creations.includes(creation));
  const { MATRIX, MATRIX_PAYMENT = "" } = process.env;
  const chosen = MATRIX ? wanted(MATRIX, own) : sample(own, { count: scaled(count, own.length), seed: SEED });
  const totals = { worlds: 0, paid: 0, exceptions: 0 };
  for (const world of chosen)
    test(`${nameOf(world)} › every honest payment ends paid`, async (t) => {
      const payments = paymentsOf(world).filter(({ kind, deliveries }) =>
        `${kind} ${deliveries}`.includes(MATRIX_PAYMENT),
      );
      const { faults, paid, exceptions } = judgeAll(world, await payAll(t, world, payments));
      totals.worlds += 1;
      totals.paid += paid;
      totals.exceptions += exceptions;
      if (totals.worlds % 20 === 0 || totals.worlds === chosen.length)
        progress(
          `${totals.worlds} of ${chosen.length} worlds: ${totals.paid} payments paid, ${totals.exceptions} wait as listed`,
        );
      assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
    });
  if (!isSoak || MATRIX) return;
  test(`all ${own.length} worlds have run`, () => {
    assert.equal(totals.worlds, own.length);
  });
}

/** The worlds whose names contain all these words. */
function wanted(text: string, own: readonly World[]): World[] {
  const words = text.split(" ");
  return own.filter((world) => words.every((word) => nameOf(world).includes(word)));
}
