import fc from "fast-check";

const HOSTILE = [
  "__proto__",
  "constructor",
  "toString",
  "../../etc/passwd",
  "' OR 1=1 --",
  "<script>alert(1)</script>",
  "=HYPERLINK(1)",
  "\u0000",
  "\u202e",
  "\ud800",
  "\ufeff",
  "１０",
  "1e400",
  "NaN",
  "-0",
  "9".repeat(400),
  "a".repeat(3000),
  "",
  " ",
  "sticker",
  "USDC-base",
  "10",
  "2026-02-30T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
];

/** Texts that parsers, browsers, spreadsheets and databases have stumbled over, and any others. */
export const oddText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string(),
);
/** The same, and whatever else JSON can say. */
export const oddValue = fc.oneof(
  oddText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], { toString: 1 }),
  fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as unknown),
);
