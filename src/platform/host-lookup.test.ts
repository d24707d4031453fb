import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { getServers } from "node:dns";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duration } from "../core/duration.ts";
import { formatEndpoint, type HostLookup } from "../core/net.ts";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { createHostLookup } from "./host-lookup.ts";

let clock: FakeClock;

beforeEach(() => {
  clock = new FakeClock();
});

afterEach(() => {
  expect(clock.pendingCount).toBe(0);
});

/** The system as a test double: knows some names, remembers what it was asked, answers others when told to. */
class FakeSystem {
  readonly asked: string[] = [];
  readonly #known: Readonly<Record<string, readonly string[]>>;
  readonly #open = new Map<string, (addresses: readonly string[]) => void>();

  constructor(known: Readonly<Record<string, readonly string[]>> = {}) {
    this.#known = known;
  }

  readonly query = (hostname: string, family: string): Promise<readonly string[]> => {
    this.asked.push(`${hostname} ${family}`);
    const known = this.#known[hostname];
    if (known !== undefined) return Promise.resolve(known);
    if (hostname === "missing.test") return Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
    return new Promise((resolve) => this.#open.set(`${hostname} ${family}`, resolve));
  };

  answer(question: string, addresses: readonly string[]): void {
    this.#open.get(question)?.(addresses);
  }
}

function lookupWith(system: FakeSystem, laneCount = 1): HostLookup {
  return createHostLookup(clock, { query: system.query, laneCount, timeout: Duration.seconds(10) });
}

describe("the system's answer", () => {
  const rows = [
    { name: "one address", host: "one.test", family: "ipv4", expected: { ok: true, value: ["192.0.2.1"] } },
    {
      name: "several, in the system's order",
      host: "two.test",
      family: "ipv6",
      expected: { ok: true, value: ["2001:db8::2", "2001:db8::1"] },
    },
    {
      name: "one of the other family",
      host: "one.test",
      family: "ipv6",
      expected: { code: "name-not-resolved", wasSent: false, detail: "one.test: no ipv6 address" },
    },
    {
      name: "a link-local address with a zone",
      host: "zone.test",
      family: "ipv6",
      expected: { code: "name-not-resolved" },
    },
    {
      name: "no such name",
      host: "missing.test",
      family: "ipv4",
      expected: { code: "name-not-resolved", detail: "missing.test: ENOTFOUND" },
    },
  ] as const;
  for (const row of rows) {
    test(row.name, async () => {
      const system = new FakeSystem({
        "one.test": ["192.0.2.1"],
        "two.test": ["2001:db8::2", "192.0.2.1", "2001:db8::1"],
        "zone.test": ["fe80::1%eth0"],
      });
      const result = await lookupWith(system).addresses(row.host, row.family);
      expect(JSON.parse(JSON.stringify(result))).toMatchObject(row.expected);
    });
  }

  test("an address in place of a name is its own answer and asks nobody", async () => {
    const system = new FakeSystem();
    const lookup = lookupWith(system);
    expect(expectOk(await lookup.addresses("192.0.2.7", "ipv4")).join()).toBe("192.0.2.7");
    expect(expectOk(await lookup.addresses("2001:db8::7", "ipv6")).join()).toBe("2001:db8::7");
    expect(await lookup.addresses("192.0.2.7", "ipv6")).toMatchObject({ code: "name-not-resolved" });
    expect(system.asked).toEqual([]);
  });

  for (const family of ["ipv4", "ipv6"] as const) {
    test(`the real system knows localhost or says that it does not, ${family}`, async () => {
      const result = await createHostLookup(clock).addresses("localhost", family);
      if (result.ok) expect(result.value[0].toString()).toBe(family === "ipv4" ? "127.0.0.1" : "::1");
      else expect(result.code).toBe("name-not-resolved");
    });
  }
});

describe("a look-up that hangs", () => {
  test("ends as timed-out, not sent", async () => {
    const pending = lookupWith(new FakeSystem()).addresses("slow.test", "ipv4");
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", wasSent: false });
  });

  test("ends as aborted when its caller gives up", async () => {
    const abort = new AbortController();
    const pending = lookupWith(new FakeSystem()).addresses("slow.test", "ipv4", abort.signal);
    abort.abort();
    expect(await pending).toMatchObject({ ok: false, code: "aborted", wasSent: false });
  });

  test("is not begun for a caller that gave up before", async () => {
    const system = new FakeSystem();
    const result = await lookupWith(system).addresses("slow.test", "ipv4", AbortSignal.abort());
    expect(result).toMatchObject({ ok: false, code: "aborted" });
    expect(system.asked).toEqual([]);
  });

  test("keeps the next one waiting, which has its own time limit and is then never asked", async () => {
    const system = new FakeSystem();
    const lookup = lookupWith(system);
    const first = lookup.addresses("slow.test", "ipv4");
    const second = lookup.addresses("other.test", "ipv4");
    await clock.advance(Duration.seconds(10));
    expect(await first).toMatchObject({ code: "timed-out" });
    expect(await second).toMatchObject({ code: "timed-out" });
    system.answer("slow.test ipv4", ["192.0.2.1"]);
    await settle();
    expect(system.asked).toEqual(["slow.test ipv4"]);
  });

  test("lets the next one go on when it ends late", async () => {
    const system = new FakeSystem({ "one.test": ["192.0.2.1"] });
    const lookup = lookupWith(system);
    const first = lookup.addresses("slow.test", "ipv4");
    await clock.advance(Duration.seconds(9));
    const second = lookup.addresses("one.test", "ipv4");
    await clock.advance(Duration.seconds(1));
    expect(await first).toMatchObject({ code: "timed-out" });
    system.answer("slow.test ipv4", []);
    expect(await second).toMatchObject({ ok: true });
  });

  test("is joined by those who ask the same, and answers all of them", async () => {
    const system = new FakeSystem();
    const lookup = lookupWith(system, 4);
    const pending = [1, 2, 3].map(() => lookup.addresses("slow.test", "ipv4"));
    const other = lookup.addresses("slow.test", "ipv6");
    await settle();
    expect(system.asked).toEqual(["slow.test ipv4", "slow.test ipv6"]);
    system.answer("slow.test ipv6", ["2001:db8::1"]);
    expect(await other).toMatchObject({ ok: true });
    system.answer("slow.test ipv4", ["192.0.2.1"]);
    for (const result of await Promise.all(pending)) expect(expectOk(result).join()).toBe("192.0.2.1");
  });

  test("goes on for the others when one of them gives up", async () => {
    const system = new FakeSystem({ "one.test": ["192.0.2.1"] });
    const lookup = lookupWith(system);
    const blocker = lookup.addresses("slow.test", "ipv4");
    const abort = new AbortController();
    const leaving = lookup.addresses("one.test", "ipv4", abort.signal);
    const staying = lookup.addresses("one.test", "ipv4");
    abort.abort();
    expect(await leaving).toMatchObject({ code: "aborted" });
    system.answer("slow.test ipv4", ["192.0.2.9"]);
    expect(await staying).toMatchObject({ ok: true });
    expect(await blocker).toMatchObject({ ok: true });
  });
});

describe("resolvers", () => {
  test("are those of the resolver file", () => {
    const folder = mkdtempSync(join(tmpdir(), "holdfast-"));
    try {
      const resolverFile = join(folder, "resolv.conf");
      writeFileSync(resolverFile, "nameserver 192.0.2.1\n");
      expect(createHostLookup(clock, { resolverFile }).resolvers().map(formatEndpoint)).toEqual(["192.0.2.1:53"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("without a resolver file are what the runtime knows", () => {
    const known = createHostLookup(clock, { resolverFile: "/nonexistent/resolv.conf" }).resolvers();
    expect(known.map((resolver) => resolver.address.toString())).toEqual(getServers().filter((text) => isIP(text) > 0));
  });
});
