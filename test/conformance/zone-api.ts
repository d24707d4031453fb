import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { Duration } from "../../src/core/duration.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import type { ActualRRset, ReadFailure, Settings, ZoneApi } from "../../src/core/provider.ts";
import type { Failure } from "../../src/core/result.ts";
import { addressRdata, rdataAddress } from "../../src/core/rrset.ts";
import type { Ttl } from "../../src/core/ttl.ts";
import { planRRset } from "../../src/reconcile/plan.ts";
import type { EmulatedZones } from "../emulators/emulated-zones.ts";
import { expectOk } from "../support/expect-ok.ts";
import { address, name } from "../support/values.ts";
import { Bench, type Subject } from "./connect.ts";
import { answerFault, type FaultRow } from "./faults.ts";

/**
 * What every zone API promises, whatever service it speaks to. A provider's test calls this once, names what its service
 * cannot do with the reason, and adds only what is peculiar to it.
 */

/** Promises that a service may be unable to keep. */
export type ZoneApiRow =
  | "lists zones"
  | "holds several values"
  | "keeps foreign records"
  | "tells zones within zones apart"
  | "takes the apex"
  | "takes a wildcard"
  | "takes an internationalised name"
  | "keeps fields not set"
  | "lifts a short TTL"
  | "reads the second page"
  | "tells a lost precondition"
  | "needs two requests for two values";

export interface ZoneApiSubject extends Subject {
  readonly start: () => Promise<EmulatedZones>;
  /** Records on one page at most; absent when lists come whole. */
  readonly pageRows?: number;
  readonly zonePageRows?: number;
  /** Fields a user may have set elsewhere, in the service's spelling. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** One option, and what the service then holds. */
  readonly option?: { readonly options: Settings; readonly fields: Readonly<Record<string, unknown>> };
  /** Promises the service cannot keep, each with the reason; they are left out. */
  readonly cannot?: Readonly<Partial<Record<ZoneApiRow, string>>>;
}

interface Wish {
  readonly ttl?: number;
  readonly options?: Settings;
}

export function conformsAsZoneApi(subject: ZoneApiSubject): void {
  describe(`${subject.provider.id} as a zone API`, () => {
    let service: EmulatedZones;
    let bench: Bench;

    beforeEach(async () => {
      service = await subject.start();
      service.addZone("example.net");
      bench = new Bench(subject, service);
    });

    afterEach(async () => {
      await service.stop();
      expect(bench.leaks()).toEqual([]);
    });

    const connect = (settings?: Settings): ZoneApi => {
      const provider = bench.connect(settings);
      if (provider.kind !== "zone-api") throw new Error("the declaration is not of a zone API");
      return provider;
    };

    const row = (title: ZoneApiRow, run: () => Promise<void>): void => {
      if (subject.cannot?.[title] === undefined) test(title, run);
    };

    /** Finds the zone and reads the RRset. */
    const read = async (
      api: ZoneApi,
      owner: string,
      type: "A" | "AAAA",
      options: Settings = {},
    ): Promise<{ readonly ok: true; readonly value: ActualRRset } | Failure<ReadFailure>> => {
      const zone = bench.remember(await api.zoneOf(name(owner)));
      return zone.ok ? bench.remember(await api.read(zone.value, name(owner), type, options)) : zone;
    };

    /** Reads, plans and applies, as the agent does. */
    const publish = async (
      owner: string,
      values: readonly string[],
      wish: Wish = {},
      api = connect(),
    ): Promise<Outcome> => {
      const type = values.some((value) => value.includes(":")) ? "AAAA" : "A";
      const zone = bench.remember(await api.zoneOf(name(owner)));
      if (!zone.ok) return zone.outcome;
      const options = wish.options ?? {};
      const actual = bench.remember(await api.read(zone.value, name(owner), type, options));
      if (!actual.ok) return actual.outcome;
      const plan = planRRset({
        owner: name(owner),
        type,
        wanted: values.map((value) => addressRdata(address(value))),
        actual: { kind: "known", rrset: actual.value, conflicting: [] },
        ownership: "rrset",
        put: [],
        ttl: wish.ttl as Ttl | undefined,
        options,
        service: { largestRRset: subject.provider.largestRRset, ttl: subject.provider.ttl },
        withdrawals: { withdrawing: 1, kept: 1 },
        withdrawalLimit: undefined,
        mode: "difference",
      });
      if (plan.kind !== "change") return { kind: "unchanged" };
      return bench.remember(await api.apply(zone.value, plan.change));
    };

    const contents = (owner: string, type: "A" | "AAAA" = "A"): readonly string[] =>
      service.held(owner, type).map(({ content }) => address(content).toString());
    const writes = (): number => service.http.requests.filter((request) => service.isWrite(request)).length;
    const seed = (
      owner: string,
      content: string,
      more: Omit<Parameters<EmulatedZones["hold"]>[0], "zone" | "owner" | "type" | "content"> = {},
    ): void =>
      service.hold({ zone: "example.net", owner, type: content.includes(":") ? "AAAA" : "A", content, ...more });

    test("absent, one value wanted: created", async () => {
      expect(await publish("home.example.net", ["192.0.2.1"])).toMatchObject({
        kind: "updated",
        changes: [{ type: "A", before: [], after: [addressRdata(address("192.0.2.1"))] }],
      });
      expect(contents("home.example.net")).toEqual(["192.0.2.1"]);
    });

    test("the same value: nothing written", async () => {
      seed("home.example.net", "192.0.2.1");
      expect(await publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(writes()).toBe(0);
    });

    test("a name in another case is the same name", async () => {
      expect(await publish("HOME.Example.NET", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(contents("home.example.net")).toEqual(["192.0.2.1"]);
      expect(await publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    test("another value: changed, and read back", async () => {
      seed("home.example.net", "192.0.2.1");
      expect(await publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      expect(contents("home.example.net")).toEqual(["192.0.2.9"]);
      expect(await publish("home.example.net", ["192.0.2.9"])).toEqual({ kind: "unchanged" });
    });

    row("keeps fields not set", async () => {
      const fields = subject.fields ?? {};
      seed("home.example.net", "192.0.2.1", { ttl: 1800, fields });
      expect(await publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      const [held] = service.held("home.example.net", "A");
      expect(held?.ttl).toBe(1800);
      expect(held?.fields).toMatchObject(fields);
    });

    if (subject.option !== undefined) {
      const { options, fields } = subject.option;
      test("an option the user set: changed alone, then nothing to do", async () => {
        seed("home.example.net", "192.0.2.1", { ttl: 1800 });
        const [before] = service.held("home.example.net", "A");
        expect(await publish("home.example.net", ["192.0.2.1"], { options })).toMatchObject({ kind: "updated" });
        const [after] = service.held("home.example.net", "A");
        expect(after).toMatchObject({ content: "192.0.2.1", fields: { ...before?.fields, ...fields } });
        expect(await publish("home.example.net", ["192.0.2.1"], { options })).toEqual({ kind: "unchanged" });
      });
    }

    row("holds several values", async () => {
      expect(await publish("home.example.net", ["192.0.2.1", "192.0.2.2"])).toMatchObject({ kind: "updated" });
      expect(await publish("home.example.net", ["192.0.2.2", "192.0.2.3", "192.0.2.4"])).toMatchObject({
        kind: "updated",
      });
      expect(contents("home.example.net").toSorted()).toEqual(["192.0.2.2", "192.0.2.3", "192.0.2.4"]);
      expect(await publish("home.example.net", ["192.0.2.3"])).toMatchObject({ kind: "updated" });
      expect(contents("home.example.net")).toEqual(["192.0.2.3"]);
    });

    row("keeps foreign records", async () => {
      seed("home.example.net", "192.0.2.1");
      seed("home.example.net", "2001:db8::1");
      seed("other.example.net", "192.0.2.1");
      seed("a.home.example.net", "192.0.2.1");
      service.hold({ zone: "example.net", owner: "home.example.net", type: "TXT", content: "192.0.2.1" });
      const others = service.held().filter(({ owner, type }) => owner !== "home.example.net" || type !== "A");
      expect(await publish("home.example.net", ["192.0.2.9"])).toMatchObject({ kind: "updated" });
      expect(await publish("home.example.net", [])).toMatchObject({ kind: "updated" });
      expect(service.held()).toEqual(others);
    });

    row("takes the apex", async () => {
      expect(await publish("example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(contents("example.net")).toEqual(["192.0.2.1"]);
      expect(await publish("example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    row("takes a wildcard", async () => {
      seed("home.example.net", "192.0.2.7");
      expect(await publish("*.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(contents("*.example.net")).toEqual(["192.0.2.1"]);
      expect(await publish("*.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
      expect(contents("home.example.net")).toEqual(["192.0.2.7"]);
    });

    row("takes an internationalised name", async () => {
      expect(await publish("bücher.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(contents("xn--bcher-kva.example.net")).toEqual(["192.0.2.1"]);
      expect(await publish("BÜCHER.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
    });

    test("AAAA in another spelling: nothing written; another address: changed", async () => {
      seed("home.example.net", "2001:DB8:0:0:0:0:0:1");
      expect(await publish("home.example.net", ["2001:db8::1"])).toEqual({ kind: "unchanged" });
      expect(await publish("home.example.net", ["2001:db8::2"])).toMatchObject({ kind: "updated" });
      expect(contents("home.example.net", "AAAA")).toEqual(["2001:db8::2"]);
    });

    row("lifts a short TTL", async () => {
      const shortest = subject.provider.ttl?.min ?? 0;
      expect(await publish("home.example.net", ["192.0.2.1"], { ttl: 1 })).toMatchObject({ kind: "updated" });
      expect(service.held("home.example.net", "A")[0]?.ttl).toBe(shortest);
      expect(await publish("home.example.net", ["192.0.2.1"], { ttl: 1 })).toEqual({ kind: "unchanged" });
    });

    test("nothing wanted: withdrawn, and withdrawing again does nothing", async () => {
      seed("home.example.net", "192.0.2.1");
      expect(await publish("home.example.net", [])).toMatchObject({ kind: "updated" });
      expect(contents("home.example.net")).toEqual([]);
      expect(await publish("home.example.net", [])).toEqual({ kind: "unchanged" });
    });

    row("reads the second page", async () => {
      const count = (subject.pageRows ?? 0) + 1;
      const values = Array.from(
        { length: count },
        (_, index) => `198.51.${100 + Math.floor(index / 250)}.${index % 250}`,
      );
      for (const value of values) seed("many.example.net", value);
      const result = await read(connect(), "many.example.net", "A");
      const found = expectOk(result).records.map(({ rdata }) => rdataAddress(rdata)?.toString());
      expect(found.toSorted()).toEqual(values.toSorted());
    });

    row("lists zones", async () => {
      const more = Array.from({ length: subject.zonePageRows ?? 2 }, (_, index) => `zone${index}.example`);
      for (const apex of more) service.addZone(apex);
      const zones = expectOk(bench.remember(await connect().zones()));
      expect(zones.map(({ apex }) => apex.hostname).toSorted()).toEqual(["example.net", ...more].toSorted());
    });

    row("tells zones within zones apart", async () => {
      service.addZone("sub.example.net");
      expect(await publish("home.sub.example.net", ["192.0.2.1"])).toMatchObject({ kind: "updated" });
      expect(service.held("home.sub.example.net")[0]?.zone).toBe("sub.example.net");
    });

    test("a name in no zone: rejected", async () => {
      const outcome = await publish("home.example.org", ["192.0.2.1"]);
      expect(outcome.kind).toBe("rejected");
      expect(outcome).toHaveProperty("code", expect.stringMatching(/^(zone|name)-not-found$/));
    });

    test("a wrong secret: rejected, nothing written", async () => {
      const outcome = await publish("home.example.net", ["192.0.2.1"], {}, connect(subject.wrongSettings));
      expect(outcome).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
      expect(service.held()).toEqual([]);
    });

    describe("while reading", () => {
      const date = { date: "Fri, 20 Nov 2026 09:00:00 GMT", "retry-after": "Fri, 20 Nov 2026 09:02:00 GMT" };
      const readFaults: readonly FaultRow[] = [
        ["429 with seconds", answerFault(429, "slow down", { "retry-after": "77" }), limited(Duration.seconds(77))],
        ["429 with a date", answerFault(429, "", date), limited(Duration.minutes(2))],
        ["429 without a time", answerFault(429, "slow down"), { kind: "failed", code: "rate-limited" }],
        ["503", answerFault(503, "<html>down</html>"), { kind: "failed", code: "server-error" }],
        ["500", answerFault(500, '{"success":false}'), { kind: "failed", code: "server-error" }],
        ["a page", answerFault(200, "<!DOCTYPE html><title>Hi</title>"), { kind: "failed", code: "answer-unreadable" }],
        ["half an answer", { kind: "half-written" }, { kind: "failed", code: "answer-unreadable" }],
        ["a body cut short", { kind: "cut-short" }, { kind: "failed", code: "answer-cut-short" }],
        ["ten megabytes", { kind: "huge" }, { kind: "failed", code: "answer-too-large" }],
        ["silence", { kind: "silence" }, { kind: "failed", code: "timed-out" }],
        ["a reset", { kind: "reset" }, { kind: "failed", code: "connection-reset" }],
      ];
      for (const [title, fault, expected] of readFaults) {
        test(`${title}: ${expected.kind} ${expected.code}, nothing written`, async () => {
          service.http.failNext(fault);
          const outcome = await publish("home.example.net", ["192.0.2.1"]);
          expect(outcome).toMatchObject(expected);
          expect(service.held()).toEqual([]);
        });
      }

      test("nobody listens: failed", async () => {
        await service.stop();
        const outcome = await publish("home.example.net", ["192.0.2.1"]);
        expect(outcome).toMatchObject({ kind: "failed", code: "connection-refused" });
      });
    });

    describe("while writing", () => {
      const writeFaults: readonly FaultRow[] = [
        ["429 with seconds", answerFault(429, "slow down", { "retry-after": "77" }), limited(Duration.seconds(77))],
        ["503", answerFault(503, "<html>down</html>"), { kind: "failed", code: "server-error" }],
        ["a gateway's 504", answerFault(504, "<html>late</html>"), { kind: "unconfirmed", code: "server-error" }],
        ["a page", answerFault(200, "<html>Welcome</html>"), { kind: "unconfirmed", code: "answer-unreadable" }],
        ["silence", { kind: "silence" }, { kind: "unconfirmed", code: "timed-out" }],
        ["a reset", { kind: "reset" }, { kind: "unconfirmed", code: "connection-reset" }],
      ];
      for (const [title, fault, expected] of writeFaults) {
        test(`${title}: ${expected.kind} ${expected.code}`, async () => {
          service.http.failNext(fault, service.isWrite);
          expect(await publish("home.example.net", ["192.0.2.1"])).toMatchObject(expected);
          expect(service.held()).toEqual([]);
        });
      }

      test("reply lost after the write: unconfirmed, and a read shows the truth", async () => {
        service.http.failNext({ kind: "reply-lost" }, service.isWrite);
        expect(await publish("home.example.net", ["192.0.2.1"])).toMatchObject({ kind: "unconfirmed" });
        expect(await publish("home.example.net", ["192.0.2.1"])).toEqual({ kind: "unchanged" });
        expect(contents("home.example.net")).toEqual(["192.0.2.1"]);
      });

      row("needs two requests for two values", async () => {
        let isSecond = false;
        service.http.failNext(answerFault(503, ""), (request) => {
          if (!service.isWrite(request)) return false;
          const applies = isSecond;
          isSecond = true;
          return applies;
        });
        const outcome = await publish("home.example.net", ["192.0.2.1", "192.0.2.2"]);
        expect(outcome).toMatchObject({ kind: "unconfirmed", code: "server-error" });
        expect(outcome).toHaveProperty("detail", expect.stringContaining("after 1 of 2"));
        expect(contents("home.example.net")).toEqual(["192.0.2.1"]);
      });

      row("tells a lost precondition", async () => {
        seed("home.example.net", "192.0.2.1");
        const api = connect();
        const zone = expectOk(await api.zoneOf(name("home.example.net")));
        const before = expectOk(await api.read(zone, name("home.example.net"), "A", {}));
        await publish("home.example.net", []);
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
        expect(contents("home.example.net")).toEqual([]);
      });

      test("a record of another kind: refused before anything is sent", async () => {
        const api = connect();
        const zone = expectOk(await api.zoneOf(name("home.example.net")));
        const before = service.http.requests.length;
        expect(await api.read(zone, name("home.example.net"), "TXT", {})).toMatchObject({
          ok: false,
          outcome: { kind: "rejected", code: "unsupported" },
        });
        expect(service.http.requests.length).toBe(before);
      });
    });
  });
}

/** The time that was asked for. */
function limited(retryAfter: Duration): FaultRow[2] {
  return { kind: "failed", code: "rate-limited", retryAfter };
}
