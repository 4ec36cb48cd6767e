import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { WARNINGS } from "../contract/contract.ts";
import type { MerchantAccess, TokenRefusal } from "../http/bearer.ts";
import { errorAnswers, MERCHANT_ERRORS, MERCHANT_ONLY, textAnswer } from "../http/route-schemas.ts";
import type { Store } from "../store/sql/store.ts";
import { outboxState } from "../store/tables/notifications.ts";

/** What became of a webhook. */
export type DeliveryOutcome = (typeof OUTCOMES)[number];

const OUTCOMES = ["recorded", "duplicate", "test", "rejected", "bad_signature", "unavailable"] as const;

const TOKEN_REFUSALS = ["wrong", "limited", "read_only"] as const satisfies readonly TokenRefusal[];

/** What the parts of a companion count, in a registry of its own: two companions in a process do not mix. */
export interface Metrics {
  registry: Registry;
  delivery(outcome: DeliveryOutcome): void;
  commit(details: { durationMs: number; jobs: number }): void;
  tokenRefused(reason: TokenRefusal): void;
}

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry });
  // Gauges that are named as counters are.
  for (const what of ["resources", "handles", "requests"])
    registry.removeSingleMetric(`nodejs_active_${what}_total`);
  const deliveries = new Counter({
    name: "request_checkout_deliveries_total",
    help: "Webhooks of Request Network, by what became of them",
    labelNames: ["outcome"],
    registers,
  });
  const counts = new Map(OUTCOMES.map((outcome) => [outcome, deliveries.labels(outcome)]));
  // They begin with 0: else nobody sees the first one as an increase.
  for (const count of counts.values()) count.inc(0);
  const commits = new Histogram({
    name: "request_checkout_commit_seconds",
    help: "How long a group of jobs took from its first statement to the disk",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    registers,
  });
  const jobs = new Counter({
    name: "request_checkout_committed_jobs_total",
    help: "Jobs that were committed",
    registers,
  });
  const tokens = new Counter({
    name: "request_checkout_refused_tokens_total",
    help: "Calls of the merchant's routes that were refused for their token, by reason",
    labelNames: ["reason"],
    registers,
  });
  for (const reason of TOKEN_REFUSALS) tokens.inc({ reason }, 0);
  return {
    registry,
    delivery: (outcome) => counts.get(outcome)?.inc(),
    commit(details) {
      commits.observe(details.durationMs / 1000);
      jobs.inc(details.jobs);
    },
    tokenRefused: (reason) => tokens.inc({ reason }),
  };
}

export interface Gauges {
  store: Store;
  /** How much waits to be written. */
  queued: () => number;
  clock: () => number;
  /** How many wait for a status. */
  waiting: () => number;
  /** Milliseconds since the wallets were last searched. */
  reconcilerLagMs: () => number | undefined;
  /** How far the clock is ahead; null where nothing tells. */
  clockSkewMs: () => number | null;
  /** Payments of the last hour of which no webhook has arrived. */
  missing: () => number;
  /** The codes of what a merchant should look at. */
  warnings: () => readonly string[];
}

/** Gauges are read when somebody asks. */
export function addGauges({ registry }: Metrics, gauges: Gauges): void {
  const { store, clock } = gauges;
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number | undefined | Promise<number | undefined>) =>
    new Gauge({
      name: `request_checkout_${name}`,
      help,
      registers,
      async collect() {
        // What the store would tell is left out while it is away: the counters still answer.
        const value = await Promise.resolve(read()).catch(() => undefined);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  gauge("store_queue", "Jobs that wait to be written", gauges.queued);
  gauge("open_polls", "Callers that wait for a checkout to change", gauges.waiting);
  gauge("reconciler_lag_seconds", "Time since all wallets were last searched for payments", () => {
    const lagMs = gauges.reconcilerLagMs();
    return lagMs === undefined ? undefined : lagMs / 1000;
  });
  gauge(
    "outbox_pending",
    "Notifications that are still to be sent",
    async () => (await store.read(outboxState)).pending,
  );
  gauge(
    "outbox_failed",
    "Notifications that were given up",
    async () => (await store.read(outboxState)).failed,
  );
  gauge("outbox_age_seconds", "Age of the oldest notification that is still to be sent", async () => {
    const { oldestCreatedAt } = await store.read(outboxState);
    return oldestCreatedAt === null ? 0 : Math.max(0, clock() - oldestCreatedAt) / 1000;
  });
  gauge("clock_skew_seconds", "How far this machine's clock is ahead of Request Network's", () => {
    const skewMs = gauges.clockSkewMs();
    return skewMs === null ? undefined : skewMs / 1000;
  });
  gauge(
    "payments_without_webhook",
    "Payments that reads have found within an hour, and of which no webhook has arrived",
    gauges.missing,
  );
  gauge("orders_in_review", "Orders that wait for the merchant's resolution", async () => {
    const row = await store.read((tx) =>
      tx.queryOne<{ count: number }>("SELECT count(*) AS count FROM checkouts WHERE status = 'review'"),
    );
    return Number(row?.count ?? 0);
  });
  addWarnings(registers, gauges.warnings);
}

/** Each warning of `GET /v1/status` by its code: 1 while it is there. */
function addWarnings(registers: Registry[], codes: () => readonly string[]): void {
  new Gauge({
    name: "request_checkout_warning",
    help: "What the merchant should look at, by the code of GET /v1/status: 1 while it is there",
    labelNames: ["code"],
    registers,
    collect() {
      for (const code of WARNINGS) this.set({ code }, Number(codes().includes(code)));
    },
  });
}

/** `GET /metrics`, in Prometheus' text format, behind the merchant's token. */
export const metricsRoute: FastifyPluginAsyncZod<{ metrics: Metrics; merchant: MerchantAccess }> = async (
  app,
  options,
) => {
  const schema = {
    summary: "Measurements, for Prometheus",
    ...MERCHANT_ONLY,
    response: { 200: textAnswer("text/plain"), ...errorAnswers(...MERCHANT_ERRORS) },
  };
  app.get("/metrics", { onRequest: options.merchant.require, schema }, async (_request, reply) => {
    const { registry } = options.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
