import type { Product } from "../../../server/contract/contract.ts";
import type { Choices } from "./choices.ts";
import { LIVE_SHOP, type Place, toOpenAmounts } from "./markup.ts";
import type { Setting } from "./setting.ts";

/** The companion's `.env` for what is chosen; empty where there is no companion. */
export function toEnvironment(choices: Choices, setting: Setting, place: Place): string {
  if (choices.way === "static") return "";
  const isLive = choices.place === "live";
  const origins = isLive ? [LIVE_SHOP] : setting.allowedOrigins;
  const lines: [name: string, value: string | undefined, why?: string][] = [
    ["PUBLIC_URL", place.server, "how browsers and Request Network reach the companion"],
    ["ALLOWED_ORIGINS", origins.join(","), "whose pages may hold the button"],
    ["REQUEST_API_URL", place.apiUrl, "the sandbox; leave it out when you go live"],
    ...credentials(choices, setting, { isLive, origin: origins[0] ?? "" }),
    ["REQUEST_PAYEE", isLive ? "0x…" : setting.payee, "your wallet: money to another one is never paid"],
    [
      "REQUEST_WEBHOOK_SECRET",
      isLive ? "…" : setting.webhookSecret,
      `shown once, when you register ${place.server}/webhooks/request`,
    ],
    ...selling(choices, setting, isLive),
  ];
  const said = lines.filter(([, value]) => value !== undefined);
  return said.map(([name, value, why]) => `${why ? `# ${why}\n` : ""}${name}=${value}`).join("\n");
}

function credentials(
  { way }: Choices,
  { clientId, apiKey }: Setting,
  { isLive, origin }: { isLive: boolean; origin: string },
): [string, string | undefined, string?][] {
  return [
    [
      "REQUEST_API_KEY",
      way === "companion" ? (isLive ? "…" : apiKey) : undefined,
      "makes the links; never on a page",
    ],
    ["REQUEST_CLIENT_ID", isLive ? "cli_…" : clientId, "reads a link, to see whose it is"],
    ["REQUEST_ORIGIN", origin],
  ];
}

function selling(
  choices: Choices,
  { offerSecret }: Setting,
  isLive: boolean,
): [string, string | undefined, string?][] {
  switch (choices.sale) {
    case "product":
      return [["CATALOG_FILE", "catalog.json", "your prices; read again when it changes"]];
    case "offer":
      return [
        [
          "OFFER_SECRET",
          isLive ? "…" : offerSecret,
          "the same where you sign; at least 32 characters, such as of: openssl rand -hex 32",
        ],
      ];
    default:
      return [["OPEN_AMOUNTS", toOpenAmounts(choices), "amounts that a page may name, and so a payer"]];
  }
}

/** The catalog with what is chosen in it; empty where nothing of a catalog is sold. */
export function toCatalog({ sale, product }: Choices, products: readonly Product[]): string {
  const chosen = products.filter(({ id }) => sale === "product" && id === product);
  return chosen.length > 0 ? JSON.stringify({ products: chosen }, null, 2) : "";
}

/** The purchase as a plain link; empty where there is none. */
export function toPlainLink({ way, sale, product, quantity }: Choices, { server }: Place): string {
  if (way === "static" || sale !== "product") return "";
  return `${server}/pay/${product}${quantity > 1 ? `?quantity=${quantity}` : ""}`;
}
