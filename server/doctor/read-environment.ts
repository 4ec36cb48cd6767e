import { type Config, ConfigError, parseConfig } from "../config/config.ts";
import { isLoopback } from "../domain/pay-url.ts";
import { type Finding, fail, pass, warn } from "./finding.ts";

const CHECK = "configuration";

/** The configuration, and what is to be said of it; without one, what is wrong with the environment. */
export function readEnvironment(environment: Record<string, string | undefined>): {
  config?: Config;
  findings: Finding[];
} {
  try {
    const config = parseConfig(environment);
    return { config, findings: judgeConfig(config) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.message.split("\n").slice(1);
    return {
      findings: faults.map((fault) =>
        fail(CHECK, fault.trim(), "Fix the environment variable, or .env: server/README.md has the table."),
      ),
    };
  }
}

/** What is valid, and yet hardly meant so. */
export function judgeConfig(config: Config): Finding[] {
  const doubts = [...doubtsOfSelling(config), ...doubtsOfReading(config), ...doubtsOfAddress(config)];
  return doubts.length > 0 ? doubts : [pass(CHECK, "every variable is valid")];
}

function doubtsOfSelling({ prices, allowedOrigins }: Config): Finding[] {
  const { catalog, offerSecrets, openAmounts } = prices;
  const doubts: Finding[] = [];
  if (catalog.size === 0 && offerSecrets.length === 0 && openAmounts.length === 0)
    doubts.push(
      warn(
        CHECK,
        "nothing is sold: every checkout is refused",
        "Set CATALOG_FILE, OFFER_SECRET or OPEN_AMOUNTS.",
      ),
    );
  if (allowedOrigins.length === 0)
    doubts.push(
      warn(
        CHECK,
        "ALLOWED_ORIGINS is empty: no page may embed the button",
        "Set it to your shop's origin, exactly as the browser shows it, such as https://shop.example.",
      ),
    );
  return doubts;
}

function doubtsOfReading({ upstream, destination }: Config): Finding[] {
  const { apiKey, clientId } = upstream;
  const { payees } = destination;
  const doubts: Finding[] = [];
  if (!apiKey && !clientId)
    doubts.push(
      warn(
        CHECK,
        "there are neither REQUEST_CLIENT_ID nor REQUEST_API_KEY: lost payments are never found, and links only come from pages",
        "Set REQUEST_CLIENT_ID, and REQUEST_ORIGIN to one of its allowed domains.",
      ),
    );
  if (payees.length === 0)
    doubts.push(
      warn(
        CHECK,
        "REQUEST_PAYEE is not set: no link can be checked against your wallet, and payments are not searched",
        "Set it to the wallet that receives the money.",
      ),
    );
  return doubts;
}

function doubtsOfAddress({ publicUrl, upstream, adminToken }: Config): Finding[] {
  const { apiUrl, clientId, requestOrigin } = upstream;
  const doubts: Finding[] = [];
  if (isLoopback(publicUrl) && !isLoopback(apiUrl))
    doubts.push(
      warn(
        CHECK,
        `PUBLIC_URL is ${publicUrl}, where neither payers nor Request Network's webhooks can reach it`,
        "Set it to the https URL that your proxy serves the companion at.",
      ),
    );
  if (!isLoopback(publicUrl) && !publicUrl.startsWith("https:"))
    doubts.push(
      fail(
        CHECK,
        "PUBLIC_URL is not https: the element refuses such a server, and so do browsers",
        "Put a proxy with a certificate in front, and set PUBLIC_URL to its https URL.",
      ),
    );
  if (clientId && !requestOrigin)
    doubts.push(
      warn(
        CHECK,
        "REQUEST_CLIENT_ID is set without REQUEST_ORIGIN: a Client ID with allowed domains refuses such calls",
        "Set REQUEST_ORIGIN to one of the Client ID's allowed domains; a backend Client ID needs none.",
      ),
    );
  if (!adminToken)
    doubts.push(
      warn(
        CHECK,
        "ADMIN_TOKEN is not set: orders, dashboard and metrics are off, and some checks here see less",
        "Set it to at least 16 random characters, such as those of openssl rand -hex 24.",
      ),
    );
  return doubts;
}
