import type { NamePattern } from "../../src/core/name-pattern.ts";
import type { RRset } from "../../src/core/rrset.ts";
import { parseType, type RRType } from "../../src/core/rr-type.ts";
import { Secret } from "../../src/core/secret.ts";
import type { TsigAlgorithm } from "../../src/core/tsig-algorithm.ts";
import { updateLimits } from "../../src/updates/dns-update/apply-operations.ts";
import { UpdateDoor } from "../../src/updates/dns-update/update-door.ts";
import { UpdateKeys } from "../../src/updates/dns-update/update-keys.ts";
import type { UpdateRight } from "../../src/updates/dns-update/update-rights.ts";
import { DnsUpdates } from "../../src/updates/dns-updates.ts";
import { BeaconDoor } from "../../src/updates/beacon.ts";
import { defaultHostTtl } from "../../src/updates/dialect.ts";
import { ServerCookies } from "../../src/updates/server-cookies.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../../src/wire/message.ts";
import { parseRdata, printRdata } from "../../src/wire/rdata/registry.ts";
import type { ResourceRecord } from "../../src/wire/record.ts";
import { signMessage } from "../../src/wire/tsig.ts";
import { TsigKey } from "../../src/wire/tsig-key.ts";
import { expectOk } from "./expect-ok.ts";
import type { UpdateServer } from "./update-server.ts";
import { address, name, ttl } from "./values.ts";

/** DNS UPDATE messages from short words, and the door they knock at. */

/** A key whose secret is its name. */
export function keyOf(keyName: string, algorithm: TsigAlgorithm = "hmac-sha256"): TsigKey {
  return expectOk(TsigKey.of(name(keyName), algorithm, new Secret(Buffer.from(keyName.repeat(4)).toString("base64"))));
}

/** The rights of a key: `names` as in a configuration. */
export function right(names: readonly NamePattern[], types: readonly RRType[] = []): UpdateRight {
  return { names, types };
}

/** Everything below `dyn.example` and the apex itself. */
export const everything: readonly UpdateRight[] = [
  right([
    { name: name("dyn.example"), isBelow: true },
    { name: name("dyn.example"), isBelow: false },
  ]),
];

export class UpdatePeer {
  readonly key: TsigKey = keyOf("admin.example");
  readonly #server: UpdateServer;
  readonly #updates: DnsUpdates;

  constructor(server: UpdateServer, rights: readonly UpdateRight[] = everything) {
    this.#server = server;
    const onRefused = server.refusals.push.bind(server.refusals);
    const hostKeys = server.authenticator.keys;
    this.#updates = new DnsUpdates({
      beacons: new BeaconDoor({
        ...server,
        cookies: new ServerCookies({ present: new Uint8Array(16).fill(7), previous: undefined }),
        keys: hostKeys,
        hostTtlOf: () => defaultHostTtl,
        onRefused,
      }),
      clock: server.clock,
      keys: () => new UpdateKeys([{ key: this.key, rights }]),
      hostKeys,
      updates: new UpdateDoor({ ...server, onRefused, limits: updateLimits }),
    });
  }

  /** Octets of a message, unsigned. */
  message(parts: Partial<Message>): Uint8Array {
    const message: Message = {
      ...emptyMessage,
      id: 0x1234,
      opcode: "UPDATE",
      question: [{ name: name("dyn.example"), type: "SOA", class: "IN" }],
      ...parts,
    };
    return expectOk(encodeMessage(message, 65_535)).octets;
  }

  sign(octets: Uint8Array, key: TsigKey = this.key): Uint8Array {
    return signMessage(octets, key, { now: this.#server.clock.now() }).octets;
  }

  async deliver(octets: Uint8Array): Promise<Message & { readonly octets: Uint8Array }> {
    const answer = await this.#updates.answer(octets, { address: address("198.51.100.7"), port: 5_353 });
    return { ...expectOk(decodeMessage(answer)), octets: answer };
  }

  /** Sends prerequisites and operations, each as `recordOf` reads them; tells the code and what TSIG says. */
  async send(prerequisites: readonly string[], operations: readonly string[], key?: TsigKey): Promise<string> {
    const octets = this.message({ answer: prerequisites.map(recordOf), authority: operations.map(recordOf) });
    const answer = await this.deliver(this.sign(octets, key));
    const error = answer.tsig?.error ?? "unsigned";
    return error === "NOERROR" ? answer.rcode : `${answer.rcode} ${error}`;
  }
}

/** `home 60 IN A 192.0.2.1`, or without TTL and data where there are none; names relative to `dyn.example`. */
export function recordOf(text: string): ResourceRecord {
  const [, owner = "", seconds = "0", rrClass = "IN", typeText = "", data = ""] =
    /^(\S+)(?: (\d+))? (IN|ANY|NONE|CH) (\S+)(?: (.*))?$/s.exec(text) ?? [];
  const type = parseType(typeText);
  if (type === undefined) throw new Error(`${text} has no type`);
  const origin = name("dyn.example");
  const rdata = data === "" ? new Uint8Array(0) : expectOk(parseRdata(type, data, origin));
  const full = owner === "@" ? origin : owner.endsWith(".") ? name(owner) : name(`${owner}.dyn.example`);
  return { owner: full, type, class: rrClass as "IN", ttl: ttl(Number(seconds)), rdata };
}

/** What a name holds: `A 60 192.0.2.1`, sorted. */
export function held(server: UpdateServer, owner: string): readonly string[] {
  const sets = server.view.rrsetsAt(recordOf(`${owner} IN A`).owner);
  const print = ({ type, ttl, rdata }: RRset): string[] =>
    rdata.map((data) => `${type} ${ttl} ${printRdata(type, data)}`);
  return sets.flatMap(print).toSorted();
}
