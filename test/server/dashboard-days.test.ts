import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EVERYTHING, toQuery } from "../../server/dashboard/page/data/filter.ts";

const HOUR = 60 * 60_000;

/** What the filter of one day asks for where the browser is in this zone. */
function spanOf(day: string, zone: string): { from: number; until: number } {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    const query = toQuery({ ...EVERYTHING, from: day, to: day });
    return { from: Date.parse(query.get("since") ?? ""), until: Date.parse(query.get("until") ?? "") };
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}

describe("the dashboard's days", () => {
  for (const [zone, day, next, hours] of [
    ["Europe/Berlin", "2026-03-29", "2026-03-30", 23],
    ["Europe/Berlin", "2026-10-25", "2026-10-26", 25],
    // Here the clock changes at midnight, which the day itself, or the one before, then lacks.
    ["Africa/Cairo", "2026-04-24", "2026-04-25", 23],
    ["America/Santiago", "2026-09-06", "2026-09-07", 23],
    ["America/Havana", "2026-03-08", "2026-03-09", 23],
    ["America/Havana", "2026-11-01", "2026-11-02", 25],
    ["Australia/Lord_Howe", "2026-04-05", "2026-04-06", 24.5],
    ["UTC", "2026-01-31", "2026-02-01", 24],
    ["UTC", "2026-12-31", "2027-01-01", 24],
  ] as const)
    test(`${day} in ${zone} has ${hours} hours, none of them on another day`, () => {
      const { from, until } = spanOf(day, zone);

      assert.equal((until - from) / HOUR, hours);
      assert.equal(spanOf(next, zone).from, until);
    });
});
