import type { Schema } from "../worker/schema.ts";

/**
 * `agent.db`: what the agent remembers. Events and memories are JSON, so that a field more needs no new schema; what is
 * searched by has a column.
 */
export const agentSchema: Schema = {
  applicationId: 0x4846_4131,
  steps: [
    `
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY,
  at       INTEGER NOT NULL,      -- milliseconds since 1970
  target   TEXT,
  event    TEXT NOT NULL
) STRICT;
CREATE INDEX event_target ON event (target, sequence) WHERE target IS NOT NULL;

CREATE TABLE memory (
  target TEXT PRIMARY KEY,
  memory TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
    `
CREATE TABLE mapping (
  mapping TEXT PRIMARY KEY,
  memory  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`,
  ],
};
