import type { Clock } from "../core/clock.ts";
import type { Address } from "../core/address.ts";
import type { Endpoint } from "../core/net.ts";
import { ednsOption, optionCode } from "../wire/edns.ts";
import { decodeMessage, emptyMessage, type Message } from "../wire/message.ts";
import { verifyMessage } from "../wire/tsig.ts";
import type { TsigRecord } from "../wire/tsig-record.ts";
import { idOf, isWorthReading } from "../wire/worth-reading.ts";
import type { BeaconDoor } from "./beacon.ts";
import type { UpdateDoor } from "./dns-update/update-door.ts";
import type { UpdateKeys } from "./dns-update/update-keys.ts";
import { type HostKeys, verifyByHost } from "./host-keys.ts";
import { rightsOfHost } from "./host-rights.ts";
import { answerUnread, answerUpdate } from "./update-answer.ts";

/**
 * Where DNS UPDATE messages come in: finds out who has signed one and hands it to the door it is for. A configured key
 * may send messages of any size; a host's token signs small ones, and beacons, which have a cookie.
 */

export interface DnsUpdatesPorts {
  readonly beacons: BeaconDoor;
  readonly clock: Clock;
  /** Of the configuration, as it is at the moment. */
  readonly keys: () => UpdateKeys;
  readonly hostKeys: HostKeys;
  readonly updates: UpdateDoor;
}

type Answer = Uint8Array | Promise<Uint8Array>;

export class DnsUpdates {
  readonly #ports: DnsUpdatesPorts;

  constructor(ports: DnsUpdatesPorts) {
    this.#ports = ports;
  }

  /** Answers one message. The octets are not looked at after the call has returned. */
  answer(octets: Uint8Array, { address }: Endpoint): Answer {
    const { clock, keys, updates } = this.#ports;
    const peer = address.unmapped();
    const byName = keys();
    // To find a signature all records are walked; nobody could have signed a large one where no keys are configured.
    if (byName.isEmpty && !isWorthReading(octets)) return answerUnread(octets, "REFUSED");
    const verification = verifyMessage(octets, (name) => byName.find(name)?.key, { now: clock.now() });
    if (verification.kind === "verified") {
      const rights = byName.find(verification.key.name)?.rights ?? [];
      return updates.answer(octets.slice(), { verification, rights, host: undefined }, peer);
    }
    if (verification.kind === "malformed") return answerUnread(octets, "FORMERR");
    if (verification.kind === "refused" && verification.key !== undefined) {
      return updates.refuse(headOf(octets), verification, peer);
    }
    // Unsigned updates are refused, whatever they say. RFC 2136 §3.3
    if (verification.kind !== "refused" || !isWorthReading(octets)) return answerUnread(octets, "REFUSED");
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return answerUnread(octets, "FORMERR");
    return this.#answerHost(octets, decoded.value, verification.record, peer);
  }

  /** Answers a message that no configured key has signed. */
  #answerHost(octets: Uint8Array, request: Message, tsig: TsigRecord, peer: Address): Answer {
    if ((request.edns?.version ?? 0) > 0) return answerUpdate(request, "BADVERS");
    const option = ednsOption(request.edns, optionCode.cookie);
    if (option === undefined) return this.#answerToken(octets.slice(), request, tsig, peer);
    return this.#ports.beacons.answer(octets, { request, tsig, cookie: option.data }, peer);
  }

  async #answerToken(octets: Uint8Array, request: Message, tsig: TsigRecord, peer: Address): Promise<Uint8Array> {
    const { clock, hostKeys, updates } = this.#ports;
    const keys = await hostKeys.of(tsig.keyName);
    if (!keys.ok) return answerUpdate(request, "SERVFAIL");
    const { verification, tokenId } = verifyByHost(octets, keys.value, clock.now());
    if (verification.kind === "refused") return updates.refuse(request, verification, peer);
    if (verification.kind !== "verified") return answerUpdate(request, "FORMERR");
    const host = { name: verification.key.name, tokenId };
    return updates.answer(octets, { verification, rights: rightsOfHost(host.name), host }, peer);
  }
}

/** Enough of a message to answer it: what is not read is not repeated. */
function headOf(octets: Uint8Array): Message {
  return { ...emptyMessage, id: idOf(octets), opcode: "UPDATE" };
}
