import { allowsUrl, type Policy, sourcesOf } from "./csp.ts";
import { type Finding, fail, pass, warn } from "./finding.ts";
import type { PageFacts, PageScript } from "./page-facts.ts";

const CHECK = "page CSP";
const SCRIPT_SOURCES = ["script-src-elem", "script-src", "default-src"];
const CONNECT_SOURCES = ["connect-src", "default-src"];

/** Whether a page's Content-Security-Policy lets the elements work. `script`: the page's own, or where it would be. */
export function judgePolicy(page: PageFacts, script: PageScript): Finding[] {
  if (page.policies.length === 0) return [pass(CHECK, "the page has none")];
  const faults = page.policies.flatMap((policy) => [
    ...scriptFaults(policy, page, script),
    ...connectFaults(policy, page),
    ...trustedTypesFaults(policy),
    ...sandboxFaults(policy),
  ]);
  return faults.length > 0 ? faults : [pass(CHECK, "lets the element load, call and draw")];
}

function scriptFaults(policy: Policy, { origin }: PageFacts, script: PageScript): Finding[] {
  const sources = sourcesOf(policy, SCRIPT_SOURCES);
  if (!sources) return [];
  const isNamed =
    (script.nonce && sources.includes(`'nonce-${script.nonce}'`)) ||
    script.integrity?.split(/\s+/).some((hash) => sources.includes(`'${hash}'`));
  const isStrict = sources.includes("'strict-dynamic'");
  if (isStrict)
    return isNamed
      ? []
      : [
          fail(
            CHECK,
            "script-src has 'strict-dynamic', and the script tag has none of its nonces and hashes",
            `Give the script tag the page's nonce: <script type="module" nonce="…" src="${script.url}">.`,
          ),
        ];
  const chunk = new URL("chunks/engine.js", script.url).href;
  const hint = `Add ${new URL(script.url).origin} to script-src.`;
  const isLoaded = isNamed || allowsUrl(sources, { url: script.url, origin });
  if (!isLoaded) return [fail(CHECK, `script-src blocks ${script.url}`, hint)];
  if (script.nonce && isNamed && sources.includes(`'nonce-${script.nonce}'`)) return [];
  if (allowsUrl(sources, { url: chunk, origin })) return [];
  return [
    fail(CHECK, `script-src lets the script load, but not its chunks in ${new URL(".", chunk).href}`, hint),
  ];
}

function connectFaults(policy: Policy, { origin, calls }: PageFacts): Finding[] {
  const sources = sourcesOf(policy, CONNECT_SOURCES);
  if (!sources) return [];
  return calls
    .filter(({ url }) => !allowsUrl(sources, { url: new URL("/v1/checkouts", url).href, origin }))
    .map(({ url }) => {
      const called = new URL(url).origin;
      return fail(CHECK, `connect-src blocks calls to ${called}`, `Add ${called} to connect-src.`);
    });
}

/** Lit makes its templates through a Trusted Types policy of its own name. */
function trustedTypesFaults(policy: Policy): Finding[] {
  const names = policy.get("trusted-types");
  const isRequired = policy.get("require-trusted-types-for")?.includes("'script'");
  if (!names) return [];
  if (!names.includes("lit-html") && !names.includes("*"))
    return [
      (isRequired ? fail : warn)(
        CHECK,
        "trusted-types does not let the element's templates (lit-html) be made",
        "Write trusted-types lit-html 'allow-duplicates'.",
      ),
    ];
  if (names.includes("'allow-duplicates'")) return [];
  return [
    warn(
      CHECK,
      "trusted-types lets lit-html be made once only: another Lit on the page, or the script loaded twice, fails",
      "Add 'allow-duplicates' to trusted-types.",
    ),
  ];
}

function sandboxFaults(policy: Policy): Finding[] {
  const allowed = policy.get("sandbox");
  if (!allowed) return [];
  const missing = ["allow-scripts", "allow-same-origin"].filter((word) => !allowed.includes(word));
  if (missing.length === 0) return [];
  return [
    fail(
      CHECK,
      `sandbox lacks ${missing.join(" and ")}: the page has no scripts or no origin`,
      `Add ${missing.join(" ")} to it.`,
    ),
  ];
}
