import type { SqlValue } from "../../store/sql/statement.ts";
import type { ReadTx } from "../../store/sql/transaction.ts";

/** An order that is to be read now, and what of it. */
export interface Candidate {
  id: string;
  seq: number;
  /** Who has registered it; "" where that is not known. */
  client: string;
  /** A payment of it was reported, and not everything is known of it. */
  isReported: boolean;
  /** Its link was made by a page, and is to be read by its token. */
  isFresh: boolean;
  isLinkDue: boolean;
  isRequestDue: boolean;
}

interface CandidateRow {
  id: string;
  seq: number;
  client: string;
  created_by: "companion" | "browser";
  terms: string;
  reported: number;
  status: string;
  unverified_since: number | null;
  next_request_poll_at: number | null;
  next_link_poll_at: number | null;
}

const COLUMNS =
  "id, seq, client, created_by, terms, reported, status, unverified_since, next_request_poll_at, next_link_poll_at";
/** Strangers may register without end: what is looked at for one read is bounded. */
const NEWEST = 2000;
const MOST = 200;

export interface FindOptions {
  /** Links can be read by their token. */
  readsLinks: boolean;
}

export interface Found {
  candidates: Candidate[];
  /** There may be more. */
  isFull: boolean;
}

/** What is to be read by now: everything reported, the newest, and what has waited longest; of each at most some hundred. */
export async function findCandidates(tx: ReadTx, now: number, options: FindOptions): Promise<Found> {
  const newest = await tx.query<CandidateRow>(
    `SELECT ${COLUMNS} FROM checkouts WHERE seq > (SELECT coalesce(max(seq), 0) FROM checkouts) - ${NEWEST}
      AND request_id IS NOT NULL AND (next_request_poll_at <= $1 OR next_link_poll_at <= $1) ORDER BY seq DESC LIMIT ${2 * MOST}`,
    now,
  );
  const some = (condition: string, order: string) =>
    `SELECT * FROM (SELECT ${COLUMNS} FROM checkouts WHERE request_id IS NOT NULL AND ${condition}
      ORDER BY ${order} LIMIT ${MOST}) AS some_of_them`;
  const others = await tx.query<CandidateRow>(
    [
      some("reported = 1 AND next_request_poll_at <= $1", "seq DESC"),
      some("unverified_since IS NOT NULL AND next_request_poll_at <= $1", "unverified_since DESC"),
      some("next_request_poll_at IS NOT NULL AND next_request_poll_at <= $1", "next_request_poll_at"),
      some("next_link_poll_at IS NOT NULL AND next_link_poll_at <= $1", "next_link_poll_at"),
    ].join(" UNION "),
    now,
  );
  const rows = new Map([...others, ...newest].map((row) => [row.id, row]));
  const candidates = [...rows.values()]
    .map((row) => toCandidate(row, now, options))
    .filter(({ isLinkDue, isRequestDue }) => isLinkDue || isRequestDue);
  return { candidates, isFull: newest.length >= 2 * MOST || others.length >= MOST };
}

function toCandidate(row: CandidateRow, now: number, { readsLinks }: FindOptions): Candidate {
  const isDue = (at: number | null) => at !== null && at <= now;
  return {
    id: row.id,
    seq: row.seq,
    client: row.client,
    isReported: row.reported === 1 || row.unverified_since !== null || row.status === "partially_paid",
    isFresh: row.created_by === "browser" || row.terms !== "verified",
    isLinkDue: readsLinks && isDue(row.next_link_poll_at),
    isRequestDue: isDue(row.next_request_poll_at),
  };
}

/** As the index `checkouts_client` has them. */
const READABLE = "(next_request_poll_at IS NOT NULL OR next_link_poll_at IS NOT NULL)";

/**
 * Goes through all that is due, one client after the other, and of each client from the newest order to the oldest, one a turn.
 * So every order has its turn, however many others hide it from {@link findCandidates}, and the number of clients alone, not
 * that of their orders, delays a client's newest one.
 */
export function createClientWalk() {
  let client = "";
  const cursors = new Map<string, number>();

  return async function next(tx: ReadTx, now: number, options: FindOptions): Promise<Candidate | undefined> {
    const due = options.readsLinks
      ? "(next_request_poll_at <= $1 OR next_link_poll_at <= $1)"
      : "next_request_poll_at <= $1";
    const find = (condition: string, order: string, ...params: SqlValue[]) =>
      tx.queryOne<CandidateRow>(
        `SELECT ${COLUMNS} FROM checkouts WHERE ${READABLE} AND request_id IS NOT NULL AND ${due} AND ${condition}
          ORDER BY ${order} LIMIT 1`,
        now,
        ...params,
      );
    const first =
      (await find("client > $2", "client, seq DESC", client)) ??
      (await find("client >= $2", "client, seq DESC", ""));
    if (!first) return undefined;
    if (first.client <= client && cursors.size > 10 * MOST) cursors.clear();
    ({ client } = first);
    const cursor = cursors.get(client);
    const row =
      (cursor !== undefined && (await find("client = $2 AND seq < $3", "seq DESC", client, cursor))) || first;
    cursors.set(client, row.seq);
    return { ...toCandidate(row, now, options), isReported: true };
  };
}

/** What is read next of an order: its link by the token, or its request. */
export interface Choice {
  candidate: Candidate;
  what: "link" | "request";
}

/** After so many reported ones somebody else has a turn: whoever pays many dust amounts holds up nobody either. */
const REPORTED_IN_TURN = 3;

/**
 * Chooses what is read next: first what was reported as paid, then by client, the one first whose turn is longest ago. Of one
 * client, fresh links and requests in turns, the newest first. So strangers who register links without end wait for themselves.
 */
export function createReadingQueue() {
  const turns = new Map<string, { at: number; what: Choice["what"] }>();
  let count = 0;
  let reportedInTurn = 0;

  function choose(candidates: readonly Candidate[]): Choice | undefined {
    const reported = candidates.filter(({ isReported }) => isReported);
    const others = candidates.filter(({ isReported }) => !isReported);
    const isReportedFirst = reported.length > 0 && (others.length === 0 || reportedInTurn < REPORTED_IN_TURN);
    reportedInTurn = isReportedFirst ? reportedInTurn + 1 : 0;
    const some = isReportedFirst ? reported : others;
    const turnOf = ({ client }: Candidate) => turns.get(client)?.at ?? 0;
    const [first] = [...some].sort((a, b) => turnOf(a) - turnOf(b) || b.seq - a.seq);
    if (!first) return undefined;
    const own = some.filter(({ client }) => client === first.client);
    const choice: Choice = isReportedFirst
      ? { candidate: first, what: first.isRequestDue ? "request" : "link" }
      : chooseOf(own, turns.get(first.client)?.what);
    count += 1;
    turns.set(first.client, { at: count, what: choice.what });
    return choice;
  }

  return {
    next(candidates: readonly Candidate[]): Choice | undefined {
      // Whoever waits for nothing needs no memory of turns.
      const waiting = new Set(candidates.map(({ client }) => client));
      if (turns.size > 10 * MOST)
        for (const client of turns.keys()) if (!waiting.has(client)) turns.delete(client);
      return choose(candidates);
    },
  };
}

/** Of one client's: what was not read the last time, if it is due; fresh links before our own. */
function chooseOf(own: readonly Candidate[], last: Choice["what"] | undefined): Choice {
  const newest = [...own].sort((a, b) => b.seq - a.seq);
  const fresh = newest.find(({ isFresh, isLinkDue }) => isFresh && isLinkDue);
  const request = newest.find(({ isRequestDue }) => isRequestDue);
  const link = fresh ?? newest.find(({ isLinkDue }) => isLinkDue);
  const isLinkFirst = link !== undefined && (!request || (link === fresh && last !== "link"));
  const candidate = (isLinkFirst ? link : (request ?? link)) as Candidate;
  return { candidate, what: isLinkFirst || !request ? "link" : "request" };
}
