import { domainToASCII, domainToUnicode } from "node:url";
import { assert } from "./assert.ts";
import { concatOctets } from "./octets.ts";
import { failure, ok, type Result } from "./result.ts";

/** Domain names as absolute owner names: limits, escapes, case, order. Bytes of messages are `wire/`'s. */

/** Why a text or octets are not a domain name. */
export interface NameFailure {
  readonly code: "empty-name" | "empty-label" | "label-too-long" | "name-too-long" | "bad-escape" | "bad-idn-label";
}

/** Longest label in octets. RFC 1035 §2.3.4 */
export const longestLabel = 63;

/** Longest name in octets, counting length octets and the root. RFC 1035 §2.3.4 */
export const longestName = 255;

/**
 * An absolute domain name. Keeps the case it was written in; compares without case (RFC 4343 §2).
 *
 * `key` is the one to use in maps.
 */
export class OwnerName {
  readonly #wire: Uint8Array;
  #key: string | undefined;

  private constructor(wire: Uint8Array) {
    this.#wire = wire;
  }

  static readonly root: OwnerName = new OwnerName(new Uint8Array([0]));

  /**
   * Reads presentation form (RFC 1035 §5.1), taken as absolute with or without the final dot.
   *
   * `\.` and `\DDD` escape; labels in other scripts become A-labels (RFC 5891 §4.4). `.` alone is the root.
   */
  static parse(text: string): Result<OwnerName, NameFailure> {
    if (text === "") return failure({ code: "empty-name" });
    if (text === ".") return ok(OwnerName.root);
    const plain = parsePlain(text);
    if (plain !== undefined) return ok(new OwnerName(plain));
    const labels: Uint8Array[] = [];
    let rest = text;
    while (rest !== "") {
      const label = takeLabel(rest);
      if (!label.ok) return label;
      labels.push(label.value.octets);
      rest = label.value.rest;
    }
    return OwnerName.ofLabels(labels);
  }

  /** Joins labels, leftmost first, without the root. */
  static ofLabels(labels: readonly Uint8Array[]): Result<OwnerName, NameFailure> {
    if (labels.some((label) => label.length === 0)) return failure({ code: "empty-label" });
    if (labels.some((label) => label.length > longestLabel)) return failure({ code: "label-too-long" });
    const parts = labels.flatMap((label) => [Uint8Array.of(label.length), label]);
    const wire = concatOctets([...parts, Uint8Array.of(0)]);
    return wire.length > longestName ? failure({ code: "name-too-long" }) : ok(new OwnerName(wire));
  }

  /**
   * Takes a whole uncompressed wire form whose limits the caller has checked.
   *
   * @throws BrokenInvariant when the octets are not exactly one name.
   */
  static ofWire(wire: Uint8Array): OwnerName {
    let offset = 0;
    while ((wire[offset] ?? 0) !== 0) offset += (wire[offset] ?? 0) + 1;
    assert(offset + 1 === wire.length && wire.length <= longestName, "octets are one uncompressed name");
    return new OwnerName(wire.slice());
  }

  /** Lower-case presentation form with the final dot; equal for equal names. */
  get key(): string {
    this.#key ??= print(this.#wire).toLowerCase();
    return this.#key;
  }

  /** Uncompressed wire form, case as written; a copy. */
  get wire(): Uint8Array {
    return this.#wire.slice();
  }

  /** Uncompressed wire form in lower case, the canonical form of RFC 4034 §6.2; a copy. */
  get canonicalWire(): Uint8Array {
    return lowerCaseName(this.#wire.slice());
  }

  /** Labels without the root, leftmost first. */
  get labels(): readonly Uint8Array[] {
    const labels: Uint8Array[] = [];
    for (let offset = 0; (this.#wire[offset] ?? 0) !== 0; offset += (this.#wire[offset] ?? 0) + 1) {
      labels.push(this.#wire.slice(offset + 1, offset + 1 + (this.#wire[offset] ?? 0)));
    }
    return labels;
  }

  /** Number of labels without the root. */
  get labelCount(): number {
    let count = 0;
    for (let offset = 0; (this.#wire[offset] ?? 0) !== 0; offset += (this.#wire[offset] ?? 0) + 1) count += 1;
    return count;
  }

  get isRoot(): boolean {
    return this.#wire.length === 1;
  }

  /** True when the leftmost label is a lone asterisk. RFC 4592 §2.1.1 */
  get isWildcard(): boolean {
    return this.#wire[0] === 1 && this.#wire[1] === 0x2a;
  }

  /** The name without its leftmost label; undefined for the root. */
  get parent(): OwnerName | undefined {
    return this.isRoot ? undefined : new OwnerName(this.#wire.slice((this.#wire[0] ?? 0) + 1));
  }

  /** This name with one more label in front. */
  child(label: string): Result<OwnerName, NameFailure> {
    const parsed = takeLabel(label);
    if (!parsed.ok) return parsed;
    if (parsed.value.rest !== "") return failure({ code: "bad-escape" });
    return OwnerName.ofLabels([parsed.value.octets, ...this.labels]);
  }

  equals(other: OwnerName): boolean {
    return this.key === other.key;
  }

  /** True for the apex itself and every name below it. */
  isAtOrBelow(apex: OwnerName): boolean {
    const ours = this.#wire;
    const theirs = apex.#wire;
    const tail = ours.length - theirs.length;
    let offset = 0;
    while (offset < tail) offset += (ours[offset] ?? 0) + 1;
    if (offset !== tail) return false;
    for (let index = 0; index < theirs.length; index += 1) {
      if (lowerCaseOctet(ours[tail + index] ?? 0) !== lowerCaseOctet(theirs[index] ?? 0)) return false;
    }
    return true;
  }

  /**
   * The part before the apex without a final dot; `@` for the apex itself.
   *
   * @throws BrokenInvariant when the name is not at or below the apex.
   */
  relativeTo(apex: OwnerName): string {
    assert(this.isAtOrBelow(apex), `${this} is at or below ${apex}`);
    if (this.equals(apex)) return "@";
    const own = this.labels.slice(0, this.labelCount - apex.labelCount);
    return own.map(printLabel).join(".");
  }

  /** Lower case without the final dot, as HTTP interfaces and people write it; `.` for the root. */
  get hostname(): string {
    return this.isRoot ? "." : this.key.slice(0, -1);
  }

  /** As `hostname`, with A-labels shown in their own script; for display only. */
  get unicode(): string {
    const labels = this.hostname.split(".");
    return labels.map((label) => (label.startsWith("xn--") ? domainToUnicode(label) || label : label)).join(".");
  }

  /** Presentation form with the final dot, case as written. RFC 1035 §5.1 */
  toString(): string {
    return print(this.#wire);
  }

  toJSON(): string {
    return this.hostname;
  }
}

/** Canonical DNS name order: by label from the right, without case. RFC 4034 §6.1 */
export function compareNames(a: OwnerName, b: OwnerName): number {
  const ours = OwnerName.ofWire(a.canonicalWire).labels.toReversed();
  const theirs = OwnerName.ofWire(b.canonicalWire).labels.toReversed();
  for (const [index, label] of ours.entries()) {
    const other = theirs[index];
    if (other === undefined) return 1;
    const order = Buffer.compare(label, other);
    if (order !== 0) return order;
  }
  return ours.length - theirs.length;
}

/** Lower-cases ASCII letters in place. Length octets are below 64, so none is mistaken for a letter. */
export function lowerCaseName(wire: Uint8Array): Uint8Array {
  for (let index = 0; index < wire.length; index += 1) wire[index] = lowerCaseOctet(wire[index] ?? 0);
  return wire;
}

function lowerCaseOctet(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}

/** The wire form of a text without escapes and other scripts, as nearly all are; undefined for the rest and for errors. */
function parsePlain(text: string): Uint8Array | undefined {
  const end = text.endsWith(".") ? text.length - 1 : text.length;
  if (end + 2 > longestName) return undefined;
  const wire = new Uint8Array(end + 2);
  let label = 0;
  for (let index = 0; index <= end; index += 1) {
    const code = index < end ? text.charCodeAt(index) : dot;
    if (code === backslash || code > 0x7f) return undefined;
    wire[index + 1] = code;
    if (code !== dot) continue;
    if (index === label || index - label > longestLabel) return undefined;
    wire[label] = index - label;
    label = index + 1;
  }
  wire[label] = 0;
  return wire;
}

const dot = 0x2e;
const backslash = 0x5c;

/** Reads up to the next unescaped dot. */
function takeLabel(text: string): Result<{ octets: Uint8Array; rest: string }, NameFailure> {
  let label = "";
  let index = 0;
  let isEscaped = false;
  let isAscii = true;
  while (index < text.length && text[index] !== ".") {
    if (text[index] !== "\\") {
      label += text[index];
      isAscii &&= text.charCodeAt(index) < 0x80;
      index += 1;
      continue;
    }
    isEscaped = true;
    const digits = /^\d{3}/.exec(text.slice(index + 1))?.[0];
    const next = text[index + 1];
    if (next === undefined || (digits === undefined ? /\d/.test(next) : Number(digits) > 255)) {
      return failure({ code: "bad-escape" });
    }
    label += digits === undefined ? next : String.fromCharCode(Number(digits));
    index += digits === undefined ? 2 : 4;
  }
  if (label === "") return failure({ code: "empty-label" });
  const rest = text.slice(index + 1);
  if (isAscii) return ok({ octets: Uint8Array.from(Buffer.from(label, "latin1")), rest });
  // Escapes name octets, other scripts name characters; a label with both has no single meaning.
  if (isEscaped) return failure({ code: "bad-escape" });
  const ascii = domainToASCII(label);
  if (ascii === "" || ascii.includes(".")) return failure({ code: "bad-idn-label" });
  return ok({ octets: Uint8Array.from(Buffer.from(ascii, "latin1")), rest });
}

/** Characters a master file would read as something else. RFC 1035 §5.1 */
const special = '.\\"();@$';

/** What each octet is in presentation form. RFC 1035 §5.1 */
const printed: readonly string[] = Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  if (octet < 0x21 || octet > 0x7e) return `\\${String(octet).padStart(3, "0")}`;
  return special.includes(character) ? `\\${character}` : character;
});

function print(wire: Uint8Array): string {
  if (wire.length === 1) return ".";
  return (
    printPlain(wire) ??
    OwnerName.ofWire(wire)
      .labels.map((label) => `${printLabel(label)}.`)
      .join("")
  );
}

/** The octets as they are with a dot for each length; undefined when one of them needs an escape. */
function printPlain(wire: Uint8Array): string | undefined {
  const text = Buffer.allocUnsafe(wire.length - 1);
  for (let start = 0, length = wire[0] ?? 0; length !== 0; length = wire[start] ?? 0) {
    const end = start + length;
    for (let index = start; index < end; index += 1) {
      const octet = wire[index + 1] ?? 0;
      if (printed[octet]?.length !== 1) return undefined;
      text[index] = octet;
    }
    text[end] = 0x2e;
    start = end + 1;
  }
  return text.toString("latin1");
}

function printLabel(label: Uint8Array): string {
  return Array.from(label, (octet) => printed[octet] ?? "").join("");
}
