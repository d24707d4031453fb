import type { OwnerName } from "../core/name.ts";
import { failure } from "../core/result.ts";
import { isMetaType, parseType, type RRType } from "../core/rr-type.ts";
import { largestTtl, type Ttl } from "../core/ttl.ts";
import { decodeRdata, scanRdata } from "../wire/rdata/registry.ts";
import { soa } from "../wire/rdata/soa.ts";
import { parseRelativeName } from "../wire/relative-name.ts";
import { parseClass } from "../wire/rr-class.ts";
import { parseSeconds } from "../wire/ttl-text.ts";
import { generatedEntries, parseGenerateRange } from "./generate.ts";
import { type Entry, Lexer, type PlacedToken } from "./lexer.ts";
import type { Includes } from "../core/master-file.ts";
import type { Place, ProblemList } from "./problem.ts";
import type { ZoneBuilder } from "./zone-builder.ts";

/** Entries that are read without a pause; about two milliseconds. */
const entriesOfPiece = 200;

/**
 * Most files that are read in place of `$INCLUDE`, each time counted: a template for each of many hosts, and an end for twenty
 * files each of which includes the next one twice.
 */
const mostIncluded = 100_000;

/** Turns entries into records, keeping what one line leaves to the next: origin, owner and TTL. */
export class EntryReader {
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
  #count = 0;
  #included = 0;

  constructor(builder: ZoneBuilder, problems: ProblemList, origin: OwnerName | undefined) {
    this.#builder = builder;
    this.#problems = problems;
    this.#origin = origin;
  }

  /** Reads a text to its end, or until there are too many errors; yields now and then. */
  *readText(text: string, includes: Includes, file?: string): Generator<void, void> {
    const lexer = new Lexer(text, this.#problems, file);
    for (let entry = lexer.next(); entry !== undefined && !this.#problems.isFull; entry = lexer.next()) {
      const [first, ...rest] = entry.tokens;
      if (first === undefined) continue;
      if (entry.startsBlank || first.isQuoted || !first.text.startsWith("$")) yield* this.#readEntry(entry);
      else yield* this.#readDirective(first, rest, includes);
    }
  }

  *#readEntry({ tokens, startsBlank }: Entry): Generator<void, void> {
    const [first] = tokens;
    if (first === undefined) return;
    this.#count += 1;
    if (this.#count % entriesOfPiece === 0) yield;
    if (!startsBlank) this.#takeOwner(first);
    const owner = this.#owner;
    if (owner !== undefined) this.#readRecord(owner, tokens, startsBlank ? 0 : 1);
    else if (!this.#isOwnerBroken) this.#problems.add(first, "owner-missing", {});
  }

  *#readDirective(directive: PlacedToken, rest: readonly PlacedToken[], includes: Includes): Generator<void, void> {
    const name = directive.text.toUpperCase();
    const [argument] = rest;
    if (name === "$GENERATE") yield* this.#generate(directive, rest);
    else if (name === "$INCLUDE") yield* this.#include(directive, rest, includes);
    else if (name !== "$ORIGIN" && name !== "$TTL")
      this.#problems.add(directive, "directive-unknown", { directive: directive.text });
    else if (argument === undefined || rest.length > 1 || argument.isQuoted)
      this.#problems.add(rest[1] ?? argument ?? directive, "directive-malformed", { directive: name });
    else if (name === "$TTL") this.#defaultTtl = this.#ttlOf(argument);
    else this.#takeOrigin(argument);
  }

  /** Reads another file in this place; origin and owner are afterwards what they were. RFC 1035 §5.1 */
  *#include(directive: PlacedToken, rest: readonly PlacedToken[], includes: Includes): Generator<void, void> {
    const [name, origin, tooMany] = rest;
    if (name === undefined || tooMany !== undefined || origin?.isQuoted === true) {
      this.#problems.add(tooMany ?? origin ?? directive, "include-malformed", {});
      return;
    }
    const file = Object.hasOwn(includes, name.text) ? includes[name.text] : undefined;
    if (file === undefined || "failure" in file) {
      this.#problems.add(name, "include-unread", { file: file?.path ?? name.text, detail: file?.failure ?? "" });
      return;
    }
    this.#included += 1;
    if (this.#included > mostIncluded) {
      this.#problems.add(name, "include-unread", { file: file.path, detail: `more than ${mostIncluded} files` });
      return;
    }
    if (this.#included % entriesOfPiece === 0) yield;
    const [outerOrigin, outerOwner] = [this.#origin, this.#owner];
    if (origin !== undefined) this.#takeOrigin(origin);
    this.#owner = undefined;
    this.#ownerText = undefined;
    yield* this.readText(file.text, file.includes, file.path);
    this.#origin = outerOrigin;
    this.#owner = outerOwner;
    this.#ownerText = undefined;
  }

  *#generate(directive: PlacedToken, rest: readonly PlacedToken[]): Generator<void, void> {
    const [rangeToken, ...template] = rest;
    const range = rangeToken === undefined ? undefined : parseGenerateRange(rangeToken.text);
    if (range === undefined || template.length < 3) {
      const place = range === undefined ? (rangeToken ?? directive) : (template.at(-1) ?? directive);
      this.#problems.add(place, "generate-malformed", {});
      return;
    }
    for (const entry of generatedEntries(range, template)) {
      if (entry === undefined) this.#problems.add(directive, "generate-malformed", {});
      else yield* this.#readEntry(entry);
      if (this.#problems.isFull) return;
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
  return { file: last.file, line: last.line, column: last.column + last.text.length + (last.isQuoted ? 2 : 0) };
}

function beginsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 0x30 && code <= 0x39;
}
