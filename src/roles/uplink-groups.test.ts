import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { FakeHttp } from "../../test/support/fake-network.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { noGateways } from "../../test/support/no-gateways.ts";
import { verdictKey } from "../../test/support/reconcile-values.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { Duration } from "../core/duration.ts";
import { type Hint, hintOf } from "../detect/monitor/monitor.ts";
import { Detection, type DetectionPorts, type DetectionTask, detectOnce } from "./detection.ts";
import type { UplinkGroup } from "./uplink-groups.ts";

/** Two lines whose addresses lie in a file each; a line that is down has no file. */
class TwoLines {
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly files = new MemoryFiles({ "/fibre": "44.128.10.7", "/lte": "44.128.20.8" });
  /** Answers of both together, whenever they changed. */
  readonly told: string[] = [];
  readonly group: UplinkGroup;
  readonly detection: Detection;
  #onHint: ((hint: Hint) => void) | undefined;

  constructor(use: UplinkGroup["use"]) {
    const members = ["fibre", "lte"].map((uplink) => ({ task: verdictKey(uplink), uplink }));
    this.group = { key: verdictKey("both"), use, members };
    this.detection = new Detection(this.ports, {
      verdictsChanged: (verdicts) => {
        const verdict = verdicts.get(this.group.key);
        const said = verdict?.kind === "known" ? verdict.addresses.join(" ") : (verdict?.kind ?? "not yet");
        if (this.told.at(-1) !== said) this.told.push(said);
      },
      networkChanged: () => undefined,
      pollDue: () => undefined,
      happened: () => undefined,
    });
  }

  get tasks(): readonly DetectionTask[] {
    return this.group.members.map(({ task, uplink }) => ({
      key: task,
      family: "ipv4",
      specs: [{ kind: "file", path: `/${uplink}` }],
      scopes: ["global"],
      quorum: 1,
      uplink: { name: uplink, interfaceName: uplink, localAddress: undefined },
    }));
  }

  get ports(): DetectionPorts {
    const { clock, log, files } = this;
    const unused = (): never => {
      throw new Error("not used here");
    };
    return {
      clock,
      log,
      sources: {
        clock,
        random: new SeededRandom(1),
        http: new FakeHttp(clock, {}),
        datagrams: { exchange: unused },
        streams: { exchange: unused },
        lookup: { addresses: unused, resolvers: () => [] },
        addressTable: { read: unused },
        commands: { run: unused },
        files,
        gateways: noGateways,
      },
      monitorFor: () => ({
        id: "netlink",
        start: (onHint) => {
          this.#onHint = onHint;
          return { stop: async () => undefined };
        },
      }),
    };
  }

  async start(): Promise<void> {
    await this.detection.replaceTasks(this.tasks, Duration.minutes(5), [this.group]);
    await this.clock.advance(Duration.seconds(1));
  }

  async set(line: string, address: string | undefined, seconds: number): Promise<void> {
    this.files.set(`/${line}`, address);
    this.#onHint?.(hintOf("netlink", this.clock.now(), { addressesChanged: true }));
    await this.clock.advance(Duration.seconds(seconds));
  }
}

const [fibre, lte] = ["44.128.10.7", "44.128.20.8"] as const;

describe("failover", () => {
  test("the preferred line fails / the other takes over once it is certain, and gives back once it is stable", async () => {
    const lines = new TwoLines("first");
    await lines.start();
    expect(lines.told.at(-1)).toBe(fibre);
    await lines.set("fibre", undefined, 2);
    expect(lines.told.at(-1)).toBe("unknown");
    await lines.set("fibre", undefined, 10);
    expect(lines.told.at(-1)).toBe(lte);
    await lines.set("fibre", fibre, 30);
    expect(lines.told.at(-1)).toBe(lte);
    await lines.clock.advance(Duration.seconds(31));
    expect(lines.told.slice(1)).toEqual(["unknown", lte, fibre].slice(-lines.told.length + 1));
    const warnings = lines.log.lines.filter((line) => line.includes("agent.uplink-"));
    expect(warnings).toEqual([
      "warn agent.uplink-down Uplink fibre is down for IPv4.",
      "info agent.uplink-up Uplink fibre is up again for IPv4.",
    ]);
    await lines.detection.stop();
    expect(lines.clock.pendingCount).toBe(0);
  });

  test("a line that flaps / the name goes to the other line once and stays there", async () => {
    const lines = new TwoLines("first");
    await lines.start();
    await lines.set("fibre", undefined, 12);
    for (let count = 0; count < 20; count += 1) {
      await lines.set("fibre", fibre, 20);
      await lines.set("fibre", undefined, 20);
    }
    expect(lines.told.filter((said) => said !== "unknown" && said !== "not yet")).toEqual([fibre, lte]);
    await lines.detection.stop();
  });

  test("a short outage moves nothing", async () => {
    const lines = new TwoLines("first");
    await lines.start();
    await lines.set("fibre", undefined, 2);
    await lines.set("fibre", fibre, 600);
    expect(lines.told).not.toContain(lte);
    expect(lines.told.at(-1)).toBe(fibre);
    await lines.detection.stop();
  });

  test("all lines / one that is down leaves, and returns", async () => {
    const lines = new TwoLines("all");
    await lines.start();
    await lines.set("lte", undefined, 12);
    expect(lines.told.at(-1)).toBe(fibre);
    await lines.set("lte", lte, 61);
    expect(lines.told.at(-1)).toBe(`${fibre} ${lte}`);
    await lines.detection.stop();
  });

  test("every line down / nothing is known, and nothing is concluded", async () => {
    const lines = new TwoLines("all");
    await lines.start();
    lines.files.set("/fibre", undefined);
    await lines.set("lte", undefined, 3_600);
    expect(lines.told.at(-1)).toBe("unknown");
    await lines.detection.stop();
  });
});

describe("asked once", () => {
  for (const [use, missing, expected] of [
    ["first", [], fibre],
    ["first", ["fibre"], lte],
    ["first", ["fibre", "lte"], "unknown"],
    ["all", [], `${fibre} ${lte}`],
    ["all", ["lte"], "unknown"],
  ] as const) {
    test(`${use} without ${missing.join(" and ") || "a failure"}: ${expected}`, async () => {
      const lines = new TwoLines(use);
      for (const line of missing) lines.files.set(`/${line}`, undefined);
      const verdicts = await detectOnce(lines.tasks, [lines.group], lines.ports.sources);
      const verdict = verdicts.get(lines.group.key);
      expect(verdict?.kind === "known" ? verdict.addresses.join(" ") : verdict?.kind).toBe(expected);
    });
  }
});
