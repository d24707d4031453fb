import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { FakeHttp, response } from "../../test/support/fake-network.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { noGateways } from "../../test/support/no-gateways.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import type { AgentEvent } from "../core/agent-journal.ts";
import { Duration } from "../core/duration.ts";
import type { Family } from "../core/family.ts";
import type { FileReader } from "../core/files.ts";
import { failure, ok } from "../core/result.ts";
import type { DetectPorts } from "../detect/build-source.ts";
import { type Hint, type HintFacts, hintOf } from "../detect/monitor/monitor.ts";
import type { VerdictKey, Verdicts } from "../reconcile/managed-name.ts";
import type { UplinkGroup } from "./uplink-groups.ts";
import { Detection, type DetectionPorts, type DetectionTask, detectOnce } from "./detection.ts";

const httpEcho = {
  url: new URL("https://ip.example.net/"),
  extract: { kind: "text" },
  operator: "example.net",
  isInsecure: false,
} as const;

/** Addresses lie in files; a test changes them and gives hints. */
class Scene {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly content: Record<string, string> = {};
  /** Paths read, in order. */
  readonly asked: string[] = [];
  readonly events: AgentEvent[] = [];
  readonly told: Verdicts[] = [];
  /** How often the way to others may have become another. */
  changes = 0;
  /** How often it was time to look. */
  polls = 0;
  /** What the monitors watch, and when they were stopped. */
  readonly monitors: string[] = [];
  /** Thrown by the next reading, as a bug would be. */
  bug: Error | undefined;
  #onHint: ((hint: Hint) => void) | undefined;
  readonly http = new FakeHttp(this.clock, {
    "ip.example.net": () =>
      this.shown === undefined ? { refused: "name-not-resolved" } : { answer: response(200, this.shown), delayMs: 5 },
  });
  /** What the echo shows. */
  shown: string | undefined;
  readonly #files: FileReader = {
    read: async (path) => {
      this.asked.push(path);
      if (this.bug !== undefined) throw this.bug;
      const text = this.content[path];
      if (text === undefined) return failure({ code: "file-missing", detail: "ENOENT" });
      return ok({ octets: new TextEncoder().encode(text), mode: undefined });
    },
  };
  readonly detection = new Detection(this.ports, {
    verdictsChanged: (verdicts) => this.told.push(verdicts),
    networkChanged: () => {
      this.changes += 1;
    },
    pollDue: () => {
      this.polls += 1;
    },
    happened: (event) => this.events.push(event),
  });

  get sources(): DetectPorts {
    const { clock } = this;
    const unused = (): never => {
      throw new Error("not used here");
    };
    return {
      clock,
      random: new SeededRandom(1),
      http: this.http,
      datagrams: { exchange: unused },
      streams: { exchange: unused },
      lookup: { addresses: unused, resolvers: () => [] },
      addressTable: { read: unused },
      commands: { run: unused },
      files: this.#files,
      gateways: noGateways,
    };
  }

  get ports(): DetectionPorts {
    const { clock, log, sources } = this;
    return {
      clock,
      log,
      sources,
      monitorFor: (specs, interval) => {
        const name = `${specs.length} sources every ${Duration.format(interval)}`;
        return {
          id: name,
          start: (onHint) => {
            this.#onHint = onHint;
            this.monitors.push(`start ${name}`);
            return { stop: async () => void this.monitors.push(`stop ${name}`) };
          },
        };
      },
    };
  }

  hint(family?: Family, facts: Partial<HintFacts> = { addressesChanged: true }): void {
    const families = family === undefined ? undefined : [family];
    this.#onHint?.(hintOf("netlink", this.clock.now(), facts, families));
  }

  /** The events, one line each. */
  get history(): readonly string[] {
    return this.events.map((event) => {
      if (event.kind === "addresses-known") return `${event.family} ${event.addresses.join(" ")}`;
      return event.kind === "addresses-unknown" ? `${event.family} ${event.reason}` : event.kind;
    });
  }
}

function task(path: string, family: Family = "ipv4"): DetectionTask {
  const key = `${family} ${path}` as VerdictKey;
  return { key, family, specs: [{ kind: "file", path }], scopes: ["global", "documentation"], quorum: 1 };
}

const minute = Duration.minutes(1);
const seconds = Duration.seconds;

describe("detection", () => {
  test("asks every task at the start, and tells what it came to", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    scene.content["/b"] = "2001:db8::1";
    await scene.detection.replaceTasks([task("/a"), task("/b", "ipv6")], minute);
    await scene.clock.advance(Duration.zero);
    expect(scene.history).toEqual(["ipv4 192.0.2.1", "ipv6 2001:db8::1"]);
    expect([...scene.detection.verdicts.values()].map(({ kind }) => kind)).toEqual(["known", "known"]);
    expect(scene.told.at(-1)?.size).toBe(2);
    expect(scene.log.lines).toEqual([
      "info agent.addresses-known The IPv4 address is 192.0.2.1 (file:/a).",
      "info agent.addresses-known The IPv6 address is 2001:db8::1 (file:/b).",
    ]);
  });

  test("a hint asks again, and only news is told", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.2"]) {
      scene.content["/a"] = address;
      scene.hint();
      await scene.clock.advance(seconds(1));
    }
    expect(scene.asked).toHaveLength(4);
    expect(scene.history).toEqual(["ipv4 192.0.2.1", "ipv4 192.0.2.2"]);
    expect(scene.told).toHaveLength(2);
  });

  test("a hint about the other family asks nothing", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    scene.hint("ipv6");
    await scene.clock.advance(seconds(1));
    expect(scene.asked).toHaveLength(1);
  });

  test("an unknown address is asked for after 1, 2, 4 seconds and so on, and then as often as the interval says", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], Duration.seconds(6));
    await scene.clock.advance(Duration.zero);
    const counts: number[] = [];
    for (const pause of [1, 2, 4, 6, 6]) {
      await scene.clock.advance(Duration.milliseconds(pause * 1_000 - 1));
      counts.push(scene.asked.length);
      await scene.clock.advance(Duration.milliseconds(1));
      counts.push(scene.asked.length);
    }
    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
    expect(scene.history).toEqual(["ipv4 no-source-answered"]);
  });

  test("an interval shorter than the first pause is kept to", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], Duration.milliseconds(400));
    await scene.clock.advance(Duration.milliseconds(800));
    expect(scene.asked).toHaveLength(3);
  });

  test("hints do not lengthen the pause before the next retry", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    for (let count = 0; count < 20; count += 1) {
      scene.hint();
      await scene.clock.advance(Duration.milliseconds(10));
    }
    const before = scene.asked.length;
    await scene.clock.advance(seconds(1));
    expect(scene.asked.length).toBe(before + 1);
  });

  test("once the address is known, retries end and the pauses begin anew", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(seconds(16));
    scene.content["/a"] = "192.0.2.1";
    scene.hint();
    await scene.clock.advance(Duration.minutes(10));
    expect(scene.clock.pendingCount).toBe(0);
    const before = scene.asked.length;
    delete scene.content["/a"];
    scene.hint();
    await scene.clock.advance(Duration.zero);
    await scene.clock.advance(seconds(1));
    expect(scene.asked.length).toBe(before + 2);
    expect(scene.history).toEqual(["ipv4 no-source-answered", "ipv4 192.0.2.1", "ipv4 no-source-answered"]);
  });

  for (const [name, facts, changes, polls] of [
    ["the kernel tells of other links", { linksChanged: true }, 1, 0],
    ["the host woke", { wokeFromSleep: true, pollDue: true }, 1, 0],
    ["a source's file is another one", { fileChanged: true }, 0, 0],
    ["it is time to look", { pollDue: true }, 0, 1],
  ] as const) {
    test(`${name} / the way to others ${changes > 0 ? "may have changed" : "is as before"}`, async () => {
      const scene = new Scene();
      await scene.detection.replaceTasks([task("/a")], minute);
      scene.hint(undefined, facts);
      await scene.clock.advance(Duration.zero);
      expect([scene.changes, scene.polls]).toEqual([changes, polls]);
    });
  }

  test("sources answer again after silence / the way to others may have changed", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.milliseconds(500));
    scene.content["/a"] = "192.0.2.1";
    await scene.clock.advance(seconds(1));
    expect([scene.changes, scene.told.length]).toEqual([1, 2]);
  });

  test("asking on request asks every task", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks([task("/a"), task("/b", "ipv6")], minute);
    await scene.clock.advance(Duration.zero);
    scene.detection.askAgain();
    await scene.clock.advance(Duration.zero);
    expect(scene.asked).toEqual(["/a", "/b", "/a", "/b"]);
  });

  test("a bug of ours ends one survey and is told; the next hint is served", async () => {
    const scene = new Scene();
    scene.bug = new Error("out of thin air");
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    expect(scene.log.lines.map((line) => line.split(" ")[1])).toEqual(["agent.survey-broke"]);
    scene.bug = undefined;
    scene.content["/a"] = "192.0.2.1";
    scene.hint();
    await scene.clock.advance(Duration.zero);
    expect(scene.history).toEqual(["ipv4 192.0.2.1"]);
  });

  test("after the end nothing is asked, told or waited for", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a"), task("/b", "ipv6")], minute);
    await scene.clock.advance(Duration.zero);
    const before = { asked: scene.asked.length, told: scene.told.length };
    scene.hint();
    await scene.detection.stop();
    scene.hint();
    await scene.clock.advance(Duration.hours(1));
    expect(scene.clock.pendingCount).toBe(0);
    expect(scene.told).toHaveLength(before.told);
    expect(scene.monitors).toEqual(["start 2 sources every 1m", "stop 2 sources every 1m"]);
  });
});

describe("several names with the same sources", () => {
  const [here, there] = [
    { kind: "file", path: "/a" },
    { kind: "file", path: "/b" },
  ] as const;

  /** A name for each of the scopes; all of them have the same sources, listed anew. */
  function names(): readonly DetectionTask[] {
    const wanted = [["global"], ["private"], ["documentation"], ["global", "documentation"]] as const;
    return wanted.map((scopes) => ({
      ...task("/a"),
      key: `ipv4 ${scopes}` as VerdictKey,
      specs: [{ ...here }, { ...there }],
      scopes,
    }));
  }

  test("each source is asked once for each hint, whatever the scopes", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks(names(), minute);
    await scene.clock.advance(Duration.zero);
    expect(scene.asked).toEqual(["/a", "/b"]);
    const kinds = [...scene.detection.verdicts.values()].map(({ kind }) => kind);
    expect(kinds).toEqual(["unknown", "unknown", "known", "known"]);
    for (const facts of [{ addressesChanged: true }, { pollDue: true }] as const) {
      scene.asked.length = 0;
      scene.hint(undefined, facts);
      await scene.clock.advance(Duration.zero);
      expect(scene.asked).toEqual(["/a", "/b"]);
    }
    await scene.detection.stop();
  });

  test("and once for all retries that are due together", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks(names(), minute);
    await scene.clock.advance(Duration.zero);
    scene.asked.length = 0;
    await scene.clock.advance(seconds(1));
    expect(scene.asked).toEqual(["/a", "/b"]);
    await scene.detection.stop();
  });

  test("`once` and `plan` ask once for all of them", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    expect((await detectOnce(names(), [], scene.sources)).size).toBe(4);
    expect(scene.asked).toEqual(["/a", "/b"]);
  });
});

describe("a host that depends on echoes", () => {
  const echoTask: DetectionTask = { ...task("/a"), specs: [{ kind: "http-echo", echo: httpEcho }] };

  test("hints without end, of interfaces of containers for instance / the echo is asked six times a minute", async () => {
    const scene = new Scene();
    scene.shown = "198.51.100.7";
    await scene.detection.replaceTasks([{ ...echoTask, scopes: ["documentation"] }], Duration.minutes(5));
    for (let count = 0; count < 1_000; count += 1) {
      await scene.clock.advance(Duration.milliseconds(600));
      scene.hint(undefined, { linksChanged: true });
    }
    expect(scene.http.requests.length).toBeLessThan(85);
    scene.shown = "198.51.100.8";
    await scene.clock.advance(Duration.seconds(10));
    expect(scene.history).toEqual(["ipv4 198.51.100.7", "ipv4 198.51.100.8"]);
    expect(scene.clock.pendingCount).toBe(0);
  });

  test("twenty hints at once / none is held back", async () => {
    const scene = new Scene();
    scene.shown = "198.51.100.7";
    await scene.detection.replaceTasks([{ ...echoTask, scopes: ["documentation"] }], Duration.minutes(5));
    await scene.clock.advance(Duration.zero);
    for (let count = 0; count < 20; count += 1) {
      scene.hint();
      await scene.clock.advance(Duration.milliseconds(10));
    }
    expect(scene.http.requests.length).toBe(21);
    scene.hint();
    scene.detection.askAgain();
    await scene.clock.advance(Duration.milliseconds(10));
    expect(scene.http.requests.length).toBe(22);
    await scene.detection.stop();
    expect(scene.clock.pendingCount).toBe(0);
  });
});

describe("other tasks", () => {
  test("those of both stay as they are: nothing is asked, nothing told", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    await scene.detection.replaceTasks([{ ...task("/a") }], Duration.minutes(2));
    await scene.clock.advance(Duration.zero);
    expect(scene.asked).toEqual(["/a"]);
    expect(scene.history).toEqual(["ipv4 192.0.2.1"]);
    expect(scene.detection.verdicts.size).toBe(1);
    scene.content["/a"] = "192.0.2.2";
    scene.hint();
    await scene.clock.advance(Duration.zero);
    expect(scene.history).toEqual(["ipv4 192.0.2.1", "ipv4 192.0.2.2"]);
  });

  test("new ones are asked, dropped ones end with their retries", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    scene.content["/b"] = "192.0.2.9";
    await scene.detection.replaceTasks([task("/b")], minute);
    await scene.clock.advance(Duration.minutes(5));
    expect(scene.asked).toEqual(["/a", "/b"]);
    expect([...scene.detection.verdicts.keys()]).toEqual(["ipv4 /b" as VerdictKey]);
  });

  test("a dropped one / its verdict is told to be gone, before it can be taken for news again", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    scene.content["/b"] = "2001:db8::1";
    await scene.detection.replaceTasks([task("/a"), task("/b", "ipv6")], minute);
    await scene.clock.advance(Duration.zero);
    await scene.detection.replaceTasks([task("/b", "ipv6")], minute);
    expect([...(scene.told.at(-1)?.keys() ?? [])]).toEqual(["ipv6 /b" as VerdictKey]);
    expect(scene.history).toEqual(["ipv4 192.0.2.1", "ipv6 2001:db8::1"]);
  });

  test("a group of uplinks comes and goes while its tasks stay / its answer comes and goes with it", async () => {
    const scene = new Scene();
    scene.content["/a"] = "192.0.2.1";
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.clock.advance(Duration.zero);
    const both: UplinkGroup = {
      key: "both" as VerdictKey,
      use: "all",
      members: [{ task: task("/a").key, uplink: "dsl" }],
    };
    await scene.detection.replaceTasks([task("/a")], minute, [both]);
    expect(scene.told.at(-1)?.get(both.key)).toMatchObject({ kind: "known" });
    await scene.detection.replaceTasks([task("/a")], minute);
    expect([...(scene.told.at(-1)?.keys() ?? [])]).toEqual([task("/a").key]);
    expect([scene.asked.length, scene.clock.pendingCount]).toEqual([1, 0]);
  });

  test("the new monitor is up before the old one ends", async () => {
    const scene = new Scene();
    await scene.detection.replaceTasks([task("/a")], minute);
    await scene.detection.replaceTasks([task("/a"), task("/b")], minute);
    expect(scene.monitors).toEqual(["start 1 sources every 1m", "start 2 sources every 1m", "stop 1 sources every 1m"]);
  });
});

test("detectOnce answers every task", async () => {
  const scene = new Scene();
  scene.content["/a"] = "192.0.2.1";
  const verdicts = await detectOnce([task("/a"), task("/b", "ipv6")], [], scene.sources);
  expect([...verdicts].map(([key, { kind }]) => [key, kind])).toEqual([
    ["ipv4 /a" as VerdictKey, "known"],
    ["ipv6 /b" as VerdictKey, "unknown"],
  ]);
});

test("what surveys learn of echoes is shared by all tasks, and forgotten with the last one that asks them", async () => {
  const scene = new Scene();
  const echo = { kind: "http-echo", echo: httpEcho } as const;
  const tasks = ["/a", "/b"].map((path) => ({ ...task(path), specs: [{ kind: "file", path } as const, echo] }));
  scene.content["/a"] = "198.51.100.7";
  await scene.detection.replaceTasks(tasks, Duration.minutes(5));
  await scene.clock.advance(Duration.zero);
  expect(scene.detection.standings).toMatchObject([
    { source: "http-echo:ip.example.net", family: "ipv4", failures: { "name-not-resolved": 1 } },
  ]);
  await scene.detection.replaceTasks([task("/c")], Duration.minutes(5));
  expect(scene.detection.standings).toEqual([]);
  await scene.detection.stop();
});
