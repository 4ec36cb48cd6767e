import { type Learned, toCalibrationFact } from "../../domain/calibration.ts";
import type { CalibrationFact } from "../../domain/facts.ts";
import type { ReadTx, WriteTx } from "../sql/transaction.ts";
import type { NewFact } from "./facts.ts";

/** A link that is never shared. */
export interface TrialLink {
  token: string;
  requestId: string;
  /** Human-readable. */
  amount: string;
}

/** How calibration stands. Dates are milliseconds since 1970. */
export interface CalibrationState {
  /** A hash of the settings that it holds for. */
  settings: string;
  triedAt: number;
  nextAt: number;
  /** Tries since the last one that has taught everything. */
  failures: number;
  problems: string[];
  /** The link that was made last, to be read again after a failure. */
  link: (TrialLink & { madeAt: number }) | null;
  learned: Learned | null;
  /** When `learned` last became something else. */
  learnedAt: number | null;
  /** Orders have what was learned then. */
  spreadAt: number | null;
}

export async function findCalibration(tx: ReadTx): Promise<CalibrationState | undefined> {
  const row = await tx.queryOne<{ body: string }>("SELECT body FROM calibration WHERE name = 'state'");
  return row && (JSON.parse(row.body) as CalibrationState);
}

/** Keeps the state, and beside it what new orders get. */
export async function saveCalibration(tx: WriteTx, state: CalibrationState): Promise<void> {
  await save(tx, "state", state, state.triedAt);
  if (state.learned === null || state.learnedAt === null)
    await tx.execute("DELETE FROM calibration WHERE name = 'fact'");
  else await save(tx, "fact", toCalibrationFact(state.learned, state.learnedAt), state.learnedAt);
}

export async function forgetCalibration(tx: WriteTx): Promise<void> {
  await tx.query("DELETE FROM calibration");
}

async function save(tx: WriteTx, name: string, body: object, at: number): Promise<void> {
  await tx.query(
    "INSERT INTO calibration (name, body, at) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET body = excluded.body, at = excluded.at",
    name,
    JSON.stringify(body),
    at,
  );
}

/** What a new order gets of it. */
export async function findKnownCalibration(tx: ReadTx, subject: string): Promise<NewFact[]> {
  const row = await tx.queryOne<{ body: string; at: number }>(
    "SELECT body, at FROM calibration WHERE name = 'fact'",
  );
  if (!row) return [];
  const fact = JSON.parse(row.body) as CalibrationFact;
  return [{ subject, key: `calibration:${row.at}`, source: "calibration", fact }];
}

/** Links that the companion itself has created since then, and that reads contradict. */
export async function countRefutedLinks(tx: ReadTx, since: number): Promise<number> {
  const row = await tx.queryOne<{ count: number }>(
    "SELECT count(*) AS count FROM checkouts WHERE terms = 'refuted' AND created_by = 'companion' AND created_at > $1",
    since,
  );
  return Number(row?.count ?? 0);
}
