import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toStatedTime } from "../../../server/domain/stated-time.ts";
import { RequestStateSchema } from "../../../server/request-network/api/upstream-schemas.ts";
import { requestToFacts } from "../../../server/request-network/reconciler/read-facts.ts";
import { NOW } from "../../helpers/events.ts";
import { confirmed, facts, factsOf, link, READING, standing } from "../../helpers/standing.ts";

const reading = { policy: READING };
/** As if the companion ran on a machine in that zone. */
function inZone<T>(zone: string, run: () => T): T {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

describe("a date of Request Network's", () => {
  const forms: [string, number][] = [
    ["2026-03-01T12:00:00Z", NOW],
    ["2026-03-01T12:00:00.250Z", NOW + 250],
    ["2026-03-01T12:00:00.250999Z", NOW + 250],
    ["2026-03-01T12:00Z", NOW],
    ["2026-03-01t12:00:00z", NOW],
    ["2026-03-01T12:00:00", NOW],
    ["2026-03-01 12:00:00", NOW],
    [" 2026-03-01 12:00:00 ", NOW],
    ["2026-03-01 12:00:00 Z", NOW],
    ["2026-03-01T14:00:00+02:00", NOW],
    ["2026-03-01T14:00:00+0200", NOW],
    ["2026-03-01 14:00:00+02", NOW],
    ["2026-03-01T06:30:00-05:30", NOW],
    ["2026-03-01", NOW - 12 * 60 * 60_000],
  ];
  for (const zone of ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
    for (const [text, at] of forms)
      test(`${JSON.stringify(text)} is the same moment on a machine in ${zone}`, () => {
        assert.equal(
          inZone(zone, () => toStatedTime(text)),
          at,
        );
      });

  for (const text of [
    "",
    "0",
    "soon",
    "2026",
    "1772366400",
    "2026-13-01T12:00:00Z",
    "2026-03-01T25:00Z",
    null,
  ])
    test(`${JSON.stringify(text)} is none`, () => {
      assert.equal(toStatedTime(text), undefined);
    });
});

// input: W30
describe("an honest payment whose date names no zone is paid, wherever the companion runs,", () => {
  const timestamp = "2026-03-01T12:05:00";
  const read = (stated: string) =>
    requestToFacts(
      RequestStateSchema.parse({
        hasBeenPaid: true,
        payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
        network: "base",
        requestAmount: "10",
        paymentCurrency: "USDC",
        payments: [{ amount: "10", timestamp: stated }],
      }),
    ).map((fact) => ({ ...fact, source: "request_read" as const }));

  for (const stated of [timestamp, timestamp.replace("T", " ")])
    for (const zone of ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
      test(`in ${zone}, of ${stated}`, () => {
        inZone(zone, () => {
          assert.equal(standing([link(), ...facts(...read(stated))], reading).status, "paid");
          assert.equal(
            standing([link(), ...factsOf(confirmed({ timestamp: stated }))], reading).status,
            "paid",
          );
        });
      });
});
