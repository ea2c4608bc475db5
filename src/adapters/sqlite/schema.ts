/**
 * One entry a schema version, applied in order; `PRAGMA user_version` counts them. Never change an entry that was
 * released: add one. Times are milliseconds (REAL, because a jittered retry time need not be whole).
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- The clear half, the lease and the counters. Small on purpose: it is rewritten several times a turn.
  CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    owner_kind TEXT, owner_id TEXT, held_since REAL,
    language TEXT, band TEXT, skill TEXT,
    waiting REAL, due REAL,
    epoch INTEGER NOT NULL, lease_until REAL,
    head TEXT, attempts INTEGER NOT NULL,
    last_seq INTEGER NOT NULL, done_seq INTEGER NOT NULL, last_line INTEGER NOT NULL,
    ready REAL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX conversation_ready ON conversation (ready) WHERE ready IS NOT NULL;
  CREATE INDEX conversation_waiting ON conversation (waiting, id) WHERE waiting IS NOT NULL;
  CREATE INDEX conversation_held ON conversation (owner_id, held_since) WHERE owner_id IS NOT NULL;

  CREATE TABLE state (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE input (
    id TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE line (
    id TEXT NOT NULL, seq INTEGER NOT NULL, ref TEXT, body TEXT NOT NULL, PRIMARY KEY (id, seq)
  ) STRICT, WITHOUT ROWID;

  -- Holds the key too, because undelivered items outlive a purge. Items first..last are undelivered.
  CREATE TABLE outbox (
    id TEXT PRIMARY KEY, key TEXT NOT NULL,
    push INTEGER NOT NULL, purged INTEGER NOT NULL, dead_at REAL NOT NULL,
    epoch INTEGER NOT NULL, lease_until REAL, lease_ms REAL NOT NULL, retry_at REAL,
    first INTEGER NOT NULL, last INTEGER NOT NULL, ready REAL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX outbox_ready ON outbox (ready) WHERE ready IS NOT NULL;
  CREATE INDEX outbox_dead ON outbox (dead_at);
  CREATE TABLE item (
    id TEXT NOT NULL, n INTEGER NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL,
    at REAL NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (id, n)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE live (address TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
  CREATE TABLE alias (
    secondary TEXT PRIMARY KEY, canonical TEXT NOT NULL, used REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alias_canonical ON alias (canonical);
  CREATE INDEX alias_used ON alias (used);
  CREATE TABLE dedupe (
    scope TEXT NOT NULL, name TEXT NOT NULL, until REAL NOT NULL, PRIMARY KEY (scope, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX dedupe_until ON dedupe (until);

  -- Ordered by ciphertext, so that not even the place of a row tells when it came.
  CREATE TABLE record (body TEXT PRIMARY KEY, batch TEXT) STRICT, WITHOUT ROWID;

  CREATE TABLE document (
    key TEXT PRIMARY KEY, version INTEGER NOT NULL, value TEXT NOT NULL, until REAL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX document_until ON document (until) WHERE until IS NOT NULL;
  CREATE TABLE log_entry (
    log TEXT NOT NULL, seq INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (log, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE counter (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE probe (one INTEGER PRIMARY KEY, flip INTEGER NOT NULL) STRICT;
  INSERT INTO probe VALUES (1, 0);
  `,
  `
  -- The name of the item that the platform told us it took.
  ALTER TABLE outbox ADD COLUMN taken TEXT;
  `,
  `
  -- 1: it came by the child's address, so that another conversation of the address may take it over.
  ALTER TABLE input ADD COLUMN child INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- Since when nobody knows whether the platform took the head.
  ALTER TABLE outbox ADD COLUMN doubt_at REAL;
  `,
  `
  -- How many of the head's messages the platform took, and of which texts.
  ALTER TABLE outbox ADD COLUMN begun_of TEXT;
  ALTER TABLE outbox ADD COLUMN begun_parts INTEGER;
  `,
  `
  -- Filled and emptied by the probe, which asks for room too.
  ALTER TABLE probe ADD COLUMN room BLOB;
  `,
];
