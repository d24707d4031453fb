import type { Address } from "../core/address.ts";
import type { Clock } from "../core/clock.ts";
import type { Revision } from "../core/journal.ts";
import type { FramedAnswer } from "../core/listen.ts";
import type { OwnerName } from "../core/name.ts";
import type { Endpoint } from "../core/net.ts";
import { inPieces } from "../core/pieces.ts";
import type { RRset } from "../core/rrset.ts";
import { serialOf, type SoaSerial } from "../core/serial.ts";
import type { ServedZone, ZoneView } from "../core/zone-view.ts";
import { noFlags } from "../wire/header.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import type { Question } from "../wire/question.ts";
import type { Rcode } from "../wire/rcode.ts";
import { decodeRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import { signMessage, signRefusal, type Verification, verifyMessage } from "../wire/tsig.ts";
import type { TsigKey } from "../wire/tsig-key.ts";
import { idOf, isWorthReading } from "../wire/worth-reading.ts";
import { isSecondary, type Secondary } from "./secondary-rights.ts";
import { reservedFor, signedTransfer, transferMessages, type TransferSigner } from "./transfer-messages.ts";
import { difference, wholeZone } from "./transfer-records.ts";
import type { ZoneDeltas } from "./zone-deltas.ts";

/** Gives zones to their secondaries, whole (AXFR, RFC 5936) or what has changed (IXFR, RFC 1995). Over streams only. */

/** What somebody asked for and was not given, for the operator. */
export interface TransferRefusal {
  readonly zone: OwnerName;
  readonly kind: "AXFR" | "IXFR";
  readonly peer: Address;
  /** The key's name, where there was one. */
  readonly keyName: OwnerName | undefined;
}

/** What was given. */
export interface TransferServed extends TransferRefusal {
  readonly serial: SoaSerial;
  /** How it was given: an IXFR may come to the whole zone, or to the news that there is none. */
  readonly form: "whole" | "difference" | "nothing-new";
}

export interface TransferDoorPorts {
  readonly clock: Clock;
  readonly view: ZoneView;
  readonly deltas: ZoneDeltas;
  /** Runs work while nothing changes the zone. */
  readonly whileUnchanged: <T>(zone: OwnerName, work: () => Promise<T>) => Promise<T>;
  readonly secondariesOf: (apex: OwnerName) => readonly Secondary[];
  readonly findKey: (name: OwnerName) => TsigKey | undefined;
  /** True for a zone that is not answered from; default: none. */
  readonly isWithheld?: (apex: OwnerName) => boolean;
  readonly onRefused: (refusal: TransferRefusal) => void;
  readonly onServed: (served: TransferServed) => void;
}

/** Messages that are made without a pause; a few milliseconds. */
const messagesOfPiece = 4;

/**
 * All of them, undefined when a record fits none; everything else of the process goes on meanwhile, only the zone stands
 * still.
 */
function* collected(messages: ReturnType<typeof transferMessages>): Generator<void, readonly Uint8Array[] | undefined> {
  const all: Uint8Array[] = [];
  for (let next = messages.next(); ; next = messages.next()) {
    if (next.done === true) return next.value === "whole" ? all : undefined;
    all.push(next.value);
    if (all.length % messagesOfPiece === 0) yield;
  }
}

export class TransferDoor {
  readonly #ports: TransferDoorPorts;

  constructor(ports: TransferDoorPorts) {
    this.#ports = ports;
  }

  /** Answers one request for a transfer. */
  async answer(octets: Uint8Array, { address }: Endpoint): Promise<FramedAnswer> {
    // No request for a transfer comes near the limit.
    if (!isWorthReading(octets)) return plainAnswer({ ...emptyMessage, id: idOf(octets) }, "FORMERR");
    const peer = address.unmapped();
    const decoded = decodeMessage(octets);
    if (!decoded.ok) return undefined;
    const request = decoded.value;
    const [question] = request.question;
    const kind = question?.type;
    if (question === undefined || request.question.length > 1 || (kind !== "AXFR" && kind !== "IXFR")) {
      return plainAnswer(request, "FORMERR");
    }
    const now = this.#ports.clock.now();
    const verification = verifyMessage(octets, this.#ports.findKey, { now });
    if (verification.kind === "refused") {
      this.#ports.onRefused({ zone: question.name, kind, peer, keyName: verification.record.keyName });
      return signRefusal(plainAnswer(request, "NOTAUTH"), verification, now);
    }
    if (verification.kind === "malformed") return plainAnswer(request, "FORMERR");
    const signer = signerOf(verification);
    const refuse = (rcode: Rcode): Uint8Array => this.#sign(plainAnswer(request, rcode), signer);
    const zone = question.class === "IN" ? this.#ports.view.zone(question.name) : undefined;
    // RFC 5936 §2.2.1
    if (zone === undefined) return refuse("NOTAUTH");
    if (!isSecondary(this.#ports.secondariesOf(zone.apex), signer?.key.name, peer)) {
      this.#ports.onRefused({ zone: zone.apex, kind, peer, keyName: signer?.key.name });
      return refuse("REFUSED");
    }
    if (this.#ports.isWithheld?.(zone.apex) === true) return refuse("SERVFAIL");
    const messages = await this.#messages(request, question, kind, peer, signer);
    if (messages === undefined) return refuse("SERVFAIL");
    return signer === undefined ? streamed(messages) : signedTransfer(messages, signer, this.#ports.clock);
  }

  /** All messages of the answer; undefined when the zone is gone meanwhile, or cannot be told. */
  async #messages(
    request: Message,
    question: Question,
    kind: "AXFR" | "IXFR",
    peer: Address,
    signer: TransferSigner | undefined,
  ): Promise<readonly Uint8Array[] | undefined> {
    const { view, whileUnchanged } = this.#ports;
    const apex = question.name;
    return whileUnchanged(apex, async () => {
      const zone = view.zone(apex);
      const start = view.rrset(apex, "SOA");
      if (zone === undefined || start === undefined) return undefined;
      const { form, records } = this.#content(zone, start, kind === "IXFR" ? clientSerial(request, apex) : undefined);
      const all = transferMessages(request.id, question, records, reservedFor(signer));
      const messages = await inPieces(collected(all));
      const served = { zone: apex, kind, peer, keyName: signer?.key.name, serial: zone.serial, form };
      if (messages !== undefined) this.#ports.onServed(served);
      return messages;
    });
  }

  #content(zone: ServedZone, start: RRset, theirs: SoaSerial | undefined): Content {
    const { deltas, view } = this.#ports;
    const whole: Content = { form: "whole", records: wholeZone(start, view.rrsets(zone.apex)) };
    if (theirs === undefined) return whole;
    // The serial is a fixed base plus the revision, so theirs tells the revision they have seen.
    const behind = (zone.serial - theirs + 2 ** 32) % 2 ** 32;
    // RFC 1995 §2: nothing newer for who has this serial, or a later one.
    if (behind === 0 || behind >= 2 ** 31) return { form: "nothing-new", records: only(start) };
    const since = deltas.since(zone.apex, Math.max(0, zone.revision - behind) as Revision);
    if (since === undefined || behind > zone.revision) return whole;
    return { form: "difference", records: difference(start, theirs, since) };
  }

  #sign(octets: Uint8Array, signer: TransferSigner | undefined): Uint8Array {
    if (signer === undefined) return octets;
    const { key, requestMac } = signer;
    return signMessage(octets, key, { now: this.#ports.clock.now(), requestMac }).octets;
  }
}

interface Content {
  readonly form: TransferServed["form"];
  readonly records: ReturnType<typeof wholeZone>;
}

function* only(start: RRset): ReturnType<typeof wholeZone> {
  const { owner, type, ttl, rdata } = start;
  for (const octets of rdata) yield { owner, type, class: "IN", ttl, rdata: octets };
}

function signerOf(verification: Verification): TransferSigner | undefined {
  if (verification.kind !== "verified") return undefined;
  return { key: verification.key, requestMac: verification.record.mac };
}

/** The serial a secondary says it has; undefined when it says none, which asks for everything. RFC 1995 §3 */
function clientSerial({ authority }: Message, apex: OwnerName): SoaSerial | undefined {
  const start = authority.find(({ owner, type }) => type === "SOA" && owner.equals(apex));
  const decoded = start === undefined ? undefined : decodeRdata(soa, start.rdata);
  return decoded?.ok === true ? serialOf(decoded.value.serial) : undefined;
}

/** An answer without records. */
function plainAnswer(request: Message, rcode: Rcode): Uint8Array {
  const { id, question } = request;
  const encoded = encodeMessage({ ...emptyMessage, id, rcode, flags: { ...noFlags, qr: true }, question }, 65_535);
  return encoded.ok ? encoded.value.octets : new Uint8Array(0);
}

async function* streamed(messages: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* messages;
}
