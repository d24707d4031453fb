import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { ReplayItem, Revision } from "../core/journal.ts";
import { compareNames, type OwnerName } from "../core/name.ts";
import { toHex } from "../core/octets.ts";
import type { RRset } from "../core/rrset.ts";
import { serialOf } from "../core/serial.ts";
import { EncodedChanges } from "../core/change-cursor.ts";
import { encodeChanges, type ZoneChange } from "../core/zone-change.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { AnsweringZones } from "../../test/support/answering-zones.ts";
import { pointed, unpointed, zoneAdded, zoneRemoved } from "../../test/support/proposals.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { address, name, ttl } from "../../test/support/values.ts";
import { entryItem, histories, historyNames, soaRdata } from "../../test/support/zone-histories.ts";
import { ZoneModel } from "../../test/support/zone-model.ts";
import { changesOfPiece, ZoneTable } from "./zone-table.ts";

function newTable(reflecting: readonly OwnerName[] = []): ZoneTable {
  return new ZoneTable({ random: new SeededRandom(), largestOctets: 2 ** 28, reflecting });
}

function soa(apex: string): ZoneChange {
  return { kind: "rrset-replaced", owner: name(apex), type: "SOA", ttl: ttl(300), rdata: [soaRdata(60)] };
}

/** The serial in SOA RDATA: four octets behind the two names. */
function serialIn(rdata: Uint8Array): number {
  return new DataView(rdata.buffer, rdata.byteOffset).getUint32(rdata.length - 20);
}

/** An RRset in one line; the owner's case is not the table's to keep, and the serial of a SOA not the model's. */
function plain(rrset: Pick<RRset, "owner" | "type" | "ttl" | "rdata">): string {
  const rdata = rrset.rdata.map((value) => toHex(rrset.type === "SOA" ? value.slice(0, -20) : value));
  return `${rrset.owner.key} ${rrset.type} ${rrset.ttl} ${rdata.join(" ")}`;
}

/** The same item as a journal reads it back; nobody may ask for its values. */
function encodedItem(item: ReplayItem): ReplayItem {
  if (item.kind === "state") return item;
  const encoded = expectOk(EncodedChanges.of(encodeChanges(item.entry.changes)));
  return { ...item, entry: { ...item.entry, changes: [] }, encoded };
}

describe("the zone table", () => {
  test("says what the plainest model says after any history", () => {
    fc.assert(
      fc.property(histories, fc.array(historyNames, { maxLength: 20 }), (history, names) => {
        const table = newTable();
        const model = new ZoneModel();
        for (const [index, step] of history.entries()) {
          table.apply([entryItem(index + 1, step)]);
          model.apply(step.zone, (index + 1) as Revision, step.changes);
        }
        const zones = model.zones.map((zone) => `${zone.apex.key} ${zone.revision} ${zone.rrsets.size}`);
        expect(
          table.zones().map((zone) => `${zone.apex.key} ${zone.revision} ${[...table.rrsets(zone.apex)].length}`),
        ).toEqual(zones);
        for (const zone of model.zones) {
          const listed = [...table.rrsets(zone.apex)];
          expect(listed.map(plain).toSorted()).toEqual([...zone.rrsets.values()].map(plain).toSorted());
          const owners = new Set([...zone.rrsets.values()].map((rrset) => rrset.owner.key));
          expect(table.zone(zone.apex)?.ownerCount).toBe(owners.size);
          expect(table.zone(zone.apex)?.serial).toBe(serialOf((zone.serialBase + zone.revision) % 2 ** 32));
        }
        for (const owner of names) {
          const holder = model.zones
            .filter((zone) => owner.isAtOrBelow(zone.apex))
            .toSorted((a, b) => b.apex.labelCount - a.apex.labelCount)[0];
          expect(table.zoneOf(owner)?.apex.key).toBe(holder?.apex.key);
          for (const type of ["A", "CNAME", "TYPE65280"] as const) {
            const expected = holder?.rrsets.get(`${owner.key} ${type}`);
            const found = table.rrset(owner, type);
            expect(found && plain(found)).toBe(expected && plain(expected));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("is the same whether entries come one by one or all at once, from the journal or from a snapshot", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const single = newTable();
        const together = newTable();
        const items = history.map((step, index) => entryItem(index + 1, step));
        for (const item of items) single.apply([item]);
        together.apply(items);
        const folded = newTable();
        folded.apply(single.zones().map((zone) => stateItem(single, zone.apex)));
        const content = (table: ZoneTable): readonly string[] =>
          table
            .zones()
            .flatMap((zone) => [
              `${zone.apex.key} ${zone.revision} ${zone.ownerCount}`,
              ...[...table.rrsets(zone.apex)].map(plain),
            ]);
        expect(content(together)).toEqual(content(single));
        expect(content(folded)).toEqual(content(single));
        const [stored, replayed] = [newTable(), newTable()];
        stored.apply(items.map(encodedItem));
        for (const item of items) replayed.replay([encodedItem(item)]);
        expect(content(stored)).toEqual(content(single));
        expect(content(replayed)).toEqual(content(single));
      }),
      { numRuns: 60 },
    );
  });

  test("passes over entries it has already", () => {
    const table = newTable();
    const first = entryItem(1, { zone: name("test"), changes: [zoneAdded(), pointed("a.test", "192.0.2.1")] });
    table.apply([first, entryItem(2, { zone: name("test"), changes: [unpointed("a.test")] }), first]);
    expect(table.revision).toBe(2 as Revision);
    expect(table.rrset(name("a.test"), "A")).toBeUndefined();
  });

  test("leaves out what does not belong to the zone of its entry", () => {
    const table = newTable();
    const changes = [zoneAdded(), pointed("a.example", "192.0.2.1"), pointed("test.example", "192.0.2.1")];
    table.apply([entryItem(1, { zone: name("test"), changes })]);
    expect([...table.rrsets(name("test"))]).toEqual([]);
  });

  test("counts the serial on from its base with every entry that touches the zone, beyond 32 bits", () => {
    const table = newTable();
    const soaOf = (apex: string): number => serialIn(table.rrset(name(apex), "SOA")?.rdata[0] ?? new Uint8Array(20));
    table.apply([entryItem(1, { zone: name("a.test"), changes: [zoneAdded(0xffff_fffd), soa("a.test")] })]);
    table.apply([entryItem(2, { zone: name("b.test"), changes: [zoneAdded(100), soa("b.test")] })]);
    expect([soaOf("a.test"), soaOf("b.test")]).toEqual([0xffff_fffe, 102]);
    table.apply([entryItem(3, { zone: name("a.test"), changes: [pointed("x.a.test", "192.0.2.1")] })]);
    table.apply([entryItem(4, { zone: name("a.test"), changes: [] })]);
    expect([soaOf("a.test"), soaOf("b.test")]).toEqual([1, 102]);
    expect(table.zone(name("a.test"))?.serial).toBe(serialOf(1));
  });

  test("lists the SOA first, then owners in canonical order", () => {
    const table = newTable();
    const owners = ["z.test", "*.test", "a.b.test", "A.test", "b.test", "\\200.test", "zabc.a.test", "yljkjljk.a.test"];
    const changes = [
      zoneAdded(),
      ...owners.map((owner) => pointed(owner, "192.0.2.1")),
      pointed("test", "192.0.2.1"),
      soa("test"),
    ];
    table.apply([entryItem(1, { zone: name("test"), changes })]);
    const [first, ...rest] = table.rrsets(name("test"));
    expect(first?.type).toBe("SOA");
    const keys = rest.map((rrset) => rrset.owner.key);
    expect(keys).toEqual([name("test"), ...owners.map(name)].toSorted(compareNames).map((owner) => owner.key));
  });

  test("does not go on with a listing that a change has overtaken", () => {
    const table = newTable();
    const changes = [zoneAdded(), pointed("a.test", "192.0.2.1"), pointed("b.test", "192.0.2.1")];
    table.apply([entryItem(1, { zone: name("test"), changes })]);
    const listing = table.rrsets(name("test"));
    expect(listing.next().done).toBe(false);
    table.apply([entryItem(2, { zone: name("test"), changes: [unpointed("b.test")] })]);
    expect(() => [...listing]).toThrow("while it is listed");
  });

  test("goes on with a listing while other zones come, change and go", () => {
    const table = newTable();
    const names = Array.from({ length: 200 }, (_, index) => `h${index}.test`);
    const hosts = names.map((host, index) => pointed(host, `192.0.2.${index}`));
    table.apply([entryItem(1, { zone: name("test"), changes: [zoneAdded(), ...hosts] })]);
    const listed: string[] = [];
    let revision = 1;
    for (const rrset of table.rrsets(name("test"))) {
      listed.push(`${rrset.owner.key} ${rrset.rdata.map((octets) => toHex(octets)).join(" ")}`);
      const others = Array.from({ length: 20 }, (_, index) => pointed(`x${index}.other`, `198.51.100.${index}`));
      for (const changes of [[zoneAdded(), ...others], [zoneRemoved]]) {
        revision += 1;
        table.apply([entryItem(revision, { zone: name("other"), changes })]);
      }
    }
    expect(listed.map((line) => line.split(" ")[0] ?? "").toSorted()).toEqual(
      names.map((host) => name(host).key).toSorted(),
    );
    const again = [...table.rrsets(name("test"))];
    expect(listed).toEqual(
      again.map(({ owner, rdata }) => `${owner.key} ${rdata.map((octets) => toHex(octets)).join(" ")}`),
    );
  });

  test("keeps its memory flat while a host changes its addresses again and again", () => {
    const table = newTable();
    const hosts = Array.from({ length: 500 }, (_, index) => `host${index}.test`);
    table.apply([entryItem(1, { zone: name("test"), changes: [zoneAdded(), soa("test")] })]);
    let revision = 1;
    const change = (host: string, ...changes: readonly ZoneChange[]): void => {
      revision += 1;
      table.apply([
        entryItem(revision, {
          zone: name("test"),
          changes: changes.length > 0 ? changes : [pointed(host, "192.0.2.1")],
        }),
      ]);
    };
    for (const host of hosts) change(host);
    const walk = (rounds: number): void => {
      for (let round = 0; round < rounds; round += 1) {
        const host = hosts[(round * 7) % hosts.length] ?? "";
        const addresses = Array.from({ length: round % 5 }, (_, index) => `198.51.100.${index}`);
        if (addresses.length === 0) change(host, unpointed(host));
        else change(host, pointed(host, ...addresses), pointed(`sub${round % 3}.${host}`, "192.0.2.9"));
        change(host, unpointed(`sub${round % 3}.${host}`));
      }
    };
    walk(20_000);
    const settled = table.octetsLent;
    walk(60_000);
    expect(table.octetsLent).toBe(settled);
  }, 60_000);

  test("takes no more for a zone that comes and goes", () => {
    const table = newTable();
    const hosts = Array.from({ length: 2_000 }, (_, index) => pointed(`h${index}.test`, "192.0.2.1"));
    let most = 0;
    for (let round = 0; round < 40; round += 1) {
      table.apply([entryItem(2 * round + 1, { zone: name("test"), changes: [zoneAdded(), soa("test"), ...hosts] })]);
      if (round === 1) most = table.octetsLent;
      if (round > 1) expect(table.octetsLent).toBeLessThanOrEqual(most);
      table.apply([entryItem(2 * round + 2, { zone: name("test"), changes: [zoneRemoved] })]);
      expect(table.zones()).toEqual([]);
    }
    expect(table.octetsLeft).toBeGreaterThan(2 ** 27);
  });

  for (const kib of [1_280, 1_536, 2_816, 3_072, 3_328]) {
    test(`has room for what it says in ${kib} KiB, also when it has to grow just then`, () => {
      const table = new ZoneTable({ random: new SeededRandom(), largestOctets: kib * 1_024 });
      table.apply([entryItem(1, { zone: name("test"), changes: [zoneAdded(), soa("test")] })]);
      let hosts = 0;
      for (; table.octetsLeft >= 2_048; hosts += 1) {
        table.apply([entryItem(hosts + 2, { zone: name("test"), changes: [pointed(`h${hosts}.test`, "192.0.2.1")] })]);
      }
      const deep = Array.from({ length: 100 }, (_, index) => String.fromCharCode(97 + (index % 26))).join(".");
      table.apply([entryItem(hosts + 2, { zone: name("test"), changes: [pointed(`${deep}.test`, "192.0.2.1")] })]);
      expect(table.zone(name("test"))?.ownerCount).toBe(hosts + 2);
    });
  }

  test("needs fewer than 120 octets for a host with two addresses", () => {
    const table = newTable();
    table.apply([entryItem(1, { zone: name("dyn.example.org"), changes: [zoneAdded(), soa("dyn.example.org")] })]);
    const empty = table.octetsLent;
    const count = 100_000;
    for (let from = 0; from < count; from += 1_000) {
      const changes = Array.from({ length: 1_000 }, (_, index) =>
        twoAddresses(`host${from + index}.dyn.example.org`),
      ).flat();
      table.apply([entryItem(from / 1_000 + 2, { zone: name("dyn.example.org"), changes })]);
    }
    expect(table.zone(name("dyn.example.org"))?.ownerCount).toBe(count + 1);
    expect((table.octetsLent - empty) / count).toBeLessThan(120);
  }, 60_000);
});

describe("an entry that is applied in pieces", () => {
  test("is invisible until its end, to queries and to those who decide", () => {
    const zones = new AnsweringZones(["$ORIGIN test.\n@ 60 SOA ns admin 1 2 3 4 5\n@ 60 NS ns\nkept 60 A 192.0.2.1"]);
    const count = 3 * changesOfPiece;
    const hosts = Array.from({ length: count }, (_, index) => pointed(`h${index}.test`, "192.0.2.7"));
    const changes = [pointed("kept.test", "192.0.2.2"), ...hosts];
    const before = zones.ask("kept.test. A");
    let pieces = 0;
    for (const _ of zones.table.applyInPieces([entryItem(2, { zone: name("test"), changes })])) {
      pieces += 1;
      expect(zones.ask("kept.test. A")).toEqual(before);
      expect(zones.ask("h0.test. A")[0]).toBe("NXDOMAIN aa");
      expect(zones.table.rrset(name("h0.test"), "A")).toBeUndefined();
      expect([...zones.table.rrsets(name("test"))].length).toBe(3);
    }
    expect(pieces).toBe(3);
    expect(zones.ask("kept.test. A")).toContain("answer kept.test. 60 A 192.0.2.2");
    expect(zones.ask(`h${count - 1}.test. A`)[0]).toBe("NOERROR aa");
  });

  test("stays invisible when a name begins to reflect meanwhile, and both are there at its end", () => {
    const zones = new AnsweringZones(["$ORIGIN test.\n@ 60 SOA ns admin 1 2 3 4 5\n@ 60 NS ns"]);
    const hosts = Array.from({ length: 2 * changesOfPiece }, (_, index) => pointed(`h${index}.test`, "192.0.2.7"));
    const pieces = zones.table.applyInPieces([entryItem(2, { zone: name("test"), changes: hosts })]);
    expect(pieces.next().done).toBe(false);
    zones.table.reflect(name("whoami.test"));
    expect(zones.ask("h0.test. A")[0]).toBe("NXDOMAIN aa");
    for (const _ of pieces) expect(zones.ask("h0.test. A")[0]).toBe("NXDOMAIN aa");
    expect(zones.ask("h0.test. A")[0]).toBe("NOERROR aa");
    expect(zones.ask("whoami.test. TXT")[0]).toBe("NOERROR aa");
  });
});

describe("while an entry is being staged", () => {
  /** A change that lets somebody look before it is made, as a reader in another thread could. */
  const watched = (change: ZoneChange, look: () => void): ZoneChange =>
    ({
      ...change,
      get owner() {
        look();
        return change.kind === "rrset-replaced" || change.kind === "rrset-removed" ? change.owner : name(".");
      },
    }) as ZoneChange;

  test("readers find all of the state before, however much the table grows or shrinks meanwhile", () => {
    const zones = new AnsweringZones([
      ["$ORIGIN test.", "@ 60 SOA ns admin 1 2 3 4 5", "@ 60 NS ns", "kept 60 A 192.0.2.1", "www 60 CNAME kept"].join(
        "\n",
      ),
    ]);
    const before = zones.ask("www.test. A");
    const absent = zones.ask("h0.test. A");
    expect([before[0], absent[0]]).toEqual(["NOERROR aa", "NXDOMAIN aa"]);
    const looks: string[] = [];
    const look = (): void => {
      for (const [question, expected] of [
        ["www.test. A", before],
        ["h0.test. A", absent],
      ] as const) {
        const seen = zones.ask(question).join("\n");
        if (seen !== expected.join("\n")) looks.push(seen);
      }
    };
    const changes = Array.from({ length: 20_000 }, (_, index): ZoneChange => {
      const change: ZoneChange = {
        kind: "rrset-replaced",
        owner: name(`h${index}.test`),
        type: "TXT",
        ttl: ttl(60),
        rdata: [new Uint8Array(100)],
      };
      return index % 20 === 0 ? watched(change, look) : change;
    });
    zones.table.apply([entryItem(2, { zone: name("test"), changes: [pointed("kept.test", "192.0.2.2"), ...changes] })]);
    expect(looks).toEqual([]);
    expect(zones.ask("www.test. A")).toContain("answer kept.test. 60 A 192.0.2.2");
    const removals = changes.map((_, index): ZoneChange => {
      const change: ZoneChange = { kind: "rrset-removed", owner: name(`h${index}.test`), type: "TXT" };
      return index % 500 === 0 ? watched(change, () => looks.push(zones.ask("h1.test. TXT")[0] ?? "")) : change;
    });
    zones.table.apply([entryItem(3, { zone: name("test"), changes: removals })]);
    expect(new Set(looks)).toEqual(new Set(["NOERROR aa"]));
    expect(zones.ask("h1.test. TXT")[0]).toBe("NXDOMAIN aa");
  }, 30_000);
});

function twoAddresses(host: string): readonly ZoneChange[] {
  const owner = name(host);
  return [
    { kind: "rrset-replaced", owner, type: "A", ttl: ttl(60), rdata: [address("192.0.2.1").octets] },
    { kind: "rrset-replaced", owner, type: "AAAA", ttl: ttl(60), rdata: [address("2001:db8::1").octets] },
  ];
}

function stateItem(table: ZoneTable, apex: OwnerName): ReplayItem {
  const zone = table.zone(apex);
  const rrsets = [...table.rrsets(apex)].map((rrset): ZoneChange => ({ kind: "rrset-replaced", ...rrset }));
  return { kind: "state", revision: zone?.revision ?? (0 as Revision), zone: apex, changes: [zoneAdded(7), ...rrsets] };
}
