import { afterEach, describe, expect, test } from "bun:test";
import { type Clock, Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { LogFields } from "../core/log.ts";
import { Secret } from "../core/secret.ts";
import type { Verdict } from "../core/verdict.ts";
import { hostKeyOfToken } from "../wire/host-key.ts";
import { decodeMessage, emptyMessage, encodeMessage } from "../wire/message.ts";
import { noFlags } from "../wire/header.ts";
import type { Rcode } from "../wire/rcode.ts";
import { BeaconWorld } from "../../test/support/beacon-world.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { published } from "../../test/support/update-server.ts";
import { address, name } from "../../test/support/values.ts";
import { Beacon, type BeaconTask } from "./beacon.ts";

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

/** A home whose name has its address, and its beacon every 15 seconds. */
class Home {
  readonly world: BeaconWorld;
  /** What was told, in order: log events, and words to the listener. */
  readonly told: string[] = [];
  /** What the sources say. */
  verdict: Verdict | undefined;
  beacon: Beacon | undefined;

  private constructor(world: BeaconWorld) {
    this.world = world;
    this.verdict = this.seen("198.51.100.7");
  }

  static async start(wishes: Partial<BeaconTask> = {}, clock?: Clock, apex?: string): Promise<Home> {
    const world = await BeaconWorld.start(apex);
    const home = new Home(world);
    await home.put("198.51.100.7");
    home.#light(wishes, clock ?? world.server.clock);
    await home.pass(0);
    return home;
  }

  /** An update as the agent makes it. */
  async put(text: string): Promise<void> {
    const path = "/api/v1/names/home.dyn.example/addresses";
    const { server, token } = this.world;
    await server.ask(path, { method: "PUT", bearer: token, body: { ipv4: text } });
  }

  /** A verdict of echoes, of now. */
  seen(text: string): Verdict {
    const at = this.world.server.clock.now();
    const addresses = [address(text)];
    return { kind: "known", family: "ipv4", addresses, because: "quorum", at, weighed: [], reports: [], advice: [] };
  }

  async pass(seconds: number): Promise<void> {
    await this.world.server.clock.advance(Duration.seconds(seconds));
  }

  get record(): readonly string[] {
    return published(this.world.server, "home.dyn.example");
  }

  #light(wishes: Partial<BeaconTask>, clock: Clock): void {
    const { world } = this;
    const task: BeaconTask = {
      owner: name("home.dyn.example"),
      family: "ipv4",
      server: { host: "ns1.dyn.example", port: 53 },
      key: hostKeyOfToken(name("home.dyn.example"), new Secret(world.token)),
      interval: Duration.seconds(15),
      mayPublish: true,
      mayConfirm: true,
      ...wishes,
    };
    const log = { write: (event: { code: string }, _: LogFields) => void this.told.push(event.code) };
    const random = new SeededRandom(3);
    const ports = { clock, datagrams: world.datagrams(world.server.clock), lookup: world.lookup, random, log };
    this.beacon = new Beacon(task, ports, {
      verdict: () => this.verdict,
      mayHaveChanged: () => void this.told.push("hint"),
      isServedOtherwise: () => void this.told.push("served otherwise"),
    });
    open.push(this.beacon);
  }
}

describe("a beacon", () => {
  test("gets a cookie, says where it is, and then one packet per interval", async () => {
    const { world, told, ...home } = await Home.start();
    expect(world.arrivals).toHaveLength(2);
    expect(told).toEqual(["beacon.seen"]);
    await world.server.clock.advance(Duration.minutes(10));
    expect(world.arrivals.length).toBeGreaterThanOrEqual(2 + 40);
    expect(world.arrivals.length).toBeLessThanOrEqual(2 + 45);
    expect(told).toEqual(["beacon.seen"]);
    expect(home.verdict?.kind).toBe("known");
  });

  test("goes on through the end of its cookie without a word", async () => {
    const { world, told } = await Home.start();
    await world.server.clock.advance(Duration.minutes(70));
    expect(told).toEqual(["beacon.seen"]);
    expect(world.server.journal.revision).toBe(2 as never);
  });

  test("moves the name when the router gets another address, within the interval", async () => {
    const home = await Home.start();
    await home.pass(20);
    home.world.wan = "198.51.100.99";
    await home.pass(15);
    expect(home.record).toEqual(["198.51.100.99"]);
    expect(home.told).toEqual(["beacon.seen", "beacon.published", "hint"]);
    home.verdict = home.seen("198.51.100.99");
    await home.pass(60);
    expect(home.told).toEqual(["beacon.seen", "beacon.published", "hint"]);
  });

  test("publishes once, and then waits for the sources", async () => {
    const home = await Home.start();
    await home.pass(20);
    for (const wan of ["198.51.100.99", "198.51.100.50"]) {
      home.world.wan = wan;
      await home.pass(30);
    }
    expect(home.record).toEqual(["198.51.100.99"]);
    expect(home.told).toEqual(["beacon.seen", "beacon.published", "hint", "beacon.seen", "hint"]);
  });

  test("that the sources do not confirm has the record put right, once", async () => {
    const home = await Home.start();
    await home.pass(20);
    home.world.wan = "198.51.100.99";
    await home.pass(15);
    await home.pass(1);
    home.verdict = home.seen("198.51.100.7");
    await home.pass(60);
    expect(home.told).toEqual(["beacon.seen", "beacon.published", "hint", "beacon.overruled", "served otherwise"]);
  });

  test("does not publish what it first sees after this host's own network changed", async () => {
    const home = await Home.start();
    await home.pass(20);
    home.world.wan = "198.51.100.99";
    home.beacon?.networkChanged();
    await home.pass(60);
    expect(home.record).toEqual(["198.51.100.7"]);
    expect(home.told).toEqual(["beacon.seen", "beacon.seen", "hint"]);
  });

  test("says at once when this host's network changed", async () => {
    const { world, beacon } = await Home.start();
    const before = world.arrivals.length;
    beacon?.networkChanged();
    await world.server.clock.advance(Duration.zero);
    expect(world.arrivals.length).toBe(before + 1);
  });

  test("whose name is not the echoes' only tells that the host is there", async () => {
    const home = await Home.start({ mayPublish: false, mayConfirm: false });
    await home.pass(20);
    home.world.wan = "198.51.100.99";
    await home.pass(60);
    expect(home.record).toEqual(["198.51.100.7"]);
    expect(String(home.world.server.presence.of(name("home.dyn.example"))?.peer)).toBe("198.51.100.99");
  });

  test("tells when somebody else changed the record, and not more often than every five minutes", async () => {
    const home = await Home.start({ mayPublish: false });
    await home.pass(60);
    await home.put("198.51.100.66");
    await home.pass(40);
    expect(home.told).toEqual(["beacon.seen", "beacon.drifted", "served otherwise"]);
    await home.pass(200);
    expect(home.told).toHaveLength(3);
    await home.pass(100);
    expect(home.told).toHaveLength(5);
  });
});

describe("a beacon without an answer", () => {
  test("is a hint at once, is sent again, and is no news when the next one passes", async () => {
    const home = await Home.start();
    home.world.losses = 1;
    await home.pass(16);
    expect(home.told).toEqual(["beacon.seen", "hint"]);
    expect(home.record).toEqual(["198.51.100.7"]);
    await home.pass(60);
    expect(home.told).toEqual(["beacon.seen", "hint"]);
  });

  test("finds the way again after an outage, with one warning", async () => {
    const home = await Home.start();
    home.world.losses = 10;
    await home.pass(120);
    expect(home.told).toEqual(["beacon.seen", "hint", "beacon.silent", "beacon.heard-again"]);
  });

  test("is sent less and less often, and at once when the network changes", async () => {
    const home = await Home.start();
    home.world.losses = Number.POSITIVE_INFINITY;
    await home.pass(3_600);
    home.world.losses = 0;
    const before = home.world.arrivals.length;
    home.beacon?.networkChanged();
    await home.pass(0);
    expect(home.world.arrivals.length).toBeGreaterThan(before);
    expect(home.told.filter((one) => one === "beacon.silent")).toHaveLength(1);
  });
});

describe("a server that cannot be found", () => {
  test("in this family is looked for ever more seldom, without a word", async () => {
    const home = await Home.start({ server: { host: "2001:db8::53", port: 53 } });
    await home.pass(3_600);
    expect(home.told).toEqual([]);
    expect(home.world.arrivals).toEqual([]);
  });

  test("any more is still where it was", async () => {
    const home = await Home.start();
    home.world.isNameKnown = false;
    const before = home.world.arrivals.length;
    await home.pass(1_200);
    expect(home.world.arrivals.length - before).toBeGreaterThanOrEqual(80);
    expect(home.told).toEqual(["beacon.seen"]);
  });
});

describe("a beacon that is refused", () => {
  const refusals: readonly (readonly [rcode: Rcode, code: string])[] = [
    ["NOTIMP", "beacon.refused"],
    ["REFUSED", "beacon.refused"],
    ["SERVFAIL", "beacon.refused"],
  ];
  for (const [rcode, code] of refusals) {
    test(`with ${rcode} says so once and asks ever more seldom`, async () => {
      const home = await Home.start();
      home.world.answerInstead = (payload) => {
        const { id, question } = expectOk(decodeMessage(payload));
        const answer = {
          ...emptyMessage,
          id,
          opcode: "UPDATE" as const,
          rcode,
          question,
          flags: { ...noFlags, qr: true },
        };
        return expectOk(encodeMessage(answer, 1_232)).octets;
      };
      const before = home.world.arrivals.length;
      await home.pass(3_600);
      expect(home.told).toEqual(["beacon.seen", code]);
      expect(home.world.arrivals.length - before).toBeLessThan(20);
    });
  }

  test("because its host is in another zone by now asks which one", async () => {
    const home = await Home.start({}, undefined, "home.dyn.example");
    home.world.apex = "dyn.example";
    await home.pass(60);
    home.world.wan = "203.0.113.9";
    await home.pass(15);
    expect(home.record).toEqual(["203.0.113.9"]);
  });

  test("because of its token says so once", async () => {
    const home = await Home.start({ key: hostKeyOfToken(name("home.dyn.example"), new Secret("another")) });
    await home.pass(600);
    expect(home.told).toEqual(["beacon.refused"]);
  });
});

describe("a host whose clock is wrong", () => {
  for (const hours of [-30 * 24, -1, 1, 30 * 24]) {
    test(`by ${hours} hours is heard all the same`, async () => {
      const world = await BeaconWorld.start();
      const { clock } = world.server;
      const wrong: Clock = {
        now: () => Instant.ofMs(clock.now() + hours * 3_600_000),
        monotonic: () => clock.monotonic(),
        after: (delay, run) => clock.after(delay, run),
      };
      const home = await Home.start({}, wrong);
      await home.pass(60);
      expect(home.told).toEqual(["beacon.seen"]);
      expect(home.world.server.presence.of(name("home.dyn.example"))?.transport).toBe("beacon");
    });
  }

  test("that is put right meanwhile is heard again", async () => {
    const home = await Home.start();
    home.world.server.clock.jumpWall(-3_600_000);
    await home.pass(60);
    expect(home.told.filter((one) => one === "beacon.refused")).toEqual([]);
  });
});

test("nothing of a beacon's words shows token or key", async () => {
  const lines: string[] = [];
  const world = await BeaconWorld.start();
  const { clock } = world.server;
  const key = hostKeyOfToken(name("home.dyn.example"), new Secret(world.token));
  const log = { write: (event: unknown, fields: LogFields) => void lines.push(Bun.inspect([event, fields])) };
  const ports = { clock, datagrams: world.datagrams(), lookup: world.lookup, random: new SeededRandom(3), log };
  const task: BeaconTask = {
    owner: name("home.dyn.example"),
    family: "ipv4",
    server: { host: "ns1.dyn.example", port: 53 },
    key,
    interval: Duration.seconds(15),
    mayPublish: true,
    mayConfirm: true,
  };
  const quiet = { verdict: () => undefined, mayHaveChanged: () => undefined, isServedOtherwise: () => undefined };
  const beacon = new Beacon(task, ports, quiet);
  open.push(beacon);
  await clock.advance(Duration.seconds(60));
  expect(lines.length).toBeGreaterThan(0);
  expect([...lines, Bun.inspect(beacon), Bun.inspect(task)].join("\n")).not.toContain(world.token.slice(10));
});
