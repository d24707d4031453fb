import type { Address } from "../core/address.ts";
import { assertNever } from "../core/assert.ts";
import { longestName } from "../core/name.ts";
import { Additional } from "./additional.ts";
import { classCode, extendedErrorCode, headerOctets, rcodeCode, typeCode } from "./codes.ts";
import { FoldedName, malformed } from "./folded-name.ts";
import { Lookup, type LookupResult } from "./lookup.ts";
import { recordHeadOctets, recordsEnd, recordsStart, endOfType } from "./owner-block.ts";
import type { Query } from "./query.ts";
import { reflectedRdata } from "./reflection.ts";
import { type AnswerKind, answerKind, type ResponseWriter } from "./response-writer.ts";
import type { TableReader } from "./table-reader.ts";
import { isWithheld } from "./zone-block.ts";
import { uint32 } from "./numbers.ts";

/** Writes what one version of the zone table says to a question: aliases, records or their absence, additional data. */

/** How a message came, which decides how long its answer may be. */
export type MessageTransport = "datagram" | "stream";

/** Who asks. */
export interface Querier {
  readonly address: Address;
  /** Writes the address's octets, 4 or 16, and says how many, for whoever cannot afford to make an object of it. */
  copyAddress?(target: Uint8Array): number;
}

/** Aliases followed for one question. Longer chains end there, as do loops; the client has what was found. */
const mostAliases = 16;

/** Octets from the beginning of SOA RDATA's last field, `minimum`, to its end. RFC 1035 §3.3.13 */
const minimumFromEnd = 4;

export class Composer {
  readonly #reader: TableReader;
  readonly #query: Query;
  readonly #response: ResponseWriter;
  readonly #lookup: Lookup;
  readonly #additional: Additional;
  readonly #alias: FoldedName;
  /** Offsets in the message of the owners of the aliases that were followed. */
  readonly #aliasOwners: Uint16Array = new Uint16Array(mostAliases);
  /** Where in the arena the DNAME of each alias is, so that none is written twice; 0 for a CNAME. */
  readonly #redirections: Int32Array = new Int32Array(mostAliases);

  constructor(reader: TableReader, query: Query, response: ResponseWriter, seed: number) {
    this.#reader = reader;
    this.#query = query;
    this.#response = response;
    this.#lookup = new Lookup(reader, seed);
    this.#additional = new Additional(reader, this.#lookup, seed);
    this.#alias = new FoldedName(seed);
  }

  /** Follows aliases from the question's name to the end. RFC 1034 §4.3.2 */
  compose(querier: Querier): void {
    const { type } = this.#query;
    const lookup = this.#lookup;
    let name = this.#query.name;
    let owner: number = headerOctets;
    let result = lookup.find(name, type);
    this.#response.isAuthoritative = result !== "referral" && result !== "outside" && result !== "incomplete";
    for (let followed = 0; result === "alias" || result === "redirection"; followed += 1) {
      this.#aliasOwners[followed] = owner;
      this.#count(answerKind.records);
      owner = result === "alias" ? this.#putAlias(owner, followed) : this.#putRedirection(name, owner, followed);
      if (owner === 0 || followed + 1 === mostAliases) return;
      // Whoever asks for the alias itself has it now, as BIND, Knot and NSD see it.
      if (type === typeCode.CNAME) return;
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
    this.#count(kindOf(result));
    switch (result) {
      case "outside":
        response.rcode = rcodeCode.REFUSED;
        response.extendedError = extendedErrorCode.notAuthoritative;
        return;
      case "incomplete":
        response.rcode = rcodeCode.SERVFAIL;
        response.extendedError = isWithheld(this.#reader.arena.words, this.#lookup.zone)
          ? extendedErrorCode.invalidData
          : extendedErrorCode.notReady;
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
      case "redirection":
        // Followed already.
        return;
      default:
        assertNever(result);
    }
  }

  /** Answers from the same records, respectively about the same zone, count as the same. */
  #count(kind: AnswerKind): void {
    const response = this.#response;
    response.kind = kind;
    response.subject =
      kind === answerKind.records ? this.#lookup.first : kind === answerKind.error ? 0 : this.#lookup.zone;
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
  #putAlias(owner: number, followed: number): number {
    this.#redirections[followed] = 0;
    const { octets } = this.#reader.arena;
    const { first, end } = this.#lookup;
    const target = this.#response.offset + 2 + recordHeadOctets;
    if (this.#response.putRRset("answer", owner, octets, first, end)) return target;
    this.#response.isTruncated = true;
    return 0;
  }

  /**
   * Writes the DNAME that was found and the CNAME it comes to for a name. A name that would be too long for DNS ends the
   * search. RFC 6672 §3.1, §3.2
   *
   * @returns the offset of the new name in the message; 0 when there is none.
   */
  #putRedirection(name: FoldedName, owner: number, followed: number): number {
    const { octets } = this.#reader.arena;
    const { first, end, cutLabel } = this.#lookup;
    const response = this.#response;
    const below = name.starts[cutLabel] ?? 0;
    const isWritten = this.#isWritten(first, followed);
    this.#redirections[followed] = first;
    if (!isWritten && !response.putRRset("answer", owner + below, octets, first, end)) {
      response.isTruncated = true;
      return 0;
    }
    if (below + (end - first - recordHeadOctets) > longestName) {
      response.rcode = rcodeCode.YXDOMAIN;
      return 0;
    }
    const target = response.offset + 2 + recordHeadOctets;
    if (response.putSynthesizedAlias(owner, below, octets, first, end)) return target;
    response.isTruncated = true;
    return 0;
  }

  /** True when one of the aliases before came of the same DNAME. */
  #isWritten(first: number, followed: number): boolean {
    for (let index = 0; index < followed; index += 1) {
      if (this.#redirections[index] === first) return true;
    }
    return false;
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

function kindOf(result: LookupResult): AnswerKind {
  switch (result) {
    case "outside":
    case "incomplete":
      return answerKind.error;
    case "nodata":
    case "nxdomain":
    case "referral":
      return answerKind[result];
    default:
      return answerKind.records;
  }
}
