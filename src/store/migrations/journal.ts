import type { Schema } from "../worker/schema.ts";

/**
 * `journal.db`: entries of the journal, the snapshot folded from them, and the accounts. Names of entries, zones, hosts
 * and tokens are presentation form, so that a person with the SQLite shell can read them; keys are in lower case. What
 * is kept per RRset is in wire form.
 */
export const journalSchema: Schema = {
  applicationId: 0x4846_4a31,
  steps: [
    `
CREATE TABLE entry (
  revision  INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,     -- milliseconds since 1970
  zone      TEXT NOT NULL,
  actor     TEXT NOT NULL,
  token     TEXT,
  host      TEXT,
  transport TEXT NOT NULL,
  peer      TEXT,
  changes   BLOB NOT NULL         -- core/zone-change.ts
) STRICT;

-- How far entries are folded: all up to the revision, and of the next one so many octets of changes.
CREATE TABLE snapshot (
  only         INTEGER PRIMARY KEY CHECK (only = 1),
  revision     INTEGER NOT NULL,
  octets       INTEGER NOT NULL,
  next_content INTEGER NOT NULL
) STRICT;
INSERT INTO snapshot VALUES (1, 0, 0, 1);

-- Every zone that entries speak of, removed ones too: their revision goes on when they are added again.
CREATE TABLE zone (
  key         TEXT PRIMARY KEY,
  apex        TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  serial_base INTEGER,            -- with content: NULL while the zone does not exist
  content     INTEGER
) STRICT, WITHOUT ROWID;

-- RRsets by the content number of their zone: a zone added again has another one, so that removing costs nothing.
CREATE TABLE rrset (
  content INTEGER NOT NULL,
  owner   BLOB NOT NULL,          -- wire form in lower case
  type    INTEGER NOT NULL,
  change  BLOB NOT NULL,          -- the whole change that made it so
  PRIMARY KEY (content, owner, type)
) STRICT, WITHOUT ROWID;

-- Contents of removed zones whose RRsets are still to be deleted.
CREATE TABLE discarded (
  content INTEGER PRIMARY KEY
) STRICT;

-- Which folded entries touched an owner.
CREATE TABLE touch (
  owner    BLOB NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (owner, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE host (
  key        TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  zone       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  sequence   INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  digest     BLOB NOT NULL,
  host       TEXT NOT NULL REFERENCES host (key) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX token_host ON token (host);
`,
  ],
};
