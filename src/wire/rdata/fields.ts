import { Address } from "../../core/address.ts";
import { assert } from "../../core/assert.ts";
import type { Family } from "../../core/family.ts";
import { OwnerName } from "../../core/name.ts";
import { fromBase64, fromHex } from "../../core/octets.ts";
import { failure, ok, type Result } from "../../core/result.ts";
import { parseRelativeName, type RelativeNameFailure } from "../relative-name.ts";
import { parseSeconds } from "../ttl-text.ts";
import { parseOctets } from "./character-string.ts";
import type { Token } from "./tokens.ts";

/** Why words are not RDATA. */
export type ScanCode =
  | RelativeNameFailure["code"]
  /** The words end before the RDATA does. */
  | "field-missing"
  /** A word is left over. */
  | "field-unexpected"
  /** A quoted text where a name, number or address belongs. */
  | "quotes-not-allowed"
  | "quote-not-closed"
  | "not-an-ipv4-address"
  | "not-an-ipv6-address"
  | "not-a-number"
  | "number-too-large"
  | "not-a-duration"
  | "text-too-long"
  | "not-a-caa-tag"
  | "not-hexadecimal"
  | "not-base64"
  | "not-base32"
  /** A digest of a known algorithm has another length. */
  | "digest-length-wrong"
  /** A text that must not be empty is. */
  | "text-empty"
  | "not-a-type"
  | "not-a-time"
  | "not-a-coordinate"
  /** An unknown key, or a value that is none of its key's. RFC 9460 §2.1 */
  | "not-a-service-parameter"
  | "service-parameter-twice"
  /** A mandatory key is missing, or `no-default-alpn` stands without `alpn`. RFC 9460 §7.1.1, §8 */
  | "service-parameters-disagree"
  /** Behind `\#` stands another number of octets than was announced. RFC 3597 §5 */
  | "length-mismatch"
  /** Octets given by `\#` are no RDATA of a type we know. RFC 3597 §5 */
  | "rdata-malformed"
  | "rdata-too-long"
  /** We know the type by name only: it must be written as `\# length hex`. */
  | "no-presentation-form";

/** What is wrong and at which word, counted from 0; one more than there are when something is missing. */
export interface ScanFailure {
  readonly code: ScanCode;
  readonly field: number;
}

/**
 * Takes RDATA's words one after the other and remembers the first that is wrong, as `Reader` does for octets: after a
 * failure every field is some harmless value, and `finish` says what happened.
 */
export class Fields {
  /** What relative names are relative to; undefined where only absolute ones are allowed. */
  readonly origin: OwnerName | undefined;
  readonly #tokens: readonly Token[];
  #next = 0;
  #failure: ScanFailure | undefined;

  constructor(tokens: readonly Token[], origin: OwnerName | undefined) {
    this.#tokens = tokens;
    this.origin = origin;
  }

  get remaining(): number {
    return this.#failure === undefined ? this.#tokens.length - this.#next : 0;
  }

  /** Records a failure of the word taken last, unless there is one already. */
  fail(code: ScanCode): void {
    this.#failure ??= { code, field: Math.max(this.#next - 1, 0) };
  }

  /** The next word without taking it; undefined when it is quoted or none is left. */
  ahead(): string | undefined {
    const token = this.#tokens[this.#next];
    return token?.isQuoted === false ? token.text : undefined;
  }

  get isQuotedAhead(): boolean {
    return this.#tokens[this.#next]?.isQuoted === true;
  }

  /** The next word with its escapes, not quoted. */
  word(): string {
    const token = this.#take();
    if (token?.isQuoted === true) this.fail("quotes-not-allowed");
    return token?.text ?? "";
  }

  name(): OwnerName {
    const text = this.word();
    if (this.#failure !== undefined) return OwnerName.root;
    const name = parseRelativeName(text, this.origin);
    if (name.ok) return name.value;
    this.fail(name.code);
    return OwnerName.root;
  }

  address(family: Family): Address {
    const address = Address.parse(this.word());
    if (address.ok && address.value.family === family) return address.value;
    this.fail(family === "ipv4" ? "not-an-ipv4-address" : "not-an-ipv6-address");
    return unspecified(family);
  }

  uint8(): number {
    return this.#number(0xff);
  }

  uint16(): number {
    return this.#number(0xffff);
  }

  uint32(): number {
    return this.#number(0xffff_ffff);
  }

  /** Seconds of 32 bits, with or without units. */
  seconds(): number {
    const seconds = parseSeconds(this.word());
    if (seconds === undefined) this.fail("not-a-duration");
    if (seconds !== undefined && seconds > 0xffff_ffff) this.fail("number-too-large");
    return this.#failure === undefined ? (seconds ?? 0) : 0;
  }

  /** Octets of any length, quoted or not. */
  octets(): Uint8Array {
    const octets = parseOctets(this.#take()?.text ?? "");
    if (octets !== undefined) return octets;
    this.fail("bad-escape");
    return new Uint8Array(0);
  }

  /** Hexadecimal in all words that are left, at least one. RFC 4034 §5.3 */
  hexadecimal(): Uint8Array {
    const octets = fromHex(this.#joinedWords());
    if (octets === undefined) this.fail("not-hexadecimal");
    return octets ?? new Uint8Array(0);
  }

  /** Base64 in all words that are left, at least one. RFC 4034 §2.2 */
  base64(): Uint8Array {
    const octets = fromBase64(this.#joinedWords());
    if (octets === undefined) this.fail("not-base64");
    return octets ?? new Uint8Array(0);
  }

  /** A character-string. RFC 1035 §3.3 */
  characterString(): Uint8Array {
    const octets = this.octets();
    if (octets.length <= 255) return octets;
    this.fail("text-too-long");
    return new Uint8Array(0);
  }

  /** The value that was scanned, or the first failure on the way; nothing may be left. */
  finish<T>(value: T): Result<T, ScanFailure> {
    if (this.#failure === undefined && this.#next < this.#tokens.length) {
      this.#next += 1;
      this.fail("field-unexpected");
    }
    return this.#failure === undefined ? ok(value) : failure(this.#failure);
  }

  #joinedWords(): string {
    let text = this.word();
    while (this.remaining > 0) text += this.word();
    return text;
  }

  #take(): Token | undefined {
    const token = this.#tokens[this.#next];
    this.#next += 1;
    if (token === undefined) this.fail("field-missing");
    return token;
  }

  #number(largest: number): number {
    const text = this.word();
    const number = Number(text);
    if (!/^\d+$/.test(text)) this.fail("not-a-number");
    else if (number > largest) this.fail("number-too-large");
    return this.#failure === undefined ? number : 0;
  }
}

function unspecified(family: Family): Address {
  const address = Address.ofOctets(new Uint8Array(family === "ipv4" ? 4 : 16));
  assert(address !== undefined, "4 and 16 octets are addresses");
  return address;
}
