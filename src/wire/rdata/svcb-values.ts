import { Address } from "../../core/address.ts";
import type { Family } from "../../core/family.ts";
import { concatOctets, fromBase64, toBase64 } from "../../core/octets.ts";
import { Reader } from "../reader.ts";
import { printOctets } from "./character-string.ts";
import { codeOfKey, keyOfCode } from "./svcb-keys.ts";

/** Values of service parameters, key by key, as octets and as text. RFC 9460 §7, Appendix A */

interface ValueForm {
  /** Whether octets are a value of the key. */
  readonly isValid: (octets: Uint8Array) => boolean;
  /** Octets from text whose escapes of character-strings are gone; undefined when it is none. */
  readonly parse: (text: Uint8Array) => Uint8Array | undefined;
  /** Presentation form of valid octets. */
  readonly print: (octets: Uint8Array) => string;
}

const comma = 0x2c;
const backslash = 0x5c;

const latin1 = (octets: Uint8Array): string => Buffer.from(octets).toString("latin1");

/** Items of a comma-separated list, `\,` and `\\` standing for themselves. RFC 9460 Appendix A.1 */
function splitList(text: Uint8Array): readonly Uint8Array[] {
  const items: number[][] = [[]];
  for (let index = 0; index < text.length; index += 1) {
    let octet = text[index] ?? 0;
    if (octet === comma) {
      items.push([]);
      continue;
    }
    const following = text[index + 1];
    if (octet === backslash && following !== undefined) {
      octet = following;
      index += 1;
    }
    items.at(-1)?.push(octet);
  }
  return items.map((item) => Uint8Array.from(item));
}

function escapeItem(item: Uint8Array): Uint8Array {
  return Uint8Array.from(
    [...item].flatMap((octet) => (octet === comma || octet === backslash ? [backslash, octet] : [octet])),
  );
}

/** The values that stand one behind the other in octets; undefined when there is none or the last is cut. */
function readAll<T>(octets: Uint8Array, read: (reader: Reader) => T): readonly T[] | undefined {
  const reader = Reader.ofRdata(octets);
  const values: T[] = [];
  while (reader.remaining > 0) values.push(read(reader));
  return reader.failure === undefined && values.length > 0 ? values : undefined;
}

/** RFC 9460 §7.1: protocol identifiers, each a character-string that is not empty. */
const protocols: ValueForm = {
  isValid: (octets) => readAll(octets, (reader) => reader.characterString())?.every((id) => id.length > 0) === true,
  parse: (text) => {
    const ids = splitList(text);
    if (ids.some((id) => id.length === 0 || id.length > 255)) return undefined;
    return concatOctets(ids.flatMap((id) => [Uint8Array.of(id.length), id]));
  },
  print: (octets) => {
    const ids = readAll(octets, (reader) => reader.characterString()) ?? [];
    return printOctets(
      concatOctets(ids.flatMap((id, at) => (at === 0 ? [escapeItem(id)] : [Uint8Array.of(comma), escapeItem(id)]))),
    );
  },
};

/** RFC 9460 §7.3: one or more addresses of a family. */
function hints(family: Family): ValueForm {
  const size = family === "ipv4" ? 4 : 16;
  return {
    isValid: (octets) => octets.length > 0 && octets.length % size === 0,
    parse: (text) => {
      const addresses = latin1(text)
        .split(",")
        .map((part) => Address.parse(part));
      const octets = addresses.flatMap((address) =>
        address.ok && address.value.family === family ? [address.value.octets] : [],
      );
      return octets.length === addresses.length ? concatOctets(octets) : undefined;
    },
    print: (octets) => (readAll(octets, (reader) => reader.take(size)) ?? []).map(printAddress).join(","),
  };
}

function printAddress(octets: Uint8Array): string {
  return Address.ofOctets(octets)?.toString() ?? "";
}

/** RFC 9460 §8: keys a client must know, ascending, each once; the key itself is always mandatory. */
const mandatory: ValueForm = {
  isValid: (octets) => {
    const codes = readAll(octets, (reader) => reader.uint16());
    return codes?.every((code, at) => code !== 0 && code > (codes[at - 1] ?? 0)) === true;
  },
  parse: (text) => {
    const codes = latin1(text).split(",").map(codeOfKey);
    const known = codes.flatMap((code) => (code === undefined ? [] : [code])).toSorted((a, b) => a - b);
    if (known.length !== codes.length) return undefined;
    return Uint8Array.from(known.flatMap((code) => [code >>> 8, code & 0xff]));
  },
  print: (octets) => (readAll(octets, (reader) => reader.uint16()) ?? []).map(keyOfCode).join(","),
};

/** RFC 9460 §7.2 */
const port: ValueForm = {
  isValid: (octets) => octets.length === 2,
  parse: (text) => {
    const digits = latin1(text);
    const number = Number(digits);
    return /^\d{1,5}$/.test(digits) && number <= 0xffff ? Uint8Array.of(number >>> 8, number & 0xff) : undefined;
  },
  print: (octets) => String(((octets[0] ?? 0) << 8) | (octets[1] ?? 0)),
};

/** Keys that say something by being there. RFC 9460 §7.1, RFC 9540 §4 */
const nothing: ValueForm = {
  isValid: (octets) => octets.length === 0,
  parse: (text) => (text.length === 0 ? text : undefined),
  print: () => "",
};

/** RFC 9460 §7, "ech" is reserved for a configuration in base64. */
const base64: ValueForm = {
  isValid: (octets) => octets.length > 0,
  parse: (text) => (text.length === 0 ? undefined : fromBase64(latin1(text))),
  print: toBase64,
};

/** Any octets. RFC 9460 §2.1 */
const opaque: ValueForm = {
  isValid: () => true,
  parse: (text) => text,
  print: (octets) => (octets.length === 0 ? "" : printOctets(octets)),
};

const forms: readonly ValueForm[] = [
  mandatory,
  protocols,
  nothing,
  port,
  hints("ipv4"),
  base64,
  hints("ipv6"),
  opaque,
  nothing,
];

/** How values of a key are written. */
export function formOf(key: number): ValueForm {
  return forms[key] ?? opaque;
}
