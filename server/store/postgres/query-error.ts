import pg from "pg";
import { StoreUnavailableError } from "../sql/store.ts";

/** What PostgreSQL or the way to it refused. Everything else that a job throws is its own. */
export class QueryError extends Error {
  override name = "QueryError";
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.cause = cause;
  }

  /** PostgreSQL's own code; undefined where the connection failed. */
  get code(): string | undefined {
    return this.cause instanceof pg.DatabaseError ? this.cause.code : undefined;
  }

  /** The connection cannot be used any more, or not for this: a standby may have become the server by the next one. */
  get isFatal(): boolean {
    const { cause, code } = this;
    if (!(cause instanceof pg.DatabaseError)) return true;
    return cause.severity === "FATAL" || cause.severity === "PANIC" || code === "0A000" || code === "25006";
  }
}

/**
 * Two that were in each other's way for too long, or wanted the same unique value at the same time; and a statement that was prepared
 * before a newer release has changed the schema. Run again, they see what the other one did.
 */
const AGAIN = new Set(["40001", "40P01", "55P03", "23505", "0A000"]);

export function isWorthAnotherRun({ code }: QueryError): boolean {
  return code !== undefined && AGAIN.has(code);
}

/** Refused connections and passwords, no room, no lock in time, a standby, broken disks, and a server that goes or comes. */
const MACHINE_FAULT = /^(?:08|28|53|57P|58)|^(?:25006|25P03|3D000|55P03|57014)$/;

/** What the machine refuses can be tried again; anything else is a fault of the job. */
export function toStoreError({ code, message, cause }: QueryError): unknown {
  return code === undefined || MACHINE_FAULT.test(code)
    ? new StoreUnavailableError(message, { cause, isGone: code === undefined || !AGAIN.has(code) })
    : cause;
}
