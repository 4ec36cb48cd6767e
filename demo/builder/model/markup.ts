import { type Choices, LEAST, MOST } from "./choices.ts";
import type { Setting } from "./setting.ts";

/** Where an element is put: among the demo's origins, or on a live page, whose own names its merchant has to fill in. */
export interface Place {
  server: string;
  clientId: string;
  /** Only the sandbox has one. */
  apiUrl?: string | undefined;
  scriptUrl: string;
  integrity: string;
  /** Signed by the companion. */
  offer: string;
}

export const CURRENCY = "USDC-base";
/** What a merchant puts in place of it. */
const LIVE = { server: "https://pay.your-shop.example", clientId: "cli_…", offer: "eyJ…" };
export const LIVE_SHOP = "https://your-shop.example";

/** @param signed an offer that the demo's companion has signed; empty while it has not */
export function toPlace({ place, way }: Choices, setting: Setting, signed: string): Place {
  const path = `/widget/${setting.version}/request-checkout.js`;
  const { companion, sandbox, clientId, integrity } = setting;
  const offer = signed || LIVE.offer;
  if (place === "sandbox")
    return { server: companion, clientId, apiUrl: sandbox, scriptUrl: companion + path, integrity, offer };
  return { ...LIVE, integrity, scriptUrl: (way === "static" ? LIVE_SHOP : LIVE.server) + path };
}

/** The element's attributes, in the order in which one reads them; `true` where one stands without a value. */
export function toAttributes(choices: Choices, place: Place): [name: string, value: string | true][] {
  const { way, tab, lang } = choices;
  const attributes: [string, string | true | undefined][] = [
    ["client-id", way === "companion" ? undefined : place.clientId],
    ["server", way === "static" ? undefined : place.server],
    ["api-url", place.apiUrl],
    ...toSale(choices, place),
    ["target", tab === "new" ? "_blank" : undefined],
    ["lang", lang || undefined],
  ];
  return attributes.filter((pair): pair is [string, string | true] => pair[1] !== undefined);
}

function toSale(choices: Choices, { offer }: Place): [string, string | true | undefined][] {
  const { sale, product, quantity, amount, min, max } = choices;
  switch (sale) {
    case "product":
      return [
        ["product", product],
        ["quantity", quantity > 1 ? String(quantity) : undefined],
      ];
    case "offer":
      return [["offer", offer]];
    case "amount":
      return [
        ["amount", amount],
        ["currency", CURRENCY],
      ];
    case "payer":
      return [
        ["payer-amount", true],
        ["amount", amount],
        ["min", min],
        ["max", max],
        ["currency", CURRENCY],
      ];
  }
}

/** Between which two the companion must take amounts that a page names. */
export function toOpenAmounts({ place, sale, amount, min, max }: Choices): string {
  if (place === "sandbox") return `${CURRENCY}:${LEAST}-${MOST}`;
  return sale === "payer" ? `${CURRENCY}:${min}-${max}` : `${CURRENCY}:${amount}-${amount}`;
}
