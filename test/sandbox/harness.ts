import type { TestContext } from "node:test";
import type { InjectOptions } from "fastify";
import { type ClientOptions, defaultClients } from "../../demo/sandbox/model/clients.ts";
import { type Sandbox as App, buildSandbox, type SandboxOptions } from "../../demo/sandbox/sandbox.ts";

export const SHOP = "https://shop.example";
export const PAYEE = "0x6923831ACf5c327260D7ac7C9DfF5b1c3cB3C7D7";
export const asBackend = { "x-api-key": "sk_sandbox" };
export const asPage = { "x-client-id": "cli_sandbox", origin: SHOP };
export const asStranger = { "x-client-id": "cli_stranger", origin: SHOP };

/** The merchant and the stranger, on a shop's origin. */
export function merchants(changes: Partial<ClientOptions> = {}): ClientOptions[] {
  return defaultClients({ allowedOrigins: [SHOP], ...changes });
}

export interface Created {
  requestIds: string[];
  requestId: string;
  token: string;
  securePaymentUrl: string;
}

export interface Sandbox {
  app: App;
  /** The body of an answer, after a look at its status. */
  call(status: number, request: InjectOptions): Promise<Record<string, unknown>>;
  create(body?: object, headers?: Record<string, string>): Promise<Created>;
  act(token: string, action: string, body?: object): Promise<Record<string, unknown>>;
}

/** A sandbox that does not listen, without a rate limit, closed with the test. */
export function startSandbox(t: TestContext, options: SandboxOptions = {}): Sandbox {
  const app = buildSandbox({ clients: merchants(), ratePerSecond: 0, retryDelaysMs: [], ...options });
  t.after(() => app.close());
  const call: Sandbox["call"] = async (status, request) => {
    const response = await app.inject(request);
    if (response.statusCode !== status)
      throw new Error(`${response.statusCode} instead of ${status}: ${response.body}`);
    return response.body === "" ? {} : response.json();
  };
  return {
    app,
    call,
    async create(body = { requests: [{ amount: "10" }] }, headers = asPage) {
      const created = await call(201, { method: "POST", url: "/v2/secure-payments", headers, payload: body });
      const { requestIds, token, securePaymentUrl } = created as unknown as Created;
      return { requestIds, requestId: requestIds[0] ?? "", token, securePaymentUrl };
    },
    act: (token, action, body = {}) =>
      call(200, { method: "POST", url: `/sandbox/payments/${token}/${action}`, payload: body }),
  };
}
