import type { Duration } from "../core/duration.ts";

/** What asking a zone's own name servers came to. How they are asked is `verify.ts`'s. */

/** Why an RRset could not be confirmed by DNS. Codes are those of the journal's `not-verified` event. */
export type NotVerifiedReason =
  /** At least one authoritative server still answers something else. */
  | "servers-disagree"
  /** No authoritative server gave a usable answer. */
  | "no-server-answered"
  /** The provider answers with addresses of its own, a proxy, so the values cannot be compared. */
  | "masked-by-provider"
  /** The resolvers know no such zone. */
  | "zone-not-delegated";

/** The end of one verification. */
export type Verification =
  | {
      readonly kind: "verified";
      /** Servers that agreed, as `ns1.example.net (192.0.2.53)`. */
      readonly servers: readonly string[];
      /** From the first question to the last server's agreement. */
      readonly took: Duration;
    }
  | { readonly kind: "not-verified"; readonly reason: NotVerifiedReason; readonly detail: string };
