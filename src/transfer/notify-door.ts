import type { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import { decodeMessage, encodeMessage, type Message } from "../wire/message.ts";
import type { Rcode } from "../wire/rcode.ts";
import { headerOnlyResponse, responseTo } from "../wire/response.ts";
import { signMessage, signRefusal, verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import type { Primary } from "./primary-client.ts";

/** Hears from primaries that a zone has changed. RFC 1996 */

export interface NotifyDoorPorts {
  readonly clock: Clock;
  readonly findKey: (name: OwnerName) => TsigKey | undefined;
  /** Of a zone that is copied; undefined for every other. */
  readonly primariesOf: (apex: OwnerName) => readonly Primary[] | undefined;
  /** What it says of its serial is a hint that may be forged, so it is asked. */
  readonly onNotified: (apex: OwnerName, from: Address) => void;
  readonly onRefused: (apex: OwnerName, from: Address) => void;
}

/** Room for the answer, which has no records. */
const largestAnswer = 1_232;

export class NotifyDoor {
  readonly #ports: NotifyDoorPorts;

  constructor(ports: NotifyDoorPorts) {
    this.#ports = ports;
  }

  answer(octets: Uint8Array, peer: Endpoint): Uint8Array | undefined {
    const { clock, findKey } = this.#ports;
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return headerOnlyResponse(octets, "FORMERR");
    const request = decoded.value;
    const now = clock.now();
    const verification = verifyMessage(octets, findKey, { now });
    if (verification.kind === "refused") return signRefusal(answerTo(request, "NOTAUTH"), verification, now);
    if (verification.kind === "malformed") return answerTo(request, "FORMERR");
    const signer = verification.kind === "verified" ? verification : undefined;
    const answer = answerTo(request, this.#take(request, peer.address.unmapped(), signer?.key));
    if (signer === undefined) return answer;
    return signMessage(answer, signer.key, { now, requestMac: signer.record.mac }).octets;
  }

  #take({ question, edns }: Message, from: Address, signedBy: TsigKey | undefined): Rcode {
    const [asked] = question;
    if ((edns?.version ?? 0) > 0) return "BADVERS";
    // RFC 1996 §3.7
    if (asked === undefined || question.length > 1 || asked.type !== "SOA") return "FORMERR";
    const primaries = asked.class === "IN" ? this.#ports.primariesOf(asked.name) : undefined;
    if (primaries === undefined) return "NOTAUTH";
    const isFromPrimary = primaries.some(
      ({ endpoint, key }) =>
        endpoint.address.equals(from) ||
        (key !== undefined && signedBy !== undefined && key.name.equals(signedBy.name)),
    );
    // RFC 1996 §3.10
    if (!isFromPrimary) {
      this.#ports.onRefused(asked.name, from);
      return "REFUSED";
    }
    this.#ports.onNotified(asked.name, from);
    return "NOERROR";
  }
}

function answerTo(request: Message, rcode: Rcode): Uint8Array {
  const bare = responseTo(request, rcode);
  // RFC 6891 §7
  const edns = request.edns && { version: 0, payloadOctets: largestAnswer, isDnssecOk: false, options: [] };
  const encoded = encodeMessage({ ...bare, edns, flags: { ...bare.flags, aa: rcode === "NOERROR" } }, largestAnswer);
  return encoded.ok ? encoded.value.octets : new Uint8Array(0);
}
