import type { StoredEntryLine } from "../protocol.ts";
import { blob, integer, optionalText, type Row, text } from "./columns.ts";

/** Rows of `entry` as they leave the thread. */

/** What a SELECT needs to name for `storedEntryLine`. */
export const entryColumns = "revision, at, zone, actor, token, host, transport, peer, changes";

export function storedEntryLine(row: Row): readonly [StoredEntryLine, Uint8Array] {
  const changes = blob(row, "changes");
  const token = optionalText(row, "token");
  const host = optionalText(row, "host");
  const peer = optionalText(row, "peer");
  const line = {
    revision: integer(row, "revision"),
    at: integer(row, "at"),
    zone: text(row, "zone"),
    actor: text(row, "actor"),
    ...(token !== undefined && { token }),
    ...(host !== undefined && { host }),
    transport: text(row, "transport"),
    ...(peer !== undefined && { peer }),
    octetCount: changes.length,
  };
  return [line, changes];
}
