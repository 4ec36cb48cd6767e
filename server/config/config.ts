import type { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/catalog-file.ts";
import { findLinkCurrency, type LinkCurrency, openAmountErrors } from "../catalog/link-currency.ts";
import { type OpenAmount, parseOpenAmounts } from "../catalog/open-amounts.ts";
import { EnvironmentSchema } from "./environment.ts";
import { pairFaults, readVariables, toLocalUrl } from "./read-variables.ts";

/** What the companion runs by. */
export interface Config {
  host: string;
  port: number;
  /** `sqlite:` and a path, or `postgres://…`. It may hold a password. */
  databaseUrl: string;
  allowedOrigins: readonly string[];
  publicUrl: string;
  apiUrl: string;
  apiKey: string | undefined;
  clientId: string | undefined;
  requestOrigin: string | undefined;
  payees: readonly string[];
  requestCurrency: string | undefined;
  /** `paid` needs a request read that says so, beside a signed delivery. */
  corroborate: boolean;
  /** Tries once a day what reads answer, with a link over an odd amount. */
  calibrate: boolean;
  /** Calls to Request Network a second, all together. */
  requestRatePerSecond: number;
  destinationId: string | undefined;
  /** The currency that links of the companion ask for, where the configuration names it. */
  linkCurrency: LinkCurrency | undefined;
  webhookSecrets: readonly string[];
  /** As it was at the start. */
  catalog: Catalog;
  catalogFile: string | undefined;
  offerSecrets: readonly string[];
  openAmounts: readonly OpenAmount[];
  notifyUrl: string | undefined;
  notifySecret: string | undefined;
  smtpUrl: string | undefined;
  /** The merchant's addresses. */
  notifyEmail: readonly string[] | undefined;
  /** An address, or a name and an address. */
  mailFrom: string | undefined;
  adminToken: string | undefined;
  retainDeliveriesDays: number;
  checkoutsPerMinute: number;
  readsPerMinute: number;
  trustProxy: string[];
  linkTtlMs: number;
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
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    allowedOrigins: env.ALLOWED_ORIGINS,
    publicUrl: env.PUBLIC_URL ?? toLocalUrl(env.HOST, env.PORT),
    apiUrl: env.REQUEST_API_URL,
    apiKey: env.REQUEST_API_KEY,
    clientId: env.REQUEST_CLIENT_ID,
    requestOrigin: env.REQUEST_ORIGIN,
    payees: env.REQUEST_PAYEE,
    requestCurrency,
    corroborate: env.CORROBORATE,
    calibrate: env.CALIBRATE,
    requestRatePerSecond: env.REQUEST_RATE_PER_SECOND,
    destinationId,
    linkCurrency: links,
    webhookSecrets: env.REQUEST_WEBHOOK_SECRET,
    catalog: catalog ?? new Map(),
    catalogFile: path,
    offerSecrets: env.OFFER_SECRET,
    openAmounts,
    notifyUrl: env.NOTIFY_URL,
    notifySecret: env.NOTIFY_SECRET,
    smtpUrl: env.SMTP_URL,
    notifyEmail: env.NOTIFY_EMAIL,
    mailFrom: env.MAIL_FROM,
    adminToken: env.ADMIN_TOKEN,
    retainDeliveriesDays: env.RETAIN_DELIVERIES_DAYS,
    checkoutsPerMinute: env.CHECKOUTS_PER_MINUTE,
    readsPerMinute: env.READS_PER_MINUTE,
    trustProxy: env.TRUST_PROXY,
    linkTtlMs: env.LINK_TTL_MS,
    logLevel: env.LOG_LEVEL,
  };
}
