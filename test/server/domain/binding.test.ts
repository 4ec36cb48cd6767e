import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deriveBinding } from "../../../server/domain/binding.ts";
import type { Fact } from "../../../server/domain/facts.ts";
import {
  type Changes,
  calibration,
  confirmed,
  factsOf,
  link,
  order,
  READING,
  REQUEST,
  wallet,
} from "../../helpers/standing.ts";

const bind = (known: Fact[], changes: Changes = {}) =>
  deriveBinding(order({ policy: READING, ...changes }), known);
const named = (requestIds: string[], source: Fact["source"] = "delivery"): Fact => ({
  kind: "named",
  source,
  seenAt: 0,
  ofToken: true,
  requestIds,
});

describe("derive › binding of token and request id", () => {
  const binds: [string, Fact[], Changes?][] = [
    ["our own creation", [], { createdBy: "companion" }],
    ["a token read that names the id", [link()]],
    ["a token read of a paid link", [link({ state: "completed", payee: undefined })]],
    ["a token read of a link in progress", [link({ state: "in_progress", payee: undefined })]],
    ["a token read with ids of fee legs behind it", [link({ requestIds: [REQUEST, "01fee"] })]],
    ["a signed delivery that names both", [named([REQUEST])]],
  ];
  for (const [name, known, changes] of binds) {
    test(`${name} binds`, () => {
      const { bound, boundByToken, refuted } = bind(known, changes);

      assert.deepEqual({ bound, boundByToken, refuted }, { bound: true, boundByToken: true, refuted: false });
    });
  }

  const says: [string, Fact[]][] = [
    ["nothing", []],
    ["a hidden link's read, which names no id", [link({ requestIds: [] })]],
    ["a delivery that names the token alone", [named([])]],
    ["a delivery that names the request alone", factsOf(confirmed(), wallet("wallet_connected"))],
    ["what names both and is not signed", [named([REQUEST], "request_read")]],
  ];
  for (const [name, known] of says) {
    test(`${name} binds nothing, and refutes nothing`, () => {
      assert.deepEqual(bind(known), {
        bound: false,
        boundByToken: false,
        namedByDelivery: false,
        refuted: false,
      });
    });
  }

  const refutes: [string, Fact[]][] = [
    ["a token read with other ids", [link({ requestIds: ["01ff"] })]],
    ["the same of a paid link", [link({ state: "completed", requestIds: ["01ff"] })]],
    ["a signed delivery that names the token beside other ids", [named(["01ff"])]],
    ["a batch", [link({ several: true })]],
    ["a link that pays out", [link({ outgoing: true })]],
    ["one read with other ids beside one with ours", [link(), link({ requestIds: ["01ff"] })]],
  ];
  for (const [name, known] of refutes) {
    test(`${name} refutes`, () => {
      assert.equal(bind(known).refuted, true);
    });
  }

  test("only a signed delivery with this id names it", () => {
    const other = named(["01ff"]);

    assert.equal(bind([named([REQUEST])]).namedByDelivery, true);
    assert.equal(bind([named([REQUEST]), other]).namedByDelivery, true);
    assert.deepEqual([bind([link()]).namedByDelivery, bind([other]).namedByDelivery], [false, false]);
  });

  test("the request id is enough only where token reads are closed, or there is no Client ID", () => {
    const closed = calibration({ tokenReads: "closed" });

    assert.equal(bind([closed]).bound, true);
    assert.equal(bind([closed]).boundByToken, false);
    assert.equal(bind([calibration({ tokenReads: "unknown" })]).bound, false);
    assert.equal(bind([], { policy: { ...READING, canReadTokens: false } }).bound, true);
  });

  test("what one calibration found closed stays so for the order, in whatever order facts are read", () => {
    const [closed, open] = [
      calibration({ tokenReads: "closed", at: 1 }),
      calibration({ tokenReads: "open", at: 2 }),
    ];

    assert.deepEqual([bind([closed, open]).bound, bind([open, closed]).bound], [true, true]);
  });
});
