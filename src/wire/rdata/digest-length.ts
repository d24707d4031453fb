import type { Fields } from "./fields.ts";
import type { Reader } from "../reader.ts";

/** Octets that digests of an algorithm have; algorithms that are missing may have any number. */
export type DigestLengths = ReadonlyMap<number, number>;

/** Reads the digest that ends RDATA; of a known algorithm it must have the right length. */
export function readDigest(reader: Reader, algorithm: number, lengths: DigestLengths): Uint8Array {
  const at = reader.offset;
  const digest = reader.restNotEmpty();
  if (isWrong(digest, algorithm, lengths)) reader.fail("rdata-malformed", at);
  return digest;
}

/** The same in presentation form. */
export function scanDigest(fields: Fields, algorithm: number, lengths: DigestLengths): Uint8Array {
  const digest = fields.hexadecimal();
  if (isWrong(digest, algorithm, lengths)) fields.fail("digest-length-wrong");
  return digest;
}

function isWrong(digest: Uint8Array, algorithm: number, lengths: DigestLengths): boolean {
  const length = lengths.get(algorithm);
  return length !== undefined && digest.length !== length;
}
