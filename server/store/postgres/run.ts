import { createHash } from "node:crypto";
import pg from "pg";
import { POSTGRES, translate } from "../sql/dialect.ts";
import {
  isList,
  type Parameter,
  type RowStatement,
  type SqlValue,
  type Statement,
  toStoredText,
} from "../sql/statement.ts";
import { type ReadTx, runOn, type WriteTx } from "../sql/transaction.ts";
import { QueryError } from "./query-error.ts";
import { toSetBased } from "./set-based.ts";

/** What can be asked: a connection, or a pool of them. */
export type Asked = Pick<pg.ClientBase, "query">;

/** Advisory locks of this project, among those of whatever else uses the database. */
const LOCK_SPACE = 0x7263;
/** Few enough that no event, however many ids it names, fills the server's table of locks. */
const LOCKS = 4096;
/** Statements whose text depends on a filter are not all worth keeping prepared. */
const MAX_PREPARED = 200;

const prepared = new Map<string, { text: string; name?: string }>();

/**
 * Runs work in one transaction. Its beginning, its blind statements and its commit go with the statement beside them: each
 * round trip costs a turn of the event loop, too.
 * @throws {QueryError} where PostgreSQL refuses; whatever else the work throws
 */
export async function transact<T>(
  client: Asked,
  work: (tx: WriteTx) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  const line = createPipe(client, timeoutMs);
  let locked: ReadonlySet<number> | undefined;
  const begin = (locks: ReadonlySet<number> = NONE) => {
    if (locked) return;
    locked = locks;
    line.tell({ text: beginning(locks) });
  };
  try {
    const value = await runOn(
      {
        async ask(statement) {
          begin();
          return (await line.ask(toQuery(statement))).rows;
        },
        async tell(statement) {
          begin();
          line.tell(toQuery(statement));
        },
        async lock(names) {
          begin(new Set(names.map(toLockNumber)));
          requireLocked(names, locked ?? NONE);
        },
      },
      work,
    );
    if (!locked) return value;
    const { command } = await line.ask({ text: "COMMIT" });
    if (command !== "COMMIT") throw new QueryError(new Error("the transaction was rolled back"));
    return value;
  } finally {
    line.flush();
  }
}

const NONE: ReadonlySet<number> = new Set();

/** Runs work that only reads; each of its statements sees what has been committed by then. */
export async function readOnly<T>(
  client: Asked,
  work: (tx: ReadTx) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  return within(client, work, timeoutMs);
}

/** Runs work in a transaction that somebody else has begun, and that nobody else sees: there is nothing to lock. */
export async function within<T>(
  client: Asked,
  work: (tx: WriteTx) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  const line = createPipe(client, timeoutMs);
  const ask = async (statement: Statement | RowStatement) => (await line.ask(toQuery(statement))).rows;
  return runOn({ ask, tell: async (statement) => void (await ask(statement)), lock: async () => {} }, work);
}

/** What is sent one after the other without waiting, and fails with the first of it that fails. */
interface Pipe {
  tell(query: pg.QueryConfig): void;
  ask(query: pg.QueryConfig): Promise<pg.QueryResult>;
  /** Sends what was told. */
  flush(): void;
}

function createPipe(client: Asked, timeoutMs: number): Pipe {
  let told: Promise<unknown>[] = [];
  const send = (query: pg.QueryConfig) =>
    client.query({ ...query, query_timeout: timeoutMs } as pg.QueryConfig).catch((error: unknown) => {
      throw new QueryError(error);
    });
  // Statements whose rows nobody reads go with the next query: one system call, not one for each.
  const stream = client instanceof pg.Client ? client.connection.stream : undefined;
  let isHeld = false;
  const flush = () => {
    if (isHeld) stream?.uncork();
    isHeld = false;
  };
  const hold = () => {
    if (!isHeld) stream?.cork();
    isHeld = true;
  };
  return {
    tell(query) {
      hold();
      const sent = send(query);
      // Whoever asks next hears of it; where nobody does, the transaction is rolled back anyway.
      sent.catch(() => {});
      told.push(sent);
    },
    async ask(query) {
      const before = told;
      told = [];
      hold();
      const asked = send(query);
      // What is asked side by side goes together.
      process.nextTick(flush);
      const [answer] = await Promise.all([asked, ...before]);
      return answer;
    },
    flush,
  };
}

function toQuery(step: Statement | RowStatement): pg.QueryConfig {
  if (!("rows" in step))
    return {
      ...prepare(step.sql, () => translate(step.sql, POSTGRES)),
      values: step.params.map(toParameter),
    };
  const values = step.types.map((_, index) => step.rows.map((row) => toValue(row[index] ?? null)));
  const key = `${step.types}: ${step.sql}`;
  return { ...prepare(key, () => toSetBased(translate(step.sql, POSTGRES), step.types)), values };
}

/** @throws {Error} where a name is locked behind others: two transactions that do so could wait for each other */
function requireLocked(names: readonly string[], locked: ReadonlySet<number>): void {
  if (!names.every((name) => locked.has(toLockNumber(name))))
    throw new Error("a transaction locks before everything else");
}

/** Whatever the session's defaults are: who must not miss another one locks a name or a row first. */
const BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/** Names are locked in one order, and in the same round trip that begins the transaction. */
function beginning(locks: ReadonlySet<number>): string {
  if (locks.size === 0) return BEGIN;
  const sorted = [...locks].sort((a, b) => a - b);
  return `${BEGIN}; SELECT pg_advisory_xact_lock(${LOCK_SPACE}, n) FROM unnest('{${sorted}}'::int[]) AS n`;
}

function toLockNumber(name: string): number {
  return createHash("sha256").update(name).digest().readUInt32BE() % LOCKS;
}

function prepare(key: string, write: () => string): { text: string; name?: string } {
  const known = prepared.get(key);
  if (known) return known;
  const text = write();
  if (prepared.size >= MAX_PREPARED) return { text };
  const statement = { text, name: `rc${prepared.size}` };
  prepared.set(key, statement);
  return statement;
}

/** PostgreSQL's text holds no NUL, which a signed event may well do. */
export function toValue(value: SqlValue): SqlValue {
  return typeof value === "string" ? toStoredText(value) : value;
}

function toParameter(value: Parameter): SqlValue | (string | number)[] {
  if (!isList(value)) return toValue(value);
  return value.map((one: string | number) => (typeof one === "string" ? toStoredText(one) : one));
}
