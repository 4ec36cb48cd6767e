import type { Config } from "../config/config.ts";
import type { RateLimiter } from "../request-network/api/rate-limiter.ts";
import { checkClock } from "./clock.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";
import { type Answer, excerpt, isSilent, type Probe, type Silence } from "./probe.ts";

/** Names no request. A caller who is let in gets 404, and nothing is made or changed. */
const NO_REQUEST = `/v2/request/01${"0".repeat(64)}`;

export interface ApiCheck {
  config: Config;
  probe: Probe;
  limiter: RateLimiter;
  now: () => number;
}

/** Is the API there, and is the clock right? Asked without credentials. */
export async function* checkApi({ config, probe, limiter, now }: ApiCheck): AsyncGenerator<Finding> {
  await limiter.payer();
  const answer = await probe(new URL(NO_REQUEST, config.upstream.apiUrl).href);
  yield judgeReach(config.upstream.apiUrl, answer);
  yield isSilent(answer)
    ? skip("clock", "there is no answer to compare with")
    : checkClock(answer.headers.get("date"), now());
}

export function judgeReach(apiUrl: string, answer: Answer | Silence): Finding {
  const check = "API";
  const hint = "Check REQUEST_API_URL, and that this machine may reach it (DNS, firewall, outgoing proxy).";
  if (isSilent(answer)) return fail(check, `${apiUrl} can't be reached: ${answer.reason}`, hint);
  const { status } = answer;
  if (status >= 500)
    return fail(
      check,
      `${apiUrl} answers ${status}: ${excerpt(answer)}`,
      "Try again later: Request Network has to fix it.",
    );
  if (status === 429)
    return warn(check, `${apiUrl} is reachable, and over its rate limit`, "Try again in five minutes.");
  if (status === 401 || status === 403) return pass(check, `${apiUrl} is reachable (${answer.tookMs} ms)`);
  return fail(check, `${apiUrl} answers ${status}, which is not how Request Network's API does`, hint);
}

/** Do the credentials work? The Client ID is asked from every origin whose pages use it. */
export async function* checkCredentials({ config, probe, limiter }: ApiCheck): AsyncGenerator<Finding> {
  const { allowedOrigins } = config;
  const { apiKey, clientId, requestOrigin, apiUrl } = config.upstream;
  const ask = async (headers: Record<string, string>) => {
    await limiter.payer();
    return probe(new URL(NO_REQUEST, apiUrl).href, { headers });
  };
  if (!apiKey && !clientId) yield skip("credentials", "there are none");
  if (apiKey) yield judgeCredential({ check: "API key" }, await ask({ "x-api-key": apiKey }));
  if (!clientId) return;
  const origins = new Set([requestOrigin, ...allowedOrigins]);
  if (allowedOrigins.length > 0 && !requestOrigin) origins.delete(undefined);
  for (const origin of origins)
    yield judgeCredential(
      { check: "Client ID", origin },
      await ask({ "x-client-id": clientId, ...(origin && { origin }) }),
    );
}

/** What an answer to a harmless read says of who has asked. */
export function judgeCredential(
  { check, origin }: { check: "API key" | "Client ID"; origin?: string | undefined },
  answer: Answer | Silence,
): Finding {
  if (isSilent(answer)) return skip(check, `the API can't be reached: ${answer.reason}`);
  const from = check === "API key" ? "" : ` from ${origin ?? "no origin"}`;
  const { status } = answer;
  if (status === 401) return fail(check, `Request Network does not know it (401)`, REMEDIES[check][401]);
  if (status === 403) return fail(check, `refused${from} (403): ${excerpt(answer)}`, REMEDIES[check][403]);
  if (status === 429) return warn(check, "over the rate limit", "Try again in five minutes.");
  if (status >= 500)
    return warn(check, `could not be checked: the API answers ${status}`, "Try again later.");
  return pass(check, `works${from}`);
}

/** The element says the same in the browser's console. */
const REMEDIES = {
  "API key": {
    401: "Copy REQUEST_API_KEY from the Request Portal once more; a revoked one must be replaced.",
    403: "The key may not do this, or is revoked: look in the Request Portal.",
  },
  "Client ID": {
    401: "Copy the Client ID from the Request Portal once more: REQUEST_CLIENT_ID, and client-id in the page.",
    403: "Add the origin to the Client ID's allowed domains in the Request Portal, exactly as the browser shows it.",
  },
};
