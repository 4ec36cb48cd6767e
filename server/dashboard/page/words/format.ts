/** An amount with two decimals at least, grouped by thousands. Text in, text out: nothing is ever rounded. */
export function toNumber(amount: string): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return `${group(whole)}.${fraction.padEnd(2, "0")}`;
}

function group(digits: string): string {
  return digits.length > 3 ? `${group(digits.slice(0, -3))},${digits.slice(-3)}` : digits;
}

/** As `10.00 USDC`. */
export function toMoney(amount: string, currency: string): string {
  return `${toNumber(amount)}\u00a0${symbolOf(currency)}`;
}

export function symbolOf(currency: string): string {
  return currency.split("-", 1)[0] ?? currency;
}

/** As `Base`; empty where a currency id names none. */
export function networkOf(currency: string): string {
  const network = currency.split("-").slice(1).join(" ");
  return network.charAt(0).toUpperCase() + network.slice(1);
}

const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "medium" });

/** As short as it can be and still be told from others: `13:05`, `1 Mar, 13:05`, `1 Mar 2025, 13:05`. */
export function toShortTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) return TIME.format(date);
  const day = date.getFullYear() === now.getFullYear() ? DAY : DATE;
  return `${day.format(date)}, ${TIME.format(date)}`;
}

export function toFullTime(iso: string): string {
  return FULL.format(new Date(iso));
}

/** The beginning of an order's id, by which people can name it. */
export function toShortId(id: string): string {
  return id.slice(0, 8);
}

export function toCount(count: number, one: string, many = `${one}s`): string {
  return `${toWhole(count)} ${count === 1 ? one : many}`;
}

export function toWhole(count: number): string {
  return group(String(count));
}

/** JSON with line ends and indentation; anything else as it is. */
export function toPretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
