import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type {
  AgentEvent,
  AgentHistoryQuery,
  AgentJournal,
  MappingId,
  MappingMemory,
  TargetId,
  TargetMemory,
} from "../../src/core/agent-journal.ts";
import { Instant } from "../../src/core/clock.ts";
import { Duration } from "../../src/core/duration.ts";
import { toHex } from "../../src/core/octets.ts";
import { expectOk } from "../support/expect-ok.ts";
import { address } from "../support/values.ts";

/** What every journal of an agent promises. */

/** Somewhere a journal lies; what was acknowledged is still there when it is opened again after a close. */
export interface AgentJournalPlace {
  open(): Promise<AgentJournal>;
  remove(): Promise<void>;
}

/** Runs the suite; `makePlace` gives a new, empty place each time. */
export function describeAgentJournal(label: string, makePlace: () => Promise<AgentJournalPlace>): void {
  describe(`agent journal contract: ${label}`, () => {
    let place: AgentJournalPlace;
    let journal: AgentJournal;

    beforeEach(async () => {
      place = await makePlace();
      journal = await place.open();
    });

    afterEach(async () => {
      await journal.close();
      await place.remove();
    });

    async function reopen(): Promise<void> {
      await journal.close();
      journal = await place.open();
    }

    async function events(query: AgentHistoryQuery = { limit: 1000 }): Promise<readonly AgentEvent[]> {
      return expectOk(await journal.history(query)).map((recorded) => recorded.event);
    }

    test("a new journal is empty", async () => {
      expect(await events()).toEqual([]);
      expect(expectOk(await journal.memories())).toEqual([]);
    });

    test("every kind of event comes back exactly, newest first, also after opening again", async () => {
      for (const event of everyEvent) expectOk(await journal.record(event));
      const expected = everyEvent.toReversed().map(plainEvent);
      expect((await events()).map(plainEvent)).toEqual(expected);
      await reopen();
      expect((await events()).map(plainEvent)).toEqual(expected);
    });

    test("events that are not waited for keep their order", async () => {
      const calls = Array.from({ length: 100 }, (_, index) => journal.record(started(`0.0.${index}`)));
      await reopen();
      expect((await Promise.all(calls)).every((result) => result.ok)).toBe(true);
      const versions = (await events()).map((event) => (event.kind === "started" ? event.version : ""));
      expect(versions.toReversed()).toEqual(Array.from({ length: 100 }, (_, index) => `0.0.${index}`));
    });

    test("sequences grow and page backwards", async () => {
      for (let index = 0; index < 7; index += 1) expectOk(await journal.record(started(`0.0.${index}`)));
      const sequences = expectOk(await journal.history({ limit: 1000 })).map((recorded) => recorded.sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => b - a));
      expect(new Set(sequences).size).toBe(7);
      const before = sequences[2] ?? 0;
      const page = expectOk(await journal.history({ limit: 2, before }));
      expect(page.map((recorded) => recorded.sequence)).toEqual(sequences.slice(3, 5));
      await reopen();
      expectOk(await journal.record(started("1.0.0")));
      expect(expectOk(await journal.history({ limit: 1 }))[0]?.sequence).toBeGreaterThan(sequences[0] ?? 0);
    });

    test("history of one target holds nothing of others", async () => {
      for (const event of everyEvent) expectOk(await journal.record(event));
      const ofHome = await events({ target: home, limit: 1000 });
      expect(ofHome.map((event) => event.kind)).toEqual(["verified", "rejected", "updated"]);
      const [newest] = expectOk(await journal.history({ target: home, limit: 1 }));
      const older = await events({ target: home, limit: 1, before: newest?.sequence ?? 0 });
      expect(older.map((event) => event.kind)).toEqual(["rejected"]);
      expect(await events({ target: "cf/none/A" as TargetId, limit: 10 })).toEqual([]);
    });

    test("memories come back exactly, in the order of their targets, also after opening again", async () => {
      for (const memory of [office, withdrawn, bare]) expectOk(await journal.remember(memory));
      for (const moment of ["at once", "later"]) {
        if (moment === "later") await reopen();
        const found = expectOk(await journal.memories());
        expect(found.map(plainMemory)).toEqual([bare, withdrawn, office].map(plainMemory));
      }
    });

    test("a later memory replaces the earlier one, and forgetting ends it", async () => {
      expectOk(await journal.remember(office));
      expectOk(await journal.remember({ ...bare, target: office.target }));
      expectOk(await journal.remember(bare));
      expect(expectOk(await journal.memories()).map(plainMemory)).toEqual(
        [bare, { ...bare, target: office.target }].map(plainMemory),
      );
      expectOk(await journal.forget(office.target));
      expectOk(await journal.forget(office.target));
      await reopen();
      expect(expectOk(await journal.memories()).map((memory) => memory.target)).toEqual([bare.target]);
    });

    test("mappings come back exactly, are replaced and forgotten, and are no targets", async () => {
      for (const memory of [openPinhole, openHole]) expectOk(await journal.rememberMapping(memory));
      for (const moment of ["at once", "later"]) {
        if (moment === "later") await reopen();
        const found = expectOk(await journal.mappings());
        expect(found.map(plainMapping)).toEqual([openHole, openPinhole].map(plainMapping));
      }
      expectOk(await journal.rememberMapping({ ...openHole, externalPort: 11 }));
      expectOk(await journal.forgetMapping(openPinhole.mapping));
      expectOk(await journal.forgetMapping(openPinhole.mapping));
      await reopen();
      expect(expectOk(await journal.mappings()).map(({ externalPort }) => externalPort)).toEqual([11]);
      expect(expectOk(await journal.memories())).toEqual([]);
    });

    test("after the close every call fails by value, and closing again is harmless", async () => {
      await journal.close();
      await journal.close();
      const unavailable = { ok: false, code: "agent-journal-unavailable" };
      expect(await journal.record(started("1"))).toMatchObject(unavailable);
      expect(await journal.remember(bare)).toMatchObject(unavailable);
      expect(await journal.forget(bare.target)).toMatchObject(unavailable);
      expect(await journal.memories()).toMatchObject(unavailable);
      expect(await journal.rememberMapping(openHole)).toMatchObject(unavailable);
      expect(await journal.forgetMapping(openHole.mapping)).toMatchObject(unavailable);
      expect(await journal.mappings()).toMatchObject(unavailable);
      expect(await journal.history({ limit: 1 })).toMatchObject(unavailable);
    });
  });
}

const at = Instant.ofMs(Date.UTC(2026, 10, 20, 12, 30));
const home = "cf/home.example.net./A" as TargetId;
const other = "duck/home.example.net./AAAA" as TargetId;

function started(version: string): AgentEvent {
  return { kind: "started", at, version };
}

/** Every kind, with optional fields present and absent. */
const everyEvent: readonly AgentEvent[] = [
  started("1.2.3"),
  {
    kind: "addresses-known",
    at,
    family: "ipv6",
    addresses: [address("2001:db8::1"), address("2001:db8::2")],
    because: "quorum",
  },
  { kind: "addresses-known", at, family: "ipv4", addresses: [], because: "asserted" },
  { kind: "addresses-unknown", at, family: "ipv4", reason: "sources-disagree" },
  { kind: "updated", at, target: home, before: undefined, after: ["192.0.2.1"] },
  { kind: "unchanged", at, target: other, before: [], after: ["2001:db8::1", "“quoted” \\ 名字 \u0000"] },
  { kind: "rejected", at, target: home, code: "credentials-rejected", detail: "no such key", retryAt: undefined },
  { kind: "failed", at, target: other, code: "rate-limited", detail: "", retryAt: Instant.ofMs(at + 5_000) },
  { kind: "unconfirmed", at, target: other, code: "timed-out", detail: "sent", retryAt: Instant.ofMs(at) },
  { kind: "verified", at, target: home, servers: ["ns1.example.net."], took: Duration.milliseconds(1_234) },
  { kind: "not-verified", at, target: other, reason: "servers-disagree", detail: "ns2 is behind" },
  {
    kind: "mapping-made",
    at,
    mapping: "ipv4/tcp/443" as MappingId,
    protocol: "pcp",
    router: "192.168.1.1",
    externalAddress: address("192.0.2.1"),
    externalPort: 443,
    wishedPort: 443,
  },
  {
    kind: "mapping-made",
    at,
    mapping: "ipv4/udp/9" as MappingId,
    protocol: "upnp",
    router: "“Box”",
    externalAddress: undefined,
    externalPort: 10,
    wishedPort: 9,
  },
  { kind: "mapping-lost", at, mapping: "ipv4/udp/9" as MappingId, because: "router-restarted" },
  {
    kind: "mapping-failed",
    at,
    mapping: "ipv4/udp/9" as MappingId,
    code: "gateway-busy",
    detail: "",
    retryAt: Instant.ofMs(at + 5_000),
  },
  { kind: "mapping-removed", at, mapping: "ipv4/tcp/443" as MappingId },
  { kind: "stopped", at },
];

const openHole: MappingMemory = {
  mapping: "ipv4/udp/9" as MappingId,
  nonce: Uint8Array.of(0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
  protocol: "upnp",
  router: "192.168.1.1",
  transport: "udp",
  internalAddress: address("192.168.1.20"),
  internalPort: 9,
  externalAddress: undefined,
  externalPort: 10,
  endsAt: undefined,
  handle: undefined,
};

const openPinhole: MappingMemory = {
  ...openHole,
  mapping: "ipv6/tcp/443" as MappingId,
  transport: "tcp",
  internalAddress: address("2001:db8::20"),
  externalAddress: address("2001:db8::20"),
  endsAt: Instant.ofMs(at + 3_600_000),
  handle: "17",
};

const office: TargetMemory = {
  target: "z/office.example.net./TXT" as TargetId,
  type: "TXT",
  confirmed: { rdata: [Uint8Array.of(3, 97, 0, 255), new Uint8Array()], at, configuration: "digest-0" },
  checkedAt: Instant.ofMs(at + 1),
  configuration: "sha256:0",
  held: { code: "quota-exceeded", detail: "plan is “free”", since: Instant.ofMs(at + 2) },
  waiting: { code: "rate-limited", detail: "", until: Instant.ofMs(at + 3) },
  unconfirmed: [Uint8Array.of(3, 97, 0, 254)],
};

const withdrawn: TargetMemory = {
  ...office,
  target: "m/office.example.net./TXT" as TargetId,
  confirmed: { rdata: [], at: Instant.ofMs(0), configuration: "" },
  unconfirmed: [],
};

const bare: TargetMemory = {
  target: "a/home.example.net./A" as TargetId,
  type: "TYPE65280",
  confirmed: undefined,
  checkedAt: undefined,
  configuration: "",
  held: undefined,
  waiting: undefined,
  unconfirmed: undefined,
};

function plainEvent(event: AgentEvent): object {
  if (event.kind === "addresses-known") return { ...event, addresses: event.addresses.map(String) };
  return event.kind === "mapping-made" ? { ...event, externalAddress: event.externalAddress?.toString() } : event;
}

function plainMapping(memory: MappingMemory): object {
  const { nonce, internalAddress, externalAddress } = memory;
  return {
    ...memory,
    nonce: toHex(nonce),
    internalAddress: String(internalAddress),
    externalAddress: externalAddress?.toString(),
  };
}

function plainMemory(memory: TargetMemory): object {
  const { confirmed, unconfirmed } = memory;
  return {
    ...memory,
    confirmed: confirmed && { ...confirmed, rdata: confirmed.rdata.map(toHex) },
    unconfirmed: unconfirmed?.map(toHex),
  };
}
