import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqlite } from "../../server/store/sqlite/sqlite.ts";
import { environment } from "../helpers/environment.ts";

/** A database of a bench, in a folder of its own. */
export interface BenchDatabase {
  path: string;
  /** The environment of a companion on it. */
  environment: Record<string, string>;
  count(table: "deliveries" | "checkouts" | "plain"): number;
  remove(): void;
}

export async function createDatabase(): Promise<BenchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "request-checkout-bench-"));
  const path = join(folder, "checkouts.db");
  await openSqlite({ path }).then((store) => store.close());
  return {
    path,
    environment: environment({
      DATABASE_URL: `sqlite:${path}`,
      CATALOG_FILE: undefined,
      LOG_LEVEL: "info",
      READS_PER_MINUTE: "100000000",
    }) as Record<string, string>,
    count(table) {
      const db = new DatabaseSync(path, { readOnly: true });
      const { rows } = db.prepare(`SELECT count(*) AS rows FROM ${table}`).get() as { rows: number };
      db.close();
      return rows;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Filling {
  checkouts: number;
  /** Deliveries, five for each checkout where there are that many. */
  deliveries: number;
  progress: (text: string) => void;
}

const BATCH = 20_000;

/** The request id of the checkout with this number: as scattered as real ones are. */
export function requestIdOf(index: number): string {
  return `01${createHash("sha256").update(`${index}`).digest("hex")}`;
}

/** The id of the checkout with this number, as scattered. */
export function checkoutIdOf(index: number): string {
  const hex = createHash("sha256").update(`${index}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Fills a database as a companion would have over the years, only faster. */
export function fill(path: string, { checkouts, deliveries, progress }: Filling): void {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
  const checkout =
    db.prepare(`INSERT INTO checkouts (id, body_hash, created_at, expires_at, amount, currency, price_source,
    product, quantity, created_by, request_id, token, pay_url, status, amount_paid, late, terms, payable, expiry_check_at, updated_at, version)
    VALUES (?, ?, ?, ?, '10', 'USDC-base', 'catalog', 'sticker', 1, 'companion', ?, ?, ?, 'pending', '0', 0, 'verified', 1, ?, ?, 1)`);
  const delivery = db.prepare(`INSERT INTO deliveries (key, received_at, test, state, event, body)
    VALUES (?, ?, 0, 'recorded', 'payment.confirmed', ?)`);
  const fact = db.prepare(
    "INSERT INTO facts (subject, key, source, seen_at, delivery, fact) VALUES (?, ?, 'delivery', ?, ?, ?)",
  );
  const now = Date.now();
  const week = 7 * 24 * 60 * 60_000;
  inBatches(db, checkouts, (index) => {
    const requestId = requestIdOf(index);
    const token = `T${requestId.slice(-25)}`;
    const url = `https://pay.request.network/?token=${token}`;
    checkout.run(checkoutIdOf(index), token, now, now + week, requestId, token, url, now + week, now);
    if (index % BATCH === 0) progress(`filling: ${index} of ${checkouts} checkouts`);
  });
  const body = Buffer.from(JSON.stringify({ event: "payment.confirmed", padding: "x".repeat(450) }));
  inBatches(db, deliveries, (index) => {
    const subject = requestIdOf(2 * checkouts + Math.floor(index / 5));
    const key = Buffer.from(`${index}`.padStart(32, "#")).toString("base64url");
    delivery.run(key, now, body);
    fact.run(subject, key, now, index + 1, '{"kind":"named","requestIds":[]}');
    if (index % (5 * BATCH) === 0) progress(`filling: ${index} of ${deliveries} deliveries`);
  });
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
}

function inBatches(db: DatabaseSync, count: number, insert: (index: number) => void): void {
  for (let from = 0; from < count; from += BATCH) {
    db.exec("BEGIN");
    for (let index = from; index < Math.min(count, from + BATCH); index += 1) insert(index);
    db.exec("COMMIT");
  }
}
