import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toReturnUrl } from "../../server/checkouts/return-url.ts";
import { OriginSchema } from "../../server/contract/values.ts";
import { purchase, startCompanion } from "../helpers/companion.ts";

describe("origins of pages", () => {
  for (const [written, sent] of [
    ["capacitor://localhost", "capacitor://localhost"],
    ["ionic://localhost", "ionic://localhost"],
    ["chrome-extension://abcdefghij", "chrome-extension://abcdefghij"],
    ["https://größe.example", "https://xn--gre-6ka8i.example"],
    ["https://xn--gre-6ka8i.example", "https://xn--gre-6ka8i.example"],
    ["https://東京.example:8443", "https://xn--1lqs71d.example:8443"],
    ["https://Shop.Example:443", "https://shop.example"],
    ["http://[::1]:3000", "http://[::1]:3000"],
  ] as const)
    test(`${written} is accepted, as browsers send it`, async (t) => {
      const companion = await startCompanion(t, { environment: { ALLOWED_ORIGINS: written } });

      const answer = await companion.open(purchase(), { origin: sent });

      assert.equal(answer.status, 201);
      assert.equal(answer.headers.get("access-control-allow-origin"), sent);
    });

  for (const origin of [
    "https://shop.example/",
    "https://user@shop.example",
    "https://shop.example?x",
    "https://shop.example#x",
    "https://shop.example\\x",
    "javascript://shop.example",
    "data:text/html",
    "file:///srv",
    "file://host",
    "blob:https://shop.example",
    "capacitor://localhost/x",
    "capacitor://",
    "null",
    "*",
    "https://*.shop.example",
    "https://a b.example",
  ])
    test(`${origin} is refused`, () => {
      assert.equal(OriginSchema.safeParse(origin).success, false);
    });
});

test("an app's own page is returned to, and no other one", () => {
  const to = (text: string) => toReturnUrl(text, { id: "1", allowedOrigins: ["capacitor://localhost"] });

  assert.equal(to("capacitor://localhost/cart?a=1"), "capacitor://localhost/cart?a=1&checkout=1");
  for (const text of ["capacitor://evil/", "javascript://localhost/%0aalert(1)", "capacitor://x@localhost/"])
    assert.throws(() => to(text), /allowed origin/);
});

test("a link that the companion makes for an app leads nowhere back, since Request Network would refuse it", async (t) => {
  const asked: Record<string, unknown>[] = [];
  const fetch: typeof globalThis.fetch = async (_url, init) => {
    asked.push(JSON.parse(String(init?.body ?? "{}")));
    return new Response("{}", { status: 500 });
  };
  const companion = await startCompanion(t, {
    fetch,
    environment: { ALLOWED_ORIGINS: "capacitor://localhost", REQUEST_API_KEY: "sk", CALIBRATE: "false" },
  });
  const body = { id: crypto.randomUUID(), product: "sticker", returnLabel: "Back" };

  await companion.open(
    { ...body, returnUrl: "capacitor://localhost/cart" },
    { origin: "capacitor://localhost" },
  );

  const made = asked.find((call) => "amount" in call || "requests" in call);
  assert.ok(made);
  assert.equal("redirectUrl" in made || "redirectLabel" in made, false);
});
