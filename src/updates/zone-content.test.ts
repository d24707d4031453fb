import { describe, expect, test } from "bun:test";
import { expectOk } from "../../test/support/expect-ok.ts";
import { plainChange } from "../../test/support/plain.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { addressRdata, type RRset } from "../core/rrset.ts";
import { addSerial, serialOf } from "../core/serial.ts";
import { printRdata } from "../wire/rdata/registry.ts";
import {
  mailboxName,
  newZoneContent,
  serialBaseFor,
  serialOfDay,
  stepsToCreate,
  stepsToReplace,
  writtenSerial,
} from "./zone-content.ts";

function plain(rrsets: readonly RRset[]): readonly string[] {
  return rrsets.map((set) => `${set.owner} ${set.ttl} ${set.type} ${set.rdata.map((r) => printRdata(set.type, r))}`);
}

const bare = { apex: name("dyn.example"), nameServers: [], nameServerAddresses: [], contact: undefined };

describe("content of a new zone", () => {
  test("without wishes: one server inside the zone", () => {
    expect(plain(expectOk(newZoneContent(bare)))).toEqual([
      "dyn.example. 3600 SOA ns1.dyn.example. hostmaster.dyn.example. 0 3600 600 1209600 60",
      "dyn.example. 3600 NS ns1.dyn.example.",
    ]);
  });

  test("servers inside the zone get their addresses, others do not", () => {
    const content = newZoneContent({
      apex: name("dyn.example"),
      nameServers: [name("ns.dyn.example"), name("ns.elsewhere.example")],
      nameServerAddresses: [address("192.0.2.53"), address("2001:db8::53")],
      contact: mailboxName("dns.admin@example.org"),
    });
    expect(plain(expectOk(content))).toEqual([
      "dyn.example. 3600 SOA ns.dyn.example. dns\\.admin.example.org. 0 3600 600 1209600 60",
      "dyn.example. 3600 NS ns.dyn.example.,ns.elsewhere.example.",
      "ns.dyn.example. 3600 A 192.0.2.53",
      "ns.dyn.example. 3600 AAAA 2001:db8::53",
    ]);
  });

  test("a name so long that nothing fits in front of it is refused", () => {
    const apex = name(`${`${"a".repeat(62)}.`.repeat(4)}b`);
    expect(newZoneContent({ ...bare, apex })).toEqual({ ok: false, code: "name-too-long" });
  });

  for (const mail of ["hostmaster", "@example.org", "a@", "a@b..c"]) {
    test(`${mail} is no mailbox`, () => expect(mailboxName(mail)).toBeUndefined());
  }
});

describe("serials", () => {
  test("the first entry has at least the serial asked for, over the wrap as well", () => {
    for (const [serial, revision] of [
      [2_026_112_003, 0],
      [5, 1_000],
      [0xffff_ffff, 12],
    ] as const) {
      const base = serialBaseFor(serialOf(serial), revision);
      expect<number>(addSerial(base, revision)).toBe(serial);
    }
  });

  test("of a day", () => {
    expect<number>(serialOfDay(Instant.ofMs(Date.UTC(2026, 10, 20, 23, 59)))).toBe(2_026_112_000);
  });
});

describe("steps from one content to another", () => {
  const soaLine = (serial: number): RRset => {
    const [first] = expectOk(newZoneContent(bare));
    const rdata = first?.rdata[0]?.slice() ?? new Uint8Array();
    new DataView(rdata.buffer).setUint32(rdata.length - 20, serial);
    return { owner: name("dyn.example"), type: "SOA", ttl: ttl(3_600), rdata: [rdata] };
  };
  const host = (owner: string, text: string, seconds = 60): RRset => {
    return { owner: name(owner), type: "A", ttl: ttl(seconds), rdata: [addressRdata(address(text))] };
  };

  test("creating lists everything behind the zone itself", () => {
    const steps = stepsToCreate([soaLine(7), host("a.dyn.example", "192.0.2.1")], serialOf(5));
    expect(steps.map((step) => step.kind)).toEqual(["zone-added", "rrset-replaced", "rrset-replaced"]);
    expect(writtenSerial([soaLine(7)])).toBe(serialOf(7));
    expect(writtenSerial([])).toBeUndefined();
  });

  test("replacing lists only what differs", () => {
    const present = [
      soaLine(7),
      host("same.dyn.example", "192.0.2.1"),
      host("other.dyn.example", "192.0.2.2"),
      host("ttl.dyn.example", "192.0.2.3"),
      host("gone.dyn.example", "192.0.2.4"),
    ];
    const wanted = [
      soaLine(9),
      host("SAME.dyn.example", "192.0.2.1"),
      host("other.dyn.example", "192.0.2.9"),
      host("ttl.dyn.example", "192.0.2.3", 300),
      host("new.dyn.example", "192.0.2.5"),
    ];
    expect(stepsToReplace(present, wanted).map(plainChange)).toEqual([
      "remove gone.dyn.example. A",
      "replace other.dyn.example. A 60 c0000209",
      "replace ttl.dyn.example. A 300 c0000203",
      "replace new.dyn.example. A 60 c0000205",
    ]);
    expect(stepsToReplace(wanted, wanted)).toEqual([]);
  });
});
