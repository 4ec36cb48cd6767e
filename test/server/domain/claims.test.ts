import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { claimOf, deriveBinding, type Rank } from "../../../server/domain/binding.ts";
import type { Fact, LinkFact } from "../../../server/domain/facts.ts";
import { link, order, READING, REQUEST } from "../../helpers/standing.ts";

const named = (requestIds: string[]): Fact => ({
  kind: "named",
  source: "delivery",
  seenAt: 0,
  ofToken: true,
  requestIds,
});

describe("the claim to a request id that others are told of", () => {
  const table: [string, Partial<LinkFact>, "read" | "vague_read" | undefined][] = [
    ["an open link's read claims its id", {}, "read"],
    ["so does one of an earlier release, which names no state", { state: undefined }, "read"],
    [
      "an open link's read claims the first id, before those of fee legs",
      { requestIds: [REQUEST, "01fee"] },
      "read",
    ],
    ["a paid link's read claims the one id that it names", { state: "completed" }, "read"],
    ["so does that of a link in progress", { state: "in_progress" }, "read"],
    [
      "a paid link's read with several ids may be a bundle's, and claims vaguely",
      { state: "completed", requestIds: [REQUEST, "01cd"] },
      "vague_read",
    ],
    ["a hidden link's read, which names no id, claims none", { requestIds: [] }, undefined],
    [
      "a batch claims none, so that it takes no request from the link that it contains",
      { several: true },
      undefined,
    ],
    ["a payout claims none", { outgoing: true }, undefined],
  ];
  for (const [name, fields, by] of table)
    test(name, () => {
      assert.deepEqual(claimOf(link(fields) as LinkFact), by && { requestId: REQUEST, by });
    });
});

describe("how much speaks for a token among several with one request id", () => {
  const table: [string, Fact[], Rank][] = [
    ["an open link's read: most, beside our own creation", [link({ requestIds: [REQUEST, "01fee"] })], 2],
    ["a signed delivery with this id alone: less", [named([REQUEST])], 1],
    ["a signed delivery with several ids: nothing", [named([REQUEST, "01cd"])], 0],
    ["a signed delivery with another id alone: nothing", [named(["01ff"])], 0],
    ["a batch: nothing", [link({ several: true })], 0],
  ];
  for (const [name, known, rank] of table)
    test(name, () => {
      assert.equal(deriveBinding(order({ policy: READING }), known).rank, rank);
    });
});
