import type { Standing } from "../domain/derive.ts";
import type { Fact, FactBody, FactSource } from "../domain/facts.ts";
import type { OrderPolicy } from "../domain/order.ts";
import { toStanding } from "../ledger/fold.ts";
import type { ReadTx } from "../store/sql/transaction.ts";
import { type CheckoutRow, isLinked, type LinkedRow } from "../store/tables/checkouts.ts";
import { subjectsOf } from "../store/tables/subject.ts";
import type { RefoldSource } from "./refold-source.ts";

/** Where an order stands, as far as a merchant sees it. */
export interface Stands {
  status: Standing["status"];
  reason: Standing["reason"];
  amountPaid: string;
}

/** An order that this release, or a setting, would change. */
export interface Refolded {
  id: string;
  before: Stands;
  after: Stands;
  why: string;
}

export interface RefoldOptions {
  /** For orders that an earlier release registered without one. */
  policy: OrderPolicy;
  /** Milliseconds since 1970. */
  now: number;
  /** Called after each batch, with how many orders were derived so far. */
  progress?: ((orders: number) => void) | undefined;
}

const BATCH = 200;

/** Derives every stored order anew, batch by batch, and yields those that stand differently; what time alone changes is left out. */
export async function* refold(source: RefoldSource, options: RefoldOptions): AsyncGenerator<Refolded> {
  let orders = 0;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    const rows: CheckoutRow[] = await source.read((tx) => findBatch(tx, from));
    const linked = rows.filter(isLinked);
    const facts = await source.read((tx) => findFactsOf(tx, linked));
    for (const row of linked) {
      const refolded = refoldOne(row, facts, options);
      if (refolded) yield refolded;
    }
    orders += linked.length;
    options.progress?.(orders);
    after = rows.length < BATCH ? undefined : rows.at(-1)?.seq;
  }
}

function findBatch(tx: ReadTx, after: number): Promise<CheckoutRow[]> {
  return tx.query(`SELECT * FROM checkouts WHERE seq > $1 ORDER BY seq LIMIT ${BATCH}`, after);
}

interface FactRow {
  subject: string;
  source: FactSource;
  seen_at: number;
  fact: string;
}

/** All facts of a batch, by subject. */
async function findFactsOf(tx: ReadTx, rows: readonly LinkedRow[]): Promise<Map<string, Fact[]>> {
  const bySubject = new Map<string, Fact[]>();
  if (rows.length === 0) return bySubject;
  const subjects = rows.flatMap(subjectsOf);
  const found = await tx.query<FactRow>(
    "SELECT subject, source, seen_at, fact FROM facts WHERE subject {in $1}",
    subjects,
  );
  for (const { subject, source, seen_at, fact } of found) {
    const known = bySubject.get(subject) ?? [];
    known.push({ ...(JSON.parse(fact) as FactBody), source, seenAt: seen_at });
    bySubject.set(subject, known);
  }
  return bySubject;
}

function refoldOne(
  row: LinkedRow,
  facts: ReadonlyMap<string, readonly Fact[]>,
  { policy, now }: RefoldOptions,
): Refolded | undefined {
  const known = subjectsOf(row).flatMap((subject) => facts.get(subject) ?? []);
  const before: Stands = { status: row.status, reason: row.reason, amountPaid: row.amount_paid };
  const standing = toStanding(row, known, { policy, now });
  if (isSame(before, standing)) return undefined;
  // As of its last change: then only time has passed since.
  if (isSame(before, toStanding(row, known, { policy, now: row.updated_at }))) return undefined;
  const { status, reason, amountPaid } = standing;
  const after = { status, reason, amountPaid };
  return { id: row.id, before, after, why: explain(standing, known) };
}

function isSame(one: Stands, other: Stands): boolean {
  return one.status === other.status && one.reason === other.reason && one.amountPaid === other.amountPaid;
}

function explain({ terms, unverifiedSince, status }: Standing, facts: readonly Fact[]): string {
  const sources = new Set(facts.map(({ source }) => source));
  const evidence = `evidence: ${[...sources].sort().join(", ") || "none"}`;
  return `${judgementOf({ terms, unverifiedSince, status })}; ${evidence}`;
}

function judgementOf({
  terms,
  unverifiedSince,
  status,
}: Pick<Standing, "terms" | "unverifiedSince" | "status">): string {
  if (unverifiedSince !== null)
    return "money was reported, and no source says yet in which token, for whom and over how much the link is";
  if (terms === "refuted") return "a source says that the link asks for something else, or for somebody else";
  if (status === "paid") return "the link's terms are verified, and the price has arrived";
  return `the link's terms are ${terms}`;
}

/** One line: `id  review (wrong_currency) → processing  why`. */
export function toLine({ id, before, after, why }: Refolded): string {
  const words = ({ status, reason }: Stands) => (reason === null ? status : `${status} (${reason})`);
  const amount =
    before.amountPaid === after.amountPaid ? "" : `  received ${before.amountPaid} → ${after.amountPaid}`;
  return `${id}  ${words(before)} → ${words(after)}${amount}  ${why}`;
}
