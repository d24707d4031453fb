import type { TargetId } from "./agent-journal.ts";
import { OwnerName } from "./name.ts";
import { parseType, type RRType } from "./rr-type.ts";

/** The text that names one RRset at one provider, in both directions. It is written to disk: its form is stable. */

/** The parts of a target's name. */
export interface TargetParts {
  /** The name of the provider's entry in the configuration. */
  readonly providerKey: string;
  readonly owner: OwnerName;
  readonly type: RRType;
}

/** Composes a name such as `cf/home.example.net./A`; the owner is in lower case. */
export function targetId(parts: TargetParts): TargetId {
  return `${parts.providerKey}/${parts.owner.key}/${parts.type}` as TargetId;
}

/** Reads what `targetId` composed. A name on disk may come from elsewhere: undefined when it is not one of ours. */
export function parseTargetId(text: string): TargetParts | undefined {
  // An owner may hold a slash (RFC 2317 §4), a record type may not; a provider's key never holds one.
  const match = /^([^/]+)\/(.+)\/([^/]+)$/s.exec(text);
  const owner = OwnerName.parse(match?.[2] ?? "");
  const type = parseType(match?.[3] ?? "");
  if (match?.[1] === undefined || !owner.ok || type === undefined) return undefined;
  return { providerKey: match[1], owner: owner.value, type };
}
