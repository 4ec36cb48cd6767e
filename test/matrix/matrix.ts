import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { progress, scaled } from "../helpers/scale.ts";
import { type Creation, everyWorld, nameOf, paymentsOf, sample, type World } from "./cases.ts";
import { judgeAll } from "./judge.ts";
import { payAll } from "./run-world.ts";

const RANDOM_SETS = 30;
const SEED = 20260301;

export interface Matrix {
  worlds: readonly World[];
  /** Pays in every way in a world, and fails where an honest payment does not end as it must. */
  check(t: TestContext, world: World): Promise<void>;
}

/**
 * The worlds in which links are made so: all of them in the soak, so many otherwise; with `MATRIX` those whose names contain
 * all its words. `MATRIX_PAYMENT` selects among their payments.
 */
export function createMatrix(creations: readonly Creation[], count: number): Matrix {
  const own = everyWorld(RANDOM_SETS).filter(({ creation }) => creations.includes(creation));
  const { MATRIX, MATRIX_PAYMENT = "" } = process.env;
  const worlds = MATRIX
    ? own.filter((world) => MATRIX.split(" ").every((word) => nameOf(world).includes(word)))
    : sample(own, { count: scaled(count, own.length), seed: SEED });
  const totals = { worlds: 0, paid: 0, exceptions: 0 };
  return {
    worlds,
    async check(t, world) {
      const payments = paymentsOf(world).filter(({ kind, deliveries }) =>
        `${kind} ${deliveries}`.includes(MATRIX_PAYMENT),
      );
      const { faults, paid, exceptions } = judgeAll(world, await payAll(t, world, payments));
      totals.worlds += 1;
      totals.paid += paid;
      totals.exceptions += exceptions;
      if (totals.worlds % 20 === 0 || totals.worlds === worlds.length)
        progress(
          `${totals.worlds} of ${worlds.length} worlds: ${totals.paid} payments paid, ${totals.exceptions} wait as listed`,
        );
      assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
    },
  };
}
