import { ApiError } from "../../http/errors.ts";
import { signOffer } from "../../offers/sign-offer.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError } from "../program/command-error.ts";
import type { Environment } from "../program/settings.ts";

const LEAST_SECRET = 32;

export const command = defineCommand({
  usage: "--amount AMOUNT --currency CURRENCY [options]",
  about: "Signs an offer, and prints it.",
  options: {
    amount: { type: "string", value: "12.50", help: "the exact price" },
    currency: { type: "string", value: "USDC-base", help: "its currency and network" },
    reference: {
      type: "string",
      value: "ORDER-17",
      help: "your own reference; the offer can then be used once",
    },
    title: { type: "string", value: '"Order 17"', help: "what is sold, in words" },
    expires: {
      type: "string",
      value: "2026-12-31T00:00:00Z",
      help: "until when it is valid; default: a day from now",
    },
    origin: {
      type: "string",
      value: "https://shop.example",
      help: "the only origin whose pages may use it",
    },
    reusable: { type: "boolean", help: "may be used again and again in spite of its reference" },
  },
  notes: "OFFER_SECRET signs it: the first of several. Each offer is unique.",
  readsSettings: true,
  async run({ values, env, print }) {
    const { amount = "", currency = "", expires, ...rest } = values;
    const { offer } = await signOffer(
      { amount, currency, ...rest, expiresAt: expires },
      findSecret(env),
    ).catch((error: unknown) => {
      throw toCommandError(error);
    });
    print(offer);
  },
});

function findSecret({ OFFER_SECRET }: Environment): string {
  const secret = OFFER_SECRET?.split(",")[0]?.trim();
  if (!secret || secret.length < LEAST_SECRET)
    throw new CommandError(`OFFER_SECRET must be set, with at least ${LEAST_SECRET} characters.`);
  return secret;
}

/** Each wrong field by the name of its option. */
function toCommandError(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const lines = Object.entries(error.fields ?? {}).map(
    ([name, fault]) => `  --${name.replace("expiresAt", "expires")} ${fault}`,
  );
  return new CommandError([error.message, ...lines].join("\n"));
}
