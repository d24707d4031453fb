import { describe, expect, test } from "bun:test";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { fillZone } from "../../test/support/fill-zone.ts";
import { keyOf, recordOf, UpdatePeer } from "../../test/support/update-peer.ts";
import { startUpdateServer } from "../../test/support/update-server.ts";
import { address } from "../../test/support/values.ts";
import { answerOverHttps } from "../authority/https.ts";
import { framedHandler } from "../authority/tcp.ts";
import { datagramHandler } from "../authority/udp.ts";
import { Instant } from "../core/clock.ts";
import { decodeMessage } from "../wire/message.ts";
import type { Opcode } from "../wire/opcode.ts";
import { signMessage } from "../wire/tsig.ts";
import { signedQueries } from "./signed-queries.ts";

/** What comes of a message by its transport, its opcode and the state of its signature. RFC 8945 §5.2, RFC 2136 §3.3 */

const zone = ["@ 60 IN SOA ns1 h 1 2 3 4 5", "@ 60 IN NS ns1", "ns1 60 IN A 192.0.2.53"];
const server = await startUpdateServer();
await fillZone(server, zone);
const peer = new UpdatePeer(server);
const { answerer } = new AnsweringZones([["$ORIGIN dyn.example.", ...zone].join("\n")]);
const from = { address: address("198.51.100.7"), port: 5_353 };
const doors = {
  updates: async (octets: Uint8Array): Promise<Uint8Array> => (await peer.deliver(octets)).octets,
  signed: signedQueries({
    answerer,
    clock: server.clock,
    findKey: (owner) => (owner.equals(peer.key.name) ? peer.key : undefined),
  }),
};
type Handler = (octets: Uint8Array) => Promise<Uint8Array | undefined>;
const datagrams = datagramHandler({ answerer, ...doors });
const frames = framedHandler({ answerer, ...doors });

/** The octets of an answer that is one message. */
const one = (answer: unknown): Uint8Array | undefined => (answer instanceof Uint8Array ? answer : undefined);

async function overHttps(request: Request): Promise<Uint8Array | undefined> {
  const response = await answerOverHttps(request, from.address, frames);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
}

const place = "https://ns.example/dns-query";
/** DNS over TLS hands its messages to the handler of TCP. */
const transports: Readonly<Record<string, Handler>> = {
  UDP: async (octets) => one(await datagrams(octets, from)),
  "TCP or TLS": async (octets) => one(await frames(octets, from)),
  "HTTPS with POST": (octets) =>
    overHttps(
      new Request(place, {
        method: "POST",
        headers: { "Content-Type": "application/dns-message" },
        body: Uint8Array.from(octets),
      }),
    ),
  "HTTPS with GET": (octets) => overHttps(new Request(`${place}?dns=${Buffer.from(octets).toString("base64url")}`)),
};

/** Octets behind the MAC of a TSIG record without other data: original id, error, length. RFC 8945 §4.2 */
const behindMac = 6;

function signedAt(octets: Uint8Array, seconds: number): Uint8Array {
  const now = Instant.ofMs(server.clock.now() + seconds * 1_000);
  return signMessage(octets, peer.key, { now }).octets;
}

function changed(octets: Uint8Array, at: number): Uint8Array {
  return octets.with(at, (octets[at] ?? 0) ^ 1);
}

/** A MAC of half its length, which is still one, but not what we ask for. RFC 8945 §5.2.4 */
function cut(octets: Uint8Array): Uint8Array {
  const mac = octets.length - behindMac - 32;
  const shorter = Uint8Array.from([...octets.subarray(0, mac + 16), ...octets.subarray(mac + 32)]);
  shorter[mac - 1] = 16;
  // RDLENGTH stands before algorithm (13 octets), time (6), fudge (2) and the MAC's length (2).
  const lengthAt = mac - 2 - 2 - 6 - 13 - 2;
  shorter[lengthAt + 1] = (octets[lengthAt + 1] ?? 0) - 16;
  return shorter;
}

const states = {
  none: (octets: Uint8Array) => octets,
  right: (octets: Uint8Array) => peer.sign(octets),
  "unknown key": (octets: Uint8Array) => peer.sign(octets, keyOf("stranger.example")),
  "wrong algorithm": (octets: Uint8Array) => peer.sign(octets, keyOf("admin.example", "hmac-sha512")),
  "wrong signature": (octets: Uint8Array) => changed(peer.sign(octets), peer.sign(octets).length - behindMac - 1),
  "changed after signing": (octets: Uint8Array) => changed(peer.sign(octets), 14),
  "an hour old": (octets: Uint8Array) => signedAt(octets, -3_600),
  "an hour ahead": (octets: Uint8Array) => signedAt(octets, 3_600),
  "cut short": (octets: Uint8Array) => cut(peer.sign(octets)),
  "two of them": (octets: Uint8Array) => peer.sign(peer.sign(octets)),
} as const;
type State = keyof typeof states;

/** The answer's code, and what its own signature says, for every state but those that `special` has. */
interface Row {
  readonly opcode: Opcode;
  readonly otherwise: string;
  readonly special: Partial<Readonly<Record<State, string>>>;
}

const refusedSignatures = {
  "unknown key": "NOTAUTH BADKEY",
  "wrong algorithm": "NOTAUTH BADKEY",
  "wrong signature": "NOTAUTH BADSIG",
  "changed after signing": "NOTAUTH BADSIG",
  "an hour old": "NOTAUTH BADTIME",
  "an hour ahead": "NOTAUTH BADTIME",
  "cut short": "NOTAUTH BADTRUNC",
  "two of them": "FORMERR unsigned",
} as const;

const rows: readonly Row[] = [
  {
    opcode: "QUERY",
    otherwise: "",
    special: { none: "NOERROR unsigned", right: "NOERROR signed", ...refusedSignatures },
  },
  {
    opcode: "UPDATE",
    otherwise: "",
    special: { none: "REFUSED unsigned", right: "NOERROR signed", ...refusedSignatures },
  },
  // Nobody looks at the signature of what is not done anyway.
  { opcode: "IQUERY", otherwise: "NOTIMP unsigned", special: {} },
  { opcode: "STATUS", otherwise: "NOTIMP unsigned", special: {} },
  { opcode: "NOTIFY", otherwise: "NOTIMP unsigned", special: {} },
  { opcode: "DSO", otherwise: "NOTIMP unsigned", special: {} },
  { opcode: "OPCODE3", otherwise: "NOTIMP unsigned", special: {} },
  { opcode: "OPCODE15", otherwise: "NOTIMP unsigned", special: {} },
];

for (const [transport, handler] of Object.entries(transports)) {
  for (const { opcode, otherwise, special } of rows) {
    describe(`${opcode} over ${transport}`, () => {
      for (const [state, sign] of Object.entries(states)) {
        // What may be repeated and cached only asks. RFC 8484 §4.1, RFC 9110 §9.2.1
        const isAllowed = opcode === "QUERY" || transport !== "HTTPS with GET";
        const expected = isAllowed ? (special[state as State] ?? otherwise) : "no DNS message";
        test(`signature: ${state}: ${expected}`, async () => {
          const authority = opcode === "UPDATE" ? [recordOf("home 60 IN A 192.0.2.1")] : [];
          const answer = await handler(sign(peer.message({ opcode, authority })));
          expect(answer !== undefined).toBe(isAllowed);
          if (answer === undefined) return;
          const message = expectOk(decodeMessage(answer));
          const signature = message.tsig === undefined ? "unsigned" : message.tsig.error;
          expect(`${message.rcode} ${signature === "NOERROR" ? "signed" : signature}`).toBe(expected);
          expect([message.id, message.opcode, message.flags.qr]).toEqual([0x1234, opcode, true]);
        });
      }
    });
  }
}
