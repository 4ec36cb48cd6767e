import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildApp } from "../server/app.ts";
import { parseConfig } from "../server/config/config.ts";
import type { DemoSetting } from "./builder-routes.ts";
import { PAGES_FOLDER } from "./folders.ts";
import type { Origins } from "./origins.ts";
import { buildPages } from "./pages.ts";
import { createPart, findPorts, type Part } from "./part.ts";
import { configFromEnv } from "./sandbox/config.ts";
import { buildSandbox, type SandboxOptions } from "./sandbox/sandbox.ts";

type Environment = Record<string, string | undefined>;

export interface DemoOptions {
  /** Of the pages, the companion and the sandbox. 0 takes a free one. */
  ports?: readonly [number, number, number] | undefined;
  /** Other origins whose pages may use this demo's companion and sandbox: an integrator's own. */
  origins?: readonly string[] | undefined;
  /** Changes to the companion's environment. */
  companion?: Environment | undefined;
  /** Changes to the sandbox. */
  sandbox?: SandboxOptions | undefined;
}

export interface Demo {
  pages: Part;
  companion: Part;
  sandbox: Part;
  /** Of the merchant's routes and the dashboard. */
  adminToken: string;
  /** Ends all three, and forgets the orders. */
  close(): Promise<void>;
}

const CLIENT_ID = "cli_sandbox";
const API_KEY = "sk_sandbox";
const WEBHOOK_SECRET = "whsec_sandbox";
const OFFER_SECRET = "a-demo-secret-that-signs-offers-of-the-sandbox";
/** Of the merchant's routes. No secret: whoever runs the demo is its merchant. */
const ADMIN_TOKEN = "demo-admin-token-0123";
const PAYEE = "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7";
const CATALOG_FILE = `${PAGES_FOLDER}catalog.json`;

/**
 * Starts the whole demo in this process, and resolves once all three parts answer. One process, because the border
 * between the parts is their origin: nothing is shared but the clock, and nothing can be left running.
 * The orders last as long as the sandbox's payments: until the end of the process.
 * @throws {PortInUseError}
 */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const ports = await findPorts(options.ports ?? [4400, 4401, 4402]);
  const [pagesOrigin = "", companionOrigin = "", sandboxOrigin = ""] = ports.map(
    (port) => `http://127.0.0.1:${port}`,
  );
  const origins = { pages: pagesOrigin, companion: companionOrigin, sandbox: sandboxOrigin };
  const allowedOrigins = [...spellings(pagesOrigin), ...(options.origins ?? [])];
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-demo-"));
  const demo = {
    sandbox: createPart("sandbox", sandboxOrigin, async () =>
      buildSandbox({ ...sandboxOptions(origins, allowedOrigins), ...options.sandbox }),
    ),
    companion: createPart("companion", companionOrigin, () =>
      buildApp({
        config: parseConfig({
          ...companionEnvironment(origins, allowedOrigins),
          DATABASE_URL: `sqlite:${join(folder, "demo.db")}`,
          ...options.companion,
        }),
      }),
    ),
    pages: createPart("demo pages", pagesOrigin, () =>
      buildPages({
        ...origins,
        builder: { adminToken: ADMIN_TOKEN, setting: toSetting(origins, allowedOrigins) },
      }),
    ),
  };
  const close = async () => {
    for (const part of [demo.pages, demo.companion, demo.sandbox]) await part.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const part of [demo.sandbox, demo.companion, demo.pages]) await part.start();
    await Promise.all(
      [
        `${pagesOrigin}/`,
        `${pagesOrigin}/builder/builder.js`,
        `${companionOrigin}/readyz`,
        `${companionOrigin}/widget/request-checkout.js`,
        `${companionOrigin}/dashboard/dashboard.js`,
        `${sandboxOrigin}/healthz`,
      ].map(requireAnswer),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return { ...demo, adminToken: ADMIN_TOKEN, close };
}

/** The same page under both names of this machine is two origins. */
function spellings(origin: string): string[] {
  return [origin, origin.replace("127.0.0.1", "localhost")];
}

function toSetting({ companion, sandbox }: Origins, allowedOrigins: string[]): DemoSetting {
  return {
    companion,
    sandbox,
    allowedOrigins,
    clientId: CLIENT_ID,
    apiKey: API_KEY,
    payee: PAYEE,
    webhookSecret: WEBHOOK_SECRET,
    offerSecret: OFFER_SECRET,
  };
}

function companionEnvironment(
  { pages, companion, sandbox }: Origins,
  allowedOrigins: readonly string[],
): Environment {
  return {
    PUBLIC_URL: companion,
    ALLOWED_ORIGINS: allowedOrigins.join(","),
    REQUEST_API_URL: sandbox,
    REQUEST_API_KEY: API_KEY,
    REQUEST_CLIENT_ID: CLIENT_ID,
    REQUEST_ORIGIN: pages,
    REQUEST_PAYEE: PAYEE,
    REQUEST_WEBHOOK_SECRET: WEBHOOK_SECRET,
    CATALOG_FILE,
    OPEN_AMOUNTS: "USDC-base:1-500",
    OFFER_SECRET,
    ADMIN_TOKEN,
    CHECKOUTS_PER_MINUTE: "600",
    READS_PER_MINUTE: "6000",
    LOG_LEVEL: "warn",
  };
}

function sandboxOptions({ companion }: Origins, allowedOrigins: readonly string[]): SandboxOptions {
  const { options } = configFromEnv({
    SANDBOX_CLIENT_ID: CLIENT_ID,
    SANDBOX_API_KEY: API_KEY,
    SANDBOX_ALLOWED_ORIGINS: allowedOrigins.join(","),
    SANDBOX_WEBHOOK_URL: `${companion}/webhooks/request`,
    SANDBOX_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SANDBOX_PAYEE: PAYEE,
    SANDBOX_RATE_PER_SECOND: "50",
  });
  return options;
}

async function requireAnswer(url: string): Promise<void> {
  const { ok, status } = await fetch(url);
  if (!ok) throw new Error(`${url} answered ${status}. Is it built? npm run build does it.`);
}
