import { timingSafeEqual } from "node:crypto";
import type { Address } from "../core/address.ts";
import type { Instant } from "../core/clock.ts";
import { concatOctets } from "../core/octets.ts";
import { failure, ok, type Result } from "../core/result.ts";
import { sipHash } from "./siphash.ts";

/** DNS cookies: what a server gives a client so that it can tell later that the client is where it says. RFC 7873, RFC 9018 */

/** Octets of a client cookie, and of a server cookie of version 1. RFC 9018 §4 */
export const clientCookieOctets = 8;
export const serverCookieOctets = 16;

/** Octets of a server cookie that any server may choose. RFC 7873 §4 */
export const shortestServerCookie = 8;
export const longestServerCookie = 32;

/** The version, then three reserved octets. RFC 9018 §4.1, §4.2 */
const versionOne = Uint8Array.of(1, 0, 0, 0);

/** Seconds a server cookie is taken for, how far it may lie ahead, and the age at which it is renewed. RFC 9018 §4.3 */
const [longestAge, longestAhead, renewalAge] = [3_600, 300, 1_800];

/** The two parts of a COOKIE option. */
export interface CookiePair {
  readonly client: Uint8Array;
  /** Undefined before the first answer of a server. */
  readonly server: Uint8Array | undefined;
}

/** Reads the option's octets; other lengths than those of RFC 7873 §4 are malformed. */
export function readCookie(data: Uint8Array): Result<CookiePair, { readonly code: "cookie-malformed" }> {
  const client = data.slice(0, clientCookieOctets);
  if (data.length === clientCookieOctets) return ok({ client, server: undefined });
  const rest = data.length - clientCookieOctets;
  if (rest < shortestServerCookie || rest > longestServerCookie) return failure({ code: "cookie-malformed" });
  return ok({ client, server: data.slice(clientCookieOctets) });
}

/** The octets of the option. */
export function cookieOctets({ client, server }: CookiePair): Uint8Array {
  return server === undefined ? client.slice() : concatOctets([client, server]);
}

/** The server cookie that tells a client's address from all others, for an hour. RFC 9018 §4 */
export function makeServerCookie(secret: Uint8Array, client: Uint8Array, address: Address, now: Instant): Uint8Array {
  const head = new Uint8Array(8);
  head.set(versionOne);
  new DataView(head.buffer).setUint32(4, secondsOf(now));
  return concatOctets([head, hashOf(secret, client, head, address)]);
}

/**
 * Whether a server cookie was made with this secret for this client, and if so, whether it is time to give it a new one.
 * RFC 9018 §4.3, §4.4
 */
export function checkServerCookie(
  secret: Uint8Array,
  { client, server }: CookiePair,
  address: Address,
  now: Instant,
): "wrong" | "right" | "right-but-old" {
  if (server?.length !== serverCookieOctets || server[0] !== 1) return "wrong";
  const head = server.subarray(0, 8);
  if (!timingSafeEqual(hashOf(secret, client, head, address), server.subarray(8))) return "wrong";
  return judgeCookieTime(new DataView(head.buffer, head.byteOffset).getUint32(4), secondsOf(now));
}

/** Judges the time in a server cookie, both in seconds since 1970 modulo 2^32. RFC 9018 §4.3 */
export function judgeCookieTime(made: number, now: number): "wrong" | "right" | "right-but-old" {
  // The difference of two clocks of 32 bits, which both wrap in 2106. RFC 1982 §3.2
  const age = (now - made) | 0;
  if (age > longestAge || age < -longestAhead) return "wrong";
  return age > renewalAge ? "right-but-old" : "right";
}

function hashOf(secret: Uint8Array, client: Uint8Array, head: Uint8Array, address: Address): Uint8Array {
  return sipHash(secret, concatOctets([client, head, address.octets]));
}

function secondsOf(now: Instant): number {
  return Math.floor(now / 1000) >>> 0;
}
