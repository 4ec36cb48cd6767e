import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { EnvironmentSchema } from "../../server/config/environment.ts";
import { NewOfferSchema, OriginSchema, STATUSES, WaitSchema } from "../../server/contract/contract.ts";
import { wordsOf } from "../../server/dashboard/page/words/words.ts";
import { parseCsp } from "../../server/doctor/csp.ts";
import { judgePolicy } from "../../server/doctor/page-policy.ts";
import { isPayUrl } from "../../server/domain/pay-url.ts";
import { retryAt } from "../../server/notifications/retry.ts";
import { blocksIn, read } from "./documents.ts";

const DAY_MS = 24 * 60 * 60_000;

/** That a document still says it: the line breaks of a paragraph do not count. */
function assertSaid(file: string, text: string): void {
  assert.ok(read(file).replaceAll(/\s+/g, " ").includes(text), `${file} does not say "${text}"`);
}

describe("figures in the documents", () => {
  test("a link is valid for a week", () => {
    assertSaid("docs/payments.md", "A link can be paid for one week.");
    assertSaid("docs/operating.md", "links are valid for a week");
    assert.equal(EnvironmentSchema.shape.LINK_TTL_MS.parse(undefined), 7 * DAY_MS);
  });

  test("a long poll is held for 25 seconds", () => {
    assertSaid("docs/operating.md", "25-second long polling");
    assert.equal(WaitSchema.parse({ wait: "60" }).wait, 25);
  });

  test("notifications are sent again for three days", () => {
    assertSaid("docs/integrating.md", "for three days");
    const failed = { attempts: 20, createdAt: 0, random: 0 };

    assert.notEqual(retryAt({ ...failed, now: 3 * DAY_MS - 2 * 60 * 60_000 }), undefined);
    assert.equal(retryAt({ ...failed, now: 3 * DAY_MS }), undefined);
  });

  test("a reference has at most 255 characters", () => {
    assertSaid("docs/coinbase-commerce.md", "one text of at most 255 characters");
    const offer = { amount: "1", currency: "USDC-base" };

    assert.ok(NewOfferSchema.safeParse({ ...offer, reference: "x".repeat(255) }).success);
    assert.ok(!NewOfferSchema.safeParse({ ...offer, reference: "x".repeat(256) }).success);
  });

  test("secrets have at least the stated length", () => {
    assertSaid("docs/prices.md", "`OFFER_SECRET` of at least 32 characters");
    assertSaid("server/deploy/templates/README.md", "| `ADMIN_TOKEN` | at least 16 characters |");
    const { OFFER_SECRET, ADMIN_TOKEN } = EnvironmentSchema.shape;

    for (const [schema, length] of [
      [OFFER_SECRET, 32],
      [ADMIN_TOKEN, 16],
    ] as const) {
      assert.ok(schema.safeParse("x".repeat(length)).success);
      assert.ok(!schema.safeParse("x".repeat(length - 1)).success);
    }
  });
});

describe("what browsers are told", () => {
  test("payers are sent to the host that is named", () => {
    assertSaid("docs/payments.md", "the hosted page at `https://pay.request.network`");
    const apiUrl = "https://api.request.network";

    assert.ok(isPayUrl("https://pay.request.network/?token=abc", { apiUrl, token: "abc" }));
  });

  test("a frame without an origin can't be allowed", () => {
    assertSaid("docs/integrating.md", "A frame whose origin is `null`");
    assert.ok(!OriginSchema.safeParse("null").success);
  });

  for (const { code } of blocksIn("csp"))
    test(`doctor finds no fault with "${code.trim().slice(0, 40)}…"`, () => {
      const url = "https://pay.shop.example/widget/request-checkout.js";
      const script = { url, nonce: undefined, integrity: undefined, isCors: true };
      const findings = judgePolicy(
        {
          url: "https://shop.example/",
          origin: "https://shop.example",
          policies: parseCsp(code.trim()),
          coep: undefined,
          script,
          calls: [
            { url: "https://pay.shop.example", kind: "companion" },
            { url: "https://api.request.network", kind: "api" },
          ],
          hasElement: true,
        },
        script,
      );

      assert.deepEqual(
        findings.map(({ verdict }) => verdict),
        ["pass"],
      );
    });
});

test("the table of orders has the dashboard's labels", () => {
  const shown = [
    ...STATUSES.map((status) => ({ status, reason: undefined })),
    { status: "processing", reason: undefined, unverifiedSince: "2026-01-01T00:00:00.000Z" } as const,
    { status: "expired", reason: "wrong_payee", terms: "refuted" } as const,
    { status: "expired", reason: "below_price", terms: "verified", resolutions: [{}] } as const,
  ];
  const [, table = ""] = read("docs/operating.md").split("| label |");
  const labels = [...(table.split("\n\n")[0]?.matchAll(/\*\*([^*]+)\*\*/g) ?? [])].map(([, label]) => label);

  assert.deepEqual([...new Set(shown.map((order) => wordsOf(order).label))].sort(), labels.sort());
});
