import { readdirSync } from "node:fs";
import { openStore } from "../../../server/store/open-store.ts";
import { environment } from "../../helpers/environment.ts";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import {
  administer,
  createDatabase,
  dropDatabase,
  startPostgres,
  type TestPostgres,
} from "../../helpers/postgres.ts";
import { requestIdOf } from "../database.ts";
import { applyLoad } from "../load/load.ts";
import { type BenchOptions, type Group, ratio, type Sample, value } from "../method.ts";
import { cpuMsOf, parentOf, startServer } from "../server-process.ts";

const CONNECTIONS = 16;
const CHECKOUTS = 30_000;

let postgres: TestPostgres;

/** Checkouts that are being paid, of the same form as those that a companion would have written. */
const FILL = `INSERT INTO checkouts (id, body_hash, created_at, expires_at, amount, currency, price_source, product, quantity,
    created_by, request_id, token, pay_url, status, amount_paid, late, proven, payable, due_at, updated_at, version)
  SELECT gen_random_uuid(), n, $1, $2, '10', 'USDC-base', 'catalog', 'sticker', 1, 'companion',
    '01' || encode(sha256(n::text::bytea), 'hex'), 'T' || n, 'https://pay.request.network/?token=T' || n, 'pending', '0', 0, 1, 1, $2, $1, 1
  FROM generate_series(0, ${CHECKOUTS - 1}) AS n`;

function webhooksTo(name: "companion" | "fastify-insert") {
  return async ({ warmUpMs, measureMs }: BenchOptions): Promise<Sample> => {
    const url = await createDatabase(postgres.url);
    await openStore({ url }).then((store) => store.close());
    const now = Date.now();
    await administer(url, FILL, [now, now + 7 * 24 * 60 * 60_000]);
    await administer(url, "ANALYZE");
    const settings = environment({ DATABASE_URL: url, CATALOG_FILE: undefined, LOG_LEVEL: "info" });
    const server = await startServer(name, settings as Record<string, string>);
    const requestIds = Array.from({ length: CHECKOUTS }, (_, index) => requestIdOf(index));
    const plan = { kind: "fresh" as const, host: "127.0.0.1", secret: WEBHOOK_SECRET, requestIds, reads: [] };
    const before = postgresCpuMs();
    const sample = await applyLoad(server, {
      plan,
      status: 200,
      connections: CONNECTIONS,
      warmUpMs,
      measureMs,
    });
    const databaseCpuUs = ((postgresCpuMs() - before) * 1000) / sample.sent;
    await server.stop();
    const table = name === "companion" ? "deliveries" : "plain";
    const [stored] = await administer<{ count: number }>(url, `SELECT count(*)::int AS count FROM ${table}`);
    await dropDatabase(url);
    if (stored?.count !== sample.sent)
      throw new Error(`${stored?.count} deliveries are stored, and ${sample.sent} were answered`);
    return { ...sample, databaseCpuUs };
  };
}

/** Of all processes that the server has now. */
function postgresCpuMs(): number {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids
    .filter((pid) => pid === postgres.pid || parentOf(pid) === postgres.pid)
    .reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

/** What a delivery costs on PostgreSQL, and whom. */
export const onPostgres: Group = {
  name: "postgres",
  async prepare() {
    postgres = await startPostgres();
    return { close: () => postgres.remove() };
  },
  variants: { webhook: webhooksTo("companion"), insert: webhooksTo("fastify-insert") },
  measures: [
    {
      row: "20",
      title: "webhook on PostgreSQL ÷ a plain INSERT of the same size, 16 connections",
      read: ratio("webhook", "insert"),
      aim: { atLeast: 0.25 },
    },
    { row: "", title: "webhooks on PostgreSQL, one companion", read: value("webhook"), unit: "/s" },
    { row: "", title: "the same, 99 % within", read: value("webhook", "p99Ms"), unit: "ms" },
    {
      row: "",
      title: "the same, processor time of the companion",
      read: value("webhook", "cpuUs"),
      unit: "µs",
    },
    {
      row: "",
      title: "the same, processor time of PostgreSQL",
      read: value("webhook", "databaseCpuUs"),
      unit: "µs",
    },
  ],
};
