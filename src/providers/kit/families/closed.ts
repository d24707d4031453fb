import type { Rejected } from "../../../core/outcome.ts";
import { failure } from "../../../core/result.ts";
import type { ZoneFamily } from "../connection.ts";

/** Services whose interface is closed for good. They stay known, so that old settings are told why and what comes next. */

/** Refuses everything in plain words and sends nothing. */
export function closed(detail: string): ZoneFamily<unknown> {
  const outcome: Rejected = { kind: "rejected", code: "service-closed", detail };
  return () => ({
    kind: "zone-api",
    zones: async () => failure({ outcome }),
    zoneOf: async () => failure({ outcome }),
    read: async () => failure({ outcome }),
    apply: async () => outcome,
  });
}
