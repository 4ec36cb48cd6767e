import { findCurrency, isDestinationToken } from "./currencies.ts";
import type { Destination } from "./destination.ts";
import { createOrchestratorId, createUlid } from "./identifiers.ts";

/** One merchant's Client ID, as it is handed in. */
export interface ClientOptions {
  clientId: string;
  /** A key of the same merchant, for back ends. */
  apiKey?: string | undefined;
  /** Origins whose pages may use the Client ID, exact. Empty: a backend Client ID, whose origin is not checked. */
  allowedOrigins: readonly string[];
  /** The wallet of the bound destination: `0x` and 40 hex digits, or `T…` where the currency is Tron's. */
  payee: string;
  /** Whether the Client ID is bound to that destination, without which it creates no links. Default: true. */
  isBound?: boolean | undefined;
  /** The orchestrator that the Client ID is linked to: alone it can create nothing then. */
  orchestrator?: OrchestratorOptions | undefined;
  /** A currency id such as `USDC-base`. */
  currency: string;
  /** Webhooks that are there from the start. More can be registered over HTTP. */
  webhooks?: readonly { url: string; secret: string }[] | undefined;
  /** A Client ID that was withdrawn: every call with it gets 403. */
  revoked?: boolean | undefined;
}

export interface OrchestratorOptions {
  /** `orc_…`, sent as `x-orchestrator-key` beside the Client ID. */
  key: string;
  webhooks?: readonly { url: string; secret: string }[] | undefined;
}

export interface Orchestrator {
  key: string;
  /** Both forms in which its id may appear. */
  ulid: string;
  orchId: string;
  webhooks: Webhook[];
}

export interface Webhook {
  id: string;
  url: string;
  secret: string;
  isActive: boolean;
  createdAt: number;
}

export interface Client {
  clientId: string;
  /** The other form in which a Client ID may appear. */
  ulid: string;
  isBound: boolean;
  orchestrator: Orchestrator | null;
  apiKey: string | undefined;
  allowedOrigins: readonly string[];
  destination: Destination;
  webhooks: Webhook[];
  revoked: boolean;
}

const EVM_WALLET = /^0x[0-9a-fA-F]{40}$/;
const TRON_WALLET = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

/** Whether a text is a wallet address of this network. */
export function isWalletOf(network: string, text: string): boolean {
  return (network === "tron" ? TRON_WALLET : EVM_WALLET).test(text);
}

/** @throws {TypeError} when a wallet or a currency is none, or two have the same Client ID or API key */
export function createClients(options: readonly ClientOptions[], nowMs: number): Client[] {
  const credentials = options.flatMap(({ clientId, apiKey }) => (apiKey ? [clientId, apiKey] : [clientId]));
  const twice = credentials.find((credential, index) => credentials.indexOf(credential) !== index);
  if (twice) throw new TypeError(`two clients can't share the credential ${twice}`);
  return options.map((client) => createClient(client, nowMs));
}

function createClient(options: ClientOptions, nowMs: number): Client {
  const { clientId, payee } = options;
  const currency = findCurrency(options.currency);
  if (!currency || !isDestinationToken(currency))
    throw new TypeError(`${clientId}: the sandbox can't pay out ${options.currency}`);
  if (!isWalletOf(currency.network, payee))
    throw new TypeError(`${clientId}: payee must be a wallet address of ${currency.network}`);
  return {
    clientId,
    ulid: createUlid(nowMs),
    isBound: options.isBound ?? true,
    orchestrator: options.orchestrator ? createOrchestrator(options.orchestrator, nowMs) : null,
    apiKey: options.apiKey,
    allowedOrigins: options.allowedOrigins,
    destination: { payee, currency },
    webhooks: toWebhooks(options.webhooks, nowMs),
    revoked: options.revoked ?? false,
  };
}

export function createOrchestrator({ key, webhooks }: OrchestratorOptions, nowMs: number): Orchestrator {
  const ids = { ulid: createUlid(nowMs), orchId: createOrchestratorId() };
  return { key, ...ids, webhooks: toWebhooks(webhooks, nowMs) };
}

function toWebhooks(webhooks: ClientOptions["webhooks"] = [], nowMs: number): Webhook[] {
  return webhooks.map(({ url, secret }) => createWebhook(url, secret, nowMs));
}

export function createWebhook(url: string, secret: string, nowMs: number): Webhook {
  return { id: createUlid(nowMs), url, secret, isActive: true, createdAt: nowMs };
}

/** The merchant of the demo, and a stranger with a wallet of their own, so that attacks can be tried. */
export function defaultClients(merchant: Partial<ClientOptions> = {}): ClientOptions[] {
  const allowedOrigins = merchant.allowedOrigins ?? ["http://127.0.0.1:4400", "http://localhost:4400"];
  return [
    {
      clientId: "cli_sandbox",
      apiKey: "sk_sandbox",
      allowedOrigins,
      payee: "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7",
      currency: "USDC-base",
      ...merchant,
    },
    {
      clientId: "cli_stranger",
      apiKey: "sk_stranger",
      allowedOrigins,
      payee: "0xbad0000000000000000000000000000000000bad",
      currency: "USDC-base",
    },
  ];
}
