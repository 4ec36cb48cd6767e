import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/catalog-file.ts";
import { findLinkCurrency, type LinkCurrency, openAmountErrors } from "../catalog/link-currency.ts";
import { type OpenAmount, parseOpenAmounts } from "../catalog/open-amounts.ts";
import { EnvironmentSchema } from "./environment.ts";
import { pairFaults, readVariables, toLocalUrl } from "./read-variables.ts";

/** Where it listens, and whose word about a caller's address counts. */
export interface ListenSettings {
  host: string;
  port: number;
  trustProxy: string[];
}

/** How Request Network's API is called. */
export interface UpstreamSettings {
  apiUrl: string;
  apiKey: string | undefined;
  clientId: string | undefined;
  requestOrigin: string | undefined;
  /** Calls to Request Network a second, all together. */
  requestRatePerSecond: number;
}

/** Where links lead. */
export interface DestinationSettings {
  payees: readonly string[];
  requestCurrency: string | undefined;
  destinationId: string | undefined;
  /** The currency that links of the companion ask for, where the configuration names it. */
  linkCurrency: LinkCurrency | undefined;
}

/** What is needed before money counts as verified. */
export interface EvidenceSettings {
  /** `paid` needs a request read that says so, beside a signed delivery. */
  corroborate: boolean;
  /** Tries once a day what reads answer, with a link over an odd amount. */
  calibrate: boolean;
}

/** What is sold. */
export interface PriceSettings {
  /** As it was at the start. */
  catalog: Catalog;
  catalogFile: string | undefined;
  offerSecrets: readonly string[];
  openAmounts: readonly OpenAmount[];
}

/** How the merchant is notified. */
export interface NotificationSettings {
  notifyUrl: string | undefined;
  notifySecret: string | undefined;
  smtpUrl: string | undefined;
  /** The merchant's addresses. */
  notifyEmail: readonly string[] | undefined;
  /** An address, or a name and an address. */
  mailFrom: string | undefined;
}

/** How much, and for how long. */
export interface LimitSettings {
  checkoutsPerMinute: number;
  readsPerMinute: number;
  linkTtlMs: number;
  retainDeliveriesDays: number;
}

/** What the companion runs by, in groups: a room is handed the group that it needs, so that no secret goes further. */
export interface Config {
  listen: ListenSettings;
  /** `sqlite:` and a path, or `postgres://…`. It may hold a password. */
  databaseUrl: string;
  allowedOrigins: readonly string[];
  publicUrl: string;
  upstream: UpstreamSettings;
  destination: DestinationSettings;
  evidence: EvidenceSettings;
  webhookSecrets: readonly string[];
  prices: PriceSettings;
  notifications: NotificationSettings;
  adminToken: string | undefined;
  limits: LimitSettings;
  logLevel: string;
}

/** A configuration that cannot work. The message names each variable and its fault, and no value. */
export class ConfigError extends Error {
  override name = "ConfigError";

  constructor(faults: readonly string[]) {
    super(`The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

/**
 * Reads the environment, and the files that `…_FILE` variables name; a blank variable counts as missing, but for a secret.
 * @throws {ConfigError} with all faults
 */
export function parseConfig(
  environment: Record<string, string | undefined>,
  readFile?: (path: string) => string,
): Config {
  const { given, env: known, faults } = readVariables(environment, readFile);
  const attempt = <T>(name: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      faults.push(`${name} ${(error as Error).message}`);
      return undefined;
    }
  };
  const {
    REQUEST_CURRENCY: requestCurrency,
    REQUEST_DESTINATION_ID: destinationId,
    CATALOG_FILE: path,
  } = known;
  const links = findLinkCurrency({ requestCurrency, destinationId });
  const catalog = path ? attempt("CATALOG_FILE", () => loadCatalog({ path, links, readFile })) : undefined;
  const openAmounts = known.OPEN_AMOUNTS
    ? (attempt("OPEN_AMOUNTS", () => parseOpenAmounts(known.OPEN_AMOUNTS ?? "")) ?? [])
    : [];
  faults.push(...openAmountErrors(openAmounts, links), ...pairFaults(given));
  if (faults.length > 0) throw new ConfigError(faults);
  const env = EnvironmentSchema.parse(given);
  return {
    listen: { host: env.HOST, port: env.PORT, trustProxy: env.TRUST_PROXY },
    databaseUrl: env.DATABASE_URL,
    allowedOrigins: env.ALLOWED_ORIGINS,
    publicUrl: env.PUBLIC_URL ?? toLocalUrl(env.HOST, env.PORT),
    upstream: {
      apiUrl: env.REQUEST_API_URL,
      apiKey: env.REQUEST_API_KEY,
      clientId: env.REQUEST_CLIENT_ID,
      requestOrigin: env.REQUEST_ORIGIN,
      requestRatePerSecond: env.REQUEST_RATE_PER_SECOND,
    },
    destination: { payees: env.REQUEST_PAYEE, requestCurrency, destinationId, linkCurrency: links },
    evidence: { corroborate: env.CORROBORATE, calibrate: env.CALIBRATE },
    webhookSecrets: env.REQUEST_WEBHOOK_SECRET,
    prices: {
      catalog: catalog ?? new Map(),
      catalogFile: path,
      offerSecrets: env.OFFER_SECRET,
      openAmounts,
    },
    notifications: {
      notifyUrl: env.NOTIFY_URL,
      notifySecret: env.NOTIFY_SECRET,
      smtpUrl: env.SMTP_URL,
      notifyEmail: env.NOTIFY_EMAIL,
      mailFrom: env.MAIL_FROM,
    },
    adminToken: env.ADMIN_TOKEN,
    limits: {
      checkoutsPerMinute: env.CHECKOUTS_PER_MINUTE,
      readsPerMinute: env.READS_PER_MINUTE,
      linkTtlMs: env.LINK_TTL_MS,
      retainDeliveriesDays: env.RETAIN_DELIVERIES_DAYS,
    },
    logLevel: env.LOG_LEVEL,
  };
}
