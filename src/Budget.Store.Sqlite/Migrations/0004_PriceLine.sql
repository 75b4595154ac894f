-- Versions of the price lines that are set at run time, numbered and hashed with everything else. definition: the line as it stands in a price file
-- (budgetgen-prices/1), as JSON; NULL: it was taken away. Not to be mistaken for "price", which says what priced the calls of the past.
CREATE TABLE price_line_version (
  seq INTEGER PRIMARY KEY,
  line_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  definition TEXT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT,
  UNIQUE (line_id, version)
) STRICT;
