import type { Address } from "../core/address.ts";
import { assertNever } from "../core/assert.ts";
import { Additional } from "./additional.ts";
import { Arena, control } from "./arena.ts";
import { classifyMessage } from "./classify.ts";
import { classCode, headerOctets, rcodeCode, typeCode } from "./codes.ts";
import { AnswerCounters } from "./counters.ts";
import { FoldedName, malformed } from "./folded-name.ts";
import { type Identity, identityRdata } from "./identity.ts";
import { Lookup, type LookupResult } from "./lookup.ts";
import { recordHeadOctets, recordsEnd, recordsStart, endOfType } from "./owner-block.ts";
import { Query } from "./query.ts";
import { reflectedRdata } from "./reflection.ts";
import { ResponseWriter } from "./response-writer.ts";
import { TableReader } from "./table-reader.ts";

/**
 * Answers one message: octets in, octets out. Reads the zone table and nothing else; makes no object on the way, since
 * it runs for every packet. Opens no socket: `udp.ts` and `tcp.ts` bring the messages.
 */

/** How a message came, which decides how long its answer may be. */
export type MessageTransport = "datagram" | "stream";

/** Who asks. */
export interface Querier {
  readonly address: Address;
}

export interface AnswererOptions {
  /** What is told in class CHAOS; default nothing. */
  readonly identity?: Identity;
  readonly counters?: AnswerCounters;
}

/** Largest answer over UDP, in octets, whatever the client says: no path cuts it into fragments. DNS Flag Day 2020 */
export const largestDatagram = 1232;

/** Largest answer over TCP, in octets. RFC 1035 §4.2.2 */
export const largestFrame = 65_535;

/** Aliases followed for one question. Longer chains end there, as do loops; the client has what was found. */
const mostAliases = 16;

/** An answer is begun anew when a change was published meanwhile; so many in a row mean something is wrong. */
const mostAttempts = 100;

/** Octets from the beginning of SOA RDATA's last field, `minimum`, to its end. RFC 1035 §3.3.13 */
const minimumFromEnd = 4;

export class Answerer {
  readonly counters: AnswerCounters;
  readonly #identity: Identity;
  readonly #reader: TableReader;
  readonly #query: Query;
  readonly #lookup: Lookup;
  readonly #additional: Additional;
  readonly #alias: FoldedName;
  /** Offsets in the message of the owners of the aliases that were followed. */
  readonly #aliasOwners: Uint16Array = new Uint16Array(mostAliases);
  readonly #response: ResponseWriter = new ResponseWriter();

  /** @param memory a zone table's; any number of answerers may look into it, in any thread. */
  constructor(memory: WebAssembly.Memory, options: AnswererOptions = {}) {
    const arena = new Arena(memory);
    const seed = arena.words[control.seed] ?? 0;
    this.counters = options.counters ?? new AnswerCounters();
    this.#identity = options.identity ?? {};
    this.#reader = new TableReader(arena);
    this.#query = new Query(seed);
    this.#lookup = new Lookup(this.#reader, seed);
    this.#additional = new Additional(this.#reader, this.#lookup, seed);
    this.#alias = new FoldedName(seed);
  }

  /**
   * Answers the message between two offsets and writes the answer over it. From `start` on there must be room for
   * `largestDatagram` octets, or for `largestFrame` on a stream.
   *
   * @returns the length of the answer; 0 when there must be none.
   */
  answer(message: Uint8Array, start: number, end: number, transport: MessageTransport, querier: Querier): number {
    const kind = classifyMessage(message, start, end);
    if (kind === "unanswerable") {
      this.counters.countDropped();
      return 0;
    }
    const query = this.#query;
    const response = this.#response;
    const state = query.read(message, start, end);
    response.begin(message, start, state === "malformed" ? start + headerOctets : query.questionEnd);
    const datagram = Math.min(query.payloadOctets, largestDatagram);
    response.limitTo(transport === "datagram" ? datagram : largestFrame, query.hasEdns);
    if (kind !== "query") response.rcode = rcodeCode.NOTIMP;
    else if (state !== "readable") response.rcode = rcodeCode.FORMERR;
    else this.#answerQuery(querier);
    if (query.hasEdns) response.putOpt(query.isDnssecOk);
    this.counters.countAnswer(response.rcode, response.isTruncated);
    return response.finish();
  }

  #answerQuery(querier: Querier): void {
    const query = this.#query;
    if (query.ednsVersion !== 0) {
      this.#response.rcode = rcodeCode.BADVERS;
    } else if (query.isSigned) {
      // We hold no keys for queries, so every key is unknown. RFC 8945 §5.2.1
      this.#response.rcode = rcodeCode.NOTAUTH;
    } else if (query.class !== classCode.IN) {
      this.#answerIdentity();
    } else {
      const refusal = refusalOf(query.type);
      if (refusal === rcodeCode.NOERROR) this.#answerFromTable(querier);
      else this.#response.rcode = refusal;
    }
  }

  #answerIdentity(): void {
    const rdata = identityRdata(this.#identity, this.#query);
    const isTold = rdata !== undefined && this.#response.putOwnRecord(typeCode.TXT, classCode.CH, headerOctets, rdata);
    this.#response.isAuthoritative = isTold;
    if (!isTold) this.#response.rcode = rcodeCode.REFUSED;
  }

  /** Begins anew until one version of the table lasted from the first look to the last. */
  #answerFromTable(querier: Querier): void {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      this.#response.clear();
      this.#reader.begin();
      this.#compose(querier);
      if (this.#reader.isCurrent()) return;
    }
    this.#response.clear();
    this.#response.rcode = rcodeCode.SERVFAIL;
  }

  /** Follows aliases from the question's name to the end. RFC 1034 §4.3.2 */
  #compose(querier: Querier): void {
    const { type } = this.#query;
    const lookup = this.#lookup;
    let name = this.#query.name;
    let owner: number = headerOctets;
    let result = lookup.find(name, type);
    this.#response.isAuthoritative = result !== "referral" && result !== "outside" && result !== "incomplete";
    for (let followed = 0; result === "alias"; followed += 1) {
      this.#aliasOwners[followed] = owner;
      owner = this.#putAlias(owner);
      if (owner === 0 || followed + 1 === mostAliases) return;
      name = this.#alias;
      if (!this.#takeAlias(owner) || this.#isLoop(followed + 1)) return;
      result = lookup.find(name, type);
      // An alias that leads out of what we serve is the whole answer; the client knows whom to ask next.
      if (result === "outside" || result === "incomplete") return;
    }
    this.#end(result, name, owner, querier);
  }

  /** Writes the records, or their absence, that the question comes down to. */
  #end(result: LookupResult, name: FoldedName, owner: number, querier: Querier): void {
    const response = this.#response;
    switch (result) {
      case "outside":
        response.rcode = rcodeCode.REFUSED;
        return;
      case "incomplete":
        response.rcode = rcodeCode.SERVFAIL;
        return;
      case "records":
        this.#putFound("answer", owner);
        return;
      case "referral":
        this.#putFound("authority", owner + (name.starts[this.#lookup.cutLabel] ?? 0));
        return;
      case "reflection":
        this.#putReflection(name, owner, querier);
        return;
      case "nxdomain":
        response.rcode = rcodeCode.NXDOMAIN;
        this.#putSoa(name, owner);
        return;
      case "nodata":
        this.#putSoa(name, owner);
        return;
      case "alias":
        // Followed already.
        return;
      default:
        assertNever(result);
    }
  }

  /** Writes the RRset that was found and the addresses that belong to it. */
  #putFound(section: "answer" | "authority", owner: number): void {
    const { first, end, zone } = this.#lookup;
    const response = this.#response;
    if (!response.putRRset(section, owner, this.#reader.arena.octets, first, end)) {
      response.isTruncated = true;
    } else if (response.targetCount > 0) {
      this.#additional.append(response, zone, section === "authority");
    }
  }

  /** Writes the alias that was found. @returns the offset of its target in the message; 0 when it does not fit. */
  #putAlias(owner: number): number {
    const { octets } = this.#reader.arena;
    const { first, end } = this.#lookup;
    const target = this.#response.offset + 2 + recordHeadOctets;
    if (this.#response.putRRset("answer", owner, octets, first, end)) return target;
    this.#response.isTruncated = true;
    return 0;
  }

  /** Reads the name an alias leads to from the message; false when the RDATA is none. */
  #takeAlias(target: number): boolean {
    const { octets, start, offset } = this.#response;
    return this.#alias.take(octets, start + target, start + offset) !== malformed;
  }

  /** True when the name the last alias leads to is one that an alias was found at before. */
  #isLoop(followed: number): boolean {
    const { octets, start } = this.#response;
    for (let index = 0; index < followed; index += 1) {
      if (this.#alias.isAt(octets, start + (this.#aliasOwners[index] ?? 0))) return true;
    }
    return false;
  }

  /** The SOA of the zone tells how long the absence may be remembered: the lesser of its TTL and minimum. RFC 2308 §3 */
  #putSoa(name: FoldedName, owner: number): void {
    const { words, octets } = this.#reader.arena;
    const { zone, apexLabel } = this.#lookup;
    const response = this.#response;
    const apex = this.#reader.apexOf(zone);
    const first = recordsStart(words, apex);
    const end = endOfType(octets, first, recordsEnd(words, apex));
    const record = response.offset;
    if (!response.putRRset("authority", owner + (name.starts[apexLabel] ?? 0), octets, first, end)) {
      response.isTruncated = true;
      return;
    }
    const ttl = uint32(octets, first + 4);
    const minimum = uint32(octets, end - minimumFromEnd);
    response.setTtl(record, Math.min(ttl, minimum));
  }

  #putReflection(name: FoldedName, owner: number, querier: Querier): void {
    const rdata = reflectedRdata(querier.address, this.#query.type);
    if (rdata === undefined) this.#putSoa(name, owner);
    else if (!this.#response.putOwnRecord(this.#query.type, classCode.IN, owner, rdata)) {
      this.#response.isTruncated = true;
    }
  }
}

/** The response code for types that no zone can hold; NOERROR for all others. RFC 6895 §3.1 */
function refusalOf(type: number): number {
  if (type === typeCode.ANY || (type !== 0 && type !== typeCode.OPT && (type < 128 || type > 255))) {
    return rcodeCode.NOERROR;
  }
  // Transfers have a door of their own.
  if (type === typeCode.AXFR || type === typeCode.IXFR) return rcodeCode.REFUSED;
  return type === typeCode.MAILA || type === typeCode.MAILB ? rcodeCode.NOTIMP : rcodeCode.FORMERR;
}

function uint32(octets: Uint8Array, at: number): number {
  return (
    (((octets[at] ?? 0) << 24) |
      ((octets[at + 1] ?? 0) << 16) |
      ((octets[at + 2] ?? 0) << 8) |
      (octets[at + 3] ?? 0)) >>>
    0
  );
}
