import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { FactBody, FactSource } from "../../server/domain/facts.ts";
import { toNewFacts } from "../../server/request-network/reconciler/read-facts.ts";

const LINK = { request_id: "01ab", token: "T1" };
const link = (fields: object = {}): FactBody => ({ kind: "link", requestIds: ["01ab"], ...fields });
const rows = (source: FactSource, ...facts: FactBody[]) => toNewFacts(LINK, { source, facts });
const subjectsOf = (source: FactSource, fact: FactBody) => rows(source, fact).map(({ subject }) => subject);

describe("the rows of a read", () => {
  test("are the token's, where the link was read by it, so that they spoil nobody else's request", () => {
    assert.deepEqual(subjectsOf("link_read", link({ requestIds: [] })), ["token:T1"]);
    assert.deepEqual(subjectsOf("link_read", { kind: "closed", at: 1 }), ["token:T1"]);
  });

  test("are the request's otherwise", () => {
    for (const source of ["request_read", "list_read", "payments_read"] as const)
      assert.deepEqual(subjectsOf(source, { kind: "request", paid: false }), ["01ab"]);
  });

  test("are the same for the same answer, and others for another source or answer", () => {
    const key = (source: FactSource, paid: boolean) => rows(source, { kind: "request", paid })[0]?.key;

    assert.equal(key("request_read", true), key("request_read", true));
    assert.notEqual(key("request_read", true), key("request_read", false));
    assert.notEqual(key("request_read", true), key("list_read", true));
  });

  test("are each claimant's own where they date a request, and one for all where they tell of money", () => {
    const keyOf = (token: string, fact: FactBody) =>
      toNewFacts({ ...LINK, token }, { source: "request_read", facts: [fact] })[0]?.key;
    const unpaid: FactBody = { kind: "request", paid: false };
    const money: FactBody = { kind: "money", final: true };

    assert.notEqual(keyOf("T1", unpaid), keyOf("T2", unpaid));
    assert.equal(keyOf("T1", unpaid), keyOf("T1", unpaid));
    assert.equal(keyOf("T1", money), keyOf("T2", money));
  });

  test("tell others who claim the request whose it is, once for each token, also where that is another's", () => {
    const [, claim] = rows("link_read", link({ requestIds: ["01FF", "01fee"] }));

    assert.deepEqual(claim, {
      subject: "claim:01ff",
      key: "claim:T1:read",
      source: "link_read",
      fact: { kind: "claim", token: "T1", by: "read" },
    });
  });

  test("tell others nothing by what is no read of a single link", () => {
    const says: FactBody[] = [
      { kind: "request", paid: true },
      link({ requestIds: [] }),
      link({ several: true }),
      link({ outgoing: true }),
    ];

    for (const fact of says) assert.equal(rows("link_read", fact).length, 1);
  });
});
