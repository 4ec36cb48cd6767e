import cors from "@fastify/cors";
import Fastify, { type FastifyInstance } from "fastify";
import { currencyList } from "./api/currency-list.ts";
import { payments } from "./api/payments.ts";
import { createRateLimit } from "./api/rate-limit.ts";
import { requestList } from "./api/request-list.ts";
import { requests } from "./api/requests.ts";
import { securePayments } from "./api/secure-payments.ts";
import { control } from "./control.ts";
import { type ClientOptions, createClients, defaultClients } from "./model/clients.ts";
import { acceptJsonOnly } from "./model/json-only.ts";
import { Problem, sendNotFound, sendProblem } from "./model/problem.ts";
import { createState } from "./model/state.ts";
import { createWire, type WireOptions } from "./model/wire.ts";
import { hostedPage } from "./page/hosted-page.ts";
import { createPerformer } from "./payment/perform.ts";
import { createActions, type SandboxActions } from "./payment/programmatic.ts";
import { type Attempt, createCourier } from "./webhooks/courier.ts";
import { webhookRoutes } from "./webhooks/webhook-routes.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** Everything that can be set. What is left out is as at Request Network. */
export interface SandboxOptions extends WireOptions {
  /** The merchants. Default: one for the demo and a stranger, see `defaultClients()`, with no webhooks. */
  clients?: readonly ClientOptions[] | undefined;
  /** Where the hosted page is reached. Default: the host that a link was created at. */
  publicUrl?: string | undefined;
  /** Which documented form a pay URL has, `/?token=T` or `/T`. Default: `query`. */
  payUrlForm?: "query" | "path" | undefined;
  /** Calls a second for each caller and address, 0 for no limit. Default: 5. */
  ratePerSecond?: number | undefined;
  /** Default: a week. */
  linkTtlMs?: number | undefined;
  /** Pauses before the attempts that follow a failed one. Default: 1, 5 and 15 seconds. */
  retryDelaysMs?: readonly number[] | undefined;
  /** How long a webhook's receiver may take. Default: 5 seconds. */
  webhookTimeoutMs?: number | undefined;
  /** How long each of the pretend wallet's three steps takes on the hosted page. Default: 300. */
  walletStepMs?: number | undefined;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** By how much the sandbox's clock is ahead: `Date` headers and all times in answers and events. Default: 0. */
  clockOffsetMs?: number | undefined;
  /** Carries the webhooks. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Called after each attempt at a delivery. */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

/** A sandbox, and what can be done to it without HTTP. */
export type Sandbox = FastifyInstance & { readonly sandbox: SandboxActions };

/**
 * Request Network, as far as a checkout meets it: API, hosted page and webhooks, all in memory. It does not listen.
 * @throws {TypeError} when a client's wallet or currency is none, or two share a credential
 */
export function buildSandbox(options: SandboxOptions = {}): Sandbox {
  const { fetch = globalThis.fetch, onAttempt = () => {} } = options;
  const { retryDelaysMs = [1000, 5000, 15_000], webhookTimeoutMs = 5000 } = options;
  const now = createClock(options);
  const clients = createClients(options.clients ?? defaultClients(), now());
  const state = createState(createWire(options), clients);
  const allowedOrigins = new Set(clients.flatMap((client) => client.allowedOrigins));
  const courier = createCourier({ fetch, now, retryDelaysMs, timeoutMs: webhookTimeoutMs, onAttempt });
  const performer = createPerformer({ state, courier, now });

  const app = Fastify({
    bodyLimit: 64 * 1024,
    requestTimeout: 10_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  app.addHook("onClose", async () => {
    performer.close();
    courier.close();
  });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("date", new Date(now()).toUTCString());
    performer.lapse();
  });
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(sendNotFound);
  acceptJsonOnly(app);
  allowPages(app, allowedOrigins);
  app.register(async (api) => {
    limitRate(api, options.ratePerSecond ?? 5, now);
    api.register(securePayments, { ...linkOptions(options), state, now });
    api.register(requests, { state });
    if (state.wire.api === "0.31") api.register(requestList, { state, now });
    api.register(payments, { state });
    api.register(currencyList);
    api.register(webhookRoutes, { state, courier, now });
  });
  app.register(control, { state, courier, performer, now, allowedOrigins });
  app.register(hostedPage, { state, now, walletStepMs: options.walletStepMs ?? 300 });
  app.get("/healthz", async () => ({ status: "ok" }));
  return Object.assign(app, { sandbox: createActions(state, performer) });
}

function createClock({ now = Date.now, clockOffsetMs = 0 }: SandboxOptions): () => number {
  return () => now() + clockOffsetMs;
}

function allowPages(app: FastifyInstance, allowedOrigins: ReadonlySet<string>): void {
  app.register(cors, {
    origin: (origin, decide) => decide(null, origin !== undefined && allowedOrigins.has(origin)),
    methods: ["GET", "POST", "PUT", "DELETE"],
    allowedHeaders: ["content-type", "x-client-id"],
    exposedHeaders: ["retry-after"],
    maxAge: 600,
  });
}

function linkOptions({ publicUrl, payUrlForm = "query", linkTtlMs = WEEK_MS }: SandboxOptions) {
  return { publicUrl, payUrlForm, linkTtlMs };
}

/** Counted for each credential and address, before the credential is looked at: a wrong one is no way around. */
function limitRate(api: FastifyInstance, perSecond: number, now: () => number): void {
  const refusedForMs = createRateLimit({ perSecond, now });
  api.addHook("onRequest", async ({ headers, ip }, reply) => {
    const waitMs = refusedForMs(`${headers["x-api-key"] ?? headers["x-client-id"] ?? ""} ${ip}`);
    if (waitMs === 0) return;
    reply.header("retry-after", Math.ceil(waitMs / 1000));
    throw new Problem(429, "Too Many Requests");
  });
}
