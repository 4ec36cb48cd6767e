import { CommandError } from "./command-error.ts";

type Coded = Error & { code?: unknown; errcode?: unknown };

/** SQLSTATE codes and system errors with which a PostgreSQL can't be used yet, and what to do. */
const POSTGRES_FAULTS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there. Start PostgreSQL, or correct DATABASE_URL",
  ENOTFOUND: "there is no such host. Correct DATABASE_URL",
  EAI_AGAIN: "the name of its host can't be looked up now",
  ETIMEDOUT: "it does not answer. Look for a firewall between",
  EHOSTUNREACH: "its host can't be reached",
  ECONNRESET: "it has ended the connection",
  "28P01": "the password is wrong. In DATABASE_URL, write @, # and / of a password as %40, %23, %2F",
  "28000": "this user may not log in from here. See pg_hba.conf",
  "3D000": "there is no such database. Create it",
  "53300": "it has no connection free. Raise max_connections",
  "57P03": "it is still starting",
};

/** One line for whoever starts the companion, where the database is what is wrong; any other error as it is. It names no secret. */
export function toStartFailure(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof Error) || error instanceof CommandError) return error;
  const { code, errcode, message } = error as Coded;
  if (databaseUrl.startsWith("sqlite:")) {
    if (
      errcode === undefined &&
      !["EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR", "EISDIR", "ENOENT"].includes(String(code))
    )
      return error;
    return new CommandError(`The database of DATABASE_URL can't be opened: ${message}.`);
  }
  const fault =
    POSTGRES_FAULTS[String(code)] ?? (/timeout/i.test(message) ? POSTGRES_FAULTS.ETIMEDOUT : undefined);
  if (fault === undefined) return error;
  const { hostname, pathname } = new URL(databaseUrl);
  return new CommandError(`PostgreSQL at ${hostname}${pathname} can't be used: ${fault}.`);
}
