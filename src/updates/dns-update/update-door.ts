import type { Address } from "../../core/address.ts";
import type { Clock } from "../../core/clock.ts";
import type { Actor } from "../../core/journal.ts";
import type { OwnerName } from "../../core/name.ts";
import { failure } from "../../core/result.ts";
import { familyOfType } from "../../core/rrset.ts";
import type { ZoneView } from "../../core/zone-view.ts";
import { decodeMessage, type Message } from "../../wire/message.ts";
import type { Rcode } from "../../wire/rcode.ts";
import { type Refusal as TsigRefusal, signMessage, signRefusal, type Verified } from "../../wire/tsig.ts";
import type { CommitFailure, Door } from "../door.ts";
import type { Presence } from "../presence.ts";
import { nameToShow, type Refusal } from "../refusal.ts";
import { answerUpdate, answerUnread } from "../update-answer.ts";
import { applyOperations, type TooLarge, type UpdateLimits } from "./apply-operations.ts";
import { checkPrerequisites } from "./check-prerequisites.ts";
import { type Operation, readUpdate, type UpdateRequest } from "./read-update.ts";
import { mayUpdate, type UpdateRight } from "./update-rights.ts";

/** The door for DNS UPDATE in general: signed by a configured key or by a host, prerequisites and all. RFC 2136 */

export interface UpdateDoorPorts {
  readonly clock: Clock;
  readonly door: Door;
  readonly view: ZoneView;
  readonly presence: Presence;
  readonly onRefused: (refusal: Refusal) => void;
  readonly limits: UpdateLimits;
}

/** Who has signed, once the signature has been checked. */
export interface Signer {
  readonly verification: Verified;
  readonly rights: readonly UpdateRight[];
  /** The host whose token it is, with the token's id; undefined for a configured key. */
  readonly host: { readonly name: OwnerName; readonly tokenId: string } | undefined;
}

export class UpdateDoor {
  readonly #ports: UpdateDoorPorts;

  constructor(ports: UpdateDoorPorts) {
    this.#ports = ports;
  }

  /** Answers a message whose signature holds. */
  async answer(octets: Uint8Array, signer: Signer, peer: Address): Promise<Uint8Array> {
    const { key, record } = signer.verification;
    const decoded = decodeMessage(octets);
    const sign = (answer: Uint8Array): Uint8Array =>
      signMessage(answer, key, { now: this.#ports.clock.now(), requestMac: record.mac }).octets;
    if (!decoded.ok) return sign(answerUnread(octets, "FORMERR"));
    const request = decoded.value;
    const rcode = await this.#grant(request, signer, peer);
    // Without a cookie anybody may have sent a copy; what it was good for at least says that the host was there.
    if (signer.host !== undefined && rcode === "NOERROR") {
      this.#ports.presence.hear(signer.host.name, "dns-update", peer);
    }
    return sign(answerUpdate(request, rcode));
  }

  /** Answers a message whose signature does not count. RFC 8945 §5.2 */
  refuse(request: Message, refusal: TsigRefusal, peer: Address): Uint8Array {
    const { error, record } = refusal;
    // A wrong clock is no matter for the operator; a key that nobody has, or a wrong one, may be a lost secret.
    if (error === "BADKEY" || error === "BADSIG") {
      const name = nameToShow(record.keyName.hostname, this.#ports.view);
      this.#ports.onRefused({ reason: "signature-unknown", transport: "dns-update", peer, name, host: undefined });
    }
    return signRefusal(answerUpdate(request, "NOTAUTH"), refusal, this.#ports.clock.now());
  }

  async #grant(request: Message, signer: Signer, peer: Address): Promise<Rcode> {
    const { view, door, limits } = this.#ports;
    if ((request.edns?.version ?? 0) > 0) return "BADVERS";
    const read = readUpdate(request, view);
    if (!read.ok) return read.rcode;
    const update = read.value;
    const isMeaningless = signer.host !== undefined && update.operations.some(addsNoAddress);
    const isCovered = mayUpdate(signer.rights, update.apex, update.operations);
    const actor: Actor =
      signer.host === undefined
        ? { kind: "key", name: signer.verification.key.name }
        : { kind: "token", tokenId: signer.host.tokenId, host: signer.host.name };
    const committed = await door.submitDecided<Unmet | NotGranted | TooLarge>(
      update.apex,
      (readName) => {
        const rcode = checkPrerequisites(update.prerequisites, readName);
        if (rcode !== undefined) return failure({ code: "unmet", rcode });
        // RFC 2136 §3.3: rights come behind prerequisites.
        if (isMeaningless || !isCovered) return failure({ code: "not-granted" });
        return applyOperations(update.apex, update.operations, readName, limits);
      },
      { actor, transport: "dns-update", peer },
    );
    if (committed.ok) return "NOERROR";
    if (committed.code === "not-granted" && !isMeaningless) this.#reportForeign(update, signer, peer);
    return rcodeOf(committed);
  }

  #reportForeign({ operations }: UpdateRequest, { host, rights, verification }: Signer, peer: Address): void {
    const foreign = operations.find((operation) => !mayUpdate(rights, operation.owner, [operation])) ?? operations[0];
    this.#ports.onRefused({
      ...(host === undefined
        ? { reason: "right-missing", key: verification.key.name }
        : { reason: "name-not-covered" }),
      transport: "dns-update",
      peer,
      name: foreign?.owner,
      host: host?.name,
    });
  }
}

/** The unspecified address, with which a beacon asks for the sender's; without a cookie nobody knows who sent it. */
function addsNoAddress(operation: Operation): boolean {
  if (operation.kind !== "add" || familyOfType(operation.type) === undefined) return false;
  return operation.rdata.every((octet) => octet === 0);
}

/** The signer may not do what it asks for. */
interface NotGranted {
  readonly code: "not-granted";
}

/** A prerequisite that does not hold. */
interface Unmet {
  readonly code: "unmet";
  readonly rcode: Rcode;
}

function rcodeOf(reason: CommitFailure | NotGranted | TooLarge | Unmet): Rcode {
  if (reason.code === "unmet" && "rcode" in reason) return reason.rcode;
  // RFC 2136 §6 lets secondaries forward updates; we leave that to the client, who finds the primary by the SOA.
  if (reason.code === "not-granted" || reason.code === "too-large" || reason.code === "zone-is-copy") return "REFUSED";
  return reason.code === "zone-not-served" ? "NOTAUTH" : "SERVFAIL";
}
