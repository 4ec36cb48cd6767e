import { z } from "zod";
import { CurrencyIdSchema, OriginSchema } from "../contract/contract.ts";
import { isProxyEntry } from "../http/trusted-proxies.ts";
import { POSTGRES_URL, SQLITE_URL } from "../store/open-store.ts";

const list = z.string().transform((text) => text.split(",").map((part) => part.trim()));
const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "must be an http or https URL",
  );
const count = (fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be a whole number above 0")
    .transform(Number)
    .default(fallback);
const flag = (fallback: boolean) =>
  z
    .enum(["true", "false"], "must be true or false")
    .transform((text) => text === "true")
    .default(fallback);
const wallet = z
  .string()
  .regex(/^(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})$/, "must be wallet addresses, comma-separated");
/** What goes into a header: a blank or a line end in it is a mistake of copying. */
const credential = z
  .string()
  .regex(/^[\x21-\x7e]+$/, "must have no blanks, line ends or characters other than ASCII");
const token = z
  .string()
  .regex(/^[\x21-\x7e]{16,}$/, "must have at least 16 characters, all of them ASCII and none of them blank");
/** The address in `Shop <orders@shop.example>` or `orders@shop.example`; undefined where the name would need quotes. */
function toAddress(text: string): string | undefined {
  const open = text.lastIndexOf("<");
  if (open === -1) return text;
  if (!text.endsWith(">") || /[<>@",;\p{Cc}]/u.test(text.slice(0, open))) return undefined;
  return text.slice(open + 1, -1).trim();
}
const isMailbox = (text: string) => z.email().safeParse(toAddress(text)).success;

/** As libpq reads it: the host may be missing, or a socket's folder in `?host=`. */
function isPostgresUrl(text: string): boolean {
  return URL.canParse(text.replace(/^(\w+:\/\/[^/?#]*@)(?=[/?])/, "$1localhost"));
}

/** Every variable that the companion reads. The table in README.md says the same in words. */
export const EnvironmentSchema = z.object({
  HOST: z
    .string()
    .transform((text) => text.replace(/^\[(.*)\]$/, "$1"))
    .default("127.0.0.1"),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, "must be a port")
    .transform(Number)
    .refine((port) => port < 65_536, "must be a port")
    .default(4401),
  DATABASE_URL: z
    .string()
    .refine(
      (text) => SQLITE_URL.test(text) || (POSTGRES_URL.test(text) && isPostgresUrl(text)),
      "must be sqlite: and the path of a file, or postgres://user:password@host:port/database, in which signs such as # and / of a password are written as %23 and %2F",
    )
    .refine(
      (text) => !/^sqlite:\/\/(?!\/)/.test(text),
      "must not have // before a path: sqlite:./data/checkouts.db is relative, sqlite:/var/lib/checkouts.db is absolute",
    )
    .default("sqlite:./data/checkouts.db"),
  ALLOWED_ORIGINS: list.pipe(z.array(OriginSchema)).default([]),
  PUBLIC_URL: httpUrl.optional(),
  REQUEST_API_URL: httpUrl.default("https://api.request.network"),
  REQUEST_API_KEY: credential.optional(),
  REQUEST_CLIENT_ID: credential.optional(),
  REQUEST_ORIGIN: OriginSchema.optional(),
  REQUEST_PAYEE: list.pipe(z.array(wallet)).default([]),
  REQUEST_CURRENCY: CurrencyIdSchema.optional(),
  REQUEST_DESTINATION_ID: z.string().optional(),
  REQUEST_RATE_PER_SECOND: count(5),
  CORROBORATE: flag(false),
  CALIBRATE: flag(true),
  REQUEST_WEBHOOK_SECRET: z
    .string("is required: the signing secret that was shown when the webhook was registered")
    .pipe(list)
    .pipe(z.array(z.string().min(1, "must hold no blank secret"))),
  CATALOG_FILE: z.string().optional(),
  OFFER_SECRET: list.pipe(z.array(z.string().min(32, "must have at least 32 characters each"))).default([]),
  OPEN_AMOUNTS: z.string().default(""),
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
  NOTIFY_EMAIL: list
    .refine(
      (all) => all.every((one) => z.email().safeParse(one).success),
      "must be e-mail addresses, comma-separated",
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .refine(isMailbox, "must be an e-mail address, or a name and an address: Shop <orders@shop.example>")
    .optional(),
  ADMIN_TOKEN: token.optional(),
  RETAIN_DELIVERIES_DAYS: count(90),
  CHECKOUTS_PER_MINUTE: count(30),
  READS_PER_MINUTE: count(600),
  TRUST_PROXY: list
    .pipe(
      z.array(
        z
          .string()
          .refine(
            isProxyEntry,
            "must be addresses, ranges, loopback, linklocal or uniquelocal, comma-separated",
          ),
      ),
    )
    .default([]),
  LINK_TTL_MS: count(7 * 24 * 60 * 60_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** Variables that are of no use without another one. */
export const PAIRS = [
  ["NOTIFY_URL", "NOTIFY_SECRET"],
  ["NOTIFY_SECRET", "NOTIFY_URL"],
  ["NOTIFY_EMAIL", "SMTP_URL"],
  ["SMTP_URL", "NOTIFY_EMAIL"],
  ["MAIL_FROM", "SMTP_URL"],
] as const;
