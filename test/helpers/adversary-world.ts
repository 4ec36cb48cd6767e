import { DatabaseSync } from "node:sqlite";
import type { WireOptions } from "../../demo/sandbox/model/wire.ts";
import { buildSandbox, type Sandbox } from "../../demo/sandbox/sandbox.ts";
import type { Link } from "../../server/contract/contract.ts";
import type { RateLimiter } from "../../server/request-network/api/rate-limiter.ts";
import { type Answer, SHOP, startCompanion, type TestCompanion } from "./companion.ts";
import { PAYEE, STRANGER, WEBHOOK_SECRET } from "./events.ts";
import { eventually } from "./eventually.ts";
import { MERCHANT, TOKEN } from "./merchant.ts";
import { NOTIFY_SECRET } from "./outbox.ts";
import type { Scope } from "./temporary-folder.ts";

const NOTIFIED = "http://127.0.0.1:9/notified";

/** A webhook that the sandbox has sent, or tried to. */
export interface Sent {
  body: string;
  headers: Record<string, string>;
}

/** What was put into the outbox of an order. */
export interface Message {
  checkoutId: string;
  channel: string;
  payload: { data?: { checkout: Record<string, unknown> } };
}

/** A companion and a Request Network that strangers and honest buyers share, by one clock. */
export interface World {
  companion: TestCompanion;
  sandbox: Sandbox;
  apiUrl: string;
  time: { now: number; skewMs: number };
  isCalibrated: boolean;
  /** Whether reads at registration have a place: strangers can use all of them up. */
  budget: { hasPlaces: boolean };
  sent: Sent[];
  /** Every answer of the companion that no caller may ever get. */
  failures: string[];
  call(path: string, init?: RequestInit): Promise<Answer>;
  openCheckout(body: Record<string, unknown>, address?: string): Promise<Answer>;
  create(path: string, client: string, body: unknown): Promise<Link | undefined>;
  messages(): Message[];
}

/** By a public Client ID that takes any payee, in the guide's form: the worst that the documents allow. */
const CLIENTS = (webhookUrl: string) => [
  {
    clientId: "cli_shop",
    apiKey: "sk_shop",
    allowedOrigins: [],
    payee: PAYEE,
    currency: "USDC-base",
    webhooks: [{ url: webhookUrl, secret: WEBHOOK_SECRET }],
  },
  { clientId: "cli_stranger", allowedOrigins: [], payee: STRANGER, currency: "USDC-base" },
];

/**
 * A calibrated companion knows which reads answer. Where none names a payee it trusts its Client ID, as SECURITY.md says: that
 * is no place for strangers who make links by it, so there it stays uncalibrated, unless `goesByLabels`.
 */
export async function startWorld(
  t: Scope,
  wire: WireOptions,
  { isCalibrated = false, goesByLabels = false }: { isCalibrated?: boolean; goesByLabels?: boolean } = {},
): Promise<World> {
  const isBlind = wire.api === "0.13" && wire.readings?.R14 === "b";
  const time = { now: Date.now(), skewMs: 0 };
  const calibrates = isCalibrated && (!isBlind || goesByLabels);
  const budget = { hasPlaces: true };
  const sent: Sent[] = [];
  const webhookUrl = "http://companion.invalid/webhooks/request";
  let companionUrl = "";
  const sandbox = buildSandbox({
    ...wire,
    now: () => time.now,
    ratePerSecond: 0,
    retryDelaysMs: [],
    clients: CLIENTS(webhookUrl),
    fetch: (_url, init) => {
      sent.push({ body: String(init?.body), headers: init?.headers as Record<string, string> });
      return fetch(`${companionUrl}/webhooks/request`, init);
    },
  });
  t.after(() => sandbox.close());
  const apiUrl = await sandbox.listen({ host: "127.0.0.1", port: 0 });
  const companion = await startCompanion(t, {
    clock: () => time.now + time.skewMs,
    limiter: limiterOf(time, budget),
    environment: { ...ENVIRONMENT(apiUrl), CALIBRATE: String(calibrates) },
    calibrationMs: 5,
    fetch: (url, init) =>
      String(url).startsWith(NOTIFIED)
        ? Promise.resolve(new Response(null, { status: 204 }))
        : fetch(url, init),
    reconciler: { idleMs: 2 },
    outbox: { pollMs: 3_600_000 },
  });
  companionUrl = companion.url;
  if (calibrates)
    await eventually("calibration", async () => {
      const { body } = await companion.get("/v1/status", MERCHANT);
      return (body.calibration as { state: string }).state === "learned";
    });
  const failures: string[] = [];
  const judged = async (what: string, answer: Promise<Answer>): Promise<Answer> => {
    const got = await answer;
    if (got.status >= 500) failures.push(`${what}: ${got.status} ${JSON.stringify(got.body)}`);
    return got;
  };
  return {
    companion,
    sandbox,
    apiUrl,
    time,
    isCalibrated: calibrates,
    budget,
    sent,
    failures,
    call: (path, init) => judged(path, callJson(companion.url + path, init)),
    openCheckout: (body, address = "198.51.100.1") =>
      judged("POST /v1/checkouts", companion.open(body, { "x-forwarded-for": address })),
    create: (path, client, body) => createLink(apiUrl + path, client, body),
    messages: () => readMessages(companion.databaseUrl),
  };
}

const ENVIRONMENT = (apiUrl: string) => ({
  REQUEST_API_URL: apiUrl,
  REQUEST_CLIENT_ID: "cli_shop",
  REQUEST_ORIGIN: SHOP,
  REQUEST_CURRENCY: "USDC-base",
  TRUST_PROXY: "127.0.0.1",
  ADMIN_TOKEN: TOKEN,
  OPEN_AMOUNTS: "USDC-base:0.01-100000",

  NOTIFY_URL: NOTIFIED,
  NOTIFY_SECRET,
  SMTP_URL: "smtp://127.0.0.1:1",
  NOTIFY_EMAIL: "merchant@shop.example",
});

/** A background call takes a second. */
function limiterOf(time: { now: number }, budget: { hasPlaces: boolean }): RateLimiter {
  return {
    payer: async () => {},
    registration: async () => budget.hasPlaces,
    background: async () => {
      time.now += 1000;
    },
    pauseBackground: () => {},
  };
}

async function callJson(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : { text } };
}

/** Undefined where Request Network refuses such a link. */
async function createLink(url: string, client: string, body: unknown): Promise<Link | undefined> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-client-id": client },
    body: JSON.stringify(body),
  });
  if (response.status !== 201) return void (await response.body?.cancel());
  const { requestIds, token, securePaymentUrl } = (await response.json()) as Link;
  return { requestIds, token, securePaymentUrl };
}

function readMessages(databaseUrl: string): Message[] {
  const database = new DatabaseSync(databaseUrl.replace(/^sqlite:/, ""), { readOnly: true });
  try {
    return database
      .prepare("SELECT checkout_id, channel, payload FROM notifications ORDER BY seq")
      .all()
      .map(({ checkout_id, channel, payload }) => ({
        checkoutId: String(checkout_id),
        channel: String(channel),
        payload: JSON.parse(String(payload)),
      }));
  } finally {
    database.close();
  }
}
