import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { keyOf } from "../../test/support/update-peer.ts";
import { name, ttl } from "../../test/support/values.ts";
import type { RRset } from "../core/rrset.ts";
import { serialOf } from "../core/serial.ts";
import { decodeMessage } from "../wire/message.ts";
import { parseRdata, printRdata } from "../wire/rdata/registry.ts";
import type { ResourceRecord } from "../wire/record.ts";
import { reservedFor, signedTransfer, transferMessages } from "./transfer-messages.ts";
import { difference, wholeZone } from "./transfer-records.ts";

const question = { name: name("dyn.example"), type: "AXFR", class: "IN" } as const;

function set(owner: string, type: "A" | "SOA" | "TXT", ...values: readonly string[]): RRset {
  const rdata = values.map((value) => expectOk(parseRdata(type, value)));
  return { owner: name(owner), type, ttl: ttl(60), rdata };
}

const start = set("dyn.example", "SOA", "ns. host. 9 1 2 3 4");
const line = ({ owner, type, rdata }: ResourceRecord): string => `${owner} ${type} ${printRdata(type, rdata)}`;

describe("the records of a transfer", () => {
  test("a whole zone begins and ends with its SOA", () => {
    const lines = [...wholeZone(start, [start, set("a.dyn.example", "A", "192.0.2.1", "192.0.2.2")])].map(line);
    expect(lines).toEqual([
      "dyn.example. SOA ns. host. 9 1 2 3 4",
      "a.dyn.example. A 192.0.2.1",
      "a.dyn.example. A 192.0.2.2",
      "dyn.example. SOA ns. host. 9 1 2 3 4",
    ]);
  });

  test("a difference has what goes behind the old SOA and what comes behind the new one", () => {
    const deltas = [
      {
        owner: name("a.dyn.example"),
        type: "A",
        before: set("a.dyn.example", "A", "192.0.2.1", "192.0.2.2"),
        after: set("a.dyn.example", "A", "192.0.2.2", "192.0.2.3"),
      },
      { owner: name("b.dyn.example"), type: "A", before: undefined, after: set("b.dyn.example", "A", "192.0.2.4") },
      {
        owner: name("c.dyn.example"),
        type: "A",
        before: set("c.dyn.example", "A", "192.0.2.5"),
        after: { ...set("c.dyn.example", "A", "192.0.2.5"), ttl: ttl(5) },
      },
      {
        owner: name("dyn.example"),
        type: "SOA",
        before: set("dyn.example", "SOA", "old. host. 3 1 2 3 4"),
        after: start,
      },
    ] as const;
    expect([...difference(start, serialOf(7), deltas)].map(line)).toEqual([
      "dyn.example. SOA ns. host. 9 1 2 3 4",
      "dyn.example. SOA old. host. 7 1 2 3 4",
      "a.dyn.example. A 192.0.2.1",
      "c.dyn.example. A 192.0.2.5",
      "dyn.example. SOA ns. host. 9 1 2 3 4",
      "a.dyn.example. A 192.0.2.3",
      "b.dyn.example. A 192.0.2.4",
      "c.dyn.example. A 192.0.2.5",
      "dyn.example. SOA ns. host. 9 1 2 3 4",
    ]);
  });
});

describe("the messages of a transfer", () => {
  const large = "x".repeat(255);
  const sets = Array.from({ length: 300 }, (_, index) => set(`h${index}.dyn.example`, "TXT", `"${large}"`));
  const records = [...wholeZone(start, sets)];

  test("have all records in their order, each message being whole, the question in the first", () => {
    const messages = [...transferMessages(0x1234, question, records)];
    const decoded = messages.map((octets) => expectOk(decodeMessage(octets)));
    expect(messages.length).toBeGreaterThan(3);
    expect(decoded.flatMap(({ answer }) => answer.map(line))).toEqual(records.map(line));
    expect(decoded.map((message) => message.question.length)).toEqual([1, ...decoded.slice(1).map(() => 0)]);
    for (const message of decoded)
      expect([message.id, message.flags.aa, message.rcode]).toEqual([0x1234, true, "NOERROR"]);
    for (const { length } of messages) expect(length).toBeLessThan(20_000);
  });

  test("a record larger than all others goes alone", () => {
    const strings = Array.from({ length: 250 }, () => `"${large}"`).join(" ");
    const huge = set("huge.dyn.example", "TXT", strings);
    const messages = [
      ...transferMessages(1, question, wholeZone(start, [...sets.slice(0, 20), huge, ...sets.slice(20, 22)])),
    ];
    const lines = messages.flatMap((octets) =>
      expectOk(decodeMessage(octets)).answer.map(({ owner }) => owner.hostname),
    );
    expect(lines.filter((owner) => owner === "huge.dyn.example")).toHaveLength(1);
    expect(lines).toHaveLength(25);
  });

  test("are signed each by the one before", async () => {
    const clock = new FakeClock();
    const signer = { key: keyOf("transfer.example"), requestMac: Uint8Array.of(1, 2, 3) };
    const bare = [...transferMessages(7, question, records, reservedFor(signer))];
    const signed: Uint8Array[] = [];
    for await (const octets of signedTransfer(bare, signer, clock)) signed.push(octets);
    const macs = signed.map((octets) => expectOk(decodeMessage(octets)).tsig?.mac);
    expect(new Set(macs.map((mac) => Buffer.from(mac ?? []).toString("hex"))).size).toBe(signed.length);
    expect(macs.every((mac) => mac?.length === 32)).toBe(true);
  });
});
