-- What priced a call, once for all calls that were priced alike: the line with its prices, the book and its version, how the name led to it, the terms. JSON, as
-- PriceProvenance writes it. key: a hash of the text. The chain covers the text and not the number.
CREATE TABLE price (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,
  provenance TEXT NOT NULL
) STRICT;

-- price: instead of price_line, whose name is in the provenance. provider_cost: what the provider itself says that the call cost.
ALTER TABLE entry ADD COLUMN price INTEGER;
ALTER TABLE extra ADD COLUMN provider_cost INTEGER;

DROP VIEW ledger;
CREATE VIEW ledger AS
SELECT e.seq, e.kind, COALESCE(e.part, 0) AS part, ((e.id_time >> 16) & 281474976710655) * 10000 + e.at AS at,
  datetime((((e.id_time >> 16) & 281474976710655) * 10000 + e.at) / 10000000, 'unixepoch') AS time,
  a.user, a.provider, a.model, a.project, a.team, a.client, a.operation, c.text AS call_site,
  COALESCE(e.hold, 0) AS hold, COALESCE(e.amount, 0) AS amount, COALESCE(e.suspense, 0) AS suspense, COALESCE(e.overrun, 0) AS overrun,
  e.input_tokens, e.output_tokens, COALESCE(p.provenance ->> 'line', l.text) AS price_line, p.provenance, x.provider_cost,
  e.request_id, e.note, x.actor, x.reference, x.rejection, e.account_set
FROM entry e
JOIN attribution a ON a.id = COALESCE(e.usage_attribution, e.attribution)
LEFT JOIN name c ON c.id = e.call_site
LEFT JOIN price p ON p.id = e.price
LEFT JOIN name l ON l.id = e.price_line
LEFT JOIN extra x ON x.seq = e.seq;
