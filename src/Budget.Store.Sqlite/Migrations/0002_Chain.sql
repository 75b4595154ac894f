-- The ledger, second shape: whole again from its own bytes. Every entry, version of a policy and alert has a number from one sequence, and a chain of
-- SHA-256 hashes covers them in that order. Money is whole nano-dollars. Instants are 100 ns since 1970-01-01 UTC. What is 0 or absent is NULL in columns
-- that may be NULL: that takes one byte. STRICT matters: without it a sum that leaves 64 bits would silently become a floating-point number.
-- The rows of the first shape are moved by code, which has to hash them.
ALTER TABLE entry RENAME TO old_entry;
ALTER TABLE hold RENAME TO old_hold;
ALTER TABLE account_set_member RENAME TO old_account_set_member;
ALTER TABLE account_set RENAME TO old_account_set;
ALTER TABLE account RENAME TO old_account;
ALTER TABLE attribution_tag RENAME TO old_attribution_tag;
ALTER TABLE attribution RENAME TO old_attribution;
ALTER TABLE name RENAME TO old_name;

-- Short texts that many rows share: call sites, endpoints, price lines. The chain covers the text and not the number.
CREATE TABLE name (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- Whose call. The key is a hash of the parts, each with its length, because UNIQUE treats NULLs as different.
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
  attribution INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (attribution, name)
) STRICT, WITHOUT ROWID;

-- One policy, one scope key, one window; and the roll-up of its entries, changed in the transaction that appends them. seal: a hash of whose money it is.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL,
  scope_key TEXT NOT NULL,
  window_start INTEGER NOT NULL,
  window_end INTEGER NOT NULL,
  seal INTEGER NOT NULL,
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

-- Reservations without a known outcome. A row leaves when the outcome is entered, so this table stays small and recovery never searches the history.
-- state: 0 held, 1 lost after it was held, 2 lost without a hold on record. seal: a hash of the row.
CREATE TABLE hold (
  reservation BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  account_set INTEGER NOT NULL,
  attribution INTEGER NOT NULL,
  call_site INTEGER,
  hold INTEGER NOT NULL,
  state INTEGER NOT NULL,
  note TEXT,
  seal INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How reservations ended, and everything else that moved money or was decided. Append-only. kind: LedgerEntryKind. amount, suspense and overrun are what
-- the entry adds to each account of its set. A reservation's id is a ULID in two halves; the first says the millisecond of its birth, and the instants of
-- the entry count from there, which takes four bytes instead of eight. The view "ledger" reads them.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  part INTEGER,
  id_time INTEGER NOT NULL,
  id_rest INTEGER NOT NULL,
  at INTEGER NOT NULL,        -- booked: the usage record's instant, else the entry's; from the birth of the id
  logged_at INTEGER,          -- the entry's own instant, where it is not that of its usage record; from at
  held_at INTEGER,            -- when the hold was made that this entry ended; from the birth of the id
  account_set INTEGER NOT NULL,
  attribution INTEGER NOT NULL,
  call_site INTEGER,
  hold INTEGER,
  amount INTEGER,
  suspense INTEGER,
  overrun INTEGER,
  note TEXT,
  usage_flags INTEGER,        -- NULL: the entry has no usage record
  usage_attribution INTEGER,  -- the usage record's, where it is not the entry's
  endpoint INTEGER,
  price_line INTEGER,
  cost INTEGER,               -- the usage record's, where it is not the amount
  input_tokens INTEGER,
  output_tokens INTEGER,
  buckets BLOB,               -- the tokens by bucket, where they are more than input and output
  request_id TEXT
) STRICT;

-- What few entries have.
CREATE TABLE extra (
  seq INTEGER PRIMARY KEY,
  actor TEXT,
  reference TEXT,
  rejection INTEGER,
  usage_reservation BLOB
) STRICT;

-- By 41 bits of milliseconds and 6 bits of chance: few entries share them, and integers of six bytes are what makes the index small.
CREATE INDEX entry_reservation ON entry (id_time >> 10);
CREATE INDEX entry_decision ON entry (kind) WHERE kind > 3;

CREATE TABLE policy_version (
  seq INTEGER PRIMARY KEY,
  policy_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  definition TEXT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT,
  UNIQUE (policy_id, version)
) STRICT;

CREATE TABLE alert (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  level INTEGER NOT NULL,
  policy_id TEXT,
  scope_key TEXT,
  window_start INTEGER,
  window_end INTEGER,
  at INTEGER NOT NULL,
  message TEXT NOT NULL
) STRICT;

CREATE TABLE alert_delivery (
  seq INTEGER PRIMARY KEY,
  alert INTEGER NOT NULL UNIQUE
) STRICT;

-- The chain in links of about a thousand rows: what is numbered above "after" and up to "seq" is hashed onto the hash of the link before. The first link
-- covers nothing; it is where the chain starts. first_at, last_at: between which instants its entries lie, so that a query by time reads few links.
CREATE TABLE link (
  seq INTEGER PRIMARY KEY,
  after INTEGER NOT NULL,
  hash BLOB NOT NULL,
  first_at INTEGER,
  last_at INTEGER
) STRICT;

-- Where the ledger stands, changed by every commit: the last number, the hash up to there, how many rows stand behind the last link and between which
-- instants, how many holds there are and what their seals add up to. checked: the link up to which the chain was verified, or written by a process that
-- closed well. origin: the hash of what a compaction took away.
CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  items INTEGER NOT NULL,
  first_at INTEGER,
  last_at INTEGER,
  holds INTEGER NOT NULL,
  holds_sum INTEGER NOT NULL,
  checked INTEGER NOT NULL,
  origin BLOB NOT NULL
) STRICT;

-- The balances as they were at head.checked; and the sums of entries that a compaction took away. What is missing is 0.
CREATE TABLE checked_balance (
  account INTEGER PRIMARY KEY,
  spent INTEGER NOT NULL,
  suspense INTEGER NOT NULL,
  overrun INTEGER NOT NULL
) STRICT;

CREATE TABLE compacted_balance (
  account INTEGER PRIMARY KEY,
  spent INTEGER NOT NULL,
  suspense INTEGER NOT NULL,
  overrun INTEGER NOT NULL
) STRICT;

-- For people with a database shell.
CREATE VIEW ledger AS
SELECT e.seq, e.kind, COALESCE(e.part, 0) AS part, ((e.id_time >> 16) & 281474976710655) * 10000 + e.at AS at,
  datetime((((e.id_time >> 16) & 281474976710655) * 10000 + e.at) / 10000000, 'unixepoch') AS time,
  a.user, a.provider, a.model, a.project, a.team, a.client, a.operation, c.text AS call_site,
  COALESCE(e.hold, 0) AS hold, COALESCE(e.amount, 0) AS amount, COALESCE(e.suspense, 0) AS suspense, COALESCE(e.overrun, 0) AS overrun,
  e.input_tokens, e.output_tokens, e.request_id, e.note, x.actor, x.reference, x.rejection, e.account_set
FROM entry e
JOIN attribution a ON a.id = COALESCE(e.usage_attribution, e.attribution)
LEFT JOIN name c ON c.id = e.call_site
LEFT JOIN extra x ON x.seq = e.seq;
