import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { createDatabase, fill, requestIdOf } from "../database.ts";
import { applyLoad } from "../load/load.ts";
import type { Plan } from "../load/requests.ts";
import { type BenchOptions, type Group, ratio, type Sample, value } from "../method.ts";
import { startServer } from "../server-process.ts";

/** As many as a sender meets who waits for all his receivers. */
const CONNECTIONS = 64;
/** More than are paid in one sample; each is told of in three variants. */
const CHECKOUTS = 60_000;

type Load = Pick<Plan, "kind"> & { status: number; connections: number };

const FRESH: Load = { kind: "fresh", status: 200, connections: CONNECTIONS };

function planOf(kind: Plan["kind"]): Plan {
  const requestIds = Array.from({ length: CHECKOUTS }, (_, index) => requestIdOf(index));
  return { kind, host: "127.0.0.1", secret: WEBHOOK_SECRET, requestIds, reads: [] };
}

/** The companion on an empty database, but for the checkouts that are being paid. */
function companion(load: Load, environment: Record<string, string> = {}) {
  return async ({ warmUpMs, measureMs }: BenchOptions): Promise<Sample> => {
    const database = await createDatabase();
    fill(database.path, { checkouts: CHECKOUTS, deliveries: 0, progress: () => {} });
    const server = await startServer("companion", { ...database.environment, ...environment });
    const { kind, status, connections } = load;
    const sample = await applyLoad(server, { plan: planOf(kind), status, connections, warmUpMs, measureMs });
    await server.stop();
    const stored = database.count("deliveries");
    database.remove();
    const isStored = kind === "fresh" || kind === "telemetry";
    const expected = isStored ? sample.sent : kind === "duplicate" ? 1 : 0;
    if (stored !== expected)
      throw new Error(`${stored} deliveries are stored, and ${expected} were answered`);
    return { ...sample };
  };
}

function peer(name: string, { kind, status, connections }: Load = FRESH, environment = {}) {
  return async ({ warmUpMs, measureMs }: BenchOptions): Promise<Sample> => {
    const server = await startServer(name, environment);
    const sample = await applyLoad(server, { plan: planOf(kind), status, connections, warmUpMs, measureMs });
    await server.stop();
    return { ...sample };
  };
}

/** What durability costs at least, whatever is done with a delivery. */
async function plainInsert(options: BenchOptions): Promise<Sample> {
  const database = await createDatabase();
  const sample = await peer("fastify-sqlite", FRESH, database.environment)(options);
  const stored = database.count("plain");
  database.remove();
  if (stored !== sample.sent) throw new Error(`${stored} rows are stored, and ${sample.sent} were answered`);
  return sample;
}

/** Rows 1 to 4: what durability costs, and what sharing a commit wins. */
export const webhooks: Group = {
  name: "webhooks",
  variants: {
    fresh: companion(FRESH),
    fastify: peer("fastify-webhook"),
    express: peer("express-webhook"),
    plain: plainInsert,
    single: companion(FRESH, { BENCH_COMMITS: "single" }),
    fresh1: companion({ ...FRESH, connections: 1 }),
    single1: companion({ ...FRESH, connections: 1 }, { BENCH_COMMITS: "single" }),
    telemetry: companion({ ...FRESH, kind: "telemetry" }),
    duplicate: companion({ ...FRESH, kind: "duplicate" }),
    badSignature: companion({ ...FRESH, kind: "bad_signature", status: 401 }),
  },
  measures: [
    {
      row: "1",
      title: "webhook, verified and durable ÷ bare Fastify, which stores nothing",
      read: ratio("fresh", "fastify"),
      aim: { atLeast: 0.8 },
    },
    { row: "1", title: "the same, processor time for each", read: ratio("fresh", "fastify", "cpuUs") },
    {
      row: "1",
      title: "its limit: one plain INSERT, committed in groups ÷ the same",
      read: ratio("plain", "fastify"),
    },
    {
      row: "1",
      title: "webhook, verified and durable ÷ one plain INSERT, committed in groups",
      read: ratio("fresh", "plain"),
      aim: { atLeast: 0.7 },
    },
    {
      row: "1",
      title: "thousands of deliveries about one request ÷ three about each",
      read: ratio("telemetry", "fresh"),
      aim: { atLeast: 0.9 },
    },
    {
      row: "2",
      title: "webhook, verified and durable ÷ the guide's Express handler, which stores nothing",
      read: ratio("fresh", "express"),
      aim: { atLeast: 2 },
    },
    {
      row: "2",
      title: "its limit: bare Fastify, which stores nothing ÷ Express",
      read: ratio("fastify", "express"),
    },
    {
      row: "3",
      title: "group commit ÷ one commit for each, 64 connections",
      read: ratio("fresh", "single"),
      aim: { atLeast: 4 },
    },
    {
      row: "3",
      title: "group commit ÷ one commit for each, 1 connection",
      read: ratio("fresh1", "single1"),
      aim: { atLeast: 0.95 },
    },
    { row: "4", title: "duplicate ÷ fresh", read: ratio("duplicate", "fresh"), aim: { atLeast: 1 } },
    { row: "4", title: "bad signature ÷ fresh", read: ratio("badSignature", "fresh"), aim: { atLeast: 1.2 } },
    { row: "", title: "webhooks, verified and durable", read: value("fresh"), unit: "/s" },
    { row: "", title: "the same, 99 % within", read: value("fresh", "p99Ms"), unit: "ms" },
  ],
};
