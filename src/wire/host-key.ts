import { createHash, hkdfSync } from "node:crypto";
import { assert } from "../core/assert.ts";
import type { OwnerName } from "../core/name.ts";
import { concatOctets, toBase64 } from "../core/octets.ts";
import { Secret } from "../core/secret.ts";
import { TsigKey } from "./tsig-key.ts";

/**
 * The TSIG key of a host, made from its token by both sides. The key's name is the host's. What it is good for, and what
 * a stolen one allows, docs/decisions/0010 says.
 */

/** Octets of the key: those of the hash it is used with, as RFC 8945 §8 advises. */
const keyOctets = 32;

/** Keeps this use of a token's digest apart from any other. RFC 5869 §3.2 */
const purpose = new TextEncoder().encode("holdfast tsig 1 ");

/** The key's secret from the SHA-256 of a token, in base64 as programs that sign take it. */
export function hostKeySecret(host: OwnerName, tokenDigest: Uint8Array): Secret {
  const info = concatOctets([purpose, host.canonicalWire]);
  // The digest is as random as the token, so it needs no salt. RFC 5869 §3.1
  const octets = hkdfSync("sha256", tokenDigest, new Uint8Array(0), info, keyOctets);
  return new Secret(toBase64(new Uint8Array(octets)));
}

/** The key from the SHA-256 of a token, which is all that a server keeps. */
export function hostKey(host: OwnerName, tokenDigest: Uint8Array): TsigKey {
  const key = TsigKey.of(host, "hmac-sha256", hostKeySecret(host, tokenDigest));
  assert(key.ok, "a derived secret is base64");
  return key.value;
}

/** The key from a token itself, as its holder makes it. */
export function hostKeyOfToken(host: OwnerName, token: Secret): TsigKey {
  return hostKey(host, Uint8Array.from(createHash("sha256").update(token.reveal()).digest()));
}
