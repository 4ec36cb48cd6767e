import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LinkStateSchema } from "../../server/request-network/api/upstream-schemas.ts";
import { linkToFact } from "../../server/request-network/reconciler/read-facts.ts";
import { PAYEE } from "../helpers/events.ts";

const says = (fact: object | undefined) =>
  Object.fromEntries(Object.entries(fact ?? {}).filter(([, value]) => value !== undefined));

describe("a token read", () => {
  const open = (fields: object) => says(linkToFact({ status: 200, link: LinkStateSchema.parse(fields) }));
  const whole = {
    requestIds: ["01ab"],
    payee: PAYEE,
    amount: "10.0",
    paymentCurrency: "USDC-base",
    network: "base",
  };

  test("of an open link names its terms", () => {
    assert.deepEqual(open({ ...whole, paymentType: "single", amounts: ["10"] }), {
      kind: "link",
      state: "open",
      requestIds: ["01ab"],
      payee: PAYEE,
      amount: "10",
      currency: "USDC-base",
      network: "base",
    });
  });

  test("of a hidden link names nothing", () => {
    assert.deepEqual(open({ status: "pending" }), { kind: "link", state: "open", requestIds: [] });
  });

  test("takes the wallet from the destination, and a masked one for none", () => {
    assert.equal(open({ destination: { walletAddress: "0x2" }, payee: "0x1" }).payee, "0x2");
    assert.equal(open({ destination: { payeeAddress: "0x3" } }).payee, "0x3");
    assert.equal(open({ ...whole, isPayeeAddressMasked: true }).payee, undefined);
    assert.equal(open({ ...whole, destination: { walletAddress: "0x2", isMasked: true } }).payee, undefined);
  });

  test("names no wallet where payee and destination are different ones", () => {
    const other = `0x${"1".repeat(40)}`;

    assert.equal(open({ payee: PAYEE, destination: { walletAddress: other } }).payee, undefined);
    assert.equal(
      open({ payee: PAYEE, destination: { walletAddress: PAYEE.toLowerCase() } }).payee,
      PAYEE.toLowerCase(),
    );
  });

  test("tells what is no single payment, and what pays out", () => {
    assert.equal(open({ ...whole, paymentType: "batch" }).several, true);
    assert.equal(open({ ...whole, paymentType: "multicall" }).several, true);
    assert.equal(open({ ...whole, amounts: ["1", "2"] }).several, true);
    assert.equal(open({ ...whole, flow: "outgoing" }).outgoing, true);
    assert.equal(open({ ...whole, flow: "incoming" }).outgoing, undefined);
  });

  test("reads the words of Request Network in any letter case", () => {
    assert.equal(open({ ...whole, flow: " OUTGOING" }).outgoing, true);
    assert.equal(open({ ...whole, paymentType: "SINGLE" }).several, undefined);
    assert.equal(open({ ...whole, paymentType: "Batch" }).several, true);
  });

  test("of the form of 0.13.0 tells by its fee plan that it pays out", () => {
    assert.equal(open({ ...whole, feePlan: { flow: "pay" } }).outgoing, true);
    assert.equal(open({ ...whole, feePlan: { flow: "get_paid" } }).outgoing, undefined);
    assert.equal(open({ ...whole, feePlan: null }).outgoing, undefined);
    assert.equal(open({ ...whole, flow: "incoming", feePlan: { flow: "pay" } }).outgoing, undefined);
  });

  test("of a paid link, or of one in progress, names its ids", () => {
    const requests = [{ requestId: "01ab" }, { requestId: "01fee" }];

    assert.deepEqual(linkToFact({ status: 409, requests }), {
      kind: "link",
      state: "completed",
      requestIds: ["01ab", "01fee"],
    });
    assert.deepEqual(linkToFact({ status: 423, requests }), {
      kind: "link",
      state: "in_progress",
      requestIds: ["01ab", "01fee"],
    });
  });

  test("that is refused says nothing of the terms", () => {
    for (const status of [401, 403, 404] as const) assert.equal(linkToFact({ status }), undefined);
  });
});
