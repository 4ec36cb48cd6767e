/** `npm run offer -- --amount 12.50 --currency USDC-base …`: signs an offer, and prints nothing but that. */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { ApiError } from "../errors.ts";
import { signOffer } from "./sign-offer.ts";

const USAGE = `Usage: npm run --silent offer -- --amount AMOUNT --currency CURRENCY [options]

  --amount 12.50            what it costs, exactly
  --currency USDC-base      in which currency, on which network
  --reference ORDER-17      your own reference; the offer can then be used once
  --title "Order 17"        what is sold, in words
  --expires 2026-12-31T00:00:00Z   until when it holds; default: a day from now
  --origin https://shop.example    the only origin whose pages may use it
  --reusable                may be used again and again in spite of its reference

OFFER_SECRET, from the environment or .env, signs it: the first of several. No offer is signed twice alike.`;

async function run(): Promise<void> {
  const { help, expires, ...given } = parseArgs({
    options: {
      amount: { type: "string" },
      currency: { type: "string" },
      reference: { type: "string" },
      title: { type: "string" },
      expires: { type: "string" },
      origin: { type: "string" },
      reusable: { type: "boolean" },
      help: { type: "boolean" },
    },
  }).values;
  if (help) return console.log(USAGE);
  if (existsSync(".env")) process.loadEnvFile(".env");
  const secret = process.env.OFFER_SECRET?.split(",")[0]?.trim();
  if (!secret || secret.length < 32)
    throw new Error("OFFER_SECRET must be set, with at least 32 characters.");
  const { amount = "", currency = "", ...rest } = given;
  const { offer } = await signOffer({ amount, currency, ...rest, expiresAt: expires }, secret);
  console.log(offer);
}

await run().catch((error: Error) => {
  const faults = error instanceof ApiError ? Object.entries(error.fields ?? {}) : [];
  const lines = faults.map(([name, fault]) => `  --${name.replace("expiresAt", "expires")} ${fault}`);
  console.error([error.message, ...lines, "", USAGE].join("\n"));
  process.exitCode = 1;
});
