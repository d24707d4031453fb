/** Comparing and printing byte strings. */

/** True when both hold the same octets. Not constant time: for secrets use `node:crypto`'s `timingSafeEqual`. */
export function equalOctets(a: Uint8Array, b: Uint8Array): boolean {
  return compareOctets(a, b) === 0;
}

/** Orders byte strings as RFC 4034 §6.3 orders RDATA: octet by octet, a missing octet first. */
export function compareOctets(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a[index] ?? 0;
    const right = b[index] ?? 0;
    if (left !== right) return left < right ? -1 : 1;
  }
  if (a.length === b.length) return 0;
  return a.length < b.length ? -1 : 1;
}

/** Joins byte strings into one. */
export function concatOctets(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Lower-case hexadecimal without separators. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("hex");
}

/** Reads hexadecimal of even length in either case; anything else is undefined. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  return Uint8Array.from(Buffer.from(text, "hex"));
}

/** Reads base64 (RFC 4648 §4) with or without padding; anything else is undefined. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/=+$/, "");
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  if (text.length !== bare.length && text.length % 4 !== 0) return undefined;
  return Uint8Array.from(Buffer.from(bare, "base64"));
}

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("base64");
}

/** RFC 4648 §7: the digits keep the order of the octets. */
const base32HexDigits = "0123456789abcdefghijklmnopqrstuv";

/** Base 32 with the extended hexadecimal alphabet, lower case, without padding (RFC 4648 §7, RFC 5155 §3.3). */
export function toBase32Hex(octets: Uint8Array): string {
  let text = "";
  let bits = 0;
  let count = 0;
  for (const octet of octets) {
    bits = (bits << 8) | octet;
    count += 8;
    for (; count >= 5; count -= 5) text += base32HexDigits[(bits >>> (count - 5)) & 31] ?? "";
    bits &= 31;
  }
  return count === 0 ? text : text + (base32HexDigits[(bits << (5 - count)) & 31] ?? "");
}

/** Reads what `toBase32Hex` writes, in either case; anything else, unused bits that are set included, is undefined. */
export function fromBase32Hex(text: string): Uint8Array | undefined {
  const octets = new Uint8Array(Math.floor((text.length * 5) / 8));
  let filled = 0;
  let bits = 0;
  let count = 0;
  for (const digit of text.toLowerCase()) {
    const value = base32HexDigits.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits & 0xff) << 5) | value;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    octets[filled] = bits >>> count;
    filled += 1;
  }
  const isWhole = count < 5 && (bits & ((1 << count) - 1)) === 0;
  return isWhole ? octets : undefined;
}
