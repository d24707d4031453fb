import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Settings } from "../../src/core/provider.ts";
import { addressRdata, rdataAddress } from "../../src/core/rrset.ts";
import type { HeldRecord } from "../emulators/zone-store.ts";
import { expectOk } from "../support/expect-ok.ts";
import { address, name } from "../support/values.ts";
import type { Subject } from "./subject.ts";
import { ZoneBench } from "./zone-bench.ts";
import type { ZonePeer } from "./zone-peer.ts";

/**
 * What every zone API promises, whatever protocol it speaks. A provider's test calls this once, names what its service
 * cannot do with the reason, and adds only what is peculiar to it. Peers may be emulated or real.
 */

/** Promises that a service may be unable to keep. */
export type ZoneApiRow =
  | "keeps fields not set"
  | "holds several values"
  | "keeps foreign records"
  | "takes the apex"
  | "takes a wildcard"
  | "tells a wildcard from a record"
  | "takes an internationalised name"
  | "lifts a short TTL"
  | "reads the second page"
  | "lists zones"
  | "tells zones within zones apart"
  | "tells a lost precondition";

export interface ZoneApiSubject extends Subject {
  readonly start: () => Promise<ZonePeer>;
  /** Records on one page at most. */
  readonly pageRows?: number;
  readonly zonePageRows?: number;
  /** A TTL that the service may hold, other than its usual one; half an hour when absent. */
  readonly presentTtl?: number;
  /** Fields a user may have set elsewhere, in the service's spelling. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** One option, and what the service then holds. */
  readonly option?: { readonly options: Settings; readonly fields: Readonly<Record<string, unknown>> };
  /** Promises the service cannot keep, each with the reason; they are left out. */
  readonly cannot?: Readonly<Partial<Record<ZoneApiRow, string>>>;
}

export function conformsAsZoneApi(subject: ZoneApiSubject): void {
  const presentTtl = subject.presentTtl ?? 1800;
  describe(`${subject.provider.id} as a zone API`, () => {
    let bench: ZoneBench;

    beforeEach(async () => {
      bench = await ZoneBench.start(subject);
    });

    afterEach(async () => {
      await bench.peer.stop();
      expect(bench.leaks()).toEqual([]);
    });

    const row = (title: ZoneApiRow, run: () => Promise<void>): void => {
      if (subject.cannot?.[title] === undefined) test(title, run);
    };

    test("absent, one value wanted: created", async () => {
      expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject({
        kind: "updated",
        changes: [{ type: "A", before: [], after: [addressRdata(address("192.0.2.1"))] }],
      });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
    });

    test("the same value: nothing written", async () => {
      await bench.seed("home.example.net", "192.0.2.1");
      const before = await bench.peer.writes();
      expect(await bench.publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(await bench.peer.writes()).toBe(before);
    });

    test("a name in another case is the same name", async () => {
      expect(await bench.publish("HOME.Example.NET", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
      expect(await bench.publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    test("another value: changed, and read back", async () => {
      await bench.seed("home.example.net", "192.0.2.1");
      expect(await bench.publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.9"]);
      expect(await bench.publish("home.example.net", ["192.0.2.9"])).toEqual({ kind: "unchanged" });
    });

    row("keeps fields not set", async () => {
      const fields = subject.fields ?? {};
      await bench.seed("home.example.net", "192.0.2.1", { ttl: presentTtl, fields });
      expect(await bench.publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      const [held] = await bench.peer.held("home.example.net", "A");
      expect(held?.ttl).toBe(presentTtl);
      expect(held?.fields).toMatchObject(fields);
    });

    if (subject.option !== undefined) {
      const { options, fields } = subject.option;
      test("an option the user set: changed alone, then nothing to do", async () => {
        await bench.seed("home.example.net", "192.0.2.1", { ttl: presentTtl });
        const [before] = await bench.peer.held("home.example.net", "A");
        expect(await bench.publish("home.example.net", ["192.0.2.1"], { options })).toMatchObject({ kind: "updated" });
        const [after] = await bench.peer.held("home.example.net", "A");
        expect(after).toMatchObject({ content: "192.0.2.1", fields: { ...before?.fields, ...fields } });
        expect(await bench.publish("home.example.net", ["192.0.2.1"], { options })).toEqual({ kind: "unchanged" });
      });
    }

    row("holds several values", async () => {
      expect(await bench.publish("home.example.net", ["192.0.2.1", "192.0.2.2"])).toMatchObject({ kind: "updated" });
      expect(await bench.publish("home.example.net", ["192.0.2.2", "192.0.2.3", "192.0.2.4"])).toMatchObject({
        kind: "updated",
      });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.2", "192.0.2.3", "192.0.2.4"]);
      expect(await bench.publish("home.example.net", ["192.0.2.3"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.3"]);
    });

    row("keeps foreign records", async () => {
      await bench.seed("home.example.net", "192.0.2.1");
      await bench.seed("home.example.net", "2001:db8::1");
      await bench.seed("other.example.net", "192.0.2.1");
      await bench.seed("a.home.example.net", "192.0.2.1");
      await bench.peer.hold({ zone: "example.net", owner: "home.example.net", type: "TXT", content: "192.0.2.1" });
      const isForeign = ({ owner, type }: HeldRecord): boolean => owner !== "home.example.net" || type !== "A";
      const foreign = (await bench.peer.held()).filter(isForeign);
      expect(foreign.length).toBe(4);
      expect(await bench.publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      expect(await bench.publish("home.example.net", [])).toMatchObject({ kind: "updated" });
      expect(await bench.peer.held()).toEqual(foreign);
    });

    row("takes the apex", async () => {
      expect(await bench.publish("example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("example.net")).toEqual(["192.0.2.1"]);
      expect(await bench.publish("example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    row("takes a wildcard", async () => {
      await bench.seed("home.example.net", "192.0.2.7");
      expect(await bench.publish("*.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("*.example.net")).toEqual(["192.0.2.1"]);
      expect(await bench.publish("*.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.7"]);
    });

    row("tells a wildcard from a record", async () => {
      await bench.seed("*.example.net", "192.0.2.1");
      expect(await bench.publish("home.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net")).toEqual(["192.0.2.1"]);
      expect(await bench.publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(await bench.publish("home.example.net", [])).toMatchObject({ kind: "updated" });
      expect(await bench.publish("home.example.net", [])).toEqual({ kind: "unchanged" });
      expect(await bench.contents("*.example.net")).toEqual(["192.0.2.1"]);
    });

    row("takes an internationalised name", async () => {
      expect(await bench.publish("bücher.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("xn--bcher-kva.example.net")).toEqual(["192.0.2.1"]);
      expect(await bench.publish("BÜCHER.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    test("AAAA in another spelling: nothing written; another address: changed", async () => {
      await bench.seed("home.example.net", "2001:DB8:0:0:0:0:0:1");
      expect(await bench.publish("home.example.net", ["2001:db8::1"])).toEqual({ kind: "unchanged" });
      expect(await bench.publish("home.example.net", ["2001:db8::2"])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net", "AAAA")).toEqual(["2001:db8::2"]);
    });

    row("lifts a short TTL", async () => {
      const shortest = subject.provider.ttl?.min ?? 0;
      expect(await bench.publish("home.example.net", ["192.0.2.1"], { ttl: 1 })).toMatchObject({ kind: "updated" });
      expect((await bench.peer.held("home.example.net", "A"))[0]?.ttl).toBe(shortest);
      expect(await bench.publish("home.example.net", ["192.0.2.1"], { ttl: 1 })).toEqual({ kind: "unchanged" });
    });

    test("nothing wanted: withdrawn, and withdrawing again does nothing", async () => {
      await bench.seed("home.example.net", "192.0.2.1");
      expect(await bench.publish("home.example.net", [])).toMatchObject({ kind: "updated" });
      expect(await bench.contents("home.example.net")).toEqual([]);
      expect(await bench.publish("home.example.net", [])).toEqual({ kind: "unchanged" });
    });

    row("reads the second page", async () => {
      const count = (subject.pageRows ?? 0) + 1;
      const values = Array.from(
        { length: count },
        (_, index) => `198.51.${100 + Math.floor(index / 250)}.${index % 250}`,
      );
      for (const value of values) await bench.seed("many.example.net", value);
      const result = await bench.read(bench.connect(), "many.example.net", "A");
      const found = expectOk(result).records.map(({ rdata }) => rdataAddress(rdata)?.toString());
      expect(found.toSorted()).toEqual(values.toSorted());
    });

    row("lists zones", async () => {
      const more = Array.from({ length: subject.zonePageRows ?? 2 }, (_, index) => `zone${index}.example`);
      for (const apex of more) await bench.peer.addZone(apex);
      const zones = expectOk(bench.remember(await bench.connect().zones()));
      expect(zones.map(({ apex }) => apex.hostname).toSorted()).toEqual(["example.net", ...more].toSorted());
    });

    row("tells zones within zones apart", async () => {
      await bench.peer.addZone("sub.example.net");
      expect(await bench.publish("home.sub.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect((await bench.peer.held("home.sub.example.net"))[0]?.zone).toBe("sub.example.net");
    });

    test("a name in no zone: rejected", async () => {
      const outcome = await bench.publish("home.example.org", ["192.0.2.1"]);
      expect(outcome.kind).toBe("rejected");
      expect(outcome).toHaveProperty("code", expect.stringMatching(/^(zone|name)-not-found$/));
    });

    test("a wrong secret: rejected, nothing written", async () => {
      const outcome = await bench.publish("home.example.net", ["192.0.2.1"], {}, bench.connect(subject.wrongSettings));
      expect(outcome).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
      expect(await bench.peer.held()).toEqual([]);
    });

    row("tells a lost precondition", async () => {
      await bench.seed("home.example.net", "192.0.2.1");
      const api = bench.connect();
      const zone = expectOk(await api.zoneOf(name("home.example.net")));
      const before = expectOk(await api.read(zone, name("home.example.net"), "A", {}));
      await bench.publish("home.example.net", []);
      const [record] = before.records;
      if (record === undefined) throw new Error("the seeded record was read");
      const rdata = addressRdata(address("192.0.2.9"));
      const outcome = bench.remember(
        await api.apply(zone, {
          owner: name("home.example.net"),
          type: "A",
          before,
          after: [rdata],
          ttl: undefined,
          options: {},
          edits: [{ kind: "update", record, rdata }],
        }),
      );
      expect(outcome).toMatchObject({ kind: "failed", code: "precondition-lost" });
      expect(await bench.contents("home.example.net")).toEqual([]);
    });

    test("a record that is no address: refused", async () => {
      const api = bench.connect();
      const zone = expectOk(await api.zoneOf(name("home.example.net")));
      expect(await api.read(zone, name("home.example.net"), "TXT", {})).toMatchObject({
        ok: false,
        outcome: { kind: "rejected", code: "unsupported" },
      });
    });
  });
}
