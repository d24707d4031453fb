import { describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../test/support/fake-clock.ts";
import { FakePushService, FakeZoneApi, type Mishap } from "../../test/support/fake-provider.ts";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Outcome } from "../core/outcome.ts";
import { attemptPush, attemptRRset, type PushAttempt, type RRsetAttempt, type ValuesByFamily } from "./apply.ts";
import { ZoneFinder } from "./read-actual.ts";

const home = name("home.example.net");
const alias = { id: "9", rdata: name("www.example.net").wire, ttl: undefined, fields: {} };

function setting(settings: { readonly wanted?: readonly (readonly Uint8Array[] | undefined)[] } = {}) {
  const api = new FakeZoneApi(new FakeClock(), name("example.net"));
  const zones = new ZoneFinder(api);
  const ending = new AbortController();
  const turns: number[] = [];
  const announced: (readonly Uint8Array[])[] = [];
  const answers = [...(settings.wanted ?? [])];
  let last: readonly Uint8Array[] | undefined = rdataList("192.0.2.1");
  const attempt: RRsetAttempt = {
    rrset: {
      owner: home,
      type: "A",
      ownership: "rrset",
      put: [],
      ttl: undefined,
      options: {},
      service: { largestRRset: 10, ttl: undefined },
      withdrawalLimit: { share: 0.5, count: 3 },
      mode: "difference",
    },
    wanted: () => {
      if (answers.length > 0) last = answers.shift();
      return last;
    },
    withdrawals: () => ({ withdrawing: 1, kept: 1 }),
    announce: async (values) => {
      announced.push(values);
    },
  };
  const ports = {
    takeTurn: async (requests: number): Promise<boolean> => {
      turns.push(requests);
      return !ending.signal.aborted;
    },
    signal: ending.signal,
  };
  return { api, zones, ending, turns, announced, attempt, run: () => attemptRRset(api, zones, attempt, ports) };
}

/** `updated`, `failed server-error`, `superseded`. */
function tell(end: { readonly kind: "superseded" } | { readonly kind: "ended"; readonly outcome: Outcome }): string {
  if (end.kind === "superseded") return "superseded";
  const { outcome } = end;
  return outcome.kind === "unchanged" || outcome.kind === "updated" ? outcome.kind : `${outcome.kind} ${outcome.code}`;
}

describe("attemptRRset", () => {
  test("nothing there / the zone, the RRset and a possible CNAME are asked for, then written once", async () => {
    const { api, run, turns, announced } = setting();
    const end = await run();
    expect(tell(end)).toBe("updated");
    expect(api.calls).toEqual(["zoneOf", "read", "read", "write"]);
    expect(turns).toEqual([1, 1, 1, 1]);
    expect(announced).toEqual([rdataList("192.0.2.1")]);
    expect(api.at(home, "A").map((record) => record.rdata)).toEqual([...rdataList("192.0.2.1")]);
  });

  test("already there / no write, nothing announced, and the zone is asked for only once", async () => {
    const { api, run, announced } = setting();
    api.plant(home, "A", [actualRecord("1", "192.0.2.1")]);
    expect([tell(await run()), tell(await run())]).toEqual(["unchanged", "unchanged"]);
    expect(api.calls).toEqual(["zoneOf", "read", "read"]);
    expect(announced).toEqual([]);
  });

  test("a CNAME at the owner / refused before anything is written", async () => {
    const { api, run } = setting();
    api.plant(home, "CNAME", [alias]);
    expect(tell(await run())).toBe("rejected conflicting-records");
    expect(api.count("write")).toBe(0);
  });

  test("a CNAME that the service keeps itself / refused before anything is written", async () => {
    const { api, zones, attempt, ending } = setting();
    let reads = 0;
    const turn = async (): Promise<boolean> => {
      reads += 1;
      if (reads === 3) api.will("read", { does: "reject", code: "conflicting-records" });
      return true;
    };
    const end = await attemptRRset(api, zones, attempt, { takeTurn: turn, signal: ending.signal });
    expect(tell(end)).toBe("rejected conflicting-records");
    expect(api.count("write")).toBe(0);
  });

  test("a service that knows no CNAME records / is believed to have none in the way", async () => {
    const { api, zones, attempt, ending } = setting();
    let reads = 0;
    const turn = async (): Promise<boolean> => {
      reads += 1;
      if (reads === 3) api.will("read", { does: "reject", code: "unsupported" });
      return true;
    };
    expect(tell(await attemptRRset(api, zones, attempt, { takeTurn: turn, signal: ending.signal }))).toBe("updated");
  });

  test("a write finds nothing to write to / the next attempt looks for the zone again", async () => {
    const { api, run } = setting();
    api.will("write", { does: "fail", code: "precondition-lost" });
    expect([tell(await run()), tell(await run())]).toEqual(["failed precondition-lost", "updated"]);
    expect(api.count("zoneOf")).toBe(2);
  });

  const mishaps: readonly (readonly [name: string, call: "zoneOf" | "read" | "write", Mishap, told: string])[] = [
    ["zone refused / rejected", "zoneOf", { does: "reject", code: "zone-not-found" }, "rejected zone-not-found"],
    ["reading fails / failed", "read", { does: "fail", code: "server-error" }, "failed server-error"],
    ["reading times out / failed, nothing was changed", "read", { does: "lose-reply" }, "failed timed-out"],
    ["write refused / rejected", "write", { does: "reject", code: "quota-exceeded" }, "rejected quota-exceeded"],
    ["write fails / failed", "write", { does: "fail", code: "zone-busy" }, "failed zone-busy"],
    ["reply to the write lost / unconfirmed", "write", { does: "lose-reply" }, "unconfirmed timed-out"],
    ["write lost / unconfirmed as well", "write", { does: "lose-request" }, "unconfirmed timed-out"],
  ];
  for (const [title, call, mishap, told] of mishaps) {
    test(title, async () => {
      const { api, run } = setting();
      api.will(call, mishap);
      expect(tell(await run())).toBe(told);
    });
  }

  test("after a lost reply the next conversation reads, and finds it done", async () => {
    const { api, run } = setting();
    api.will("write", { does: "lose-reply" });
    expect([tell(await run()), tell(await run())]).toEqual(["unconfirmed timed-out", "unchanged"]);
    expect(api.count("write")).toBe(1);
  });

  test("cut short while writing / unconfirmed, although the provider says it failed", async () => {
    const { api, run, ending } = setting();
    api.will("write", { does: "hang" });
    const running = run();
    await settle();
    ending.abort();
    expect(tell(await running)).toBe("unconfirmed aborted");
  });

  test("cut short while reading / superseded, there is nothing to report", async () => {
    const { api, run, ending } = setting();
    api.will("read", { does: "hang" });
    const running = run();
    await settle();
    ending.abort();
    expect(tell(await running)).toBe("superseded");
  });

  const [one, two] = [rdataList("192.0.2.1"), rdataList("192.0.2.2")];
  const changes: readonly (readonly [
    name: string,
    wanted: readonly (readonly Uint8Array[] | undefined)[],
    told: string,
    written: readonly Uint8Array[] | undefined,
  ])[] = [
    ["unknown before reading / nothing is read", [undefined], "superseded", undefined],
    ["unknown while reading / nothing is written", [one, undefined], "superseded", undefined],
    ["unknown while the write waits for its turn / not written", [one, one, undefined], "superseded", undefined],
    ["another value while reading / the newer is written", [one, two, two], "updated", two],
    ["another value while the write waits / left to the next attempt", [one, one, two], "superseded", undefined],
    ["withdrawn while the write waits / left to the next attempt", [one, one, []], "superseded", undefined],
  ];
  for (const [title, wanted, told, written] of changes) {
    test(title, async () => {
      const { api, run } = setting({ wanted });
      const end = await run();
      expect(tell(end)).toBe(told);
      expect(api.at(home, "A").map((record) => record.rdata)).toEqual([...(written ?? [])]);
    });
  }

  test("a refusal makes the next conversation ask for the zone again", async () => {
    const { api, run } = setting();
    api.will("read", { does: "reject", code: "zone-not-found" });
    await run();
    await run();
    expect(api.count("zoneOf")).toBe(2);
  });
});

describe("attemptPush", () => {
  function pushSetting(values: readonly ValuesByFamily[], alongside: readonly ValuesByFamily[] = [{}]) {
    const service = new FakePushService(new FakeClock());
    const ending = new AbortController();
    const announced: ValuesByFamily[] = [];
    const answers = [...values];
    const others = [...alongside];
    let last: ValuesByFamily = {};
    let lastOther: ValuesByFamily = {};
    const attempt: PushAttempt = {
      owner: home,
      ttl: undefined,
      options: {},
      values: () => {
        last = answers.shift() ?? last;
        return last;
      },
      alongside: () => {
        lastOther = others.shift() ?? lastOther;
        return lastOther;
      },
      announce: async (sent) => {
        announced.push(sent);
      },
    };
    const ports = { takeTurn: async () => true, signal: ending.signal };
    return { service, ending, announced, run: () => attemptPush(service, attempt, ports) };
  }

  const both: ValuesByFamily = { ipv4: rdataList("192.0.2.1"), ipv6: rdataList("2001:db8::1") };

  test("both families go in one request", async () => {
    const { service, run, announced } = pushSetting([both]);
    expect(await run()).toMatchObject({ kind: "ended", outcome: { kind: "updated" }, sent: both });
    expect(service.requests.map(({ addresses }) => JSON.stringify(addresses))).toEqual([
      '{"ipv4":["192.0.2.1"],"ipv6":["2001:db8::1"]}',
    ]);
    expect(announced).toEqual([both]);
  });

  test("what the service has confirmed is named alongside, and not announced", async () => {
    const { service, run, announced } = pushSetting([{ ipv4: rdataList("192.0.2.1") }], [{ ipv6: both.ipv6 ?? [] }]);
    expect(await run()).toMatchObject({ kind: "ended", sent: { ipv4: rdataList("192.0.2.1") } });
    expect(service.requests.map(({ addresses, alongside }) => JSON.stringify([addresses, alongside]))).toEqual([
      '[{"ipv4":["192.0.2.1"]},{"ipv6":["2001:db8::1"]}]',
    ]);
    expect(announced).toEqual([{ ipv4: rdataList("192.0.2.1") }]);
  });

  test("what was alongside is not true any more after the announcement / nothing is sent", async () => {
    const { service, run } = pushSetting([{ ipv4: rdataList("192.0.2.1") }], [{ ipv6: both.ipv6 ?? [] }, {}]);
    expect(tell(await run())).toBe("superseded");
    expect(service.requests).toEqual([]);
  });

  test("an absent family is left alone, an empty one withdrawn", async () => {
    const { service, run } = pushSetting([{ ipv6: [] }]);
    service.plant(home, "A", rdataList("192.0.2.1"));
    service.plant(home, "AAAA", rdataList("2001:db8::1"));
    await run();
    expect([service.at(home, "A").length, service.at(home, "AAAA").length]).toEqual([1, 0]);
  });

  const rows: readonly (readonly [name: string, values: readonly ValuesByFamily[]])[] = [
    ["nothing known any more / nothing is sent", [{}]],
    ["unknown after the announcement / nothing is sent", [both, {}]],
    ["one family unknown after the announcement / nothing is sent", [both, { ipv4: both.ipv4 ?? [] }]],
    ["another value after the announcement / nothing is sent", [both, { ...both, ipv4: rdataList("192.0.2.9") }]],
  ];
  for (const [title, values] of rows) {
    test(title, async () => {
      const { service, run } = pushSetting(values);
      expect(tell(await run())).toBe("superseded");
      expect(service.requests).toEqual([]);
    });
  }

  test("cut short / unconfirmed", async () => {
    const { service, run, ending } = pushSetting([both]);
    service.latency = Duration.seconds(1);
    const running = run();
    await settle();
    ending.abort();
    expect(tell(await running)).toBe("unconfirmed aborted");
  });
});
