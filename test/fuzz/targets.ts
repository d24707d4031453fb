import { Instant } from "../../src/core/clock.ts";
import type { OwnerName } from "../../src/core/name.ts";
import { equalOctets } from "../../src/core/octets.ts";
import { Secret } from "../../src/core/secret.ts";
import { largestDatagram } from "../../src/authority/answer.ts";
import { framedHandler } from "../../src/authority/tcp.ts";
import { datagramHandler } from "../../src/authority/udp.ts";
import { signedQueries } from "../../src/roles/signed-queries.ts";
import { decodeMessage, encodeMessage } from "../../src/wire/message.ts";
import { decodeQuestionHead } from "../../src/wire/question.ts";
import { checkRdata } from "../../src/wire/rdata/registry.ts";
import { headerOnlyResponse } from "../../src/wire/response.ts";
import { CookieSecretMemory } from "../../src/wire/cookie-secrets.ts";
import { signMessage, verifyMessage } from "../../src/wire/tsig.ts";
import { TsigKey } from "../../src/wire/tsig-key.ts";
import { readZone } from "../../src/zonefile/read.ts";
import { printZone } from "../../src/zonefile/print.ts";
import { exampleZone } from "../interop/awkward-zones.ts";
import { handMadeZones } from "../interop/hand-made-zones.ts";
import { AnsweringZones } from "../support/answering-zones.ts";
import { expectOk } from "../support/expect-ok.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fillZone } from "../support/fill-zone.ts";
import { plainMessage } from "../support/plain-message.ts";
import { expectSoundZone } from "../support/sound-zone.ts";
import { everything, right, UpdatePeer } from "../support/update-peer.ts";
import { startUpdateServer, type UpdateServer } from "../support/update-server.ts";
import { address, name } from "../support/values.ts";
import { zoneLines } from "../support/zone-lines.ts";

/**
 * What the fuzzer throws its inputs at. Each gives a short text of what the input came to, and throws when what must hold for
 * every input does not.
 */

export type Target<T> = (input: T) => string | Promise<string>;

function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** What decodes must encode, and decode to the same again. */
export function decodes(octets: Uint8Array): string {
  const head = decodeQuestionHead(octets);
  headerOnlyResponse(octets, "FORMERR");
  const decoded = decodeMessage(octets);
  if (!decoded.ok) {
    must(decoded.offset <= octets.length, "the place of a failure is in the message");
    return `${decoded.code} ${Math.min(decoded.offset, 64)} ${head.ok}`;
  }
  const message = decoded.value;
  const encoded = encodeMessage(message, 65_535);
  const types = [...message.answer, ...message.authority, ...message.additional].map(
    ({ type, class: rrClass, rdata }) => `${type} ${rrClass} ${checkRdata(type, rdata).ok}`,
  );
  const outcome = `ok ${types.slice(0, 3).join()} ${message.edns?.options.map(({ code }) => code).join()}`;
  // Names that were compressed where we must not (RFC 3597 §4) may take more room than there is.
  if (!encoded.ok || encoded.value.isTruncated) return `${outcome} long`;
  const again = JSON.stringify(plainMessage(expectOk(decodeMessage(encoded.value.octets))), plainOctets);
  must(again === JSON.stringify(plainMessage(message), plainOctets), "what was decoded decodes to the same again");
  return outcome;
}

function plainOctets(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? value.toHex() : value;
}

const signedAt = Instant.ofMs(1_800_000_000_000);
const tsigKey = expectOk(TsigKey.of(name("ddns-key"), "hmac-sha256", new Secret("c2VjcmV0")));
const findKey = (owner: OwnerName): TsigKey | undefined => (owner.equals(tsigKey.name) ? tsigKey : undefined);
const peer = { address: address("192.0.2.53"), port: 5_353 };

/** Answers are whole messages with the id and opcode of the query, no longer than the client can take. */
export function answersQueries(): Target<Uint8Array> {
  const clock = new FakeClock(signedAt);
  const secrets = new CookieSecretMemory();
  secrets.write({ present: new Uint8Array(16).fill(7), previous: undefined });
  const { answerer } = new AnsweringZones(
    [exampleZone, ...handMadeZones].map(({ text }) => text),
    {
      reflecting: ["whoami.example."],
      identity: { version: "fuzzed", hostname: "host" },
      cookieSecrets: secrets.buffer,
      clock,
    },
  );
  const signed = signedQueries({ answerer, clock, findKey });
  const handlers = [
    { handler: datagramHandler({ answerer, signed }), limit: largestDatagram },
    { handler: framedHandler({ answerer, signed }), limit: 65_535 },
  ] as const;
  return async (octets) => {
    const outcomes: string[] = [];
    for (const { handler, limit } of handlers) {
      const answer = await handler(octets, peer);
      const isQuery = octets.length >= 12 && ((octets[2] ?? 0) & 0x80) === 0;
      must((answer !== undefined) === isQuery, "queries are answered, and nothing else");
      if (!(answer instanceof Uint8Array)) return "nothing";
      must(answer.length <= limit, "an answer is not too long");
      must(answer[0] === octets[0] && answer[1] === octets[1], "the id is the query's");
      must(((answer[2] ?? 0) & 0x78) === ((octets[2] ?? 0) & 0x78), "the opcode is the query's");
      const message = expectOk(decodeMessage(answer));
      must(message.flags.qr, "an answer is one");
      const types = [message.answer, message.authority, message.additional].map((records) =>
        [...new Set(records.map(({ type }) => type))].join(),
      );
      outcomes.push(
        `${message.rcode} ${message.flags.aa} ${message.flags.tc} ${message.tsig?.error} ${types.join(" ")}`,
      );
    }
    return outcomes.join(" / ");
  };
}

/** A signed message with something changed. */
export interface Tampered {
  /** What was signed. */
  readonly message: Uint8Array;
  readonly octets: Uint8Array;
}

/** Signs a message as far as one can be signed. */
export function signed(message: Uint8Array): Tampered {
  return { message, octets: isSignable(message) ? signMessage(message, tsigKey, { now: signedAt }).octets : message };
}

function isSignable(octets: Uint8Array): boolean {
  return octets.length >= 12 && !(octets[10] === 0xff && octets[11] === 0xff);
}

/** What is verified says what was signed, but for its id, which forwarders change. RFC 8945 §5.2.2 */
export function verifies({ message, octets }: Tampered): string {
  const verification = verifyMessage(octets, findKey, { now: signedAt });
  if (verification.kind === "refused") return `refused ${verification.error}`;
  if (verification.kind === "malformed") {
    must(verification.offset <= octets.length, "the place of a failure is in the message");
    return `malformed ${verification.code} ${Math.min(verification.offset, 64)}`;
  }
  if (verification.kind !== "verified") return verification.kind;
  const isBodySame = equalOctets(octets.subarray(12, message.length), message.subarray(12));
  must(isBodySame && equalOctets(octets.subarray(2, 10), message.subarray(2, 10)), "what is verified was signed");
  const { timeSigned, fudge, originalId, error } = verification.record;
  must(timeSigned === signedAt / 1_000 && fudge === 300 && error === "NOERROR", "so are the signature's own fields");
  return `verified ${originalId === (((octets[0] ?? 0) << 8) | (octets[1] ?? 0))}`;
}

export interface UpdateInput {
  readonly octets: Uint8Array;
  readonly isSigned: boolean;
}

const content = ["@ 60 IN SOA ns1 h 1 2 3 4 5", "@ 60 IN NS ns1", "home 60 IN A 192.0.2.1", "alias 60 IN CNAME home"];
/** The apex's SOA and NS, which a right for all types does not mean. */
const structure = right([{ name: name("dyn.example"), isBelow: false }], ["SOA", "NS"]);

/** An update, signed or not, leaves a zone that could be a master file's, and gets an answer. */
export class Updates {
  #server: UpdateServer | undefined;
  #peer: UpdatePeer | undefined;
  #count = 0;

  /** A zone made anew now and then, so that it stays small. */
  async take({ octets, isSigned }: UpdateInput): Promise<string> {
    this.#count += 1;
    if (this.#server === undefined || this.#peer === undefined || this.#count % 500 === 0) {
      this.#server = await startUpdateServer();
      this.#peer = new UpdatePeer(this.#server, [...everything, structure]);
      await fillZone(this.#server, content);
    }
    if (octets.length < 12) return "no message";
    const canBeSigned = isSigned && isSignable(octets);
    const answer = await this.#peer.deliver(canBeSigned ? this.#peer.sign(octets) : octets);
    must(answer.flags.qr && answer.id === (((octets[0] ?? 0) << 8) | (octets[1] ?? 0)), "the answer is to the request");
    if (!canBeSigned) must(answer.rcode !== "NOERROR", "an unsigned update is refused");
    if (answer.rcode !== "NOERROR") return `${answer.rcode} ${answer.tsig?.error}`;
    const rrsets = [...this.#server.view.rrsets(name("dyn.example"))];
    expectSoundZone(name("dyn.example"), rrsets);
    return `NOERROR ${rrsets
      .map(({ type }) => type)
      .toSorted()
      .join()}`;
  }
}

/** A master file is refused with places that are in it, or read to a zone that prints and reads back the same. */
export function readsZone(text: string): string {
  const read = readZone(text);
  if (!read.ok) {
    must(read.problems.length > 0, "a refusal has a reason");
    const lineCount = text.split("\n").length;
    must(
      read.problems.every(({ line }) => line >= 1 && line <= lineCount + 1),
      "a problem is at a line of the text",
    );
    return [...new Set(read.problems.map(({ code, facts }) => `${code} ${JSON.stringify(facts).slice(0, 24)}`))]
      .slice(0, 3)
      .join();
  }
  const { apex, rrsets } = read.value;
  const printed = printZone(apex, rrsets);
  const again = readZone(printed);
  must(again.ok, "what is printed can be read");
  if (again.ok) {
    const [a, b] = [zoneLines(rrsets), zoneLines(again.value.rrsets)].map((lines) => lines.toSorted().join("\n"));
    must(a === b, "what is printed reads as the same zone");
  }
  return `ok ${[...new Set(rrsets.map(({ type }) => type))].toSorted().join()}`;
}
