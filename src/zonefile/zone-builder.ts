import type { OwnerName } from "../core/name.ts";
import { equalOctets, toHex } from "../core/octets.ts";
import type { RRset } from "../core/rrset.ts";
import type { RRType } from "../core/rr-type.ts";
import type { Ttl } from "../core/ttl.ts";
import { lowerCaseRdata } from "../wire/rdata/layout.ts";
import type { Place, ProblemList } from "./problem.ts";

/** Gathers records into RRsets and checks what must hold for a zone as a whole. */

/** One record of the file. */
export interface ZoneRecord {
  readonly owner: OwnerName;
  readonly type: RRType;
  readonly ttl: Ttl;
  readonly rdata: Uint8Array;
}

/** The content of a zone. */
export interface FinishedZone {
  readonly apex: OwnerName;
  readonly rrsets: readonly RRset[];
}

interface GatheredSet {
  readonly owner: OwnerName;
  readonly type: RRType;
  ttl: Ttl;
  readonly rdata: Uint8Array[];
  /** Canonical RDATA in hexadecimal, once the set is too large to compare one by one. */
  known: Set<string> | undefined;
  /** Of the first record. */
  readonly place: Place;
  /** Of the second one, if any. */
  secondPlace: Place | undefined;
  /** Of the first record with another TTL than those before. */
  otherTtlPlace: Place | undefined;
}

interface Node {
  readonly owner: OwnerName;
  readonly sets: GatheredSet[];
}

/** Up to so many records, comparing each with each costs less than a set of texts. */
const fewRecords = 16;

/** Types that may stand beside a CNAME: DNSSEC's own. RFC 4035 §2.5 */
const besideCname: ReadonlySet<RRType> = new Set(["CNAME", "RRSIG", "NSEC"]);

const start: Place = { line: 1, column: 1 };

/** Owners that are checked without a pause; about a millisecond. */
const ownersOfPiece = 1_000;

export class ZoneBuilder {
  readonly #problems: ProblemList;
  readonly #nodes = new Map<string, Node>();
  /** SOA RRsets in the order they appeared; more than one is wrong. */
  readonly #starts: GatheredSet[] = [];
  #lastNode: Node | undefined;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  add(record: ZoneRecord, place: Place): void {
    const node = this.#nodeOf(record.owner);
    const set = node.sets.find((other) => other.type === record.type);
    if (set === undefined) {
      const { owner } = node;
      const { type, ttl, rdata } = record;
      const first: GatheredSet = {
        owner,
        type,
        ttl,
        rdata: [rdata],
        known: undefined,
        place,
        secondPlace: undefined,
        otherTtlPlace: undefined,
      };
      node.sets.push(first);
      if (type === "SOA") this.#starts.push(first);
      return;
    }
    if (record.ttl !== set.ttl) set.otherTtlPlace ??= place;
    if (record.ttl < set.ttl) set.ttl = record.ttl;
    // RFC 2181 §5: a record stands in its RRset once.
    if (isKnown(set, record.rdata)) return;
    set.rdata.push(record.rdata);
    set.secondPlace ??= place;
  }

  /**
   * The zone's RRsets in the order their owners appeared; problems of the whole are added to the list. Undefined when
   * not even the apex is known. Yields now and then.
   */
  *finish(givenApex: OwnerName | undefined, isSoaOptional: boolean): Generator<void, FinishedZone | undefined> {
    const starts = this.#starts;
    const apex = givenApex ?? starts[0]?.owner;
    // A line that could not be read may have been the one that is missing now.
    if (starts.length === 0 && (!isSoaOptional || apex === undefined) && !this.#problems.hasErrors) {
      this.#problems.add(start, "soa-missing", {});
    }
    if (apex === undefined) return undefined;
    for (const set of starts) this.#checkStart(set, apex);
    const rrsets: RRset[] = [];
    let count = 0;
    for (const node of this.#nodes.values()) {
      this.#checkNode(node, apex);
      for (const set of node.sets) rrsets.push(this.#finishSet(set));
      count += 1;
      if (count % ownersOfPiece === 0) yield;
    }
    return { apex, rrsets };
  }

  #nodeOf(owner: OwnerName): Node {
    const last = this.#lastNode;
    if (last?.owner === owner) return last;
    let node = this.#nodes.get(owner.key);
    if (node === undefined) {
      node = { owner, sets: [] };
      this.#nodes.set(owner.key, node);
    }
    this.#lastNode = node;
    return node;
  }

  #finishSet({ owner, type, ttl, rdata, otherTtlPlace }: GatheredSet): RRset {
    if (otherTtlPlace !== undefined) {
      this.#problems.add(otherTtlPlace, "ttl-differs", { owner: owner.toString(), type, used: ttl });
    }
    return { owner, type, ttl, rdata };
  }

  #checkStart(set: GatheredSet, apex: OwnerName): void {
    const owner = set.owner.toString();
    if (!set.owner.equals(apex)) {
      this.#problems.add(set.place, "soa-not-at-apex", { owner, apex: apex.toString() });
      return;
    }
    if (set.secondPlace !== undefined) this.#problems.add(set.secondPlace, "second-soa", { owner });
    const hasServers = this.#nodes.get(apex.key)?.sets.some((other) => other.type === "NS") === true;
    if (!hasServers && !this.#problems.hasErrors) this.#problems.add(set.place, "ns-missing", { apex: owner });
  }

  #checkNode({ owner, sets }: Node, apex: OwnerName): void {
    if (!owner.isAtOrBelow(apex)) {
      const place = sets[0]?.place ?? start;
      this.#problems.add(place, "outside-zone", { owner: owner.toString(), apex: apex.toString() });
    }
    // RFC 6672 §2.4
    const redirection = sets.find((set) => set.type === "DNAME");
    if (redirection?.secondPlace !== undefined) {
      this.#problems.add(redirection.secondPlace, "several-dnames", { owner: owner.toString() });
    }
    const alias = sets.find((set) => set.type === "CNAME");
    if (alias === undefined) return;
    if (alias.secondPlace !== undefined) {
      this.#problems.add(alias.secondPlace, "several-cnames", { owner: owner.toString() });
    }
    // RFC 1034 §3.6.2, RFC 2181 §10.1
    const other = sets.find((set) => !besideCname.has(set.type));
    if (other === undefined) return;
    const later = sets.indexOf(other) > sets.indexOf(alias) ? other : alias;
    this.#problems.add(later.place, "cname-with-other-data", { owner: owner.toString(), type: other.type });
  }
}

/** True when the set holds the record already, names in it compared without case. Remembers it otherwise. */
function isKnown(set: GatheredSet, rdata: Uint8Array): boolean {
  const canonical = lowerCaseRdata(set.type, rdata);
  if (set.rdata.length < fewRecords) {
    return set.rdata.some((other) => equalOctets(lowerCaseRdata(set.type, other), canonical));
  }
  set.known ??= new Set(set.rdata.map((other) => toHex(lowerCaseRdata(set.type, other))));
  const key = toHex(canonical);
  if (set.known.has(key)) return true;
  set.known.add(key);
  return false;
}
