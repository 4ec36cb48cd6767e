import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { deriveBinding } from "../../../server/domain/binding.ts";
import type { ClaimFact, Fact } from "../../../server/domain/facts.ts";
import {
  type Changes,
  calibration,
  confirmed,
  factsOf,
  link,
  order,
  READING,
  REQUEST,
  read,
  request,
  standing,
  TOKEN,
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
    ["a signed delivery that names ids of fee legs behind it", [named([REQUEST, "01fee"])]],
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
        isOthers: false,
        rank: 0,
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

describe("derive › a request id that is claimed for another token as well", () => {
  const claim = (token: string, by: ClaimFact["by"] = "registration"): Fact => ({
    kind: "claim",
    source: "link_read",
    seenAt: 0,
    token,
    by,
  });
  const other = claim("T2");
  const completed = (requestIds: string[]) => link({ state: "completed", payee: undefined, requestIds });
  const closed = calibration({ tokenReads: "closed" });

  const binds: [string, Fact[], Changes?][] = [
    ["a token read of the open link", [link(), other]],
    ["the same with ids of fee legs behind it", [link({ requestIds: [REQUEST, "01fee"] }), other]],
    ["a token read of the paid link, which names this id alone", [completed([REQUEST]), other]],
    ["a signed delivery that names the token and this id alone", [named([REQUEST]), other]],
    ["a token read of the paid link, with ids of fee legs behind it", [completed([REQUEST, "01fee"]), other]],
    [
      "a read of the open link, where a bundle's token names the id as well",
      [link(), claim("T2", "vague_read")],
    ],
    ["our own creation, whatever was read of the other", [claim("T2", "read")], { createdBy: "companion" }],
    ["the request id alone, where the claim is its own", [claim(TOKEN), closed]],
  ];
  for (const [name, known, changes] of binds)
    test(`is bound by ${name}`, () => {
      const { bound, refuted, isOthers } = bind(known, changes);

      assert.deepEqual({ bound, refuted, isOthers }, { bound: true, refuted: false, isOthers: false });
    });

  const doesNot: [string, Fact[]][] = [
    ["the id alone, where token reads are closed", [other, closed]],
    ["nothing, while a read of the other may be a bundle's", [claim("T2", "vague_read")]],
    ["a signed delivery of a token that may be a bundle's", [named([REQUEST, "01cd"]), other]],
  ];
  for (const [name, known] of doesNot)
    test(`is not bound by ${name}, nor refuted`, () => {
      const { bound, boundByToken, refuted } = bind(known);

      assert.deepEqual(
        { bound, boundByToken, refuted },
        { bound: false, boundByToken: false, refuted: false },
      );
    });

  for (const [name, known] of [
    ["both are read for certain", [link(), claim("T2", "read")]],
    ["both may be a bundle's", [completed([REQUEST, "01cd"]), claim("T2", "vague_read")]],
    ["one may be a bundle's, and a delivery names the other", [named([REQUEST]), claim("T2", "vague_read")]],
  ] as const)
    test(`is for a person to look at where ${name}`, () => {
      const { bound, refuted, isOthers } = bind([...known]);

      assert.deepEqual({ bound, refuted, isOthers }, { bound: false, refuted: true, isOthers: false });
    });

  for (const by of ["read", "creation"] as const)
    test(`is refuted once a ${by} says that it is the other's, as a stranger's where nothing named this token`, () => {
      const beaten = bind([named([REQUEST]), claim("T2", by)]);

      assert.deepEqual([beaten.bound, beaten.refuted, beaten.isOthers], [false, true, false]);
      assert.equal(bind([claim("T2", by)]).isOthers, true);
      assert.equal(bind([claim("T2", by), closed]).bound, false);
    });

  test("leaves the money to its owner: the other order is over without a word", () => {
    const known = [request({ paid: true }), claim("T2", "read"), ...factsOf(confirmed())];
    const { status, reason, amountPaid } = standing(known, { policy: READING });

    assert.deepEqual([status, reason, amountPaid], ["expired", "wrong_payee", "0"]);
  });

  test("puts an order that was paid by a bundle's token into review once the link itself is read", () => {
    const known = [request({ paid: true }), completed([REQUEST, "01cd"]), ...factsOf(confirmed())];

    assert.equal(standing(known, { policy: READING }).status, "paid");
    assert.equal(standing([...known, claim("T2", "read")], { policy: READING }).status, "review");
  });

  test("is not made early by what another registration has found", () => {
    const found = (firstOf: string) => [
      request({ paid: true }),
      link(),
      read({ total: "10", first: true, firstOf }),
    ];

    assert.equal(standing(found("T2"), { policy: READING }).reason, null);
    assert.equal(standing(found(TOKEN), { policy: READING }).reason, "paid_before_registration");
  });
});
