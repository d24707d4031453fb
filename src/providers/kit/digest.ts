import { toHex } from "../../core/octets.ts";

/** Hashes and keyed hashes for signatures, through Web Crypto: `node:crypto` would cost an idle agent 2 MB. */

export type Hash = "SHA-1" | "SHA-256";

/** The hash of a text in UTF-8. */
export async function digest(hash: Hash, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, octetsOf(text)));
}

/** Lower-case hexadecimal of the SHA-256 of a text, as canonical requests carry it. */
export async function sha256Hex(text: string): Promise<string> {
  return toHex(await digest("SHA-256", text));
}

/** HMAC of a text. RFC 2104 */
export async function hmac(hash: Hash, key: Uint8Array | string, text: string): Promise<Uint8Array> {
  const octets = octetsOf(key);
  // Web Crypto refuses an empty key; HMAC pads keys with zeroes, so one zero is the same key. RFC 2104 §2
  const usable = octets.length === 0 ? new Uint8Array(1) : octets;
  const imported = await crypto.subtle.importKey("raw", usable, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, octetsOf(text)));
}

/** A key derived step by step: each text is signed with the key before it. */
export async function derivedKey(hash: Hash, secret: string, steps: readonly string[]): Promise<Uint8Array> {
  let key = octetsOf(secret);
  for (const step of steps) key = Uint8Array.from(await hmac(hash, key, step));
  return key;
}

function octetsOf(value: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return typeof value === "string" ? new TextEncoder().encode(value) : Uint8Array.from(value);
}
