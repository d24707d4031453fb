import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { plainEntry } from "../../test/support/plain.ts";
import { pointed, proposal } from "../../test/support/proposals.ts";
import { address, name } from "../../test/support/values.ts";
import type { Proposal, Revision } from "../core/journal.ts";
import { encodeChanges } from "../core/zone-change.ts";
import { EntryReader, entryLineOf } from "./entry-codec.ts";
import type { StoredEntryLine } from "./protocol.ts";

const sample: Proposal = {
  ...proposal("Example", pointed("a.example", "192.0.2.1")),
  actor: { kind: "token", tokenId: "t1", host: name("a.example") },
  transport: "rest",
  peer: address("2001:db8::1"),
};
const octets = encodeChanges(sample.changes);
const line: StoredEntryLine = { ...entryLineOf(sample), revision: 7, octetCount: octets.length };

describe("entries", () => {
  test("reading what was written gives the same entry", () => {
    const read = expectOk(new EntryReader().read(line, octets));
    expect(plainEntry(read)).toEqual(plainEntry({ ...sample, revision: 7 as Revision }));
  });

  test("a reader goes on when more names have come than it keeps", () => {
    const reader = new EntryReader();
    for (let index = 0; index < 3_000; index += 1) {
      const zone = `z${index}.example.`;
      expect(expectOk(reader.read({ ...line, zone }, octets)).zone.key).toBe(zone);
    }
  });

  const { token: _token, ...withoutToken } = line;
  const { host: _host, ...withoutHost } = line;
  const rows: readonly [string, StoredEntryLine, Uint8Array][] = [
    ["a zone that is no name", { ...line, zone: "a..b." }, octets],
    ["an actor nobody knows", { ...line, actor: "robot" }, octets],
    ["a token without its id", withoutToken, octets],
    ["a token without its host", withoutHost, octets],
    ["a transport nobody knows", { ...line, transport: "toString" }, octets],
    ["a peer that is no address", { ...line, peer: "192.0.2.256" }, octets],
    ["changes cut short", line, octets.subarray(0, 9)],
  ];
  for (const [label, broken, changes] of rows) {
    test(`${label} / corrupt, naming the entry`, () => {
      const read = new EntryReader().read(broken, changes);
      expect(read).toMatchObject({ ok: false, code: "corrupt", detail: expect.stringContaining("entry 7") });
    });
  }
});
