import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { requireBearer } from "../http/bearer.ts";
import { errorAnswers, MERCHANT_ERRORS, MERCHANT_ONLY, textAnswer } from "../http/route-schemas.ts";
import type { Store } from "../store/sql/store.ts";
import { outboxState } from "../store/tables/notifications.ts";

/** What became of a webhook. */
export type DeliveryOutcome = (typeof OUTCOMES)[number];

const OUTCOMES = ["recorded", "duplicate", "test", "rejected", "bad_signature", "unavailable"] as const;

/** What the parts of a companion count, in a registry of its own: two companions in a process do not mix. */
export interface Metrics {
  registry: Registry;
  delivery(outcome: DeliveryOutcome): void;
  commit(details: { durationMs: number; jobs: number }): void;
}

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  const registry = registers[0] as Registry;
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: "request_checkout_deliveries_total",
    help: "Webhooks of Request Network, by what became of them",
    labelNames: ["outcome"],
    registers,
  });
  const counts = new Map(OUTCOMES.map((outcome) => [outcome, deliveries.labels(outcome)]));
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
  return {
    registry,
    delivery: (outcome) => counts.get(outcome)?.inc(),
    commit(details) {
      commits.observe(details.durationMs / 1000);
      jobs.inc(details.jobs);
    },
  };
}

export interface Gauges {
  store: Store;
  clock: () => number;
  /** How many wait for a status. */
  waiting: () => number;
  /** Milliseconds since the wallets were last searched. */
  reconcilerLagMs: () => number | undefined;
}

/** Gauges are read when somebody asks. */
export function addGauges({ registry }: Metrics, { store, clock, waiting, reconcilerLagMs }: Gauges): void {
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
  gauge("store_queue", "Jobs that wait to be written", () => store.queued);
  gauge("open_polls", "Callers that wait for a checkout to change", waiting);
  gauge("reconciler_lag_seconds", "Time since all wallets were last searched for payments", () => {
    const lagMs = reconcilerLagMs();
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
    return oldestCreatedAt === null ? 0 : (clock() - oldestCreatedAt) / 1000;
  });
}

/** `GET /metrics`, in Prometheus' text format, behind the merchant's token. */
export const metricsRoute: FastifyPluginAsyncZod<{
  metrics: Metrics;
  adminToken: string | undefined;
}> = async (app, options) => {
  const schema = {
    summary: "Measurements, for Prometheus",
    ...MERCHANT_ONLY,
    response: { 200: textAnswer("text/plain"), ...errorAnswers(...MERCHANT_ERRORS) },
  };
  app.get("/metrics", { onRequest: requireBearer(options.adminToken), schema }, async (_request, reply) => {
    const { registry } = options.metrics;
    return reply.type(registry.contentType).send(await registry.metrics());
  });
};
