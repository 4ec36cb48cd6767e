import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allowsUrl, parseCsp } from "../../server/doctor/csp.ts";
import { judgePageScript } from "../../server/doctor/page.ts";
import { toPageFacts } from "../../server/doctor/page-facts.ts";
import type { Answer } from "../../server/doctor/probe.ts";
import { readTags } from "../../server/doctor/tags.ts";

function answer(
  changes: Partial<Omit<Answer, "headers">> & { headers?: Record<string, string> } = {},
): Answer {
  const { headers = {}, ...rest } = changes;
  return {
    status: 200,
    body: "",
    url: "https://x.example/",
    tookMs: 5,
    headers: new Headers(headers),
    ...rest,
  };
}

describe("doctor, of pages", () => {
  const at = (url: string) => ({ url, origin: "https://shop.example" });
  const matching: [string, string, boolean][] = [
    ["'self'", "https://shop.example/x.js", true],
    ["'self'", "https://pay.shop.example/x.js", false],
    ["https:", "https://pay.shop.example/x.js", true],
    ["http:", "https://pay.shop.example/x.js", true],
    ["*", "https://pay.shop.example/x.js", true],
    ["'none'", "https://shop.example/x.js", false],
    ["pay.shop.example", "https://pay.shop.example/x.js", true],
    ["PAY.shop.example", "https://pay.shop.example/x.js", true],
    ["*.shop.example", "https://pay.shop.example/x.js", true],
    ["*.shop.example", "https://shop.example/x.js", false],
    ["https://pay.shop.example:444", "https://pay.shop.example/x.js", false],
    ["https://pay.shop.example:*", "https://pay.shop.example:8443/x.js", true],
    ["https://pay.shop.example/widget/", "https://pay.shop.example/widget/x.js", true],
    ["https://pay.shop.example/widget", "https://pay.shop.example/widget/x.js", false],
    ["http://127.0.0.1:4401", "http://127.0.0.1:4401/x.js", true],
    ["http://[::1]:4401", "http://[::1]:4401/x.js", true],
  ];
  for (const [source, url, isAllowed] of matching)
    test(`${source} ${isAllowed ? "allows" : "blocks"} ${url}`, () => {
      assert.equal(allowsUrl([source], at(url)), isAllowed);
    });

  test("a header with two policies is two, and the first directive of a name counts", () => {
    const [first, second] = parseCsp("script-src 'self'; SCRIPT-SRC *, default-src 'none',");

    assert.deepEqual(first?.get("script-src"), ["'self'"]);
    assert.deepEqual(second?.get("default-src"), ["'none'"]);
  });

  test("tags are read as a browser reads them", () => {
    const html = `<!-- <script src=no> --><p>a < b</p><script>"<meta name=no>"</script>
      <request-checkout client-id='a"b' SERVER=https://x/ payer-amount amount="1" amount="2"><br/><a =x>`;

    const tags = readTags(html);

    assert.deepEqual(
      tags.map(({ name }) => name),
      ["p", "script", "request-checkout", "br", "a"],
    );
    assert.deepEqual(Object.fromEntries(tags[2]?.attributes ?? []), {
      "client-id": 'a"b',
      server: "https://x/",
      "payer-amount": "",
      amount: "1",
    });
  });

  test("a character is read a few times at most, also in tags that never end", (t) => {
    const read = t.mock.method(String.prototype, "charCodeAt");
    for (const piece of ["<a ", "<a b='", "<script>", "<!--", "<a =", "<", "<a b=&", "&amp", "<p><table>"]) {
      const html = piece.repeat(300);
      read.mock.resetCalls();
      readTags(html);
      const reads = read.mock.callCount() / html.length;
      assert.ok(reads >= 0.5 && reads < 6, `${piece}: ${reads} times`);
    }
  });

  test("entities in attributes are read, of a name that comes twice the first, and none of tags that never end", () => {
    const tags = readTags(
      `<a HREF="?a=1&amp;b=2&#38;c&quot;" href=x a='&lt;'><textarea><b></textarea><script src="x`,
    );

    assert.deepEqual(
      tags.map(({ name, attributes }) => [name, ...attributes]),
      [["a", ["href", '?a=1&b=2&c"'], ["a", "<"]], ["textarea"]],
    );
  });

  test("an isolated page cannot load a classic script that does not say whose it may be", () => {
    const page = toPageFacts(
      {
        url: "https://shop.example/",
        headers: new Headers({ "cross-origin-embedder-policy": "require-corp; report-to=x" }),
        body: `<script src="https://pay.example/widget/request-checkout.iife.js"></script>`,
      },
      { publicUrl: "https://pay.example", apiUrl: "https://api.request.network", clientId: undefined },
    );
    assert.ok(page.script);

    assert.match(judgePageScript(page, page.script, answer()).says, /COEP/);
    assert.equal(judgePageScript(page, { ...page.script, isCors: true }, answer()).verdict, "pass");
  });
});
