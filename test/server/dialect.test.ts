import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { POSTGRES, SQLITE, translate } from "../../server/store/sql/dialect.ts";

describe("a statement in an engine's own words", () => {
  test("has its marks replaced", () => {
    assert.equal(translate("SELECT 1 {for update}", POSTGRES), "SELECT 1 FOR UPDATE");
    assert.equal(translate("SELECT 1 {for update}", SQLITE), "SELECT 1 ");
  });

  test("may hold JSON", () => {
    const sql = `SELECT '{"kind":"accepted","amount":"' || amount_paid || '"}' FROM checkouts`;

    assert.equal(translate(sql, SQLITE), sql);
  });

  test("with an unknown mark is an error", () => {
    assert.throws(() => translate("SELECT {nothing like that}", SQLITE), /no dialect knows/);
  });
});
