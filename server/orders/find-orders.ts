import { setImmediate } from "node:timers/promises";
import type { OrderFilter } from "../contract/contract.ts";
import type { Store } from "../store/sql/store.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import { type Match, type Span, toConditions } from "./match.ts";

export interface OrderPage {
  rows: OrderRow[];
  /** The running number to go on below, or null at the end. */
  next: number | null;
}

type OrderRow = LinkedRow & { seq: number };

/** A search reads row by row. After so many, whoever else waits for the store has a turn. */
const WINDOW = 5000;
/** One transaction pays few orders. */
const MOST_PAID = 200;

/** Orders that match, newest first, below a running number: stable however many are added meanwhile. */
export async function findOrders(
  store: Store,
  filter: OrderFilter,
  { below, limit }: { below: number | null; limit: number },
): Promise<OrderPage> {
  const match = await resolveSearch(store, filter);
  const rows: OrderRow[] = [];
  for await (const span of spans(store, "checkouts", { isWhole: filter.search === undefined, below })) {
    rows.push(...(await store.read((tx) => selectOrders(tx, match, span, limit + 1 - rows.length))));
    if (rows.length > limit) break;
  }
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.seq ?? null) : null };
}

/** The running numbers of a table, the newest first, in windows or in one piece. */
export async function* spans(
  store: Store,
  table: "checkouts" | "facts",
  { isWhole, below }: { isWhole: boolean; below: number | null },
): AsyncGenerator<Span> {
  if (isWhole) {
    yield { below: below ?? undefined };
    return;
  }
  const newest = await store.read((tx) =>
    tx.queryOne<{ seq: number | null }>(`SELECT max(seq) AS seq FROM ${table}`),
  );
  const end = (newest?.seq ?? 0) + 1;
  for (let top = Math.min(below ?? end, end); top > 1; top -= WINDOW) {
    yield { from: Math.max(1, top - WINDOW), below: top };
    await setImmediate();
  }
}

/** Finds what a search means beyond the order's own row: a transaction hash, or its beginning. */
export async function resolveSearch(store: Store, filter: OrderFilter): Promise<Match> {
  if (!/^0x[0-9a-f]{6,64}$/i.test(filter.search ?? "")) return filter;
  const pattern = `%"txhash":"${filter.search?.toLowerCase()}%`;
  const paidBy = new Set<string>();
  for await (const { from = 0, below = 0 } of spans(store, "facts", { isWhole: false, below: null })) {
    const found = await store.read((tx) =>
      tx.query<{ subject: string }>(
        "SELECT DISTINCT subject FROM facts WHERE seq >= $1 AND seq < $2 AND lower(fact) LIKE $3",
        from,
        below,
        pattern,
      ),
    );
    for (const { subject } of found) paidBy.add(subject);
    if (paidBy.size >= MOST_PAID) break;
  }
  return { ...filter, paidBy: [...paidBy].slice(0, MOST_PAID) };
}

function selectOrders(tx: ReadTx, match: Match, span: Span, limit: number): Promise<OrderRow[]> {
  const { where, params } = toConditions(match, span);
  return tx.query<OrderRow>(
    `SELECT * FROM checkouts WHERE ${where} ORDER BY seq DESC LIMIT $${params.length + 1}`,
    ...params,
    limit,
  );
}
