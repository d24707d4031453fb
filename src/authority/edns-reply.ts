import { longestNsid } from "../core/answer-limits.ts";
import type { Clock } from "../core/clock.ts";
import { clientCookieOctets, serverCookieOctets } from "../wire/dns-cookie.ts";
import { optionCode } from "../wire/edns.ts";
import type { AnswerSettings } from "./answer-settings.ts";
import type { MessageTransport, Querier } from "./compose.ts";
import { CookieCheck, type CookieVerdict } from "./cookie-check.ts";
import type { Query } from "./query.ts";

/** Gathers the options of an answer from those of its query, before the answer is written over it. RFC 6891 §6.1.2 */

/** Code and length before an option's octets. */
const optionHeadOctets = 4;

/** Octets of the option with an extended error and no text. RFC 8914 §2 */
const errorOctets = 2;

/** How long an idle stream stays open, in units of 100 milliseconds. RFC 7828 §3.1 */
const keepaliveOctets = 2;

export class EdnsReply {
  /** The options that were gathered, `length` octets of them. */
  readonly octets: Uint8Array = new Uint8Array(
    clientCookieOctets + serverCookieOctets + longestNsid + keepaliveOctets + errorOctets + 4 * optionHeadOctets,
  );
  length = 0;
  /** What the query had of a cookie; `without` also when it had none. */
  cookie: CookieVerdict = "without";
  /** The client speaks cookies and has got one now. */
  hasCookie = false;
  readonly #cookies: CookieCheck | undefined;
  readonly #nsid: Uint8Array | undefined;
  readonly #hasErrors: boolean;
  readonly #keepalive: number;
  readonly #address: Uint8Array = new Uint8Array(16);

  /** @param clock for cookies. */
  constructor(settings: AnswerSettings, clock: Pick<Clock, "now"> | undefined) {
    const { cookieSecrets, identity, streamIdleMs = 0 } = settings;
    this.#cookies = cookieSecrets && clock && new CookieCheck(cookieSecrets, clock);
    this.#nsid =
      identity?.hostname === undefined ? undefined : new TextEncoder().encode(identity.hostname).slice(0, longestNsid);
    this.#hasErrors = settings.hasExtendedErrors !== false;
    this.#keepalive = Math.floor(streamIdleMs / 100);
  }

  /** Forgets the query before. */
  clear(): void {
    this.length = 0;
    this.cookie = "without";
    this.hasCookie = false;
  }

  /** Reads what a well-formed query asks for. It stands in the message until the answer is begun. */
  begin(message: Uint8Array, query: Query, transport: MessageTransport, querier: Querier): void {
    if (query.cookieAt !== 0 && this.#cookies !== undefined) this.#examine(this.#cookies, message, query, querier);
    if (query.wantsNsid && this.#nsid !== undefined) this.#put(optionCode.nsid, this.#nsid);
    // Over UDP the option means nothing. RFC 7828 §3.2.1
    if (query.wantsKeepalive && transport === "stream" && this.#keepalive > 0) {
      this.#putNumber(optionCode.tcpKeepalive, this.#keepalive);
    }
  }

  /** Adds why there is no answer, which is told to all who speak EDNS. RFC 8914 §2 */
  putError(code: number): void {
    if (this.#hasErrors) this.#putNumber(optionCode.extendedError, code);
  }

  #examine(cookies: CookieCheck, message: Uint8Array, query: Query, querier: Querier): void {
    const addressOctets = copyAddress(querier, this.#address);
    this.cookie = cookies.examine(message, query.cookieAt, query.cookieOctets, this.#address, addressOctets);
    if (this.cookie === "malformed") return;
    this.hasCookie = true;
    this.#put(optionCode.cookie, cookies.answer);
  }

  #put(code: number, data: Uint8Array): void {
    this.#putHead(code, data.length);
    for (let index = 0; index < data.length; index += 1) this.octets[this.length + index] = data[index] ?? 0;
    this.length += data.length;
  }

  /** An option of two octets. */
  #putNumber(code: number, value: number): void {
    this.#putHead(code, 2);
    this.octets[this.length] = value >>> 8;
    this.octets[this.length + 1] = value & 0xff;
    this.length += 2;
  }

  #putHead(code: number, length: number): void {
    const { octets } = this;
    const at = this.length;
    octets[at] = code >>> 8;
    octets[at + 1] = code & 0xff;
    octets[at + 2] = length >>> 8;
    octets[at + 3] = length & 0xff;
    this.length = at + optionHeadOctets;
  }
}

/** Writes the querier's address, IPv4 as such in whatever form it came. @returns its octets, 4 or 16. */
export function copyAddress(querier: Querier, target: Uint8Array): number {
  if (querier.copyAddress !== undefined) return querier.copyAddress(target);
  const { octets } = querier.address.unmapped();
  target.set(octets);
  return octets.length;
}
