import { fromHex, toHex } from "../../core/octets.ts";
import type { Reader } from "../reader.ts";
import type { Writer } from "../writer.ts";
import type { Fields } from "./fields.ts";

/** How names are hashed, with which NSEC3 and NSEC3PARAM begin. RFC 5155 §3.1, §4.1 */
export interface Nsec3Hashing {
  /** 1 is SHA-1, the only one there is. RFC 5155 §11 */
  readonly algorithm: number;
  /** 1 is opt-out; always 0 in NSEC3PARAM. */
  readonly flags: number;
  /** Additional times; should be 0. RFC 9276 §3.1 */
  readonly iterations: number;
  /** At most 255 octets; should be empty. RFC 9276 §3.1 */
  readonly salt: Uint8Array;
}

export function readHashing(reader: Reader): Nsec3Hashing {
  return {
    algorithm: reader.uint8(),
    flags: reader.uint8(),
    iterations: reader.uint16(),
    salt: reader.characterString(),
  };
}

export function writeHashing(writer: Writer, { algorithm, flags, iterations, salt }: Nsec3Hashing): void {
  writer.uint8(algorithm);
  writer.uint8(flags);
  writer.uint16(iterations);
  writer.characterString(salt);
}

/** The salt is one word of hexadecimal, `-` without one. RFC 5155 §3.3 */
export function scanHashing(fields: Fields): Nsec3Hashing {
  const algorithm = fields.uint8();
  const flags = fields.uint8();
  const iterations = fields.uint16();
  const text = fields.word();
  const salt = text === "-" ? new Uint8Array(0) : fromHex(text);
  if (salt === undefined || (salt.length === 0 && text !== "-")) fields.fail("not-hexadecimal");
  else if (salt.length > 255) fields.fail("text-too-long");
  return { algorithm, flags, iterations, salt: salt ?? new Uint8Array(0) };
}

export function printHashing({ algorithm, flags, iterations, salt }: Nsec3Hashing): string {
  return `${algorithm} ${flags} ${iterations} ${salt.length === 0 ? "-" : toHex(salt)}`;
}
