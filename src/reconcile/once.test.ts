import { describe, expect, test } from "bun:test";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { dualStack, home, World } from "../../test/support/reconcile-world.ts";
import { name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import { type Pass, type PassResult, reconcileOnce } from "./once.ts";

async function pass(world: World, limit: Duration = Duration.minutes(2)): Promise<Pass> {
  const running = reconcileOnce(world.configuration, world.verdicts, world.ports, { limit });
  await world.pass(limit);
  return running;
}

function tell(result: PassResult | undefined): string {
  if (result === undefined) return "nothing kept";
  if ("code" in result) return `${result.kind} ${result.code}`;
  return result.kind === "no-opinion" ? `no-opinion ${result.because}` : result.kind;
}

function summary({ targets, worst, exitStatus }: Pass): string {
  return `${targets.map(({ result }) => tell(result)).join(", ")} / ${tell(worst)} / ${exitStatus}`;
}

describe("reconcileOnce", () => {
  const rows: readonly {
    readonly name: string;
    readonly arrange: (world: World) => void;
    readonly summary: string;
  }[] = [
    {
      name: "both to be written / updated, 0",
      arrange: () => undefined,
      summary: "updated, updated / updated / 0",
    },
    {
      name: "both there / unchanged, 0",
      arrange: (world) => {
        world.cf.plant(home, "A", [actualRecord("1", "192.0.2.1")]);
        world.cf.plant(home, "AAAA", [actualRecord("2", "2001:db8::1")]);
      },
      summary: "unchanged, unchanged / unchanged / 0",
    },
    {
      name: "one refused, one written / rejected, 3",
      arrange: (world) => world.cf.will("write", { does: "reject", code: "quota-exceeded" }),
      summary: "rejected quota-exceeded, updated / rejected quota-exceeded / 3",
    },
    {
      name: "one failed, one written / failed, 4; a pause is not waited for",
      arrange: (world) => world.cf.will("write", { does: "fail", code: "server-error" }),
      summary: "failed server-error, updated / failed server-error / 4",
    },
    {
      name: "one refused, one failed / the refusal is worse",
      arrange: (world) => {
        world.cf.will("write", { does: "fail", code: "server-error" });
        world.cf.will("write", { does: "reject", code: "quota-exceeded" });
      },
      summary: "failed server-error, rejected quota-exceeded / rejected quota-exceeded / 3",
    },
    {
      name: "the service asks for a pause / the rest is not reached, 4",
      arrange: (world) => world.cf.will("read", { does: "fail", code: "rate-limited" }),
      summary: "failed rate-limited, not-reached / failed rate-limited / 4",
    },
    {
      name: "reply lost / read back in the same pass, 0",
      arrange: (world) => world.cf.will("write", { does: "lose-reply" }),
      summary: "updated, updated / updated / 0",
    },
    {
      name: "an answer that never comes / unconfirmed is left to the next pass, 4",
      arrange: (world) => world.cf.will("write", { does: "hang" }),
      summary: "unconfirmed aborted, not-reached / unconfirmed aborted / 4",
    },
    {
      name: "nothing known / 4",
      arrange: (world) => world.unknow(),
      summary: "no-opinion no-source-answered, no-opinion no-source-answered / no-opinion no-source-answered / 4",
    },
    {
      name: "a family the service does not publish / a person has to act, 3",
      arrange: (world) => {
        world.limits = { families: ["ipv4"] };
      },
      summary: "updated, no-opinion family-unsupported / no-opinion family-unsupported / 3",
    },
    {
      name: "DNS does not follow in time / the write itself is done, 0",
      arrange: (world) => {
        world.verifier.lag = Duration.hours(2);
      },
      summary: "updated, updated / updated / 0",
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const world = new World();
      world.know(["192.0.2.1"], ["2001:db8::1"]);
      row.arrange(world);
      expect(summary(await pass(world))).toBe(row.summary);
      expect(world.clock.pendingCount).toBe(0);
    });
  }

  const waits: readonly {
    readonly name: string;
    readonly lag: Duration;
    readonly told: readonly string[];
  }[] = [
    { name: "a pass as short as people expect / nothing is told before its end", lag: Duration.seconds(1), told: [] },
    {
      name: "a pass that waits for DNS / once told where it stands",
      lag: Duration.minutes(1),
      told: ["verifying arrival, verifying arrival"],
    },
  ];
  for (const { name: what, lag, told } of waits) {
    test(what, async () => {
      const world = new World();
      world.know(["192.0.2.1"], ["2001:db8::1"]);
      world.verifier.lag = lag;
      const heard: string[] = [];
      const limit = Duration.minutes(2);
      const running = reconcileOnce(world.configuration, world.verdicts, world.ports, {
        limit,
        onWaiting: (statuses) => heard.push(statuses.map(({ state, reason }) => `${state} ${reason}`).join(", ")),
      });
      await world.pass(limit);
      expect(summary(await running)).toBe("updated, updated / updated / 0");
      expect(heard).toEqual([...told]);
    });
  }

  test("nothing configured / done", async () => {
    const world = new World();
    world.names = [];
    expect(summary(await pass(world))).toBe(" / nothing kept / 0");
  });

  test("run by cron while the service is under maintenance / asked once, reported each time", async () => {
    const world = new World();
    world.names = [dualStack(home, "dd")];
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    world.dd.will("write", { does: "fail", code: "under-maintenance" });
    const told: string[] = [];
    for (let run = 0; run < 5; run += 1) {
      told.push(tell((await pass(world)).worst));
      await world.pass(Duration.minutes(3));
    }
    expect(told).toEqual(Array(5).fill("failed under-maintenance"));
    expect(world.dd.requests).toHaveLength(1);
  });

  test("run by cron after a refusal / asked once, reported each time", async () => {
    const world = new World();
    world.names = [dualStack(name("home.example.net"), "dd")];
    world.know(["192.0.2.1"], []);
    world.dd.will("write", { does: "reject", code: "name-not-found" });
    const told = [await pass(world), await pass(world), await pass(world)].map(({ exitStatus }) => exitStatus);
    expect([told, world.dd.requests.length]).toEqual([[3, 3, 3], 1]);
  });

  test("a pass cut short in a write / the next one reads first", async () => {
    const world = new World();
    world.know(["192.0.2.1"], []);
    world.cf.will("write", { does: "hang" });
    await pass(world);
    expect(summary(await pass(world))).toBe("updated, unchanged / updated / 0");
    expect(world.cf.count("write")).toBe(1);
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
  });
});
