import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Readings } from "../../demo/sandbox/model/readings.ts";
import type { ActionBody } from "../../demo/sandbox/payment/actions.ts";
import type { SandboxOptions } from "../../demo/sandbox/sandbox.ts";
import { asBackend, asPage, type Created, type Sandbox, startSandbox } from "./harness.ts";

export const CROSS_CHAIN: ActionBody = {
  kind: "cross-chain",
  sourceNetwork: "mainnet",
  sourceCurrency: "USDT",
};

export interface Scene extends Sandbox {
  link: Created;
  confirmed: Record<string, unknown>;
  read(): Promise<Record<string, unknown>>;
  found(): Promise<Record<string, unknown>[]>;
}

export interface SceneOptions {
  readings?: Partial<Readings>;
  sandbox?: SandboxOptions;
  body?: object;
  how?: ActionBody;
}

/** A link of 10 USDC on Base that was paid under these readings, and what is said of it. */
export async function payUnder(t: TestContext, scene: SceneOptions = {}): Promise<Scene> {
  const sandbox = startSandbox(t, { readings: scene.readings, events: "current", ...scene.sandbox });
  const link = await sandbox.create(scene.body);
  const { events } = sandbox.app.sandbox.pay(link.token, scene.how);
  const confirmed = events.find(({ event }) => event === "payment.confirmed");
  assert.ok(confirmed);
  return {
    ...sandbox,
    link,
    confirmed,
    read: () => sandbox.call(200, { url: `/v2/request/${link.requestId}`, headers: asPage }),
    async found() {
      const query = { requestId: link.requestId };
      const answer = await sandbox.call(200, { url: "/v2/payments", query, headers: asBackend });
      return answer.payments as Record<string, unknown>[];
    },
  };
}
