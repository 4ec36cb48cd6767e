import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startPlainLinks as start } from "../helpers/plain-links.ts";
import { shared } from "../helpers/shared.ts";

const sent = (cookie: string) => ({ cookie: cookie.split(";")[0] as string });

/** One for all that opens nothing. */
const unopened = shared((t) => start(t));

describe("GET /pay/{product}", () => {
  test("opens a checkout at the catalog's price, and leads to the hosted page", async (t) => {
    const { visit, orders, apiUrl } = await start(t);

    const { status, to, headers } = await visit("/pay/sticker?quantity=2&utm_source=mail");

    const [order] = await orders();
    assert.equal(status, 303);
    assert.ok(to.startsWith(`${apiUrl}/?token=`), to);
    assert.equal(headers["cache-control"], "no-store");
    assert.deepEqual(
      [order?.amount, order?.quantity, order?.priceSource, order?.origin],
      ["20", 2, "catalog", null],
    );
  });

  test("knows the visitor by a cookie that no script reads and no other site sends along", async (t) => {
    const { visit } = await start(t);

    const { cookie } = await visit("/pay/sticker");

    assert.match(cookie, /; Path=\/pay\/sticker;/);
    for (const word of ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=600"])
      assert.ok(cookie.includes(word), cookie);
  });

  test("leads the same visitor to the same checkout for a few minutes", async (t) => {
    let now = Date.now();
    const { visit, orders } = await start(t, { clock: () => now });
    const first = await visit("/pay/sticker");

    const again = await visit("/pay/sticker", sent(first.cookie));
    now += 11 * 60_000;
    const later = await visit("/pay/sticker", sent(first.cookie));

    assert.equal(again.to, first.to);
    assert.notEqual(later.to, first.to);
    assert.equal((await orders()).length, 2);
  });

  // input: P4
  test("leads two visitors behind one address to two", async (t) => {
    const { visit } = await start(t);

    const [one, other] = [await visit("/pay/sticker"), await visit("/pay/sticker")];

    assert.notEqual(one.to, other.to);
  });

  test("leads the same visitor to another checkout for another quantity, or once the first is paid", async (t) => {
    const { visit, apiUrl } = await start(t);
    const first = await visit("/pay/sticker");

    const two = await visit("/pay/sticker?quantity=2", sent(first.cookie));
    const token = new URL(first.to).searchParams.get("token");
    await fetch(`${apiUrl}/sandbox/payments/${token}/expire`, { method: "POST" });
    const next = await visit("/pay/sticker", sent(first.cookie));

    assert.equal(new Set([first.to, two.to, next.to]).size, 3);
  });

  test("does not follow a cookie to a checkout that a page has opened", async (t) => {
    const { companion, visit } = await start(t);
    const { body } = await companion.open({ id: crypto.randomUUID(), product: "sticker", quantity: 1 });

    const { to } = await visit("/pay/sticker", { cookie: `checkout=${body.id}` });

    assert.notEqual(to, body.securePaymentUrl);
  });

  for (const cookie of [
    "checkout=",
    "checkout=%00",
    "checkout='; DROP TABLE checkouts",
    "checkout=../../x",
  ]) {
    // input: P4
    test(`takes ${cookie} for no cookie`, async (t) => {
      const { visit } = await start(t);

      assert.equal((await visit("/pay/sticker", { cookie })).status, 303);
    });
  }

  const others: [string, Record<string, string>][] = [
    ["an image", { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }],
    ["a frame", { "sec-fetch-dest": "iframe" }],
    ["a script's fetch", { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }],
    ["a prefetch", { "sec-purpose": "prefetch" }],
    ["a prerender", { "sec-purpose": "prefetch;prerender" }],
    ["an older prefetch", { purpose: "prefetch" }],
    ["a preview", { "x-purpose": "preview" }],
  ];
  for (const [name, headers] of others) {
    // input: P2
    test(`opens nothing for ${name}`, async () => {
      const { visit, orders } = unopened();

      const { status } = await visit("/pay/sticker", headers);

      assert.equal(status, 403);
      assert.deepEqual(await orders(), []);
    });
  }

  test("follows a person who comes through a proxy that is made of fetch, and asks whoever else does", async (t) => {
    const { companion } = await start(t);
    // What Node's `fetch` sends, whatever the mode was.
    const proxy = (headers: Record<string, string>) =>
      fetch(`${companion.url}/pay/sticker`, { headers, redirect: "manual" });

    const person = await proxy({ "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" });
    const program = await proxy({});

    assert.equal(person.status, 303);
    assert.equal(program.status, 200);
    assert.match(await program.text(), /<button/);
  });

  test("has no HEAD beside it", async () => {
    const { visit, orders } = unopened();

    assert.equal((await visit("/pay/sticker", {}, "HEAD")).status, 404);
    assert.deepEqual(await orders(), []);
  });

  // input: P3
  test("asks whoever does not say what he is to press a button first", async (t) => {
    const { companion, orders } = await start(t);
    const unfurled = await companion.app.inject({ url: "/pay/sticker", headers: { accept: "text/html" } });
    const before = await orders();

    const pressed = await companion.app.inject({
      method: "POST",
      url: "/pay/sticker",
      headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
      payload: "",
    });

    assert.equal(unfurled.statusCode, 200);
    assert.match(unfurled.body, /<form method="post">/);
    assert.deepEqual(before, []);
    assert.equal(pressed.statusCode, 303);
  });

  const refused: [string, number, RegExp][] = [
    ["/pay/nothing", 400, /not for sale/],
    ["/pay/constructor", 400, /not for sale/],
    ["/pay/sticker?quantity=0", 400, /not right/],
    ["/pay/sticker?quantity=-1", 400, /not right/],
    ["/pay/sticker?quantity=1.5", 400, /not right/],
    ["/pay/sticker?quantity=6", 400, /not right/],
    ["/pay/sticker?quantity=1&quantity=2", 400, /not right/],
    ["/pay/sticker?amount=0.01", 400, /not right/],
    ["/pay/%3Cscript%3E", 400, /not for sale/],
  ];
  for (const [path, expected, text] of refused) {
    // input: P5
    test(`refuses ${path} in plain words`, async () => {
      const { visit, orders } = unopened();

      const { status, body, headers } = await visit(path);

      assert.equal(status, expected);
      assert.match(body, text);
      assert.doesNotMatch(body, /<script>/);
      assert.match(String(headers["content-type"]), /^text\/html/);
      assert.deepEqual(await orders(), []);
    });
  }

  test("tells a program in the contract's words", async () => {
    const { visit } = unopened();

    const { body } = await visit("/pay/sticker?amount=1", { accept: "application/json" });

    assert.deepEqual(Object.keys(JSON.parse(body).error.fields), ["amount"]);
  });

  // input: P6
  test("shares its limit with POST /v1/checkouts", async (t) => {
    const { companion, visit } = await start(t, { environment: { CHECKOUTS_PER_MINUTE: "1" } });
    await companion.open({ id: crypto.randomUUID(), product: "sticker" });

    const { status, headers, body } = await visit("/pay/sticker");

    assert.equal(status, 429);
    assert.ok(Number(headers["retry-after"]) > 0);
    assert.match(body, /wait a minute/);
  });

  test("says so where Request Network fails", async (t) => {
    const { visit } = await start(t, { environment: { REQUEST_API_URL: "http://127.0.0.1:9" } });

    const { status, body } = await visit("/pay/sticker");

    assert.equal(status, 502);
    assert.match(body, /not been charged/);
  });
});
