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
import type { Plan } from "../load/requests.ts";
import { type BenchOptions, type Group, ratio, type Sample, value } from "../method.ts";
import { cpuMsOf, parentOf, startServer } from "../server-process.ts";

const CONNECTIONS = 16;
/** As many as a sender has that does not wait for its answers one by one. */
const MANY_CONNECTIONS = 64;
const CHECKOUTS = 30_000;

let postgres: TestPostgres;

/** Checkouts that are being paid, of the same form as those that a companion would have written. */
const FILL = `INSERT INTO checkouts (id, body_hash, created_at, expires_at, amount, currency, price_source, product, quantity,
    created_by, request_id, token, pay_url, status, amount_paid, late, terms, payable, expiry_check_at, updated_at, version)
  SELECT gen_random_uuid(), n, $1, $2, '10', 'USDC-base', 'catalog', 'sticker', 1, 'companion',
    '01' || encode(sha256(n::text::bytea), 'hex'), 'T' || n, 'https://pay.request.network/?token=T' || n, 'pending', '0', 0, 'verified', 1, $2, $1, 1
  FROM generate_series(0, ${CHECKOUTS - 1}) AS n`;

interface Setting {
  servers?: number;
  /** Wherever there is room, as on a machine of that size; else on a core of its own, as in the other groups. */
  isFree?: boolean;
  connections?: number;
  /** A million orders that are over, with five deliveries each, at full scale. */
  isLarge?: boolean;
}

function webhooksTo(
  name: "companion" | "fastify-insert",
  { servers = 1, isFree = false, connections = CONNECTIONS, isLarge = false }: Setting = {},
) {
  return async ({ warmUpMs, measureMs, scale }: BenchOptions): Promise<Sample> => {
    const url = await createFilled(isLarge ? 1_000_000 * scale : 0);
    const [old] = await administer<{ count: number }>(url, "SELECT count(*)::int AS count FROM deliveries");
    const settings = environment({ DATABASE_URL: url, CATALOG_FILE: undefined, LOG_LEVEL: "info" });
    const running = await Promise.all(
      Array.from({ length: servers }, () =>
        startServer(name, settings as Record<string, string>, { isFree }),
      ),
    );
    const before = postgresCpuMs();
    const loads = await Promise.all(
      running.map((server, index) =>
        applyLoad(server, {
          plan: planFor(index, servers),
          status: 200,
          connections: connections / servers,
          warmUpMs,
          measureMs,
        }),
      ),
    );
    const sent = sum(loads.map((load) => load.sent));
    const databaseCpuUs = ((postgresCpuMs() - before) * 1000) / sent;
    await Promise.all(running.map((server) => server.stop()));
    await requireStored(url, name === "companion" ? "deliveries" : "plain", sent + (old?.count ?? 0));
    const rate = sum(loads.map((load) => load.rate));
    const cpuUs = sum(loads.map((load) => load.cpuUs * load.rate)) / rate;
    return { rate, p99Ms: Math.max(...loads.map(({ p99Ms }) => p99Ms)), cpuUs, databaseCpuUs };
  };
}

const FILL_OLD_CHECKOUTS = `INSERT INTO checkouts (id, body_hash, created_at, expires_at, amount, currency, price_source, product, quantity,
    created_by, request_id, token, pay_url, status, amount_paid, late, terms, payable, updated_at, version)
  SELECT gen_random_uuid(), n, $1, $1, '10', 'USDC-base', 'catalog', 'sticker', 1, 'companion',
    '02' || encode(sha256(n::text::bytea), 'hex'), 'O' || n, 'https://pay.request.network/?token=O' || n, 'paid', '10', 0, 'verified', 0, $1, 2
  FROM generate_series(1, $2::int) AS n`;
const FILL_OLD_DELIVERIES = `INSERT INTO deliveries (key, received_at, test, state, event, body)
  SELECT md5(n::text), $1, 0, 'recorded', 'payment.confirmed', convert_to(repeat('x', 500), 'UTF8') FROM generate_series(1, 5 * $2::int) AS n`;
const FILL_OLD_FACTS = `INSERT INTO facts (subject, key, source, seen_at, delivery, fact)
  SELECT '02' || encode(sha256((1 + n / 5)::text::bytea), 'hex'), md5(n::text), 'delivery', $1, n, '{"kind":"named","requestIds":[]}'
  FROM generate_series(1, 5 * $2::int) AS n`;

async function createFilled(old: number): Promise<string> {
  const url = await createDatabase(postgres.url);
  await openStore({ url }).then((store) => store.close());
  const now = Date.now();
  if (old > 0) {
    for (const fill of [FILL_OLD_CHECKOUTS, FILL_OLD_DELIVERIES, FILL_OLD_FACTS])
      await administer(url, fill, [now, old]);
  }
  await administer(url, FILL, [now, now + 7 * 24 * 60 * 60_000]);
  await administer(url, "VACUUM ANALYZE");
  return url;
}

/** Each companion's own part of the checkouts. */
function planFor(index: number, servers: number): Plan {
  const each = CHECKOUTS / servers;
  const requestIds = Array.from({ length: each }, (_, offset) => requestIdOf(index * each + offset));
  return { kind: "fresh", host: "127.0.0.1", secret: WEBHOOK_SECRET, requestIds, reads: [] };
}

async function requireStored(url: string, table: string, sent: number): Promise<void> {
  const [stored] = await administer<{ count: number }>(url, `SELECT count(*)::int AS count FROM ${table}`);
  await dropDatabase(url);
  if (stored?.count !== sent)
    throw new Error(`${stored?.count} deliveries are stored, and ${sent} were answered`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
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
  variants: {
    webhook: webhooksTo("companion"),
    insert: webhooksTo("fastify-insert"),
    webhook64: webhooksTo("companion", { connections: MANY_CONNECTIONS }),
    insert64: webhooksTo("fastify-insert", { connections: MANY_CONNECTIONS }),
    large: webhooksTo("companion", { isLarge: true }),
    one: webhooksTo("companion", { isFree: true }),
    two: webhooksTo("companion", { servers: 2, isFree: true }),
    four: webhooksTo("companion", { servers: 4, isFree: true }),
  },
  measures: [
    {
      row: "20",
      title: "webhook on PostgreSQL ÷ a plain INSERT of the same size, 16 connections",
      read: ratio("webhook", "insert"),
      aim: { atLeast: 0.8 },
    },
    {
      row: "20",
      title: "the same, 64 connections",
      read: ratio("webhook64", "insert64"),
      aim: { atLeast: 1.2 },
    },
    {
      row: "20",
      title: "webhooks on PostgreSQL with a million checkouts and five million deliveries ÷ without",
      read: ratio("large", "webhook"),
      aim: { atLeast: 0.9 },
    },
    { row: "21", title: "two companions on one PostgreSQL ÷ one", read: ratio("two", "one") },
    { row: "21", title: "four companions on one PostgreSQL ÷ one", read: ratio("four", "one") },
    { row: "", title: "webhooks on PostgreSQL, one companion", read: value("webhook"), unit: "/s" },
    { row: "", title: "the same, 64 connections", read: value("webhook64"), unit: "/s" },
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
