import { describe, expect, test } from "bun:test";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { dualStack, home, World } from "../../test/support/reconcile-world.ts";
import { name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { RejectCode } from "../core/outcome.ts";

const homeA = "cf/home.example.net./A";
const home6 = "cf/home.example.net./AAAA";
const told4 = "dd/home.example.net./A";
const told6 = "dd/home.example.net./AAAA";

/** A world whose name lives at the service that is only told. */
function toldWorld(): World {
  const world = new World();
  world.names = [dualStack(home, "dd")];
  return world;
}

describe("Scheduler", () => {
  test("nothing is known / nothing is asked or sent", async () => {
    const world = new World();
    await world.start();
    world.unknow();
    await world.pass(Duration.days(2));
    expect([world.cf.calls, world.told]).toEqual([[], []]);
    expect(world.stateOf(homeA)).toBe("idle");
    await world.stop();
  });

  test("addresses become known / written, verified, settled, and told in order", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.seconds(10));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    expect(world.published(home, "AAAA")).toEqual(rdataList("2001:db8::1"));
    expect([world.stateOf(homeA), world.stateOf(home6)]).toEqual(["settled", "settled"]);
    expect(world.told).toEqual([
      `updated ${homeA}  -> 192.0.2.1`,
      `updated ${home6}  -> 2001:db8::1`,
      `verified ${homeA}`,
      `verified ${home6}`,
    ]);
    await world.stop();
  });

  test("the address changes / the record is updated in place", async () => {
    const world = new World();
    world.cf.plant(home, "A", [actualRecord("7", "192.0.2.1", { fields: { proxied: false, comment: "by hand" } })]);
    await world.start();
    world.know(["192.0.2.2"], []);
    await world.pass(Duration.seconds(10));
    expect(world.cf.at(home, "A")).toEqual([
      actualRecord("7", "192.0.2.2", { fields: { proxied: false, comment: "by hand" } }),
    ]);
    await world.stop();
  });

  test("verdicts that say the same again / nothing is asked", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    const calls = world.cf.calls.length;
    for (let round = 0; round < 20; round += 1) {
      world.unknow();
      world.know(["192.0.2.1"], ["2001:db8::1"]);
      await world.pass(Duration.minutes(1));
    }
    expect(world.cf.calls.length).toBe(calls);
    await world.stop();
  });

  test("somebody else changes the record / found at the next check, and put right", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    world.cf.plant(home, "A", [actualRecord("1", "203.0.113.66")]);
    await world.pass(Duration.hours(5));
    expect(world.published(home, "A")).toEqual(rdataList("203.0.113.66"));
    await world.pass(Duration.hours(2));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    await world.stop();
  });

  test("restarted with nothing changed, readable / read, not written", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    await world.stop();
    const writes = world.cf.count("write");
    const reads = world.cf.count("read");
    await world.start();
    await world.pass(Duration.minutes(1));
    expect([world.cf.count("write"), world.cf.count("read")]).toEqual([writes, reads + 2]);
    expect(world.stateOf(homeA)).toBe("settled");
    await world.stop();
  });

  test("restarted with nothing changed, only told / not even a request", async () => {
    const world = toldWorld();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    await world.stop();
    expect(world.dd.requests).toHaveLength(1);
    for (let round = 0; round < 5; round += 1) {
      await world.start();
      await world.pass(Duration.days(1));
      expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["settled", "settled"]);
      await world.stop();
    }
    expect(world.dd.requests).toHaveLength(1);
  });

  test("only told, DNS loses the value / told again at the next check, and not more often than hourly", async () => {
    const world = toldWorld();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    world.dd.plant(home, "A", []);
    await world.pass(Duration.hours(7));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    expect(world.dd.requests).toHaveLength(2);
    await world.stop();
  });

  test("only told, DNS never agrees, restarted in a loop / told at most once an hour", async () => {
    const world = toldWorld();
    world.verifier.outcome = { kind: "not-verified", reason: "servers-disagree", detail: "" };
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    for (let round = 0; round < 72; round += 1) {
      await world.start();
      await world.pass(Duration.minutes(5));
      await world.stop();
    }
    expect(world.dd.requests.length).toBeLessThanOrEqual(6);
  });

  test("both families of a told name change / one request", async () => {
    const world = toldWorld();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.2"], ["2001:db8::2"]);
    await world.pass(Duration.minutes(1));
    expect(world.dd.requests).toHaveLength(2);
    await world.stop();
  });

  test("one family of a told name changes / the other is only named alongside, and is not told as changed", async () => {
    const world = toldWorld();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.2"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    const last = world.dd.requests.at(-1);
    expect(JSON.stringify([last?.addresses, last?.alongside])).toBe(
      '[{"ipv4":["192.0.2.2"]},{"ipv6":["2001:db8::1"]}]',
    );
    expect(world.told.filter((line) => line.startsWith(`updated ${told6}`))).toHaveLength(1);
    await world.stop();
  });

  test("one family of a told name goes, where that takes the other's address / both are named, and the name lives on", async () => {
    const world = toldWorld();
    world.limits = { withdrawal: { families: ["ipv4", "ipv6"], needs: "other-address" } };
    await world.start();
    for (const [ipv4, ipv6] of [
      [["192.0.2.1"], ["2001:db8::1"]],
      [["192.0.2.1"], []],
      [["192.0.2.2"], []],
      [[], []],
      [["192.0.2.3"], []],
    ] as const) {
      world.know(ipv4, ipv6);
      await world.pass(Duration.minutes(1));
    }
    expect(world.dd.requests.map(({ addresses, alongside }) => JSON.stringify([addresses, alongside]))).toEqual([
      '[{"ipv4":["192.0.2.1"],"ipv6":["2001:db8::1"]},{}]',
      '[{"ipv6":[]},{"ipv4":["192.0.2.1"]}]',
      '[{"ipv4":["192.0.2.2"]},{"ipv6":[]}]',
      '[{"ipv4":["192.0.2.3"]},{"ipv6":[]}]',
    ]);
    await world.stop();
  });

  // A real agent learns its families some milliseconds apart.
  test("one family of a told name is known before the other / each is told once", async () => {
    const world = toldWorld();
    await world.start();
    world.know4(["192.0.2.1"]);
    await world.pass(Duration.milliseconds(5));
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    expect(world.dd.requests.map(({ addresses }) => JSON.stringify(addresses))).toEqual([
      '{"ipv4":["192.0.2.1"]}',
      '{"ipv6":["2001:db8::1"]}',
    ]);
    await world.stop();
  });

  test("one family of a told name changed while the agent was away / the other is checked by DNS, not told", async () => {
    const world = toldWorld();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    await world.stop();
    world.know(["192.0.2.2"], ["2001:db8::1"]);
    await world.start();
    await world.pass(Duration.minutes(1));
    expect(world.dd.requests.map(({ addresses }) => JSON.stringify(addresses)).slice(1)).toEqual([
      '{"ipv4":["192.0.2.2"]}',
    ]);
    expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["settled", "settled"]);
    await world.stop();
  });

  test("one family of a told name expires after the other / each is told again in its own time", async () => {
    const world = toldWorld();
    world.limits = { refreshEvery: Duration.days(28) };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.days(14));
    world.know(["192.0.2.2"], ["2001:db8::1"]);
    await world.pass(Duration.days(15));
    expect(world.dd.requests.map(({ addresses }) => Object.keys(addresses).join("+"))).toEqual([
      "ipv4+ipv6",
      "ipv4",
      "ipv6",
    ]);
    await world.stop();
  });

  test("refused / held over restarts, and asked again only by a person or other settings", async () => {
    const world = new World();
    world.cf.will("zoneOf", { does: "reject", code: "not-authorized" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.days(1));
    expect(world.stateOf(homeA)).toBe("held not-authorized");
    await world.stop();
    const calls = world.cf.calls.length;
    await world.start();
    world.know(["192.0.2.9"], []);
    await world.pass(Duration.days(1));
    expect(world.stateOf(homeA)).toBe("held not-authorized");
    // The other family was not refused; it is kept up to date.
    expect(world.stateOf(home6)).toBe("settled");
    expect(world.cf.calls.slice(calls).filter((call) => call === "write")).toEqual([]);
    world.scheduler.retryNow(world.statusOf(homeA).target, { allowLargeChange: false });
    await world.pass(Duration.minutes(1));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.9"));
    await world.stop();
  });

  test("refused, then the settings change / tried again", async () => {
    const world = new World();
    world.cf.will("read", { does: "reject", code: "not-authorized" });
    world.cf.will("read", { does: "reject", code: "not-authorized" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.hours(1));
    expect(world.stateOf(homeA)).toBe("held not-authorized");
    world.reconfigure([dualStack(home, "cf", { configuration: "digest-2" })]);
    await world.pass(Duration.minutes(1));
    expect(world.stateOf(homeA)).toBe("settled");
    await world.stop();
  });

  const others = ["a", "b", "c"].map((label) => dualStack(name(`${label}.example.net`), "cf"));
  const spreads: readonly (readonly [code: RejectCode, asked: number, why: string])[] = [
    ["credentials-rejected", 1, "the credential is wrong for all that it has not worked for"],
    ["account-not-eligible", 1, "the account is refused, whatever is asked"],
    ["zone-not-by-api", 8, "another name may be of another zone"],
    ["client-refused", 1, "the program itself is refused"],
    ["service-closed", 1, "everybody is refused"],
    ["not-authorized", 8, "each name has rights of its own"],
  ];
  for (const [code, asked, why] of spreads) {
    test(`${code} for the first of eight / ${asked} asked: ${why}`, async () => {
      const world = new World();
      world.names = [dualStack(home, "cf"), ...others];
      for (let time = 0; time < 8; time += 1) world.cf.will("zoneOf", { does: "reject", code });
      await world.start();
      world.know(["192.0.2.1"], ["2001:db8::1"]);
      await world.pass(Duration.days(1));
      expect(world.cf.count("zoneOf")).toBe(asked);
      expect(world.scheduler.status().every(({ held }) => held?.code === code)).toBe(true);
      // Each is told of, whether it was asked itself or not.
      expect(world.told.filter((line) => line.startsWith("rejected"))).toHaveLength(8);
      await world.stop();
    });
  }

  test("a credential that has worked for a name / another name's refusal does not stop that one", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    world.cf.will("zoneOf", { does: "reject", code: "credentials-rejected" });
    world.reconfigure([dualStack(home, "cf"), ...others]);
    await world.pass(Duration.minutes(1));
    expect([world.stateOf(homeA), world.stateOf("cf/a.example.net./A")]).toEqual([
      "settled",
      "held credentials-rejected",
    ]);
    await world.stop();
  });

  test("refused for one family of a told name / the other family is not told either", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "reject", code: "name-not-found" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.1"], ["2001:db8::2"]);
    await world.pass(Duration.days(1));
    expect(world.dd.requests).toHaveLength(1);
    expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["held name-not-found", "held name-not-found"]);
    await world.stop();
  });

  test("refused for one family, told apart from the other / the other is told its changes", async () => {
    const world = toldWorld();
    world.dd.refuses = { family: "ipv6", code: "value-invalid" };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["settled", "held value-invalid"]);
    world.know(["192.0.2.2"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    expect(world.dd.at(home, "A")).toEqual(rdataList("192.0.2.2"));
    expect(world.dd.requests.map(({ addresses }) => Object.keys(addresses))).toEqual([["ipv4", "ipv6"], ["ipv4"]]);
    await world.stop();
  });

  test("failed / tried again with growing pauses, at most hourly, until it works", async () => {
    const world = new World();
    for (let time = 0; time < 40; time += 1) world.cf.will("read", { does: "fail", code: "server-error" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.seconds(1));
    expect(world.stateOf(homeA)).toBe("backing-off server-error");
    await world.pass(Duration.hours(40));
    expect(world.stateOf(homeA)).toBe("settled");
    await world.stop();
  });

  for (const [code, reads] of [
    ["timed-out", 1],
    ["server-error", 0],
  ] as const) {
    const what =
      reads > 0 ? "tried again a second later" : "the service's trouble is not the network's, and the pause is kept";
    test(`${code} for hours, then the network changes / ${what}`, async () => {
      const world = new World();
      for (let time = 0; time < 200; time += 1) world.cf.will("read", { does: "fail", code });
      await world.start();
      world.know4(["192.0.2.1"]);
      await world.pass(Duration.hours(8));
      const before = world.cf.count("read");
      world.scheduler.networkChanged();
      await world.pass(Duration.milliseconds(999));
      expect(world.cf.count("read")).toBe(before);
      await world.pass(Duration.milliseconds(2));
      expect(world.cf.count("read")).toBe(before + reads);
      await world.stop();
    });
  }

  test("a link that comes and goes / not tried more than once a second", async () => {
    const world = new World();
    for (let time = 0; time < 200; time += 1) world.cf.will("read", { does: "fail", code: "unreachable" });
    await world.start();
    world.know4(["192.0.2.1"]);
    await world.pass(Duration.hours(8));
    const before = world.cf.count("read");
    for (let change = 0; change < 300; change += 1) {
      world.scheduler.networkChanged();
      await world.pass(Duration.milliseconds(100));
    }
    expect(world.cf.count("read") - before).toBeLessThanOrEqual(30);
    await world.stop();
  });

  test("a remote that names a pause / obeyed, over restarts, by everything with that credential", async () => {
    const world = new World();
    world.cf.will("read", { does: "fail", code: "rate-limited", retryAfter: Duration.minutes(20) });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(19));
    expect(world.cf.calls).toEqual(["zoneOf", "read"]);
    expect(world.stateOf(home6)).toBe("due first");
    await world.pass(Duration.minutes(2));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    await world.stop();
  });

  test("a pause and a restart / the pause goes on", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "fail", code: "under-maintenance" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    for (let round = 0; round < 5; round += 1) {
      await world.stop();
      await world.start();
      await world.pass(Duration.minutes(5));
    }
    expect(world.dd.requests).toHaveLength(1);
    await world.pass(Duration.minutes(5));
    expect(world.dd.requests).toHaveLength(2);
    await world.stop();
  });

  test("reply lost, readable / read back before anything is written again", async () => {
    const world = new World();
    world.cf.will("write", { does: "lose-reply" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect(world.cf.count("write")).toBe(1);
    expect(world.told.filter((line) => line.split(" ")[1] === homeA)).toEqual([
      `unconfirmed ${homeA} timed-out`,
      `updated ${homeA} ? -> 192.0.2.1`,
      `verified ${homeA}`,
    ]);
    await world.stop();
  });

  test("request lost, readable / read back, then written again", async () => {
    const world = new World();
    world.cf.will("write", { does: "lose-request" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect(world.cf.count("write")).toBe(2);
    expect(world.stateOf(homeA)).toBe("settled");
    await world.stop();
  });

  test("reply lost, only told / DNS shows that it arrived, so it is not told again", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "lose-reply" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    expect(world.dd.requests).toHaveLength(1);
    expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["settled", "settled"]);
    await world.stop();
  });

  test("request lost, only told / DNS does not show it, so it is told again", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "lose-request" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(2));
    expect(world.dd.requests).toHaveLength(2);
    expect(world.stateOf(told4)).toBe("settled");
    await world.stop();
  });

  test("killed while telling / after the restart DNS is asked first", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "hang" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.seconds(1));
    await world.kill();
    await world.start();
    await world.pass(Duration.minutes(1));
    expect(world.dd.requests).toHaveLength(1);
    expect([world.stateOf(told4), world.stateOf(told6)]).toEqual(["settled", "settled"]);
    await world.stop();
  });

  test("stopped while writing / remembered as unconfirmed", async () => {
    const world = new World();
    world.cf.will("write", { does: "hang" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.seconds(1));
    await world.stop();
    expect(world.told).toContain(`unconfirmed ${homeA} aborted`);
    const memory = [...world.disk.memories.values()].find(({ target }) => target === homeA);
    expect(memory?.unconfirmed).toEqual([...rdataList("192.0.2.1")]);
    expect(world.clock.pendingCount).toBe(0);
  });

  test("becomes unknown between reading and writing / not written", async () => {
    const world = new World();
    world.cf.latency = Duration.seconds(1);
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.milliseconds(2_500));
    world.unknow();
    await world.pass(Duration.minutes(5));
    expect(world.cf.count("write")).toBe(0);
    expect(world.stateOf(homeA)).toBe("idle");
    await world.stop();
  });

  test("changes while being written / the newer follows", async () => {
    const world = new World();
    world.cf.latency = Duration.seconds(1);
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.milliseconds(3_500));
    world.know(["192.0.2.2"], []);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.2"));
    await world.stop();
  });

  test("one credential / one conversation at a time, in the order of becoming due", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    world.cf.latency = Duration.seconds(1);
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    expect(world.cf.largestOverlap).toBe(1);
    expect(world.told.filter((line) => line.startsWith("updated"))).toHaveLength(8);
    await world.stop();
  });

  test("a documented pace / kept", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    world.limits = { pace: { requestsPerMinute: 6 } };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    // Minutes that end before the request of their last instant.
    await world.pass(Duration.milliseconds(59_999));
    let before = 0;
    for (let minute = 0; minute < 10; minute += 1) {
      const calls = world.cf.calls.length;
      expect(calls - before).toBeLessThanOrEqual(6);
      before = calls;
      await world.pass(Duration.minutes(1));
    }
    await world.stop();
  });

  test("everything asserted away at once / refused, until an address is known again or a person allows it", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    world.know([], []);
    await world.pass(Duration.days(1));
    expect(world.scheduler.status().map(({ held }) => held?.code)).toEqual(Array(8).fill("change-too-large"));
    expect(world.published(home, "A")).toHaveLength(1);
    world.know(["192.0.2.7"], ["2001:db8::7"]);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.7"));
    world.know([], []);
    await world.pass(Duration.minutes(5));
    world.scheduler.retryNow(undefined, { allowLargeChange: true });
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual([]);
    await world.stop();
  });

  test("asserted away one family after the other / the second is refused, an hour later it goes", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), dualStack(name("b.example.net"), "cf")];
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "AAAA")).toEqual([]);
    world.know([], []);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    expect(world.scheduler.status().map(({ held }) => held?.code)).toEqual([
      "change-too-large",
      undefined,
      "change-too-large",
      undefined,
    ]);
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.hours(1));
    world.know([], []);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual([]);
    await world.stop();
  });

  test("one family asserted away / withdrawn", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(5));
    expect([world.published(home, "A").length, world.published(home, "AAAA").length]).toEqual([1, 0]);
    await world.stop();
  });

  test("too large a withdrawal of one family of a told name / the other family is still told", async () => {
    const world = new World();
    world.names = ["a", "b", "c", "d"].map((label) => dualStack(name(`${label}.example.net`), "dd"));
    world.policy = { withdrawalLimit: { share: 0.1, count: 0 } };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    world.know(["192.0.2.2"], []);
    await world.pass(Duration.minutes(5));
    const owner = name("a.example.net");
    expect(world.dd.at(owner, "A")).toEqual(rdataList("192.0.2.2"));
    expect(world.dd.at(owner, "AAAA")).toEqual(rdataList("2001:db8::1"));
    expect(world.stateOf("dd/a.example.net./AAAA")).toBe("held change-too-large");
    await world.stop();
  });

  test("idle names that expire / told again at the documented time only", async () => {
    const world = toldWorld();
    world.limits = { refreshEvery: Duration.days(28) };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.days(27));
    expect(world.dd.requests).toHaveLength(1);
    await world.stop();
    await world.start();
    await world.pass(Duration.days(2));
    expect(world.dd.requests).toHaveLength(2);
    await world.pass(Duration.days(26));
    expect(world.dd.requests).toHaveLength(2);
    await world.stop();
  });

  test("a service that holds one address of several / the one it has stays", async () => {
    const world = toldWorld();
    world.limits = { largestRRset: 1 };
    await world.start();
    world.know(["192.0.2.9"], []);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.1", "192.0.2.9"], []);
    await world.pass(Duration.hours(1));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.9"));
    expect(world.dd.requests).toHaveLength(1);
    await world.stop();
  });

  test("others publish at the same name / theirs stay, and what a lost write left is still known as ours", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf", { ownership: "values" })];
    world.cf.plant(home, "A", [actualRecord("theirs", "203.0.113.5")]);
    world.cf.will("write", { does: "lose-reply" });
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.milliseconds(100));
    world.know(["192.0.2.2"], []);
    await world.kill();
    await world.start();
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual(rdataList("203.0.113.5", "192.0.2.2"));
    await world.stop();
  });

  test("a name is removed from the configuration / forgotten, not withdrawn", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(5));
    world.reconfigure(others);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    expect([...world.disk.memories.keys()].some((target) => target === homeA)).toBe(false);
    expect(world.scheduler.status()).toHaveLength(6);
    await world.stop();
  });

  test("a name is removed while it is read for / its write is not sent", async () => {
    const world = new World();
    world.cf.latency = Duration.seconds(1);
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.milliseconds(1_500));
    world.reconfigure(others);
    await world.pass(Duration.minutes(5));
    expect(world.published(home, "A")).toEqual([]);
    await world.stop();
  });

  test("a bug in a provider / logged with its stack, that attempt backs off, the others go on", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), dualStack(home, "dd")];
    world.cf.will("read", { does: "throw" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.milliseconds(500));
    expect(world.stateOf(homeA)).toBe("backing-off aborted");
    expect(world.log.lines.some((line) => line.startsWith("error reconcile.attempt-broke"))).toBe(true);
    await world.pass(Duration.minutes(1));
    expect([world.stateOf(homeA), world.stateOf(told4)]).toEqual(["settled", "settled"]);
    await world.stop();
  });

  test("the journal fails / the name is kept up to date all the same, and the failure is logged", async () => {
    const world = new World();
    await world.start();
    world.journal.outage = { code: "agent-journal-full", detail: "no space left on device" };
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
    expect(world.log.lines.some((line) => line.includes("reconcile.journal-unwritten"))).toBe(true);
    await world.stop();
  });

  test("a bug in the journal / the name is kept up to date all the same, and the bug is logged", async () => {
    const world = new World();
    await world.start();
    const { record } = world.journal;
    world.journal.record = () => Promise.reject(new Error("out of thin air"));
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    world.journal.record = record;
    world.know(["192.0.2.2"], []);
    await world.pass(Duration.minutes(1));
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.2"));
    expect(world.log.lines.join("\n")).toContain("out of thin air");
    await world.stop();
  });

  test("refused while other settings arrive / nothing is held under the new ones", async () => {
    const world = toldWorld();
    world.dd.latency = Duration.seconds(1);
    world.dd.will("write", { does: "reject", code: "value-invalid" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.milliseconds(500));
    world.reconfigure([dualStack(home, "dd", { configuration: "digest-2" })]);
    await world.pass(Duration.minutes(1));
    expect([world.stateOf(told4), world.stateOf(told6), world.dd.requests.length]).toEqual(["settled", "settled", 2]);
    await world.stop();
  });

  test("many credentials / no more conversations at a time than allowed", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), dualStack(home, "dd")];
    world.policy = { largestConcurrency: 1 };
    world.cf.latency = Duration.seconds(1);
    world.dd.latency = Duration.seconds(1);
    let running = 0;
    let most = 0;
    for (const service of [world.cf, world.dd]) {
      service.onCall = () => {
        running += 1;
        most = Math.max(most, running);
        world.clock.after(Duration.seconds(1), () => {
          running -= 1;
        });
      };
    }
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(1));
    expect([most, world.stateOf(homeA), world.stateOf(told4)]).toEqual([1, "settled", "settled"]);
    await world.stop();
  });

  test("stopped / nothing that arrives later is followed or written down", async () => {
    const world = new World();
    await world.start();
    const { scheduler } = world;
    await world.stop();
    world.know(["192.0.2.1"], []);
    scheduler.replaceVerdicts(world.verdicts);
    scheduler.replaceConfiguration(world.configuration);
    scheduler.retryNow(undefined, { allowLargeChange: true });
    await world.pass(Duration.days(1));
    expect([world.cf.calls, world.told, world.clock.pendingCount]).toEqual([[], [], 0]);
  });

  test("a bug in verifying / logged, and the name counts as not verified", async () => {
    const world = new World();
    world.verifier.outcome = undefined;
    world.verifier.verify = () => Promise.reject(new Error("a bug in the verifier"));
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect(world.stateOf(homeA)).toBe("settled");
    expect(world.log.lines.some((line) => line.includes(`ended an attempt for ${homeA}`))).toBe(true);
    await world.stop();
  });

  test("one family of a told name waits out a pause / the other does not get around it", async () => {
    const world = toldWorld();
    world.dd.will("write", { does: "fail", code: "server-error", retryAfter: Duration.minutes(10) });
    await world.start();
    world.know4(["192.0.2.1"]);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.minutes(8));
    expect([world.dd.requests.length, world.stateOf(told6)]).toEqual([1, "due first"]);
    await world.pass(Duration.minutes(2));
    expect([world.dd.requests.length, world.stateOf(told4), world.stateOf(told6)]).toEqual([2, "settled", "settled"]);
    await world.stop();
  });

  test("one family of a told name is removed while its request waits / only the other is told", async () => {
    const world = toldWorld();
    world.limits = { pace: { requestsPerMinute: 1 } };
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.seconds(10));
    world.know(["192.0.2.2"], ["2001:db8::2"]);
    await world.pass(Duration.seconds(10));
    const { addresses } = dualStack(home, "dd");
    world.reconfigure([dualStack(home, "dd", { addresses: { ...addresses, ipv6: { kind: "unmanaged" } } })]);
    await world.pass(Duration.minutes(5));
    const told = world.dd.requests.slice(1).map((request) => JSON.stringify(request.addresses));
    expect(told).toEqual(['{"ipv4":["192.0.2.2"]}']);
    await world.stop();
  });

  test("a name is removed while its provider does not answer / the others do not wait for it", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf"), ...others];
    world.cf.will("read", { does: "hang" });
    await world.start();
    world.know(["192.0.2.1"], ["2001:db8::1"]);
    await world.pass(Duration.seconds(10));
    world.reconfigure(others);
    await world.pass(Duration.minutes(1));
    expect(world.stateOf("cf/a.example.net./A")).toBe("settled");
    await world.stop();
  });

  test("verification / is given the zone, and where others publish too what must be gone", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf", { ownership: "values" })];
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    world.know(["192.0.2.2"], []);
    await world.pass(Duration.minutes(1));
    const last = world.verifier.requests.findLast(({ type }) => type === "A");
    expect(last?.apex?.hostname).toBe("example.net");
    expect(last?.expectation).toEqual({
      kind: "including",
      rdata: rdataList("192.0.2.2"),
      excluding: rdataList("192.0.2.1"),
    });
    await world.stop();
  });

  test("status / what is desired, confirmed, and when it is checked again", async () => {
    const world = new World();
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    const status = world.statusOf(homeA);
    expect(status).toMatchObject({
      providerKey: "cf",
      state: "settled",
      desired: { kind: "present", rdata: [...rdataList("192.0.2.1")] },
      confirmed: { rdata: [...rdataList("192.0.2.1")] },
      verification: { kind: "verified" },
      lastOutcome: { kind: "updated" },
      held: undefined,
      setback: undefined,
    });
    expect(status.nextCheckAt).toBeGreaterThan(world.clock.now() + Duration.hours(5));
    await world.stop();
  });

  test("verification is off / settled without asking DNS", async () => {
    const world = new World();
    world.names = [dualStack(home, "cf", { verify: { kind: "off" } })];
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect([world.stateOf(homeA), world.verifier.requests.length]).toEqual(["settled", 0]);
    await world.stop();
  });

  test("behind the provider's proxy / settled, DNS is not asked", async () => {
    const world = new World();
    world.cf.isMasked = true;
    await world.start();
    world.know(["192.0.2.1"], []);
    await world.pass(Duration.minutes(1));
    expect(world.told).toContain(`not-verified ${homeA} masked-by-provider`);
    expect(world.verifier.requests).toEqual([]);
    await world.stop();
  });
});
