import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address, name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { decodeMessage, emptyMessage, encodeMessage, type Message } from "../wire/message.ts";
import { signMessage, verifyMessage } from "../wire/tsig.ts";
import { TsigKey } from "../wire/tsig-key.ts";
import { NotifyDoor } from "./notify-door.ts";

/** Who may say that a zone has changed, and what else is answered. */

const keyOf = (owner: string, secret = "s"): TsigKey =>
  expectOk(TsigKey.of(name(owner), "hmac-sha256", new Secret(btoa(secret))));
const key = keyOf("transfer.example");
const other = keyOf("other.example");
const apex = name("z.example");

const notification: Message = {
  ...emptyMessage,
  id: 77,
  opcode: "NOTIFY",
  question: [{ name: apex, type: "SOA", class: "IN" }],
};
const elsewhere: Message = { ...notification, question: [{ name: name("y.example"), type: "SOA", class: "IN" }] };

interface Row {
  readonly title: string;
  readonly message?: Message;
  readonly from?: string;
  readonly signed?: TsigKey;
  readonly rcode: string;
  readonly isHeard?: boolean;
}

const rows: readonly Row[] = [
  { title: "a primary's address, unsigned", rcode: "NOERROR", isHeard: true },
  { title: "a primary's address in IPv6 clothes", from: "::ffff:192.0.2.1", rcode: "NOERROR", isHeard: true },
  { title: "another address, unsigned", from: "192.0.2.9", rcode: "REFUSED" },
  {
    title: "another address, signed by a primary's key",
    from: "192.0.2.9",
    signed: key,
    rcode: "NOERROR",
    isHeard: true,
  },
  { title: "another address, signed by another key", from: "192.0.2.9", signed: other, rcode: "REFUSED" },
  { title: "a primary's address, a wrong secret", signed: keyOf("transfer.example", "wrong"), rcode: "NOTAUTH" },
  { title: "a primary's address, an unknown key", signed: keyOf("nobody.example"), rcode: "NOTAUTH" },
  { title: "a zone that is not copied", message: elsewhere, rcode: "NOTAUTH" },
  {
    title: "another class",
    message: { ...notification, question: [{ name: apex, type: "SOA", class: "CH" }] },
    rcode: "NOTAUTH",
  },
  {
    title: "another type",
    message: { ...notification, question: [{ name: apex, type: "A", class: "IN" }] },
    rcode: "FORMERR",
  },
  { title: "no question", message: { ...notification, question: [] }, rcode: "FORMERR" },
  {
    title: "a version of EDNS that nobody has",
    message: { ...notification, edns: { version: 1, payloadOctets: 1_232, isDnssecOk: false, options: [] } },
    rcode: "BADVERS",
  },
];

describe("NOTIFY", () => {
  for (const { title, message = notification, from = "192.0.2.1", signed, rcode, isHeard = false } of rows) {
    test(`${title}: ${rcode}`, () => {
      const clock = new FakeClock();
      const heard: string[] = [];
      const door = new NotifyDoor({
        clock,
        findKey: (owner) => [key, other].find((one) => one.name.equals(owner)),
        primariesOf: (zone) =>
          zone.equals(apex) ? [{ endpoint: { address: address("192.0.2.1"), port: 53 }, key }] : undefined,
        onNotified: (zone, peer) => heard.push(`${zone.hostname} ${peer}`),
        onRefused: () => undefined,
      });
      const bare = expectOk(encodeMessage(message, 512)).octets;
      const sent = signed === undefined ? undefined : signMessage(bare, signed, { now: clock.now() });
      const octets = door.answer(sent?.octets ?? bare, { address: address(from), port: 4_000 }) ?? new Uint8Array();
      const answer = expectOk(decodeMessage(octets));
      expect([answer.id, answer.opcode, answer.flags.qr, answer.rcode]).toEqual([
        77,
        "NOTIFY",
        true,
        rcode as "NOERROR",
      ]);
      expect(heard).toEqual(isHeard ? [`z.example ${address(from).unmapped()}`] : []);
      if (sent === undefined || rcode === "NOTAUTH") return;
      const verification = verifyMessage(octets, () => signed, { now: clock.now(), requestMac: sent.mac });
      expect(verification.kind).toBe("verified");
    });
  }

  test("octets that are no message are answered with FORMERR, responses not at all", () => {
    const door = new NotifyDoor({
      clock: new FakeClock(),
      findKey: () => undefined,
      primariesOf: () => [],
      onNotified: () => undefined,
      onRefused: () => undefined,
    });
    const from = { address: address("192.0.2.1"), port: 4_000 };
    const cut = expectOk(encodeMessage(notification, 512)).octets.slice(0, -1);
    expect((door.answer(cut, from)?.[3] ?? 0) & 0xf).toBe(1);
    cut[2] = (cut[2] ?? 0) | 0x80;
    expect(door.answer(cut, from)).toBeUndefined();
  });
});
