import { readFileSync } from "node:fs";
import { z } from "zod";
import { type Catalog, parseCatalog } from "./catalog/catalog.ts";
import { CurrencyIdSchema } from "./contract.ts";
import { toAsset } from "./currencies.ts";

const list = z.string().transform((text) => text.split(",").map((part) => part.trim()));
const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "must be an http or https URL",
  );
const origins = list.pipe(
  z.array(
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && new URL(text).origin === text,
        "must be exact origins such as https://shop.example, comma-separated",
      ),
  ),
);
const count = (fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be a whole number above 0")
    .transform(Number)
    .default(fallback);
const wallet = z
  .string()
  .regex(/^(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})$/, "must be wallet addresses, comma-separated");

/** Every variable that the companion reads. The table in README.md says the same in words. */
export const EnvironmentSchema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port")
    .transform(Number)
    .refine((port) => port < 65_536, "must be a port")
    .default(4401),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:.+$/, "must be sqlite: and the path of a file")
    .default("sqlite:./data/checkouts.db"),
  ALLOWED_ORIGINS: origins.default([]),
  PUBLIC_URL: httpUrl.optional(),
  REQUEST_API_URL: httpUrl.default("https://api.request.network"),
  REQUEST_API_KEY: z.string().optional(),
  REQUEST_CLIENT_ID: z.string().optional(),
  REQUEST_ORIGIN: z.string().optional(),
  REQUEST_PAYEE: list.pipe(z.array(wallet)).default([]),
  REQUEST_CURRENCY: CurrencyIdSchema.optional(),
  REQUEST_DESTINATION_ID: z.string().optional(),
  REQUEST_WEBHOOK_SECRET: z
    .string("is required: the signing secret that was shown when the webhook was registered")
    .pipe(list)
    .pipe(z.array(z.string().min(1, "must hold no blank secret"))),
  CATALOG_FILE: z.string().optional(),
  NOTIFY_URL: httpUrl.optional(),
  NOTIFY_SECRET: z
    .string()
    .regex(
      /^whsec_(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/,
      "must be whsec_ and at least 24 bytes in base64",
    )
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, "must be an smtp or smtps URL")
    .refine(
      (text) => URL.canParse(text),
      "must be a URL in which signs such as # and / of a password are written as %23 and %2F",
    )
    .optional(),
  NOTIFY_EMAIL: z.email("must be an e-mail address").optional(),
  ADMIN_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  RETAIN_DELIVERIES_DAYS: count(90),
  CHECKOUTS_PER_MINUTE: count(30),
  READS_PER_MINUTE: count(600),
  TRUST_PROXY: list.default([]),
  LINK_TTL_MS: count(7 * 24 * 60 * 60_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** Variables that are of no use without another one. */
const PAIRS = [
  ["NOTIFY_URL", "NOTIFY_SECRET"],
  ["NOTIFY_SECRET", "NOTIFY_URL"],
  ["NOTIFY_EMAIL", "SMTP_URL"],
  ["SMTP_URL", "NOTIFY_EMAIL"],
] as const;

/** What the companion runs by. */
export interface Config {
  host: string;
  port: number;
  databasePath: string;
  allowedOrigins: readonly string[];
  publicUrl: string;
  apiUrl: string;
  apiKey: string | undefined;
  clientId: string | undefined;
  requestOrigin: string | undefined;
  payees: readonly string[];
  requestCurrency: string | undefined;
  destinationId: string | undefined;
  webhookSecrets: readonly string[];
  catalog: Catalog;
  notifyUrl: string | undefined;
  notifySecret: string | undefined;
  smtpUrl: string | undefined;
  notifyEmail: string | undefined;
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
 * Reads the environment; a blank variable counts as missing, but for a secret.
 * @throws {ConfigError}
 */
export function parseConfig(environment: Record<string, string | undefined>, readFile = readText): Config {
  const given = Object.entries(environment).filter(
    ([name, value]) => value !== "" || name.endsWith("_SECRET"),
  );
  const { success, data: env, error } = EnvironmentSchema.safeParse(Object.fromEntries(given));
  if (!success)
    throw new ConfigError(error.issues.map(({ path, message }) => `${String(path[0])} ${message}`));
  const { catalog, faults } = loadCatalog(env.CATALOG_FILE, readFile);
  if (env.REQUEST_CURRENCY) {
    if (env.REQUEST_PAYEE.length === 0) faults.push("REQUEST_CURRENCY needs REQUEST_PAYEE beside it");
    faults.push(...foreignCurrencies(catalog, env.REQUEST_CURRENCY));
  }
  for (const [one, other] of PAIRS)
    if (env[one] && !env[other]) faults.push(`${one} needs ${other} beside it`);
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    host: env.HOST,
    port: env.PORT,
    databasePath: env.DATABASE_URL.slice("sqlite:".length),
    allowedOrigins: env.ALLOWED_ORIGINS,
    publicUrl: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    apiUrl: env.REQUEST_API_URL,
    apiKey: env.REQUEST_API_KEY,
    clientId: env.REQUEST_CLIENT_ID,
    requestOrigin: env.REQUEST_ORIGIN,
    payees: env.REQUEST_PAYEE,
    requestCurrency: env.REQUEST_CURRENCY,
    destinationId: env.REQUEST_DESTINATION_ID,
    webhookSecrets: env.REQUEST_WEBHOOK_SECRET,
    catalog,
    notifyUrl: env.NOTIFY_URL,
    notifySecret: env.NOTIFY_SECRET,
    smtpUrl: env.SMTP_URL,
    notifyEmail: env.NOTIFY_EMAIL,
    adminToken: env.ADMIN_TOKEN,
    retainDeliveriesDays: env.RETAIN_DELIVERIES_DAYS,
    checkoutsPerMinute: env.CHECKOUTS_PER_MINUTE,
    readsPerMinute: env.READS_PER_MINUTE,
    trustProxy: env.TRUST_PROXY,
    linkTtlMs: env.LINK_TTL_MS,
    logLevel: env.LOG_LEVEL,
  };
}

function readText(path: string): string {
  return readFileSync(path, "utf8");
}

function loadCatalog(
  path: string | undefined,
  readFile: (path: string) => string,
): { catalog: Catalog; faults: string[] } {
  if (!path) return { catalog: new Map(), faults: [] };
  try {
    return { catalog: parseCatalog(readFile(path)), faults: [] };
  } catch (error) {
    return { catalog: new Map(), faults: [`CATALOG_FILE ${path}: ${(error as Error).message}`] };
  }
}

/** A link that names its currency would ask for another one than the catalog promises. */
function foreignCurrencies(catalog: Catalog, currency: string): string[] {
  const asset = toAsset(currency);
  return [...catalog.values()]
    .filter((product) => {
      const other = toAsset(product.currency);
      return other.symbol !== asset.symbol || other.network !== asset.network;
    })
    .map(
      ({ id, currency: other }) =>
        `CATALOG_FILE ${id} is priced in ${other}, but REQUEST_CURRENCY is ${currency}`,
    );
}
