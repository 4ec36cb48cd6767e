import { canonical } from "../purchase/decimal.ts";
import type { Labels } from "./labels.ts";
import { builtIn } from "./load-language.ts";

/** Networks that people call by another name than their id. */
const NETWORKS: Record<string, string> = {
  __proto__: null as never,
  Mainnet: "Ethereum",
  Matic: "Polygon",
  Bsc: "BNB Chain",
  Xdai: "Gnosis",
  "Arbitrum One": "Arbitrum",
};

/** How texts are written on this page. */
export interface Voice {
  /** The element's language, for numbers. */
  lang: string;
  /** The language of the texts: English where `lang` is not built in. */
  spoken: string;
  /** Before the press, no more than is needed for it. */
  labels: Partial<Labels>;
}

/** The language of an element: its own, the nearest one around it, or the browser's. Servers also write it as `de_DE.UTF-8`. */
export function langOf(element: Element): string {
  const nearest = (element as HTMLElement).lang || element.closest("[lang]")?.getAttribute("lang");
  const { host } = element.getRootNode() as ShadowRoot;
  return String(nearest || (host ? langOf(host) : navigator.language))
    .replace(/_/g, "-")
    .replace(/[.@].*/, "");
}

/** Fills in the names in braces. */
export function fill(text: string | undefined, values: Record<string, string>): string {
  return String(text ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** An amount as people say it, such as "10 USDC on Base". */
export function sayAmount(
  { amount, currency }: { amount: string; currency: string },
  { lang, labels }: Voice,
): string {
  const [symbol = "", ...rest] = currency.split("-");
  const network = rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
  return fill(labels.amount, {
    amount: formatNumber(amount, lang),
    symbol,
    network: NETWORKS[network] ?? network,
  });
}

/** Exact: browsers read a decimal string digit by digit where they would round a number. */
function formatNumber(amount: string, lang: string): string {
  const format = new Intl.NumberFormat(toLocale(lang), { maximumFractionDigits: 20 });
  return format.format(canonical(amount) as unknown as number);
}

/** A language that the browser can format in; else that of the texts. */
export function toLocale(lang: string): string {
  try {
    const [locale] = Intl.NumberFormat.supportedLocalesOf(lang);
    if (locale) return locale;
  } catch {
    // Not a language tag.
  }
  return builtIn(lang);
}
