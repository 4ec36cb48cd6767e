import { createHash } from "node:crypto";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../domain/pay-url.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";
import { type Callee, type PageFacts, type PageScript, toPageFacts } from "./page-facts.ts";
import { judgePolicy } from "./page-policy.ts";
import { type Answer, isSilent, type Probe, type Silence } from "./probe.ts";

/** Would the element work on this page? Reads the page as a browser does, runs none of it, and asks the companion from its origin. */
export async function* checkPage(url: string, config: Config, probe: Probe): AsyncGenerator<Finding> {
  const { publicUrl } = config;
  const answer = await probe(url, { headers: { accept: "text/html" }, followRedirects: true });
  const reach = judgePage(url, answer);
  yield reach;
  if (isSilent(answer) || reach.verdict === "fail") return;
  const page = toPageFacts(answer, { ...config.upstream, publicUrl });
  if (!page.hasElement) yield skip("page element", "there is none in the HTML: a script may add it");
  yield judgeOrigin(page.origin, config.allowedOrigins);
  yield* judgeCalls(page, probe);
  const script = page.script ?? {
    url: `${publicUrl.replace(/\/$/, "")}/widget/request-checkout.js`,
    nonce: undefined,
    integrity: undefined,
    isCors: true,
  };
  yield* judgePolicy(page, script);
  yield judgePageScript(page, script, await probe(script.url, { headers: { origin: page.origin } }));
}

function judgePage(url: string, answer: Answer | Silence): Finding {
  if (isSilent(answer))
    return fail(
      "page",
      `${url} can't be reached: ${answer.reason}`,
      "Name a page that this machine can open.",
    );
  if (answer.status !== 200)
    return fail("page", `${url} answers ${answer.status}`, "Name a page that anybody can open.");
  return pass("page", `${answer.url} is there`);
}

function judgeOrigin(origin: string, allowedOrigins: readonly string[]): Finding {
  if (allowedOrigins.includes(origin)) return pass("page origin", `${origin} is in ALLOWED_ORIGINS`);
  return fail(
    "page origin",
    `${origin} is not in ALLOWED_ORIGINS`,
    `Add ${origin} to ALLOWED_ORIGINS, and restart the companion.`,
  );
}

/** A browser asks before it calls: the companion and Request Network must both let this origin. */
async function* judgeCalls({ origin, calls }: PageFacts, probe: Probe): AsyncGenerator<Finding> {
  for (const callee of calls) {
    const { url } = callee;
    if (origin.startsWith("https:") && url.startsWith("http:") && !isLoopback(url))
      yield fail(
        "page CORS",
        `${url} is http, and the page is https: browsers block it`,
        "Serve it by https.",
      );
    yield judgePreflight(callee, origin, await askAsBrowser(callee, origin, probe));
  }
}

function askAsBrowser({ url, kind }: Callee, origin: string, probe: Probe): Promise<Answer | Silence> {
  const isApi = kind === "api";
  const path = isApi ? "/v2/secure-payments" : "/v1/checkouts";
  return probe(url.replace(/\/$/, "") + path, {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": isApi ? "content-type,x-client-id" : "content-type",
    },
  });
}

/** What the answer to a browser's preflight means. */
export function judgePreflight({ url, kind }: Callee, origin: string, answer: Answer | Silence): Finding {
  const check = "page CORS";
  if (isSilent(answer))
    return fail(
      check,
      `${url} can't be reached: ${answer.reason}`,
      "See the checks of PUBLIC_URL and of the API.",
    );
  const allowed = answer.headers.get("access-control-allow-origin");
  if (answer.status < 300 && (allowed === origin || allowed === "*"))
    return pass(check, `${url} lets ${origin} call`);
  return fail(
    check,
    `${url} does not let ${origin} call (${answer.status}, access-control-allow-origin ${allowed ?? "missing"})`,
    kind === "api"
      ? "Add the origin to the Client ID's allowed domains in the Request Portal."
      : "Restart the companion with this ALLOWED_ORIGINS, and let the proxy pass OPTIONS on.",
  );
}

/** Whether a browser that has fetched the script would run it on this page. */
export function judgePageScript(page: PageFacts, script: PageScript, answer: Answer | Silence): Finding {
  const check = "page script";
  if (isSilent(answer) || answer.status !== 200)
    return fail(
      check,
      `${script.url} ${isSilent(answer) ? `can't be reached: ${answer.reason}` : `answers ${answer.status}`}`,
      "Correct the src; after an upgrade, the path of another version is gone.",
    );
  const corp = answer.headers.get("cross-origin-resource-policy");
  const isForeign = new URL(script.url).origin !== page.origin;
  if (page.coep === "require-corp" && isForeign && !script.isCors && corp !== "cross-origin")
    return fail(
      check,
      "the page isolates itself (COEP require-corp), and the script comes without cross-origin-resource-policy",
      `Load it as a module or with crossorigin="anonymous".`,
    );
  if (script.integrity && !matchesIntegrity(script.integrity, answer.body))
    return fail(
      check,
      "integrity does not match the script that is served: browsers refuse it",
      "Name the version in the src (/widget/<version>/request-checkout.js), and take the hash from dist/integrity.json of that version.",
    );
  if (!page.script)
    return warn(
      check,
      "the page's HTML does not load it",
      `Add <script type="module" src="${script.url}"></script>.`,
    );
  return pass(check, `${script.url} is served${script.integrity ? ", as integrity says" : ""}`);
}

function matchesIntegrity(integrity: string, body: string): boolean {
  return integrity.split(/\s+/).some((entry) => {
    const [algorithm = "", hash] = entry.split("-", 2) as [string, string];
    return (
      /^sha(?:256|384|512)$/.test(algorithm) && createHash(algorithm).update(body).digest("base64") === hash
    );
  });
}
