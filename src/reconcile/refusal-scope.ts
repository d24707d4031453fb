import type { RejectCode } from "../core/outcome.ts";
import type { Target } from "./target.ts";

/** Says whom else a refusal concerns, so that what is known to be refused is not asked once more per name. */

/** How a target is related to the one that was refused. */
export type Relation =
  /** Told in the same request: the families of one name at a service that is only told. */
  | "same-request"
  /** Another name or family with the same credential. */
  | "same-credential";

/** True when the refusal of one target settles the other one's fate as well. */
export function isRefusedAlongside(code: RejectCode, relation: Relation, other: Target): boolean {
  if (code === "change-too-large") return false;
  if (relation === "same-request") return true;
  // The service refuses the program itself, or everybody.
  if (code === "client-refused" || code === "service-closed") return true;
  // Some services have a credential per name, so a name for which this one has worked is left alone.
  const isProven = other.confirmed?.configuration === other.configuration;
  return (code === "credentials-rejected" || code === "account-not-eligible") && !isProven;
}
