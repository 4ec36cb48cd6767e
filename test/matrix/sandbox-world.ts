import { findCurrency } from "../../demo/sandbox/model/currencies.ts";
import { toDestinationId } from "../../demo/sandbox/model/destination.ts";
import { buildSandbox } from "../../demo/sandbox/sandbox.ts";
import { SHOP } from "../helpers/companion.ts";
import { PAYEE } from "../helpers/events.ts";
import type { Scope } from "../helpers/temporary-folder.ts";
import type { Creation, Destination, World } from "./cases.ts";

export const TRON_PAYEE = "TMerchantxxxxxxxxxxxxxxxxxxxxxxxxx";
const WALLETS: Record<Destination, string> = {
  "USDC-base": PAYEE,
  "USDT-arbitrum-one": PAYEE,
  "USDT-tron": TRON_PAYEE,
};
export const PRICE = "10";

/** The sandbox of a world. Nothing is delivered by itself: a test hands the events over. */
export async function startSandboxOf(t: Scope, world: World, now: () => number) {
  const { api, events, readings, destination } = world;
  const sandbox = buildSandbox({
    api,
    events,
    readings,
    now,
    ratePerSecond: 0,
    clients: [
      {
        clientId: "cli_sandbox",
        apiKey: "sk_sandbox",
        allowedOrigins: [SHOP],
        payee: WALLETS[destination],
        currency: destination,
      },
    ],
  });
  // The destination's own policy hides the payee, of links that the companion makes too.
  if (readings.R15 === "c")
    sandbox.addHook("preSerialization", async ({ method, url }, _reply, payload) => {
      const { token } = (payload ?? {}) as { token?: string };
      if (method === "POST" && url === "/v2/secure-payments" && token)
        sandbox.sandbox.link(token).isPayeeHidden = true;
      return payload;
    });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  return { sandbox, apiUrl };
}

/** The settings of a companion that makes links so, or reads those that a page has made so. */
export function environmentOf({ creation, destination }: World, apiUrl: string): Record<string, string> {
  const payee = WALLETS[destination];
  const byKey = { REQUEST_API_KEY: "sk_sandbox" };
  const byClient = { REQUEST_CLIENT_ID: "cli_sandbox", REQUEST_ORIGIN: SHOP };
  const own: Record<Creation, Record<string, string>> = {
    "page-guide": byClient,
    "page-destination": { ...byClient, ...byKey },
    guide: { ...byKey, REQUEST_CURRENCY: destination },
    destination: { ...byClient, ...byKey, REQUEST_DESTINATION_ID: destinationIdOf(destination) },
    bound: byClient,
  };
  return { REQUEST_API_URL: apiUrl, REQUEST_PAYEE: payee, CALIBRATE: "true", ...own[creation] };
}

/** The item that a page sends. */
export function pageItem({ creation, destination }: World): Record<string, string> {
  return creation === "page-guide"
    ? {
        payee: WALLETS[destination],
        amount: PRICE,
        invoiceCurrency: destination,
        paymentCurrency: destination,
      }
    : { amount: PRICE, destinationId: destinationIdOf(destination) };
}

function destinationIdOf(destination: Destination): string {
  const currency = findCurrency(destination);
  if (!currency) throw new TypeError(`the sandbox has no ${destination}`);
  return toDestinationId({ payee: WALLETS[destination], currency });
}
