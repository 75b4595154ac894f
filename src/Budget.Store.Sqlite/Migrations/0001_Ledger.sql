-- The ledger, first shape. Money is whole nano-dollars. Instants are 100 ns since 1970-01-01 UTC, so that
-- datetime(at / 10000000, 'unixepoch') reads them. What is 0 or absent is NULL in columns that may be NULL: that takes one byte.
-- STRICT matters: without it a sum that leaves 64 bits would silently become a floating-point number.

-- Short texts that many rows share: call sites and price lines.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- Whose call. The key is the SHA-256 of the parts, each with its length, because UNIQUE treats NULLs as different.
CREATE TABLE attribution (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  user TEXT,
  provider TEXT,
  model TEXT,
  project TEXT,
  team TEXT,
  client TEXT,
  operation TEXT
) STRICT;

CREATE TABLE attribution_tag (
  attribution INTEGER NOT NULL REFERENCES attribution (id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (attribution, name)
) STRICT, WITHOUT ROWID;

-- One policy, one scope key, one window; and the roll-up of its entries, changed in the transaction that appends them.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL,
  scope_key TEXT NOT NULL,
  window_start INTEGER NOT NULL,
  window_end INTEGER NOT NULL,
  spent INTEGER NOT NULL DEFAULT 0,
  suspense INTEGER NOT NULL DEFAULT 0,
  overrun INTEGER NOT NULL DEFAULT 0,
  UNIQUE (policy_id, scope_key, window_start, window_end)
) STRICT;

-- The accounts that one call is booked on; an entry names the set, not each account. members: the sorted ids, 8 bytes each.
CREATE TABLE account_set (
  id INTEGER PRIMARY KEY,
  members BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE account_set_member (
  account INTEGER NOT NULL REFERENCES account (id),
  account_set INTEGER NOT NULL REFERENCES account_set (id),
  PRIMARY KEY (account, account_set)
) STRICT, WITHOUT ROWID;

-- Reservations without a known outcome: live ones, and suspended ones. A row leaves when the outcome is entered, so this table stays small
-- and recovery never searches the history.
CREATE TABLE hold (
  reservation BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  account_set INTEGER NOT NULL REFERENCES account_set (id),
  attribution INTEGER NOT NULL REFERENCES attribution (id),
  call_site INTEGER REFERENCES name (id),
  hold INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  note TEXT
) STRICT, WITHOUT ROWID;

-- How reservations ended, and spend without one. Append-only. kind: LedgerEntryKind. amount, suspense and overrun are what the entry adds to
-- each account of its set.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  reservation BLOB NOT NULL,
  at INTEGER NOT NULL,
  logged_at INTEGER,          -- the entry's own instant, where it is not that of its usage record
  held_for INTEGER,           -- 100 ns between hold and end
  account_set INTEGER NOT NULL REFERENCES account_set (id),
  attribution INTEGER NOT NULL REFERENCES attribution (id),
  call_site INTEGER REFERENCES name (id),
  hold INTEGER,
  amount INTEGER,
  suspense INTEGER,
  overrun INTEGER,
  usage_attribution INTEGER REFERENCES attribution (id),  -- NULL: the entry has no usage record
  endpoint INTEGER REFERENCES name (id),
  price_line INTEGER REFERENCES name (id),
  usage_flags INTEGER,
  cost INTEGER,               -- the usage record's cost, where it is not the amount
  input_tokens INTEGER,
  output_tokens INTEGER,
  input INTEGER,              -- from here: the buckets; NULL is unknown, which is not 0
  cache_read INTEGER,
  cache_write_5m INTEGER,
  cache_write_1h INTEGER,
  input_audio INTEGER,
  input_image INTEGER,
  output INTEGER,
  reasoning INTEGER,
  output_audio INTEGER,
  output_image INTEGER,
  web_searches INTEGER,
  usage_reservation BLOB,
  request_id TEXT,
  note TEXT,
  UNIQUE (reservation, kind)
) STRICT;

CREATE INDEX entry_usage_at ON entry (at) WHERE usage_attribution IS NOT NULL;
