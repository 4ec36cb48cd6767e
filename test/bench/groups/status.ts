import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { type BenchDatabase, checkoutIdOf, createDatabase, fill, requestIdOf } from "../database.ts";
import { applyLoad } from "../load/load.ts";
import type { Plan } from "../load/requests.ts";
import { type BenchOptions, type Group, ratio, type Sample } from "../method.ts";
import { startServer } from "../server-process.ts";

const CONNECTIONS = 64;
const READS = 20_000;
const PAID_A_SAMPLE = 60_000;
/** Of all checkouts, the first so many are read and never paid: what is read must not change. */
const READ_SHARE = 0.2;

let large: BenchDatabase | undefined;
let samples = 0;

/** Five deliveries for each of a million checkouts, at full scale. */
async function prepare({ scale }: BenchOptions, progress: (text: string) => void) {
  const checkouts = 1_000_000 * scale;
  const database = await createDatabase();
  fill(database.path, { checkouts, deliveries: 5 * checkouts, progress });
  large = database;
  samples = 0;
  return {
    async close() {
      database.remove();
    },
  };
}

function read(kind: "get" | "not_modified", server: "companion" | "fastify-json" | "fastify-row") {
  return async ({ warmUpMs, measureMs, scale }: BenchOptions): Promise<Sample> => {
    const running = await startServer(server, server === "fastify-json" ? {} : large?.environment);
    const readable = READ_SHARE * 1_000_000 * scale;
    const step = Math.max(1, Math.floor(readable / READS));
    const reads = Array.from({ length: Math.min(READS, readable) }, (_, index) => ({
      path: `/v1/checkouts/${checkoutIdOf(index * step)}`,
      etag: '"1"',
    }));
    const plan: Plan = { kind, host: "127.0.0.1", secret: "", requestIds: [], reads };
    const status = kind === "get" ? 200 : 304;
    const sample = await applyLoad(running, { plan, status, connections: CONNECTIONS, warmUpMs, measureMs });
    await running.stop();
    return { ...sample };
  };
}

/** Webhooks for checkouts that nobody has paid yet: on the large database each sample takes others. */
function webhooksOn(where: "large" | "empty") {
  return async ({ rounds, warmUpMs, measureMs, scale }: BenchOptions): Promise<Sample> => {
    const checkouts = 1_000_000 * scale;
    const paid = Math.min(PAID_A_SAMPLE, Math.floor(((1 - READ_SHARE) * checkouts) / rounds));
    const empty = where === "empty" ? await createDatabase() : undefined;
    if (empty) fill(empty.path, { checkouts: paid, deliveries: 0, progress: () => {} });
    const database = empty ?? large;
    if (!database) throw new Error("the large database is not there");
    const first = empty ? 0 : READ_SHARE * checkouts + samples++ * paid;
    const requestIds = Array.from({ length: paid }, (_, index) => requestIdOf(first + index));
    const server = await startServer("companion", database.environment);
    const before = database.count("deliveries");
    const plan: Plan = { kind: "fresh", host: "127.0.0.1", secret: WEBHOOK_SECRET, requestIds, reads: [] };
    const sample = await applyLoad(server, {
      plan,
      status: 200,
      connections: CONNECTIONS,
      warmUpMs,
      measureMs,
    });
    await server.stop();
    const stored = database.count("deliveries") - before;
    empty?.remove();
    if (stored !== sample.sent)
      throw new Error(`${stored} deliveries are stored, and ${sample.sent} were answered`);
    return { ...sample };
  };
}

/** Rows 5 and 7: whether a shop that has sold a million times is served as fast as on its first day. */
export const status: Group = {
  name: "status",
  prepare,
  variants: {
    status200: read("get", "companion"),
    status304: read("not_modified", "companion"),
    fastify: read("get", "fastify-json"),
    row: read("get", "fastify-row"),
    large: webhooksOn("large"),
    empty: webhooksOn("empty"),
  },
  measures: [
    {
      row: "5",
      title: "status 200, of a million checkouts ÷ bare Fastify route that answers the same from memory",
      read: ratio("status200", "fastify"),
      aim: { atLeast: 0.8 },
    },
    {
      row: "5",
      title: "status 304 ÷ the same bare Fastify route",
      read: ratio("status304", "fastify"),
      aim: { atLeast: 0.9 },
    },
    {
      row: "5",
      title: "its limit: a bare Fastify route that reads the row ÷ the same",
      read: ratio("row", "fastify"),
    },
    {
      row: "5",
      title: "status 200, processor time for each ÷ the same",
      read: ratio("status200", "fastify", "cpuUs"),
    },
    {
      row: "7",
      title: "webhooks with a million checkouts and five million deliveries ÷ without",
      read: ratio("large", "empty"),
      aim: { atLeast: 0.9 },
    },
  ],
};
