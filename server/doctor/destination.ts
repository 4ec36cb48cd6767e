import { learnFrom } from "../calibration/learn.ts";
import { createTrialLink, readTrialLink } from "../calibration/trial-link.ts";
import type { Config } from "../config/config.ts";
import type { Learned } from "../domain/calibration.ts";
import { isSameAsset } from "../domain/currency.ts";
import { refusalStatus } from "../request-network/api/call-api.ts";
import type { RateLimiter } from "../request-network/api/rate-limiter.ts";
import { createRequestApi, toAccess } from "../request-network/api/request-api.ts";
import type { TrialLink } from "../store/tables/calibration.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";

const CHECK = "destination";
const MADE = "one link was created and never shared: it expires by itself";

export interface DestinationCheck {
  config: Config;
  fetch: typeof globalThis.fetch;
  limiter: RateLimiter;
}

/**
 * Is there a destination that links may lead to, is it the merchant's, and what do reads tell? Request Network has no call that
 * answers this: a link is created, for about a cent and for nobody, as the button creates it (with the Client ID) or else as
 * the companion does. It is read as calibration reads its own, and never paid.
 */
export async function* checkDestination({
  config,
  fetch,
  limiter,
}: DestinationCheck): AsyncGenerator<Finding> {
  const { apiKey, clientId, requestOrigin } = config.upstream;
  if (!apiKey && !clientId) return yield skip(CHECK, "there are no credentials to make a link with");
  const hasClientId = clientId !== undefined;
  const origin = requestOrigin ?? config.allowedOrigins[0];
  const access = { ...toAccess(config), origin, fetch, limiter };
  const api = createRequestApi({ ...access, ...(hasClientId && { apiKey: undefined }) });
  let link: TrialLink;
  try {
    link = await createTrialLink({ api, priority: "payer" }, config.destination.linkCurrency?.currency);
  } catch (error) {
    return yield judgeRefusal(refusalStatus(error), messageOf(error));
  }
  const { signal } = new AbortController();
  const hasApiKey = !hasClientId;
  const reads = await readTrialLink(link, { api, hasApiKey, hasClientId, priority: "payer", signal });
  const { learned, problems } = learnFrom(reads, link.amount);
  yield judgeDestination(learned, { ...config.destination, catalog: config.prices.catalog });
  yield judgeReads(learned, problems);
}

type Bound = Pick<Config["destination"], "payees" | "requestCurrency"> & Pick<Config["prices"], "catalog">;

/** Compares where links lead with what the configuration says. */
export function judgeDestination(
  { payee, currency }: Pick<Learned, "payee" | "currency">,
  { payees, catalog, requestCurrency }: Bound,
): Finding {
  if (payee === undefined)
    return warn(
      CHECK,
      `is bound, but no read names its wallet: it is hidden, or such reads are closed (${MADE})`,
      "Compare it with REQUEST_PAYEE in the Request Portal.",
    );
  if (payees.length === 0)
    return warn(CHECK, `leads to ${payee} (${MADE})`, `Set REQUEST_PAYEE=${payee}, if that is your wallet.`);
  if (!payees.some((own) => own.toLowerCase() === payee.toLowerCase()))
    return fail(
      CHECK,
      `leads to ${payee}, which REQUEST_PAYEE does not name: no payment would count`,
      "Bind your wallet to the Client ID in the Request Portal, or add that wallet to REQUEST_PAYEE if it is yours.",
    );
  const prices = [requestCurrency, ...[...catalog.values()].map((product) => product.currency)];
  const priced = prices.find((price) => price && currency && !isSameAsset(price, currency));
  if (priced)
    return fail(
      CHECK,
      `asks for ${currency}, and the prices are in ${priced}: the companion creates no links for those`,
      "Bind a destination in the currency of your prices, or change the prices.",
    );
  return pass(CHECK, `leads to ${payee}${currency ? ` in ${currency}` : ""} (${MADE})`);
}

/** What reads tell of a link, as calibration has learned it. */
export function judgeReads(
  { tokenReads, linkUnit, namesPayee, form }: Learned,
  problems: readonly string[],
): Finding {
  const check = "calibration";
  if (problems.length > 0)
    return warn(
      check,
      `not everything could be learned: ${problems.join("; ")}`,
      "Run it again in a few minutes. The companion tries again by itself, and waits for more reads until then.",
    );
  if (namesPayee === false)
    return warn(
      check,
      "no read names the wallet that is paid: payments of links made by pages count only by a signed webhook without doubt",
      "Let the companion create the links, or show the wallet of the destination in the Request Portal.",
    );
  if (tokenReads === "closed")
    return warn(
      check,
      "links can't be read by their token with this Client ID: a link made by a page is known by its request id alone",
      "Let the companion create the links, or ask Request Network to open GET /v2/secure-payments/{token} to your Client ID.",
    );
  const unit = linkUnit ? `, amounts in ${linkUnit === "base" ? "base units" : "human-readable form"}` : "";
  const tokens = tokenReads === "open" ? `links can be read by their token${unit}` : "there is no Client ID";
  return pass(check, `${tokens}; reads name the wallet${form ? `; API in the form of ${form}` : ""}`);
}

/** What it means that no link could be made. */
export function judgeRefusal(status: number | undefined, words: string): Finding {
  if (status === undefined) return skip(CHECK, `no link could be made: ${words}`);
  if (status === 401) return skip(CHECK, "the credentials don't work");
  if (status === 403)
    return fail(
      CHECK,
      `no link may be made (403): ${words}`,
      "Leave REQUEST_DESTINATION_ID out or name the Client ID's own; check its allowed domains in the Request Portal.",
    );
  if (status === 429) return warn(CHECK, "over the rate limit", "Try again in five minutes.");
  if (status >= 500)
    return warn(CHECK, `could not be checked: the API answers ${status}`, "Try again later.");
  return fail(
    CHECK,
    `no link can be made (${status}): ${words}`,
    "Bind a destination to the Client ID in the Request Portal; with an API key set REQUEST_PAYEE and REQUEST_CURRENCY.",
  );
}

function messageOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
