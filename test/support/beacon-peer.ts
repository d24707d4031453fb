import { Instant } from "../../src/core/clock.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Ttl } from "../../src/core/ttl.ts";
import { BeaconDoor } from "../../src/updates/beacon.ts";
import { updateLimits } from "../../src/updates/dns-update/apply-operations.ts";
import { UpdateDoor } from "../../src/updates/dns-update/update-door.ts";
import { UpdateKeys } from "../../src/updates/dns-update/update-keys.ts";
import { DnsUpdates } from "../../src/updates/dns-updates.ts";
import type { Refusal } from "../../src/updates/refusal.ts";
import { defaultHostTtl } from "../../src/updates/dialect.ts";
import { ServerCookies } from "../../src/updates/server-cookies.ts";
import { cookieOctets, readCookie } from "../../src/wire/dns-cookie.ts";
import { ednsOption, optionCode } from "../../src/wire/edns.ts";
import { hostKeyOfToken } from "../../src/wire/host-key.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { signMessage } from "../../src/wire/tsig.ts";
import type { TsigKey } from "../../src/wire/tsig-key.ts";
import { expectOk } from "./expect-ok.ts";
import type { UpdateServer } from "./update-server.ts";
import { address, name } from "./values.ts";

/** Beacons made step by step, so that a test can spoil each of them, and the door they knock at. */

/** What a test may want otherwise; the rest is a right beacon of `home.dyn.example` from 198.51.100.7. */
export interface BeaconParts {
  readonly from?: string;
  readonly key?: TsigKey;
  readonly zone?: string;
  readonly expected?: readonly ResourceRecord[];
  readonly updates?: readonly ResourceRecord[];
  /** Octets of the whole option; undefined sends none. */
  readonly cookie?: Uint8Array | undefined;
  readonly signedAt?: Instant;
}

export const clientCookie: Uint8Array = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** A record of a request. */
export function record(
  owner: string,
  type: "A" | "AAAA" | "TXT",
  rdata: Uint8Array,
  rest: Partial<ResourceRecord> = {},
): ResourceRecord {
  return { owner: name(owner), type, class: "IN", ttl: 0 as Ttl, rdata, ...rest };
}

export const here4: ResourceRecord = record("home.dyn.example", "A", new Uint8Array(4));
export const here6: ResourceRecord = record("home.dyn.example", "AAAA", new Uint8Array(16));

export class BeaconPeer {
  readonly door: DnsUpdates;
  readonly cookies: ServerCookies = new ServerCookies({ present: new Uint8Array(16).fill(7), previous: undefined });
  readonly #server: UpdateServer;
  readonly #key: TsigKey;

  constructor(server: UpdateServer, token: string, host: OwnerName = name("home.dyn.example")) {
    this.#server = server;
    this.#key = hostKeyOfToken(host, new Secret(token));
    const onRefused = (refusal: Refusal): void => void server.refusals.push(refusal);
    const beacons = new BeaconDoor({
      ...server,
      cookies: this.cookies,
      keys: server.authenticator.keys,
      hostTtlOf: () => defaultHostTtl,
      onRefused,
    });
    this.door = new DnsUpdates({
      beacons,
      clock: server.clock,
      keys: () => new UpdateKeys([]),
      hostKeys: server.authenticator.keys,
      updates: new UpdateDoor({ ...server, onRefused, limits: updateLimits }),
    });
  }

  get key(): TsigKey {
    return this.#key;
  }

  /** The option that a client at an address has by now. */
  cookieAt(from: string): Uint8Array {
    const pair = { client: clientCookie, server: undefined };
    return cookieOctets({
      ...pair,
      server: this.cookies.examine(pair, address(from), this.#server.clock.now()).server,
    });
  }

  /** The packet that a host sends. */
  packet(parts: BeaconParts = {}): Uint8Array {
    const from = parts.from ?? "198.51.100.7";
    const cookie = "cookie" in parts ? parts.cookie : this.cookieAt(from);
    const options = cookie === undefined ? [] : [{ code: optionCode.cookie, data: cookie }];
    const message: Message = {
      ...emptyMessage,
      id: 0x1234,
      opcode: "UPDATE",
      question: [{ name: name(parts.zone ?? "dyn.example"), type: "SOA", class: "IN" }],
      answer: parts.expected ?? [],
      authority: parts.updates ?? [],
      edns: { version: 0, payloadOctets: 1_232, isDnssecOk: false, options },
    };
    const { octets } = expectOk(encodeMessage(message, 1_232));
    return signMessage(octets, parts.key ?? this.#key, { now: parts.signedAt ?? this.#server.clock.now() }).octets;
  }

  /** Delivers octets as if they came from an address, and decodes the answer. */
  async deliver(octets: Uint8Array, from = "198.51.100.7"): Promise<Message & { readonly octets: Uint8Array }> {
    const answer = await this.door.answer(octets, { address: address(from), port: 5_353 });
    return { ...expectOk(decodeMessage(answer)), octets: answer };
  }

  /** Sends a beacon and hears the answer. */
  send(parts: BeaconParts = {}): Promise<Message & { readonly octets: Uint8Array }> {
    return this.deliver(this.packet(parts), parts.from);
  }
}

/** Code, TSIG error and the addresses an answer tells. */
export function gist(answer: Message): string {
  const seen = answer.additional.map(({ rdata }) => [...rdata].join("."));
  const signature = answer.tsig === undefined ? "unsigned" : `${answer.tsig.error} ${answer.tsig.mac.length}`;
  return [answer.rcode, signature, ...seen].join(", ");
}

/** The server part of the cookie in an answer. */
export function serverCookieOf(answer: Message): Uint8Array | undefined {
  const option = ednsOption(answer.edns, optionCode.cookie);
  return option === undefined ? undefined : expectOk(readCookie(option.data)).server;
}

/** So many seconds after a time. */
export function after(now: Instant, seconds: number): Instant {
  return Instant.ofMs(now + 1_000 * seconds);
}
