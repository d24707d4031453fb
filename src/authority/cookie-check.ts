import type { Clock } from "../core/clock.ts";
import { CookieSecretMemory } from "../wire/cookie-secrets.ts";
import {
  clientCookieOctets,
  judgeCookieTime,
  longestServerCookie,
  serverCookieOctets,
  shortestServerCookie,
} from "../wire/dns-cookie.ts";
import { SipHasher, sipHashOctets, sipKeyOctets } from "../wire/siphash.ts";
import { uint32 } from "./numbers.ts";

/**
 * Checks the cookies of queries and makes those of answers, for every packet and without making an object. What a cookie
 * is, and when one is old, is `wire/dns-cookie.ts`'s.
 */

/** Where the parts of what is hashed begin: client cookie, version, reserved octets, time, and the address. RFC 9018 §4.4 */
const place = { version: 8, time: 12, address: 16 } as const;

/** Where the time and the hash of a server cookie begin. RFC 9018 §4 */
const cookiePlace = { time: 4, hash: 8 } as const;

/** - `malformed`: no cookie can be so long. - `without`: of the client only. */
export type CookieVerdict = "malformed" | "without" | "wrong" | "right";

export class CookieCheck {
  /** What the answer's option holds after a query's was not malformed. */
  readonly answer: Uint8Array = new Uint8Array(clientCookieOctets + serverCookieOctets);
  readonly #secrets: CookieSecretMemory;
  readonly #clock: Pick<Clock, "now">;
  readonly #present: SipHasher = new SipHasher(new Uint8Array(sipKeyOctets));
  readonly #previous: SipHasher = new SipHasher(new Uint8Array(sipKeyOctets));
  readonly #input: Uint8Array = new Uint8Array(place.address + 16);
  readonly #hash: Uint8Array = new Uint8Array(sipHashOctets);
  #writes = 0;
  #hasPrevious = false;
  /** The cookie that was right is too old, or of the secret before, and so is replaced. RFC 9018 §4.3 */
  #isOld = false;

  constructor(secrets: SharedArrayBuffer, clock: Pick<Clock, "now">) {
    this.#secrets = new CookieSecretMemory(secrets);
    this.#clock = clock;
  }

  /** Judges the option's octets in a message for a client at an address of 4 or 16 octets. */
  examine(
    message: Uint8Array,
    offset: number,
    length: number,
    address: Uint8Array,
    addressOctets: number,
  ): CookieVerdict {
    const serverOctets = length - clientCookieOctets;
    if (serverOctets !== 0 && (serverOctets < shortestServerCookie || serverOctets > longestServerCookie)) {
      return "malformed";
    }
    this.#readSecrets();
    const now = Math.floor(this.#clock.now() / 1_000) >>> 0;
    const input = this.#input;
    for (let index = 0; index < clientCookieOctets; index += 1) input[index] = message[offset + index] ?? 0;
    for (let index = 0; index < addressOctets; index += 1) input[place.address + index] = address[index] ?? 0;
    const server = offset + clientCookieOctets;
    const verdict = serverOctets === 0 ? "without" : this.#check(message, server, serverOctets, addressOctets, now);
    this.#make(message, server, addressOctets, now, verdict === "right" && !this.#isOld);
    return verdict;
  }

  #check(message: Uint8Array, server: number, length: number, addressOctets: number, now: number): "wrong" | "right" {
    if (length !== serverCookieOctets || message[server] !== 1) return "wrong";
    const input = this.#input;
    for (let index = 0; index < cookiePlace.hash; index += 1) {
      input[place.version + index] = message[server + index] ?? 0;
    }
    const time = judgeCookieTime(uint32(message, server + cookiePlace.time), now);
    if (time === "wrong") return "wrong";
    this.#isOld = time === "right-but-old";
    if (this.#isHash(this.#present, message, server, addressOctets)) return "right";
    this.#isOld = true;
    return this.#hasPrevious && this.#isHash(this.#previous, message, server, addressOctets) ? "right" : "wrong";
  }

  /** Compares in a time that tells nothing. */
  #isHash(hasher: SipHasher, message: Uint8Array, server: number, addressOctets: number): boolean {
    hasher.hashInto(this.#input, place.address + addressOctets, this.#hash, 0);
    let difference = 0;
    for (let index = 0; index < sipHashOctets; index += 1) {
      difference |= (this.#hash[index] ?? 0) ^ (message[server + cookiePlace.hash + index] ?? 0);
    }
    return difference === 0;
  }

  #make(message: Uint8Array, server: number, addressOctets: number, now: number, isKept: boolean): void {
    const { answer } = this;
    const input = this.#input;
    for (let index = 0; index < clientCookieOctets; index += 1) answer[index] = input[index] ?? 0;
    if (isKept) {
      for (let index = 0; index < serverCookieOctets; index += 1) {
        answer[clientCookieOctets + index] = message[server + index] ?? 0;
      }
      return;
    }
    input[place.version] = 1;
    for (let index = place.version + 1; index < place.time; index += 1) input[index] = 0;
    for (let index = 0; index < 4; index += 1) input[place.time + index] = (now >>> (24 - 8 * index)) & 0xff;
    for (let index = place.version; index < place.address; index += 1) answer[index] = input[index] ?? 0;
    this.#present.hashInto(input, place.address + addressOctets, answer, clientCookieOctets + cookiePlace.hash);
  }

  #readSecrets(): void {
    const { writes } = this.#secrets;
    if (writes === this.#writes) return;
    const secrets = this.#secrets.read();
    if (secrets === undefined) return;
    this.#writes = writes;
    this.#present.setKey(secrets.present);
    this.#hasPrevious = secrets.previous !== undefined;
    if (secrets.previous !== undefined) this.#previous.setKey(secrets.previous);
  }
}
