import { describe, expect, test } from "bun:test";
import { ExposeWorld, exposing } from "../../test/support/expose-world.ts";
import { address } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";

/** The keeper against a router that enforces what real ones do. */

const minutes = Duration.minutes;

async function started(world: ExposeWorld = new ExposeWorld()): Promise<ExposeWorld> {
  await world.start();
  return world;
}

const open445 = ["tcp/445 -> 192.168.1.20:445"];

describe("making", () => {
  test("a port is open at once, by the first protocol, and shown as it is", async () => {
    const world = await started();
    expect(world.router.reachable).toEqual(open445);
    expect(world.router.requests).toEqual([{ protocol: "pcp", externalPort: 445 }]);
    const { hole, state } = world.status;
    expect(state).toBe("open");
    expect(hole).toMatchObject({ protocol: "pcp", router: "192.168.1.1", externalPort: 445, scope: "global" });
    expect(String(hole?.externalAddress)).toBe("44.128.10.10");
    expect(world.history).toEqual(["made"]);
  });

  for (const [speaks, protocol] of [
    [["nat-pmp", "upnp"], "nat-pmp"],
    [["upnp"], "upnp"],
  ] as const) {
    test(`the router speaks ${speaks.join(" and ")} / ${protocol}, with the external address`, async () => {
      const world = new ExposeWorld();
      world.speaks = speaks;
      await world.start();
      expect(world.status.hole?.protocol).toBe(protocol);
      expect(String(world.status.hole?.externalAddress)).toBe("44.128.10.10");
      expect(world.router.reachable).toEqual(open445);
    });
  }

  test("the wished port is taken / the granted one is shown as another", async () => {
    const world = new ExposeWorld();
    world.router.foreign.add(445);
    await world.start();
    expect(world.status).toMatchObject({
      state: "open",
      exposure: { wishedPort: 445 },
      hole: { externalPort: 50_000 },
    });
    expect(world.log.lines[0]).toContain("44.128.10.10:50000, not at the wished port 445");
  });

  test("the router's address is not global / where from it can be reached is known", async () => {
    const world = new ExposeWorld();
    world.router.externalAddress = address("100.64.10.10");
    await world.start();
    expect(world.status).toMatchObject({ state: "open", hole: { scope: "carrier-grade-nat" } });
  });

  test("another host, another port outside, and IPv6", async () => {
    const world = new ExposeWorld([
      exposing("tcp", 22, { to: address("192.168.1.30"), wishedPort: 2222 }),
      exposing("udp", 51820, { family: "ipv6" }),
    ]);
    world.local = { ipv4: address("192.168.1.20"), ipv6: address("3ffe::20") };
    await world.start();
    expect(world.router.reachable).toEqual(["tcp/2222 -> 192.168.1.30:22", "udp/51820 -> 3ffe::20:51820"]);
  });

  test("IPv6 that this host or the router does not have / unavailable, and no fault", async () => {
    const world = await started(new ExposeWorld([exposing("tcp", 80, { family: "ipv6" })]));
    expect(world.status).toMatchObject({ state: "unavailable", setback: { code: "no-local-address" } });
    const old = new ExposeWorld([exposing("tcp", 80, { family: "ipv6" })]);
    old.speaks = ["nat-pmp"];
    old.local = { ipv6: address("3ffe::20") };
    expect((await started(old)).status.state).toBe("unavailable");
  });
});

describe("failing", () => {
  test("refused by every protocol / all are tried, shown, and asked again rarely", async () => {
    const world = new ExposeWorld();
    for (const protocol of world.speaks) world.router.refusing.add(protocol);
    await world.start();
    expect(world.router.requests.map(({ protocol }) => protocol)).toEqual(["pcp", "nat-pmp", "upnp"]);
    expect(world.status).toMatchObject({ state: "failing", setback: { code: "gateway-refused" } });
    await world.pass(Duration.seconds(29));
    expect(world.router.requests).toHaveLength(3);
    await world.pass(Duration.hours(10));
    expect(world.router.requests.length).toBeWithin(3 * 8, 3 * 17);
    expect(world.history).toEqual(["failed"]);
    world.router.refusing.clear();
    world.keeper.check();
    await world.pass(minutes(1));
    expect(world.router.reachable).toEqual(open445);
  });

  test("refused by one protocol / the next", async () => {
    const world = new ExposeWorld();
    world.router.refusing.add("pcp");
    await world.start();
    expect(world.status.hole?.protocol).toBe("nat-pmp");
  });

  test("no router / growing pauses, and open as soon as there is one and a hint", async () => {
    const world = new ExposeWorld();
    world.speaks = [];
    await world.start();
    expect(world.status).toMatchObject({ state: "failing", setback: { code: "gateway-not-found" } });
    await world.pass(Duration.hours(2));
    world.speaks = ["pcp"];
    world.keeper.check();
    await world.pass(Duration.seconds(4));
    expect(world.router.reachable).toEqual(open445);
    expect(world.history).toEqual(["failed", "made"]);
  });

  test("busy for ten minutes / not asked before, whatever hints say", async () => {
    const world = new ExposeWorld();
    world.router.busyFor = minutes(10);
    await world.start();
    expect(world.status).toMatchObject({ setback: { code: "gateway-busy" } });
    const before = world.router.requests.length;
    for (let count = 0; count < 9; count += 1) {
      world.keeper.check();
      await world.pass(minutes(1));
    }
    expect(world.router.requests).toHaveLength(before);
    world.router.busyFor = undefined;
    await world.pass(minutes(2));
    expect(world.router.reachable).toEqual(open445);
  });

  test("hints without end / not more than a round every two seconds", async () => {
    const world = await started();
    const before = world.router.requests.length;
    for (let count = 0; count < 100; count += 1) {
      world.keeper.check();
      await world.pass(Duration.milliseconds(100));
    }
    expect(world.router.requests.length - before).toBeLessThanOrEqual(6);
  });
});

describe("renewing", () => {
  test("half a lifetime later, for as long as it lives / one entry and never a gap", async () => {
    const world = await started();
    for (let hour = 0; hour < 24; hour += 1) {
      await world.pass(minutes(31));
      expect(world.router.reachable).toEqual(open445);
      await world.pass(minutes(29));
      expect(world.router.reachable).toEqual(open445);
    }
    expect(world.router.requests.length).toBeWithin(35, 50);
    expect(world.history).toEqual(["made"]);
  });

  test("a router that grants two minutes / renewed after one", async () => {
    const world = new ExposeWorld();
    world.router.maxLifetime = minutes(2);
    await world.start();
    for (let step = 0; step < 40; step += 1) {
      await world.pass(Duration.seconds(17));
      expect(world.router.reachable).toEqual(open445);
    }
  });

  test("a router that knows permanent entries only / looked after, removed at the end", async () => {
    const world = new ExposeWorld();
    world.speaks = ["upnp"];
    world.router.isPermanentOnly = true;
    await world.start();
    expect(world.status.hole?.endsAt).toBeUndefined();
    world.router.restart();
    await world.pass(minutes(90));
    expect(world.router.reachable).toEqual(open445);
    await world.stop();
    expect(world.router.reachable).toEqual([]);
  });

  test("the protocol falls silent / another one takes the same hole over", async () => {
    const world = await started();
    world.router.silent.add("pcp");
    await world.pass(minutes(40));
    expect(world.status.hole?.protocol).toBe("nat-pmp");
    expect(world.router.reachable).toEqual(open445);
  });

  test("silent for two hours / lost when the lease ends, and made again", async () => {
    const world = await started();
    for (const protocol of world.speaks) world.router.silent.add(protocol);
    await world.pass(minutes(50));
    expect(world.status).toMatchObject({ state: "open", setback: { code: "gateway-not-found" } });
    await world.pass(minutes(70));
    expect(world.status).toMatchObject({ state: "failing" });
    world.router.silent.clear();
    await world.pass(minutes(60));
    expect(world.router.reachable).toEqual(open445);
    expect(world.history).toEqual(["made", "failed", "lost", "made"]);
  });
});

describe("changes around it", () => {
  for (const protocol of ["pcp", "nat-pmp"] as const) {
    test(`${protocol}: the router restarts / noticed by its age, all mappings are made again`, async () => {
      const world = new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]);
      world.speaks = [protocol];
      await world.start();
      await world.pass(minutes(1));
      world.router.restart();
      world.keeper.look();
      await world.pass(Duration.seconds(5));
      expect(world.router.reachable).toEqual([...open445, "udp/51820 -> 192.168.1.20:51820"]);
      expect(world.history).toEqual(["made", "made", "lost", "lost", "made", "made"]);
    });
  }

  test("upnp: the router restarts, which nobody tells / made again after a hint", async () => {
    const world = new ExposeWorld();
    world.speaks = ["upnp"];
    await world.start();
    world.router.restart();
    world.keeper.check();
    await world.pass(Duration.seconds(5));
    expect(world.router.reachable).toEqual(open445);
  });

  for (const protocol of ["pcp", "nat-pmp", "upnp"] as const) {
    test(`${protocol}: the external address changes / entries of the old one are deleted and made anew`, async () => {
      const world = new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]);
      world.speaks = [protocol];
      await world.start();
      world.router.externalAddress = address("44.128.10.11");
      expect(world.router.reachable).toEqual([]);
      world.keeper.look();
      await world.pass(Duration.seconds(5));
      expect(world.router.reachable).toEqual([...open445, "udp/51820 -> 192.168.1.20:51820"]);
      expect(String(world.status.hole?.externalAddress)).toBe("44.128.10.11");
      expect(world.router.entries).toHaveLength(2);
      expect(world.history.toSorted()).toEqual(["lost", "lost", "made", "made", "made", "made"]);
    });
  }

  test("this host gets another address / the hole follows it, the old one goes", async () => {
    const world = await started();
    world.local = { ipv4: address("192.168.1.21") };
    world.keeper.check();
    await world.pass(minutes(2));
    expect(world.router.entries.map(({ internalAddress }) => internalAddress)).toEqual(["192.168.1.21"]);
    expect(world.history).toContain("lost");
  });

  test("another network / nothing of the old router counts", async () => {
    const world = await started();
    world.routerName = "10.0.0.1";
    world.router.restart();
    world.keeper.check();
    await world.pass(minutes(1));
    expect(world.router.reachable).toEqual(open445);
  });

  test("a poll of a settled world / one question, no new entry, nothing told", async () => {
    const world = await started(new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]));
    const before = world.router.requests.length;
    world.keeper.look();
    await world.pass(Duration.seconds(1));
    expect(world.router.requests.length - before).toBe(1);
    expect(world.history).toEqual(["made", "made"]);
  });

  test("a server whose every mapping has an address of its own / left as they are", async () => {
    const world = new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]);
    world.speaks = ["pcp"];
    world.router.hasManyAddresses = true;
    await world.start();
    const before = world.router.requests.length;
    for (let count = 0; count < 10; count += 1) {
      world.keeper.check();
      await world.pass(minutes(1));
    }
    expect(world.router.requests.length - before).toBe(20);
    expect(world.history).toEqual(["made", "made"]);
  });

  test("a router that is new with every answer / asked no more than once a second for each", async () => {
    const world = new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]);
    world.speaks = ["pcp"];
    await world.start();
    await world.pass(minutes(10));
    world.router.isAlwaysNew = true;
    const before = world.router.requests.length;
    world.keeper.check();
    await world.pass(minutes(1));
    expect(world.router.requests.length - before).toBeLessThan(2 * 130);
    expect(world.status.state).toBe("open");
  });
});

describe("configuration and lives", () => {
  test("the end / nothing is open and nothing remembered", async () => {
    const world = await started(new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]));
    await world.stop();
    expect(world.router.entries).toEqual([]);
    expect([...world.disk.mappings.keys()]).toEqual([]);
    expect(world.history).toEqual(["made", "made", "removed", "removed"]);
    expect(world.clock.pendingCount).toBe(0);
  });

  test("the end while the router is silent / bounded, and the next start renews its own", async () => {
    const world = await started();
    for (const protocol of world.speaks) world.router.silent.add(protocol);
    await world.stop();
    expect([...world.disk.mappings.keys()]).toHaveLength(1);
    world.router.silent.clear();
    await world.start();
    expect(world.router.reachable).toEqual(open445);
    expect(world.router.requests).toHaveLength(2);
  });

  test("another set of ports / what is not wanted goes, what stays is not touched", async () => {
    const world = await started(new ExposeWorld([exposing("tcp", 445), exposing("udp", 51820)]));
    world.keeper.replaceExposures([exposing("tcp", 445), exposing("tcp", 22)]);
    await world.pass(Duration.seconds(1));
    expect(world.router.reachable).toEqual(["tcp/22 -> 192.168.1.20:22", ...open445]);
    expect(world.router.requests.map(({ externalPort }) => externalPort)).toEqual([445, 51_820, 22]);
    expect(world.history).toEqual(["made", "made", "removed", "made"]);
    world.keeper.replaceExposures([]);
    await world.pass(Duration.seconds(1));
    expect(world.router.entries).toEqual([]);
    expect([...world.disk.mappings.keys()]).toEqual([]);
  });

  for (const protocol of ["pcp", "upnp"] as const) {
    test(`${protocol}: another port outside / the old hole is closed first`, async () => {
      const world = new ExposeWorld();
      world.speaks = [protocol];
      await world.start();
      world.keeper.replaceExposures([exposing("tcp", 445, { wishedPort: 1445 })]);
      await world.pass(Duration.seconds(1));
      expect(world.router.reachable).toEqual(["tcp/1445 -> 192.168.1.20:445"]);
    });
  }

  for (const protocol of ["pcp", "nat-pmp", "upnp"] as const) {
    test(`${protocol}: killed and started again / its own entry is renewed, there is no second`, async () => {
      const world = new ExposeWorld();
      world.speaks = [protocol];
      await world.start();
      await world.kill();
      expect(world.router.reachable).toEqual(open445);
      await world.pass(minutes(1));
      await world.start();
      expect(world.router.entries).toHaveLength(1);
      expect(world.status.state).toBe("open");
    });
  }

  test("killed, and another configuration at the next start / what was open goes, permanent or not", async () => {
    for (const isPermanentOnly of [false, true]) {
      const world = new ExposeWorld();
      world.speaks = ["upnp"];
      world.router.isPermanentOnly = isPermanentOnly;
      await world.start();
      await world.kill();
      world.exposures = [exposing("udp", 51820)];
      await world.start();
      expect(world.router.reachable).toEqual(["udp/51820 -> 192.168.1.20:51820"]);
      expect([...world.disk.mappings.keys()].map(String)).toEqual(["ipv4/udp/51820"]);
    }
  });

  test("the answer to the first request is lost / the second is for the same hole", async () => {
    const world = new ExposeWorld();
    world.speaks = ["pcp"];
    world.router.lostAnswers = 1;
    await world.start();
    expect(world.status.state).toBe("failing");
    await world.pass(minutes(1));
    expect(world.status.state).toBe("open");
    expect(world.router.entries).toHaveLength(1);
  });

  test("the journal is unavailable / ports are opened all the same", async () => {
    const world = new ExposeWorld();
    world.isJournalOut = true;
    await world.start();
    expect(world.router.reachable).toEqual(open445);
    expect(world.log.lines.filter((line) => line.includes("expose.mapping-unwritten"))).not.toEqual([]);
    await world.stop();
    expect(world.router.entries).toEqual([]);
  });

  test("a bug in the journal / ports are opened and closed all the same, and the bug is logged", async () => {
    const world = new ExposeWorld();
    world.journalBug = new Error("out of thin air");
    await world.start();
    expect(world.router.reachable).toEqual(open445);
    expect(world.log.lines.join("\n")).toContain("out of thin air");
    await world.stop();
    expect(world.router.entries).toEqual([]);
  });

  test("mappings of others are never touched", async () => {
    const world = await started();
    const others = {
      transport: "tcp",
      internalAddress: address("192.168.1.99"),
      internalPort: 8080,
      externalPort: 8080,
      lifetime: Duration.hours(9),
      nonce: new Uint8Array(12),
      description: "other",
    } as const;
    await world.router.client("upnp").map(others, { timeout: Duration.seconds(1) });
    world.keeper.replaceExposures([exposing("tcp", 8080)]);
    await world.pass(minutes(5));
    await world.stop();
    expect(world.router.reachable).toEqual(["tcp/8080 -> 192.168.1.99:8080"]);
  });
});
