import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { conclude } from "../../../server/calibration/calibrator.ts";
import { learnFrom, type TrialReads } from "../../../server/calibration/learn.ts";
import { isDue, nextTryAt } from "../../../server/calibration/schedule.ts";
import { additionTo } from "../../../server/calibration/spread.ts";
import type { CalibrationFact, LinkFact, RequestFact } from "../../../server/domain/facts.ts";
import { DAY, NOW, PAYEE, STRANGER } from "../../helpers/events.ts";

const AMOUNT = "0.013579";
const LINK: LinkFact = {
  kind: "link",
  state: "open",
  requestIds: ["011"],
  payee: PAYEE,
  amount: AMOUNT,
  currency: "USDC-base",
  network: "base",
};
const REQUEST: RequestFact = { kind: "request", paid: false };
const CLOSED = { state: "closed" } as const;
const UNKNOWN = { state: "unknown", problem: "the token read answered 500" } as const;
const answered = <T extends object>(value: T, changes: Partial<T> = {}) =>
  ({ state: "answered", value: { ...value, ...changes } }) as const;
const learn = (reads: Partial<TrialReads>) =>
  learnFrom({ token: answered(LINK), request: answered(REQUEST), list: CLOSED, ...reads }, AMOUNT);

describe("what a calibration learns", () => {
  test("wallet, currency and unit of the destination from a token read", () => {
    assert.deepEqual(learn({}), {
      learned: {
        payee: PAYEE.toLowerCase(),
        currency: "USDC-base",
        linkUnit: "human",
        tokenReads: "open",
        namesPayee: true,
        form: "0.13",
      },
      problems: [],
    });
  });

  for (const [amount, currency, unit] of [
    ["13579", "USDC-base", "base"],
    ["13579000000000000", "USDC-bsc", "base"],
    ["0.013579", "USDC-bsc", "human"],
    ["13579", "USDC-bsc", undefined],
    ["13580", "USDC-base", undefined],
    [undefined, "USDC-base", undefined],
  ] as const) {
    test(`the unit of ${amount} ${currency} is ${unit}`, () => {
      const token = answered(LINK, { amount, currency, network: undefined });
      assert.equal(learn({ token }).learned.linkUnit, unit);
    });
  }

  test("a symbol becomes a currency id by its network", () => {
    const token = answered(LINK, { currency: "USDC", network: "Ethereum" });
    assert.equal(learn({ token }).learned.currency, "USDC-mainnet");
  });

  test("the request read and the list teach where token reads are closed", () => {
    const request = answered(REQUEST, { payee: PAYEE, currency: "USDC", network: "base" });
    const { learned, problems } = learn({ token: CLOSED, request });

    assert.deepEqual(problems, []);
    assert.equal(learned.tokenReads, "closed");
    assert.equal(learned.payee, PAYEE.toLowerCase());
    assert.equal(learned.currency, "USDC-base");
    assert.equal(learned.form, "0.31");
  });

  test("no read names the payee only where all possible reads were answered or are closed", () => {
    assert.equal(learn({ token: CLOSED }).learned.namesPayee, false);
    assert.equal(learn({ token: answered(LINK, { payee: "0x6923…C7D7" }) }).learned.namesPayee, false);
    assert.equal(learn({ token: UNKNOWN }).learned.namesPayee, undefined);
    assert.equal(learn({ token: CLOSED, list: UNKNOWN }).learned.namesPayee, undefined);
    assert.equal(learn({ token: CLOSED, request: UNKNOWN }).learned.namesPayee, undefined);
  });

  test("reads that contradict each other teach neither wallet nor currency", () => {
    const { learned, problems } = learn({
      request: answered(REQUEST, { payee: STRANGER, currency: "USDT", network: "base" }),
    });

    assert.equal(learned.payee, undefined);
    assert.equal(learned.currency, undefined);
    assert.equal(problems.length, 2);
  });
});

describe("when a try is due", () => {
  const BEGUN = {
    settings: "a",
    triedAt: NOW,
    nextAt: NOW + 60_000,
    failures: 1,
    problems: [],
    link: null,
    learned: null,
    learnedAt: null,
    spreadAt: null,
  };

  test("after 1, 5 and 30 minutes, then hourly; a day after one that has taught everything", () => {
    const minutes = [1, 2, 3, 4, 50].map((failures) => (nextTryAt(NOW, failures) - NOW) / 60_000);
    assert.deepEqual(minutes, [1, 5, 30, 60, 60]);
    assert.equal(nextTryAt(NOW, 0), NOW + DAY);
  });

  test("never before its time, at once where nothing was tried, and soon under other settings", () => {
    assert.equal(isDue(undefined, "a", NOW), true);
    assert.equal(isDue(BEGUN, "a", NOW + 59_999), false);
    assert.equal(isDue(BEGUN, "a", NOW + 60_000), true);
    assert.equal(isDue({ ...BEGUN, nextAt: NOW + DAY }, "b", NOW + 60_000), false);
    assert.equal(isDue({ ...BEGUN, nextAt: NOW + DAY }, "b", NOW + 5 * 60_000), true);
  });

  test("at once where a clock that was wrong has put it off for longer than any wait", () => {
    assert.equal(isDue({ ...BEGUN, nextAt: NOW + 8 * DAY }, "a", NOW), true);
  });

  test("a try that teaches nothing keeps what was known, and one that teaches less keeps the rest", () => {
    const known = learn({}).learned;
    const begun = { ...BEGUN, failures: 2, learned: known, learnedAt: NOW - DAY };
    const nothing = conclude(begun, {
      outcome: { learned: { tokenReads: "unknown" }, problems: ["no link could be made (500)"] },
      link: null,
      now: NOW,
    });
    assert.deepEqual([nothing.learned, nothing.learnedAt, nothing.failures], [known, NOW - DAY, 2]);

    const less = conclude(begun, { outcome: learn({ token: CLOSED }), link: null, now: NOW });
    assert.equal(less.learned?.payee, known.payee);
    assert.equal(less.learned?.tokenReads, "closed");
    assert.deepEqual([less.learnedAt, less.failures, less.nextAt], [NOW, 0, NOW + DAY]);
  });

  test("a first try that teaches nothing leaves nothing for orders", () => {
    const outcome = learn({ token: UNKNOWN, request: UNKNOWN, list: UNKNOWN });
    const after = conclude(BEGUN, { outcome, link: null, now: NOW });
    assert.deepEqual([after.learned, after.learnedAt], [null, null]);
  });
});

describe("what an order that waits gets", () => {
  const fact: CalibrationFact = {
    kind: "calibration",
    at: NOW,
    payee: STRANGER,
    currency: "USDC-base",
    linkUnit: "base",
    tokenReads: "open",
    namesPayee: true,
  };

  test("everything, where it has nothing", () => {
    assert.equal(additionTo(undefined, fact), fact);
  });

  test("nothing, where it has the same or something newer", () => {
    assert.equal(additionTo({ ...fact, at: NOW - DAY }, fact), undefined);
    assert.equal(additionTo({ ...fact, linkUnit: undefined, at: NOW + 1 }, fact), undefined);
  });

  test("what is new but the destination: its link was made for the one of its registration", () => {
    const known: CalibrationFact = {
      kind: "calibration",
      at: NOW - DAY,
      payee: PAYEE,
      tokenReads: "unknown",
    };
    assert.deepEqual(additionTo(known, fact), { ...fact, payee: PAYEE });
  });
});
