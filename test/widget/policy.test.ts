import { equal, ok } from "../helpers/widget-assert.ts";
import { until } from "../helpers/widget-harness.ts";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src http://127.0.0.1:*",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html 'allow-duplicates'",
].join("; ");

const PAGE = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">
  <script type="module" src="${new URL("./policy-page.ts", import.meta.url)}"></script>
  <request-checkout client-id="cli_1" amount="10" currency="USDC-base">Pay</request-checkout>
  <request-checkout-status server="http://127.0.0.1:1" checkout-id="0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f">
  </request-checkout-status>`;

describe("a strict Content-Security-Policy with Trusted Types", () => {
  // input: E12
  it("is not violated, and the button looks as it should", async () => {
    const frame = document.createElement("iframe");
    frame.srcdoc = PAGE;

    document.body.append(frame);
    const find = () =>
      frame.contentDocument?.querySelector("request-checkout")?.shadowRoot?.querySelector("button");
    await until(find, "the button");

    const button = find();
    ok(button && frame.contentWindow, "the button");
    equal(frame.contentWindow.getComputedStyle(button).minHeight, "44px");
    equal((frame.contentWindow as typeof frame.contentWindow & { violations: string[] }).violations, []);
    frame.remove();
  });
});
