import { randomInt } from "node:crypto";
import { z } from "zod";
import { defaultClients } from "./model/clients.ts";
import { completeReadings, drawReadings, formatReadings, parseReadings } from "./model/readings.ts";
import { APIS, EVENT_SETS } from "./model/wire.ts";
import type { SandboxOptions } from "./sandbox.ts";

const numberSchema = (least: number, most: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(byDefault);

const listSchema = z.string().transform((text) => text.split(",").map((item) => item.trim()));
const urlSchema = z.url({ protocol: /^https?$/, message: "must be an http or https URL" });

/** The environment of the sandbox. Every variable has a default that works with the rest of the demo. */
export const EnvironmentSchema = z.object({
  SANDBOX_PORT: numberSchema(0, 65_535, 4402),
  SANDBOX_CLIENT_ID: z.string().default("cli_sandbox"),
  SANDBOX_ALLOWED_ORIGINS: listSchema
    .pipe(
      z.array(
        z.string().refine(isOrigin, "must be origins such as https://shop.example, separated by commas"),
      ),
    )
    .default(["http://127.0.0.1:4400", "http://localhost:4400"]),
  SANDBOX_API_KEY: z.string().default("sk_sandbox"),
  SANDBOX_PAYEE: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, "must be a wallet address: 0x and 40 hex digits")
    .default("0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7"),
  SANDBOX_WEBHOOK_URL: urlSchema.default("http://127.0.0.1:4401/webhooks/request"),
  SANDBOX_WEBHOOK_SECRET: z.string().default("whsec_sandbox"),
  SANDBOX_RETRY_DELAYS_MS: listSchema
    .pipe(
      z.array(
        z
          .string()
          .regex(/^\d{1,7}$/, "must be milliseconds, separated by commas")
          .transform(Number),
      ),
    )
    .default([1000, 5000, 15_000]),
  SANDBOX_RATE_PER_SECOND: numberSchema(0, 1_000_000, 5),
  SANDBOX_LINK_TTL_MS: numberSchema(1, 1e12, 7 * 24 * 60 * 60 * 1000),
  SANDBOX_API: z.enum(APIS).default("0.31"),
  SANDBOX_EVENTS: z.enum(EVENT_SETS).default("legacy"),
  SANDBOX_READINGS: z
    .string()
    .trim()
    .refine(isChoice, "must be random, or readings such as R1=b,R4=c")
    .optional(),
  SANDBOX_SEED: numberSchema(0, 2 ** 32 - 1, 0).optional(),
  SANDBOX_FEE_BPS: numberSchema(0, 1000, 0).optional(),
  SANDBOX_CLOCK_OFFSET_MS: z
    .string()
    .regex(/^-?\d{1,12}$/, "must be a whole number of milliseconds")
    .transform(Number)
    .default(0),
});

export interface SandboxConfig {
  port: number;
  options: SandboxOptions;
  /** The readings that were chosen, in a line, with the seed that draws them again; empty where none were. */
  choice: string;
}

/**
 * Reads the `SANDBOX_…` variables. One that is empty counts as missing.
 * @throws {Error} one message that names each variable at fault
 */
export function configFromEnv(env: Readonly<Record<string, string | undefined>>): SandboxConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const { success, data, error } = EnvironmentSchema.safeParse(given);
  if (!success) {
    const faults = error.issues.map(({ path, message }) => `  ${String(path[0])}: ${message}`);
    throw new Error(`The sandbox can't start:\n${faults.join("\n")}`);
  }
  const { readings, choice } = chooseReadings(data.SANDBOX_READINGS, data.SANDBOX_SEED);
  return {
    port: data.SANDBOX_PORT,
    choice,
    options: {
      clients: defaultClients({
        clientId: data.SANDBOX_CLIENT_ID,
        apiKey: data.SANDBOX_API_KEY,
        allowedOrigins: data.SANDBOX_ALLOWED_ORIGINS,
        payee: data.SANDBOX_PAYEE,
        webhooks: [{ url: data.SANDBOX_WEBHOOK_URL, secret: data.SANDBOX_WEBHOOK_SECRET }],
      }),
      retryDelaysMs: data.SANDBOX_RETRY_DELAYS_MS,
      ratePerSecond: data.SANDBOX_RATE_PER_SECOND,
      linkTtlMs: data.SANDBOX_LINK_TTL_MS,
      api: data.SANDBOX_API,
      events: data.SANDBOX_EVENTS,
      readings,
      feeBps: data.SANDBOX_FEE_BPS,
      clockOffsetMs: data.SANDBOX_CLOCK_OFFSET_MS,
    },
  };
}

function chooseReadings(text = "", seed = randomInt(2 ** 32)) {
  if (text === "random") {
    const readings = drawReadings(seed);
    return { readings, choice: `${formatReadings(readings)} (seed ${seed})` };
  }
  const readings = text === "" ? {} : parseReadings(text);
  return { readings, choice: text === "" ? "" : formatReadings(completeReadings(readings)) };
}

function isChoice(text: string): boolean {
  if (text === "random") return true;
  try {
    return parseReadings(text) !== undefined;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
