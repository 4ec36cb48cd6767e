import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { type AppOptions, buildApp } from "../../server/app.ts";
import { parseConfig } from "../../server/config/config.ts";
import { newDatabase } from "./database.ts";
import { environment, SHOP } from "./environment.ts";
import { type EventFields, newRequestId, newToken, sign } from "./events.ts";

import type { Scope } from "./temporary-folder.ts";

export { environment, SHOP } from "./environment.ts";
export { type Scope, temporaryFolder } from "./temporary-folder.ts";

export const CATALOG = {
  products: [
    { id: "sticker", title: "Sticker", amount: "10.00", currency: "USDC-base", maxQuantity: 5 },
    { id: "mug", title: "Mug", amount: "0.1", currency: "USDC-base" },
  ],
};

export type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

/** A companion that listens on a port of its own, with a database of its own. */
export interface TestCompanion {
  app: FastifyInstance;
  url: string;
  databaseUrl: string;
  /** `POST /v1/checkouts` from the shop's page. */
  open(body: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** A webhook, signed unless the headers say otherwise. */
  deliver(event: EventFields | string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
}

/** On a busy machine a hundred calls that lock the same name take longer than a merchant's database should. */
export const PATIENT = { connectMs: 10_000, lockMs: 20_000, writeMs: 25_000, rerunMs: 20_000 };

/** Limits of a connection that no test has to wait for. */
export const IMPATIENT = { requestMs: 300, headersMs: 200, checkMs: 20, closeGraceMs: 100 };

export interface TestCompanionOptions extends Partial<Omit<AppOptions, "config">> {
  environment?: Record<string, string | undefined>;
  /** Default: a new one. */
  databaseUrl?: string;
  /** What the catalog file holds. */
  catalog?: object;
}

export async function startCompanion(t: Scope, options: TestCompanionOptions = {}): Promise<TestCompanion> {
  const { databaseUrl = await newDatabase(t), environment: changes, catalog = CATALOG, ...rest } = options;
  const config = parseConfig(environment({ DATABASE_URL: databaseUrl, ...changes }), () =>
    JSON.stringify(catalog),
  );
  const app = await buildApp({ config, logger: false, storeTimeouts: PATIENT, ...rest });
  t.after(() => app.close());
  await app.listen({ host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const call = async (path: string, init: RequestInit): Promise<Answer> =>
    toAnswer(await fetch(url + path, init));
  return {
    app,
    url,
    databaseUrl,
    open: (body, headers = {}) =>
      call("/v1/checkouts", {
        method: "POST",
        headers: { origin: SHOP, "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    get: (path, headers = {}) => call(path, { headers }),
    deliver: (event, headers = {}) => {
      const body = typeof event === "string" || event instanceof Uint8Array ? event : JSON.stringify(event);
      return call("/webhooks/request", {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-request-network-signature": sign(body),
          ...headers,
        },
        body: body as BodyInit,
      });
    },
  };
}

/** A purchase whose link the browser has created. */
export function purchase(changes: Record<string, unknown> = {}) {
  const requestId = newRequestId();
  const token = newToken();
  return {
    id: crypto.randomUUID() as string,
    product: "sticker",
    link: { requestIds: [requestId], token, securePaymentUrl: `https://pay.request.network/?token=${token}` },
    ...changes,
  };
}

/** Opens a checkout whose link the browser has created. */
export async function openLinked(companion: TestCompanion, changes: Record<string, unknown> = {}) {
  const body = purchase(changes);
  const answer = await companion.open(body);
  if (answer.status !== 201) throw new Error(`the checkout was refused: ${JSON.stringify(answer.body)}`);
  return { id: body.id, requestId: body.link.requestIds[0] as string, token: body.link.token, body };
}

async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}
