import type { Config } from "../config.ts";
import { isSameAsset } from "../domain/currency.ts";
import { refusalStatus } from "../request-api/call-api.ts";
import type { RateLimiter } from "../request-api/rate-limiter.ts";
import { createRequestApi } from "../request-api/request-api.ts";
import type { LinkState } from "../request-api/upstream-schemas.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";

const CHECK = "destination";
const AMOUNT = "0.01";
const MADE = `a link for ${AMOUNT} was made and told to nobody: it expires by itself`;

export interface DestinationCheck {
  config: Config;
  fetch: typeof globalThis.fetch;
  limiter: RateLimiter;
}

/**
 * Is there a destination that links may lead to, and is it the merchant's? Request Network has no call that only tells: a
 * link is made, for the least amount and for nobody, as the button makes it (with the Client ID) or else as the companion
 * does. It is read by its token, and never paid.
 */
export async function checkDestination({ config, fetch, limiter }: DestinationCheck): Promise<Finding> {
  const { apiKey, clientId, requestOrigin, allowedOrigins } = config;
  if (!apiKey && !clientId) return skip(CHECK, "there are no credentials to make a link with");
  const isPages = clientId !== undefined;
  const api = createRequestApi({
    ...config,
    ...(isPages && { apiKey: undefined }),
    origin: requestOrigin ?? allowedOrigins[0],
    currency: config.requestCurrency,
    payee: config.payees[0],
    fetch,
    limiter,
  });
  try {
    const link = await api.createLink({ amount: AMOUNT, reference: "request-checkout-doctor" });
    if (!isPages)
      return warn(
        CHECK,
        `is bound; where it leads can't be read without a Client ID (${MADE})`,
        "Set REQUEST_CLIENT_ID to have the wallet checked too.",
      );
    const answer = await api.loadLink(link.token, "payer");
    if (answer.status === 200) return judgeLink(answer.link, config);
    return warn(
      CHECK,
      `is bound, but its link can't be read by token (${answer.status}; ${MADE})`,
      "Compare the destination with REQUEST_PAYEE in the Request Portal.",
    );
  } catch (error) {
    return judgeRefusal(refusalStatus(error), messageOf(error));
  }
}

/** Compares where a link leads with what the configuration says. */
export function judgeLink(
  { payee, destination, paymentCurrency, network, isPayeeAddressMasked }: LinkState,
  { payees, catalog, requestCurrency }: Pick<Config, "payees" | "catalog" | "requestCurrency">,
): Finding {
  const wallet = payee ?? destination?.walletAddress;
  if (!wallet || isPayeeAddressMasked || destination?.isMasked)
    return warn(
      CHECK,
      `is bound, but its wallet is hidden (${MADE})`,
      "Compare it with REQUEST_PAYEE in the Request Portal.",
    );
  if (payees.length === 0)
    return warn(
      CHECK,
      `leads to ${wallet} (${MADE})`,
      `Set REQUEST_PAYEE=${wallet}, if that is your wallet.`,
    );
  if (!payees.some((own) => own.toLowerCase() === wallet.toLowerCase()))
    return fail(
      CHECK,
      `leads to ${wallet}, which REQUEST_PAYEE does not name: no payment would count`,
      "Bind your wallet to the Client ID in the Request Portal, or add that wallet to REQUEST_PAYEE if it is yours.",
    );
  const currency = toCurrencyId(paymentCurrency, network);
  const prices = [requestCurrency, ...[...catalog.values()].map((product) => product.currency)];
  const priced = prices.find((price) => price && currency && !isSameAsset(price, currency));
  if (priced)
    return fail(
      CHECK,
      `asks for ${currency}, and the prices are in ${priced}: payments would end in review`,
      "Bind a destination in the currency of your prices, or change the prices.",
    );
  return pass(CHECK, `leads to ${wallet}${currency ? ` in ${currency}` : ""} (${MADE})`);
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

function toCurrencyId(
  currency: string | null | undefined,
  network: string | null | undefined,
): string | undefined {
  if (!currency || currency.includes("-") || !network) return currency ?? undefined;
  return `${currency}-${network}`;
}

function messageOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
