import type { Product } from "../../../server/contract/contract.ts";
import { isWithin } from "../../../widget/engine/typed-amount.ts";
import { canonical } from "../../../widget/purchase/decimal.ts";

export const WAYS = ["client", "companion", "static"] as const;
export const SALES = ["product", "offer", "amount", "payer"] as const;
export const TABS = ["same", "new"] as const;
export const SCHEMES = ["auto", "light", "dark"] as const;
export const CODES = ["html", "react", "vue"] as const;
export const PLACES = ["sandbox", "live"] as const;
/** What the demo's companion lets payers choose. */
export const LEAST = "1";
export const MOST = "500";

/** Everything that can be chosen. It lives in the page's address, so that it can be shared, reloaded and gone back to. */
export interface Choices {
  /** Who makes the link, and where the status comes from. */
  way: (typeof WAYS)[number];
  sale: (typeof SALES)[number];
  product: string;
  quantity: number;
  amount: string;
  /** Between which two the payer chooses. */
  min: string;
  max: string;
  tab: (typeof TABS)[number];
  /** The button's text; the element's own where it is empty. */
  text: string;
  /** `#rrggbb`; the element's own where it is empty. */
  color: string;
  /** Pixels. */
  radius: number;
  /** Pixels. */
  size: number;
  scheme: (typeof SCHEMES)[number];
  /** A language tag; the page's where it is empty. */
  lang: string;
  code: (typeof CODES)[number];
  /** Whether the code is for the sandbox or for a live page. */
  place: (typeof PLACES)[number];
}

export const DEFAULTS: Choices = {
  way: "client",
  sale: "product",
  product: "",
  quantity: 1,
  amount: "5",
  min: LEAST,
  max: MOST,
  tab: "same",
  text: "",
  color: "",
  radius: 8,
  size: 16,
  scheme: "auto",
  lang: "",
  code: "html",
  place: "sandbox",
};

/** What an address says, mended where it says what can't be. */
export function parseChoices(search: string, products: readonly Product[]): Choices {
  const query = new URLSearchParams(search);
  const given = Object.fromEntries([...query].filter(([name]) => Object.hasOwn(DEFAULTS, name)));
  const { quantity, radius, size } = given;
  return mend(
    {
      ...DEFAULTS,
      ...given,
      quantity: Number(quantity ?? DEFAULTS.quantity),
      radius: Number(radius ?? DEFAULTS.radius),
      size: Number(size ?? DEFAULTS.size),
    },
    products,
  );
}

/** Puts right what can't be, or does not go together. */
export function mend(choices: Choices, products: readonly Product[]): Choices {
  const product = products.find(({ id }) => id === choices.product) ?? products[0];
  const way = oneOf(WAYS, choices.way);
  const sale = oneOf(SALES, choices.sale);
  const isServerless = way === "static" && (sale === "product" || sale === "offer");
  const bounds = toBounds(choices);
  const isAmount = isWithin(choices.amount, bounds.min, bounds.max);
  return {
    way,
    sale: isServerless ? "amount" : sale,
    product: product?.id ?? "",
    quantity: toWhole(choices.quantity, 1, product?.maxQuantity ?? 99) ?? 1,
    amount: isAmount
      ? canonical(choices.amount)
      : isWithin(DEFAULTS.amount, bounds.min, bounds.max)
        ? DEFAULTS.amount
        : bounds.min,
    ...bounds,
    tab: oneOf(TABS, choices.tab),
    text: choices.text.slice(0, 80),
    color: /^#[0-9a-f]{6}$/i.test(choices.color) ? choices.color.toLowerCase() : "",
    radius: toWhole(choices.radius, 0, 32) ?? DEFAULTS.radius,
    size: toWhole(choices.size, 12, 24) ?? DEFAULTS.size,
    scheme: oneOf(SCHEMES, choices.scheme),
    lang: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(choices.lang) ? choices.lang : "",
    code: oneOf(CODES, choices.code),
    place: oneOf(PLACES, choices.place),
  };
}

/** The query of an address that says all this; what is as usual is left out. */
export function toSearch(choices: Choices, products: readonly Product[]): string {
  const usual = { ...DEFAULTS, product: products[0]?.id ?? "" };
  const said = Object.entries(choices).filter(([name, value]) => value !== usual[name as keyof Choices]);
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString();
}

/** The payer's bounds where the payer chooses; else the demo's own. */
function toBounds({ sale, min, max }: Choices): { min: string; max: string } {
  const widest = { min: LEAST, max: MOST };
  if (sale !== "payer") return widest;
  const isSound = isWithin(min, LEAST, MOST) && isWithin(max, min, MOST);
  return isSound ? { min: canonical(min), max: canonical(max) } : widest;
}

function oneOf<T extends string>(values: readonly [T, ...T[]], value: string): T {
  return values.find((each) => each === value) ?? values[0];
}

function toWhole(value: number, least: number, most: number): number | undefined {
  return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}

/** Changes something; `isPassing` while a slider is still being moved, which is not worth a step in the browser's history. */
export type Choose = (patch: Partial<Choices>, isPassing?: boolean) => void;
