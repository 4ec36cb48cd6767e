import type { ReadTx, WriteTx } from "./transaction.ts";

/**
 * The schema's history, oldest first. What has been released is never changed, only followed by another entry.
 *
 * Rows are appended under a running number, and what must be unique is indexed: random primary keys would scatter the
 * writes.
 */
const MIGRATIONS: readonly string[][] = [
  [
    `CREATE TABLE checkouts (
      seq {id},
      id TEXT NOT NULL,
      body_hash TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      amount TEXT NOT NULL,
      currency TEXT NOT NULL,
      price_source TEXT NOT NULL,
      product TEXT,
      quantity INTEGER,
      title TEXT,
      offer_id TEXT,
      live_offer_id TEXT,
      reference TEXT,
      reference_source TEXT,
      payer_identifier TEXT,
      origin TEXT,
      created_by TEXT NOT NULL,
      request_id TEXT,
      token TEXT,
      pay_url TEXT,
      status TEXT NOT NULL,
      amount_paid TEXT NOT NULL,
      amount_refunded TEXT,
      excess TEXT,
      late INTEGER NOT NULL,
      reason TEXT,
      proven INTEGER NOT NULL,
      payable INTEGER NOT NULL,
      due_at BIGINT,
      read_at BIGINT,
      link_read_at BIGINT,
      link_seen_at BIGINT,
      updated_at BIGINT NOT NULL,
      version INTEGER NOT NULL
    )`,
    "CREATE UNIQUE INDEX checkouts_id ON checkouts (id)",
    "CREATE UNIQUE INDEX checkouts_request_id ON checkouts (request_id)",
    "CREATE UNIQUE INDEX checkouts_token ON checkouts (token)",
    "CREATE UNIQUE INDEX checkouts_live_offer ON checkouts (live_offer_id)",
    "CREATE INDEX checkouts_reference ON checkouts (reference, seq) WHERE reference IS NOT NULL",
    "CREATE INDEX checkouts_product ON checkouts (product, seq)",
    "CREATE INDEX checkouts_status ON checkouts (status, seq)",
    "CREATE INDEX checkouts_read ON checkouts (read_at) WHERE read_at IS NOT NULL",
    "CREATE INDEX checkouts_link_read ON checkouts (link_read_at) WHERE link_read_at IS NOT NULL",
    "CREATE INDEX checkouts_due ON checkouts (due_at) WHERE due_at IS NOT NULL",
    `CREATE TABLE deliveries (
      seq {id},
      key TEXT NOT NULL,
      received_at BIGINT NOT NULL,
      delivery_id TEXT,
      test INTEGER NOT NULL,
      state TEXT NOT NULL,
      problem TEXT,
      event TEXT,
      body BYTEA NOT NULL
    )`,
    "CREATE INDEX deliveries_aside ON deliveries (state, seq) WHERE state <> 'recorded'",
    `CREATE TABLE facts (
      seq {id},
      subject TEXT NOT NULL,
      key TEXT NOT NULL,
      source TEXT NOT NULL,
      seen_at BIGINT NOT NULL,
      delivery BIGINT,
      fact TEXT NOT NULL
    )`,
    "CREATE UNIQUE INDEX facts_subject_key ON facts (subject, key)",
    `CREATE TABLE changes (
      seq {id},
      checkout_seq BIGINT NOT NULL,
      at BIGINT NOT NULL,
      cause TEXT NOT NULL,
      previous_status TEXT NOT NULL,
      checkout TEXT NOT NULL
    )`,
    "CREATE INDEX changes_checkout ON changes (checkout_seq, seq)",
    `CREATE TABLE notifications (
      seq {id},
      id TEXT NOT NULL,
      checkout_id TEXT NOT NULL,
      channel TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      payload TEXT NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      next_try_at BIGINT NOT NULL,
      last_error TEXT,
      sent_at BIGINT
    )`,
    "CREATE UNIQUE INDEX notifications_id ON notifications (id)",
    "CREATE INDEX notifications_pending ON notifications (channel, next_try_at) WHERE state = 'pending'",
    "CREATE INDEX notifications_failed ON notifications (seq) WHERE state = 'failed'",
    "CREATE INDEX notifications_checkout ON notifications (checkout_id, seq)",
    "CREATE TABLE sweeps (name TEXT NOT NULL, until BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX sweeps_name ON sweeps (name)",
    "CREATE TABLE leases (name TEXT NOT NULL, holder TEXT NOT NULL, until BIGINT NOT NULL)",
    "CREATE UNIQUE INDEX leases_name ON leases (name)",
    "CREATE {unlogged} TABLE hits (name TEXT NOT NULL, period BIGINT NOT NULL, count INTEGER NOT NULL)",
    "CREATE UNIQUE INDEX hits_name_period ON hits (name, period)",
  ],
  [
    "ALTER TABLE checkouts ADD COLUMN policy TEXT",
    "ALTER TABLE checkouts ADD COLUMN terms TEXT NOT NULL DEFAULT 'unverified'",
    "ALTER TABLE checkouts ADD COLUMN unverified_since BIGINT",
    "CREATE INDEX checkouts_unverified ON checkouts (unverified_since) WHERE unverified_since IS NOT NULL",
    // What the earlier release has called paid stays paid; what is open is folded by the new rules as soon as a companion runs.
    `INSERT INTO facts (subject, key, source, seen_at, fact)
      SELECT request_id, 'accepted', 'migration', updated_at, '{"kind":"accepted","amount":"' || amount_paid || '"}'
      FROM checkouts WHERE status IN ('paid', 'refunded') AND request_id IS NOT NULL`,
    "CREATE INDEX checkouts_refuted ON checkouts (seq) WHERE terms = 'refuted'",
    "UPDATE checkouts SET terms = 'verified' WHERE proven = 1",
    `UPDATE checkouts SET due_at = 0 WHERE request_id IS NOT NULL
      AND status IN ('pending', 'processing', 'failed', 'partially_paid', 'review')`,
    "ALTER TABLE checkouts DROP COLUMN proven",
    // When a digest has counted the order as unverified.
    "ALTER TABLE checkouts ADD COLUMN digest_at BIGINT",
    "ALTER TABLE checkouts ADD COLUMN client TEXT",
    "ALTER TABLE checkouts ADD COLUMN reported INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX checkouts_reported ON checkouts (seq) WHERE reported = 1",
    "CREATE TABLE calibration (name TEXT PRIMARY KEY, body TEXT NOT NULL, at BIGINT NOT NULL)",
  ],
  [
    // Reads take turns by client: orders of an earlier release are one client's.
    "UPDATE checkouts SET client = '' WHERE client IS NULL",
    `CREATE INDEX checkouts_client ON checkouts (client, seq) WHERE read_at IS NOT NULL OR link_read_at IS NOT NULL`,
    // A stranger may claim a request id first, with a token that is not its link's: several orders may, and one is paid.
    "DROP INDEX IF EXISTS checkouts_request_id",
    "DROP INDEX IF EXISTS checkouts_token",
    "CREATE INDEX checkouts_request ON checkouts (request_id)",
    "CREATE INDEX checkouts_request_key ON checkouts (lower(request_id))",
    "CREATE INDEX checkouts_link_token ON checkouts (token)",
    // What is said of a token is the token's: other orders may claim the same request id.
    `UPDATE facts SET subject = (SELECT 'token:' || token FROM checkouts WHERE checkouts.request_id = facts.subject)
      WHERE source IN ('link_read', 'merchant') AND subject IN (SELECT request_id FROM checkouts WHERE token IS NOT NULL)`,
  ],
  [
    // A publication FOR ALL TABLES refuses changes of a table without a primary key. SQLite's have their row ids.
    ...["sweeps", "leases"].flatMap((table) => [
      `{on postgres}ALTER TABLE ${table} ADD PRIMARY KEY (name)`,
      `{on postgres}DROP INDEX IF EXISTS ${table}_name`,
    ]),
    "{on postgres}ALTER TABLE hits ADD PRIMARY KEY (name, period)",
    "{on postgres}DROP INDEX IF EXISTS hits_name_period",
    "{on postgres}ALTER TABLE schema_version ADD PRIMARY KEY (version)",
    // One word for one thing.
    ...[
      ["live_offer_id", "held_offer_id"],
      ["due_at", "expiry_check_at"],
      ["read_at", "next_request_poll_at"],
      ["link_read_at", "next_link_poll_at"],
      ["link_seen_at", "link_read_at"],
    ].map(([from, to]) => `ALTER TABLE checkouts RENAME COLUMN ${from} TO ${to}`),
    "ALTER TABLE hits RENAME TO rate_limit_counters",
    "ALTER TABLE sweeps RENAME TO cursors",
    "ALTER TABLE cursors RENAME COLUMN until TO value",
    "CREATE TABLE rate_slots (name TEXT PRIMARY KEY, free_at BIGINT NOT NULL)",
    "CREATE TABLE readiness_checks (name TEXT PRIMARY KEY, at BIGINT NOT NULL)",
    "DELETE FROM cursors WHERE name = 'readyz' OR name LIKE 'upstream:%'",
  ],
];

/** The schema that this release works with. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** The schema of a database; undefined of one that holds none yet. */
export async function findSchemaVersion(tx: ReadTx): Promise<number | undefined> {
  const current = await tx.queryOne<{ version: number }>("SELECT version FROM schema_version");
  return current?.version;
}

/** Brings the schema up to date. Companions that start together take turns. */
export async function migrate(tx: WriteTx): Promise<void> {
  await tx.lock(["schema"]);
  const isThere = (await tx.query("SELECT 1 AS found {where schema_version}")).length > 0;
  const current = isThere ? await findSchemaVersion(tx) : undefined;
  if (current === MIGRATIONS.length) return;
  const from = current ?? 0;
  if (from > MIGRATIONS.length) {
    throw new Error(
      `the database was written by a newer release (schema ${from}, this one knows ${MIGRATIONS.length})`,
    );
  }
  if (!isThere) await tx.query("CREATE TABLE schema_version (version INTEGER NOT NULL)");
  for (const statement of MIGRATIONS.slice(from).flat()) {
    await tx.query(statement);
  }
  const save =
    current !== undefined
      ? "UPDATE schema_version SET version = $1"
      : "INSERT INTO schema_version VALUES ($1)";
  await tx.query(save, MIGRATIONS.length);
}
