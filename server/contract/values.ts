/** The values that the rest of the contract is made of. */
import { z } from "zod";

/** A plain decimal: no sign, no exponent, no grouping, at most 30 digits on either side. Its value may be 0. */
export const DecimalSchema = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/, "must be a plain decimal such as 10 or 9.50");

/** A Request Network currency id: symbol and network, as in `USDC-base`. */
export const CurrencyIdSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9.]+-[a-z0-9-]+$/, "must be a currency id such as USDC-base");

/** An id that a merchant gives to a product; it appears in URLs. */
export const ProductIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be letters, digits, - and _, at most 64");

/** Control characters, direction marks, line ends, blanks that nobody sees, and halves of characters. Joiners are letters' own. */
const UNREADABLE =
  /\u034f|\u17b4|\u17b5|\u180b|\u180c|\u180d|\u180f|[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}]/u;

/** Whether a text holds nothing but what a person can see, and line ends. */
export function isReadable(text: string): boolean {
  return !UNREADABLE.test(text.replaceAll(/\r?\n/g, " "));
}

/** A short text that somebody else will read: 1 to 255 characters, none of them a control character or direction mark. */
export const PlainTextSchema = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !UNREADABLE.test(text), "must not hold control characters or direction marks")
  .refine((text) => text.trim() !== "", "must not be blank");

/** The label of the hosted page's button back: Request Network refuses markup in it. */
export const ReturnLabelSchema = PlainTextSchema.regex(/^[^<>&"'`]*$/, "must hold none of < > & \" ' `");

/** A request id or a token, as a page may name it. */
export const LinkPartSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, "must be letters, digits, - and _, at most 128");

/** An origin as browsers send it: scheme, host, and the port where it is not the scheme's own. */
export const OriginSchema = z
  .string()
  .max(255)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    "must be an exact origin such as https://shop.example",
  );

/** Who decided a price: the merchant's catalog, an offer that the merchant signed, or the payer. */
export const PriceSourceSchema = z.enum(["catalog", "offer", "open"]);
export type PriceSource = z.infer<typeof PriceSourceSchema>;

/** Whose word a reference is: `offer` is the merchant's, `page` may be the payer's. */
export const ReferenceSourceSchema = z.enum(["offer", "page"]);
export type ReferenceSource = z.infer<typeof ReferenceSourceSchema>;

const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/** Milliseconds since 1970 of an ISO 8601 day or moment, in UTC where it names no zone; NaN where it is none. */
export function toDate(text: string): number {
  const [, day = "", zone] = DATE.exec(text) ?? [];
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return day && isDay ? Date.parse(text.length > day.length && !zone ? `${text}Z` : text) : Number.NaN;
}

/** A date in a query. */
export const DateSchema = z
  .string()
  .refine((text) => !Number.isNaN(toDate(text)), "must be a date, as 2026-01-31 or 2026-01-31T12:00:00Z")
  .transform(toDate);
