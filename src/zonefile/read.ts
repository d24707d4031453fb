import type { OwnerName } from "../core/name.ts";
import { atOnce } from "../core/pieces.ts";
import { failure, ok, type Result } from "../core/result.ts";
import type { RRset } from "../core/rrset.ts";
import { isMetaType, parseType, type RRType } from "../core/rr-type.ts";
import { largestTtl, type Ttl } from "../core/ttl.ts";
import { decodeRdata, scanRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import { parseRelativeName } from "../wire/relative-name.ts";
import { parseClass } from "../wire/rr-class.ts";
import { parseSeconds } from "../wire/ttl-text.ts";
import { type Entry, Lexer, type PlacedToken } from "./lexer.ts";
import { type Place, ProblemList, type ZoneProblem } from "./problem.ts";
import { ZoneBuilder } from "./zone-builder.ts";

/** Reads zones from master files. RFC 1035 §5 */

export interface ReadOptions {
  /** The zone's name, and the origin until `$ORIGIN` says otherwise; without it the SOA's owner is the zone's name. */
  readonly apex?: OwnerName;
  /** A file that only adds to a zone may lack SOA and NS; default false. Such a file needs `apex`. */
  readonly isSoaOptional?: boolean;
}

/** What a master file says. */
export interface ZoneContent {
  readonly apex: OwnerName;
  /** In the order of the file, except that an RRset stands where its owner stood first. */
  readonly rrsets: readonly RRset[];
  readonly warnings: readonly ZoneProblem[];
}

/** Why there is no zone: at least one error, warnings beside it, in the order of the text. */
export interface ReadFailure {
  readonly code: "zone-refused";
  readonly problems: readonly ZoneProblem[];
  /** There may be more: reading stopped at the limit. */
  readonly wasCutOff: boolean;
}

/** Entries that are read without a pause; about two milliseconds. */
const entriesOfPiece = 200;

/** Reads a whole zone, or says everything that is wrong with it, up to `mostProblems`; nothing in between. */
export function readZone(text: string, options: ReadOptions = {}): Result<ZoneContent, ReadFailure> {
  return atOnce(readZoneInPieces(text, options));
}

/** The same, for who must not keep others waiting: 100 000 hosts are a second of work. */
export function* readZoneInPieces(
  text: string,
  options: ReadOptions = {},
): Generator<void, Result<ZoneContent, ReadFailure>> {
  const problems = new ProblemList();
  const lexer = new Lexer(text, problems);
  const builder = new ZoneBuilder(problems);
  const reader = new EntryReader(builder, problems, options.apex);
  let count = 0;
  for (let entry = lexer.next(); entry !== undefined && !problems.isFull; entry = lexer.next()) {
    reader.read(entry);
    count += 1;
    if (count % entriesOfPiece === 0) yield;
  }
  const zone = yield* builder.finish(options.apex, options.isSoaOptional ?? false);
  if (zone === undefined || problems.hasErrors) {
    return failure({ code: "zone-refused", problems: problems.all, wasCutOff: problems.isFull });
  }
  return ok({ apex: zone.apex, rrsets: zone.rrsets, warnings: problems.all });
}

/** Turns entries into records, keeping what one line leaves to the next: origin, owner and TTL. */
class EntryReader {
  readonly #builder: ZoneBuilder;
  readonly #problems: ProblemList;
  #origin: OwnerName | undefined;
  #owner: OwnerName | undefined;
  /** The owner as written under the present origin; the next line often has the same. */
  #ownerText: string | undefined;
  /** A wrong owner is told once, not again on each line that leaves it out. */
  #isOwnerBroken = false;
  /** From `$TTL`. RFC 2308 §4 */
  #defaultTtl: Ttl | undefined;
  /** What a line without TTL takes where there is no `$TTL`. RFC 1035 §5.1 */
  #lastTtl: Ttl | undefined;

  constructor(builder: ZoneBuilder, problems: ProblemList, origin: OwnerName | undefined) {
    this.#builder = builder;
    this.#problems = problems;
    this.#origin = origin;
  }

  read({ tokens, startsBlank }: Entry): void {
    const [first] = tokens;
    if (first === undefined) return;
    if (!startsBlank && !first.isQuoted && first.text.startsWith("$")) {
      this.#readDirective(first, tokens.slice(1));
      return;
    }
    if (!startsBlank) this.#takeOwner(first);
    const owner = this.#owner;
    if (owner === undefined) {
      if (!this.#isOwnerBroken) this.#problems.add(first, "owner-missing", {});
      return;
    }
    this.#readRecord(owner, tokens, startsBlank ? 0 : 1);
  }

  #readDirective(directive: PlacedToken, rest: readonly PlacedToken[]): void {
    const name = directive.text.toUpperCase();
    if (name === "$INCLUDE" || name === "$GENERATE") {
      this.#problems.add(directive, "directive-refused", { directive: name });
      return;
    }
    if (name !== "$ORIGIN" && name !== "$TTL") {
      this.#problems.add(directive, "directive-unknown", { directive: directive.text });
      return;
    }
    const [argument] = rest;
    if (argument === undefined || rest.length > 1 || argument.isQuoted) {
      this.#problems.add(rest[1] ?? argument ?? directive, "directive-malformed", { directive: name });
    } else if (name === "$TTL") {
      this.#defaultTtl = this.#ttlOf(argument);
    } else {
      this.#takeOrigin(argument);
    }
  }

  #takeOrigin(token: PlacedToken): void {
    const origin = parseRelativeName(token.text, this.#origin);
    if (origin.ok) this.#origin = origin.value;
    else this.#problems.add(token, "name-invalid", { text: token.text, reason: origin.code });
    this.#ownerText = undefined;
  }

  #takeOwner(token: PlacedToken): void {
    if (token.text === this.#ownerText && !token.isQuoted) return;
    const owner = token.isQuoted
      ? failure({ code: "quotes-not-allowed" as const })
      : parseRelativeName(token.text, this.#origin);
    if (!owner.ok) this.#problems.add(token, "name-invalid", { text: token.text, reason: owner.code });
    this.#owner = owner.ok ? owner.value : undefined;
    this.#ownerText = owner.ok ? token.text : undefined;
    this.#isOwnerBroken = !owner.ok;
  }

  #readRecord(owner: OwnerName, tokens: readonly PlacedToken[], start: number): void {
    let next = start;
    let ttl: Ttl | undefined;
    let hasClass = false;
    // TTL and class may stand in either order, or be left out. RFC 1035 §5.1
    for (let token = tokens[next]; token !== undefined && !token.isQuoted; token = tokens[next]) {
      if (ttl === undefined && beginsWithDigit(token.text)) {
        ttl = this.#ttlOf(token);
        if (ttl === undefined) return;
      } else if (!hasClass && (token.text === "IN" || parseClass(token.text) !== undefined)) {
        if (!this.#isInternet(token)) return;
        hasClass = true;
      } else {
        break;
      }
      next += 1;
    }
    const typeToken = tokens[next];
    const type = this.#typeOf(typeToken, tokens);
    if (type === undefined || typeToken === undefined) return;
    const rdata = this.#rdataOf(type, typeToken, tokens.slice(next + 1));
    if (rdata === undefined) return;
    const place = tokens[0] ?? typeToken;
    const used = ttl ?? this.#ttlFor(type, rdata, typeToken);
    if (ttl !== undefined) this.#lastTtl = ttl;
    if (used !== undefined) this.#builder.add({ owner, type, ttl: used, rdata }, place);
  }

  #ttlOf(token: PlacedToken): Ttl | undefined {
    const seconds = parseSeconds(token.text);
    if (seconds !== undefined && seconds <= largestTtl) return seconds as Ttl;
    this.#problems.add(token, "ttl-invalid", { text: token.text });
    return undefined;
  }

  #isInternet(token: PlacedToken): boolean {
    if (token.text === "IN" || parseClass(token.text) === "IN") return true;
    this.#problems.add(token, "class-not-internet", { text: token.text });
    return false;
  }

  #typeOf(token: PlacedToken | undefined, tokens: readonly PlacedToken[]): RRType | undefined {
    if (token === undefined) {
      this.#problems.add(endOf(tokens), "type-missing", {});
      return undefined;
    }
    const type = token.isQuoted ? undefined : parseType(token.text);
    if (type === undefined) this.#problems.add(token, "type-unknown", { text: token.text });
    else if (isMetaType(type)) this.#problems.add(token, "type-not-zone-data", { type });
    else return type;
    return undefined;
  }

  #rdataOf(type: RRType, typeToken: PlacedToken, words: readonly PlacedToken[]): Uint8Array | undefined {
    const rdata = scanRdata(type, words, this.#origin);
    if (rdata.ok) return rdata.value;
    const wrong = words[rdata.field];
    const place = wrong ?? endOf([typeToken, ...words]);
    this.#problems.add(place, "rdata-invalid", { type, text: wrong?.text ?? "", reason: rdata.code });
    return undefined;
  }

  /** The TTL of a record that names none. */
  #ttlFor(type: RRType, rdata: Uint8Array, place: Place): Ttl | undefined {
    const inherited = this.#defaultTtl ?? this.#lastTtl;
    if (inherited !== undefined) return inherited;
    const start = type === "SOA" ? decodeRdata(soa, rdata) : undefined;
    if (start?.ok === true) {
      this.#lastTtl = Math.min(start.value.minimum, largestTtl) as Ttl;
      this.#problems.add(place, "ttl-from-minimum", { used: this.#lastTtl });
    } else {
      this.#problems.add(place, "ttl-missing", {});
    }
    return this.#lastTtl;
  }
}

/** The place behind the last word, where something is missing. */
function endOf(tokens: readonly PlacedToken[]): Place {
  const last = tokens.at(-1);
  if (last === undefined) return { line: 1, column: 1 };
  return { line: last.line, column: last.column + last.text.length + (last.isQuoted ? 2 : 0) };
}

function beginsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
