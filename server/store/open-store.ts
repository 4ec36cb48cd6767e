import type { PostgresTimeouts } from "./postgres/connections.ts";
import type { Store } from "./sql/store.ts";
import { openSqlite } from "./sqlite/sqlite.ts";

export interface StoreOptions {
  /** `sqlite:` and a path, or `postgres://…`. */
  url: string;
  /** Told of each commit: how long its jobs took, and how many they were. */
  onCommit?: ((details: { durationMs: number; jobs: number }) => void) | undefined;
  log?: { warn: (details: object, message: string) => void } | undefined;
  /** How long PostgreSQL is waited for. */
  timeouts?: Partial<PostgresTimeouts> | undefined;
}

export const SQLITE_URL = /^sqlite:(.+)$/;
export const POSTGRES_URL = /^postgres(?:ql)?:\/\/./;

/**
 * Opens the store that a URL names, and brings its schema up to date.
 * @throws {Error} when it cannot be opened, or cannot be made durable
 */
export async function openStore({ url, ...options }: StoreOptions): Promise<Store> {
  if (POSTGRES_URL.test(url)) {
    const { openPostgres } = await import("./postgres/open-postgres.ts");
    return openPostgres({ url, ...options });
  }
  return openSqlite({ path: SQLITE_URL.exec(url)?.[1] ?? url, ...options });
}
