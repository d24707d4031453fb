import type { Address } from "../core/address.ts";
import { isHostName } from "../core/host-name.ts";
import type { Transport } from "../core/journal.ts";
import { OwnerName } from "../core/name.ts";
import type { ZoneView } from "../core/zone-view.ts";

/** Who was sent away, and why, for the server's operator. Clients are told less: see the dialects. */

/**
 * - `credentials-missing`: there were none, which is also how some routers begin.
 * - `credentials-unreadable`: neither Basic nor Bearer.
 * - `token-malformed`: what was given cannot be a token, for instance because a part of it is missing.
 * - `token-unknown`: it has the form of one, but no host has it.
 * - `user-unfit`: a right token, with a user that is not its host.
 * - `name-not-covered`: a right token, for another name than the one that was to change.
 * - `signature-unknown`: no key and no host signs as the message was signed.
 * - `right-missing`: a listed key, whose rights do not cover the change.
 */
export type RefusalReason =
  | "credentials-missing"
  | "credentials-unreadable"
  | "token-malformed"
  | "token-unknown"
  | "user-unfit"
  | "name-not-covered"
  | "signature-unknown"
  | "right-missing";

/** Holds nothing of a token or password. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly transport: Transport;
  /** Undefined where a proxy did not say. */
  readonly peer: Address | undefined;
  /** The name that was given as user or was to change; undefined when that is no name of a zone here. */
  readonly name: OwnerName | undefined;
  /** The host whose token it is, where the token is right. */
  readonly host: OwnerName | undefined;
  /** The listed key that signed. */
  readonly key?: OwnerName;
}

/**
 * The name in a text of a stranger, for showing.
 *
 * Only a host's name in a served zone counts: who mixes up the fields sends a password where a name belongs.
 */
export function nameToShow(text: string | undefined, view: ZoneView): OwnerName | undefined {
  const name = OwnerName.parse(text ?? "");
  return name.ok && isHostName(name.value) && view.zoneOf(name.value) !== undefined ? name.value : undefined;
}
