import { createHash, timingSafeEqual } from "node:crypto";
import { type Random, randomAlphanumeric } from "../core/random.ts";
import { Secret } from "../core/secret.ts";

/** Update tokens: how they look, how they are recognised. Where they are kept is `core/accounts.ts`'s. */

/** Leading characters by which a token is found; they are not secret. */
export const tokenIdLength = 10;

/**
 * Length of a token. The 30 characters behind the id carry 178 random bits, so guessing is hopeless and a fast hash is
 * enough. Letters and digits only, because routers send credentials unescaped.
 */
export const tokenLength = 40;

/** A new token. */
export function generateToken(random: Random): { readonly token: Secret; readonly id: string } {
  const text = randomAlphanumeric(random, tokenLength);
  return { token: new Secret(text), id: text.slice(0, tokenIdLength) };
}

/** The id of what may be a token; undefined when it cannot be one. */
export function tokenIdOf(presented: string): string | undefined {
  return presented.length === tokenLength && /^[0-9A-Za-z]+$/.test(presented)
    ? presented.slice(0, tokenIdLength)
    : undefined;
}

/** SHA-256 of the whole token. */
export function digestToken(presented: string): Uint8Array {
  return Uint8Array.from(createHash("sha256").update(presented).digest());
}

/** Compares in a time that depends on neither. */
export function sameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
