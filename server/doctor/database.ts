import { accessSync, constants, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { POSTGRES_URL, SQLITE_URL } from "../store/open-store.ts";
import { createClient, refuseUnfit } from "../store/postgres/connections.ts";
import { openSqlite } from "../store/sqlite/sqlite.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";

const CHECK = "database";
const MEGABYTE = 1024 * 1024;

/** Linux's numbers of filesystems on which SQLite's locks, its shared memory or its data do not last. Source: statfs(2). */
const FILESYSTEMS = new Map<number, { name: string; isRemote: boolean }>([
  [0x6969, { name: "NFS", isRemote: true }],
  [0x517b, { name: "SMB", isRemote: true }],
  [0xff534d42, { name: "CIFS", isRemote: true }],
  [0xfe534d42, { name: "SMB2", isRemote: true }],
  [0x01021997, { name: "9p", isRemote: true }],
  [0x00c36400, { name: "Ceph", isRemote: true }],
  [0x5346414f, { name: "AFS", isRemote: true }],
  [0x01021994, { name: "tmpfs", isRemote: false }],
  [0x858458f6, { name: "ramfs", isRemote: false }],
]);

/** Would the database keep what is written to it? */
export async function* checkDatabase(url: string): AsyncGenerator<Finding> {
  if (POSTGRES_URL.test(url)) yield await checkPostgres(url);
  else yield* checkFile(SQLITE_URL.exec(url)?.[1] ?? url);
}

/** PostgreSQL, as the companion would open it; nothing is written. */
async function checkPostgres(url: string): Promise<Finding> {
  const client = createClient(url);
  try {
    await client.connect();
    await refuseUnfit(client);
    return pass(CHECK, "PostgreSQL answers, and confirms a commit once it is on disk");
  } catch (error) {
    return fail(
      CHECK,
      `PostgreSQL: ${(error as Error).message || (error as NodeJS.ErrnoException).code}`,
      "Fix DATABASE_URL or the server's settings: the companion does not start like this.",
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** Looks at the folder of a SQLite file, at the file, and at a trial beside it that is removed. */
async function* checkFile(databasePath: string): AsyncGenerator<Finding> {
  const path = resolve(databasePath);
  const folder = nearestFolder(dirname(path));
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    yield fail(
      CHECK,
      `${folder} is not writable for this user`,
      "Give it to the user that the companion runs as.",
    );
    return;
  }
  const { type, bavail, bsize } = statfsSync(folder);
  yield judgeDisk(folder, { type, freeBytes: bavail * bsize });
  yield judgeTrial(folder, await tryDatabase(folder));
  yield existsSync(path) ? readFile(path) : skip(CHECK, `${path} is not there yet: the companion makes it`);
}

/** Whether a disk is a local one, and has room. */
export function judgeDisk(folder: string, { type, freeBytes }: { type: number; freeBytes: number }): Finding {
  const filesystem = FILESYSTEMS.get(type >>> 0);
  const free = `${Math.floor(freeBytes / MEGABYTE)} MB free`;
  if (filesystem?.isRemote)
    return fail(
      CHECK,
      `${folder} is on ${filesystem.name}: SQLite's locks do not hold there`,
      "Keep it on a local disk.",
    );
  if (filesystem)
    return fail(
      CHECK,
      `${folder} is on ${filesystem.name}, in memory: a restart of the machine empties it`,
      "Keep it on a disk.",
    );
  if (freeBytes < 100 * MEGABYTE)
    return fail(CHECK, `${folder} has ${free}`, "Make room: webhooks are refused when it is full.");
  if (freeBytes < 1024 * MEGABYTE)
    return warn(CHECK, `${folder} has ${free}`, "Make room before it is full.");
  return pass(CHECK, `${folder} is a local disk with ${free}`);
}

function judgeTrial(folder: string, fault: string | undefined): Finding {
  if (fault === undefined) return pass(CHECK, "WAL with an fsync per commit works there");
  return fail(
    CHECK,
    `a trial in ${folder} failed: ${fault}`,
    "Keep it on a local disk that this user may write to.",
  );
}

/** Opens a database of its own in the folder as the companion opens its, and removes it; the fault, if there is one. */
async function tryDatabase(folder: string): Promise<string | undefined> {
  let trial: string | undefined;
  try {
    trial = mkdtempSync(join(folder, ".request-checkout-doctor-"));
    await openSqlite({ path: join(trial, "trial.db") }).then((store) => store.close());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    if (trial) rmSync(trial, { recursive: true, force: true });
  }
}

/** The file itself is only read: the companion may be using it. */
function readFile(path: string): Finding {
  try {
    const db = new DatabaseSync(path, { readOnly: true });
    try {
      const { journal_mode } = db.prepare("PRAGMA journal_mode").get() as { journal_mode: string };
      if (journal_mode === "wal") return pass(CHECK, `${path} is in WAL mode`);
      return warn(
        CHECK,
        `${path} is in ${journal_mode} mode`,
        "The companion changes that when it starts: restart it.",
      );
    } finally {
      db.close();
    }
  } catch (error) {
    return fail(
      CHECK,
      `${path} can't be read: ${(error as Error).message}`,
      "Restore a backup: server/README.md says how.",
    );
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder));
}
