import { describe, expect, test } from "bun:test";
import { actualRecord, rdataList } from "../../test/support/reconcile-values.ts";
import { dualStack, home, World } from "../../test/support/reconcile-world.ts";
import { name, ttl } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Language } from "../core/language.ts";
import { previewChanges } from "./preview.ts";
import { renderPlan } from "./preview.text.ts";

async function preview(world: World, language: Language = "en"): Promise<readonly string[]> {
  const { clock, journal } = world;
  const { signal } = new AbortController();
  const previews = await previewChanges(world.configuration, world.verdicts, { clock, journal, signal });
  const words = {
    language,
    codeText: (code: string) => `[${code}]`,
    noOpinionText: (reason: string) => `[${reason}]`,
  };
  return renderPlan(previews, words).map(({ text }) => text);
}

function settled(): World {
  const world = new World();
  world.know(["192.0.2.1"], ["2001:db8::1"]);
  return world;
}

describe("previewChanges", () => {
  test("reads, and writes nothing anywhere", async () => {
    const world = settled();
    await preview(world);
    expect(new Set(world.cf.calls)).toEqual(new Set(["zoneOf", "read"]));
    expect([world.disk.events, world.disk.memories.size, world.log.lines]).toEqual([[], 0, []]);
  });

  test("a change in place, a TTL and a field / as a diff", async () => {
    const world = settled();
    world.names = [dualStack(home, "cf", { ttl: ttl(60), options: { proxied: true, tags: ["b", "a"] } })];
    world.cf.plant(home, "A", [
      actualRecord("1", "192.0.2.1", { ttl: 60, fields: { proxied: true } }),
      actualRecord("2", "192.0.2.99", { ttl: 300, fields: { proxied: false, tags: ["c"] } }),
    ]);
    world.cf.plant(home, "AAAA", [actualRecord("3", "2001:db8::1", { ttl: 60 })]);
    expect(await preview(world)).toEqual([
      "A of home.example.net at cf",
      "  - 192.0.2.99",
      "    192.0.2.1",
      "  ~ TTL 300 -> 60",
      "  ~ proxied false -> true",
      "  ~ tags c -> a b",
      "AAAA of home.example.net at cf",
      "    2001:db8::1",
      "  as it should be",
      "1 to change, 1 unchanged, 0 refused, 0 left alone or not read.",
    ]);
  });

  test("others' values / shown as staying", async () => {
    const world = settled();
    world.names = [dualStack(home, "cf", { ownership: "values" })];
    world.cf.plant(home, "A", [actualRecord("theirs", "203.0.113.5")]);
    expect((await preview(world)).slice(0, 3)).toEqual([
      "A of home.example.net at cf",
      "    203.0.113.5",
      "  + 192.0.2.1",
    ]);
  });

  test("refused, not known, not readable / said with the reason", async () => {
    const world = settled();
    world.cf.plant(home, "CNAME", [{ id: "9", rdata: name("www.example.net").wire, ttl: undefined, fields: {} }]);
    world.limits = { families: ["ipv4"] };
    world.names = [dualStack(home, "cf"), dualStack(name("nas.example.com"), "cf")];
    expect(await preview(world)).toEqual([
      "A of home.example.net at cf",
      "  A record of another type stands in the way; removing it is left to you. (CNAME exists at home.example.net.)",
      "AAAA of home.example.net at cf",
      "  left as it is. [family-unsupported]",
      "A of nas.example.com at cf",
      "  could not be read. [zone-not-found] (nas.example.com)",
      "AAAA of nas.example.com at cf",
      "  left as it is. [family-unsupported]",
      "0 to change, 0 unchanged, 1 refused, 3 left alone or not read.",
    ]);
  });

  test("a service that is only told / what it would be told, against what it confirmed", async () => {
    const world = settled();
    world.names = [dualStack(home, "dd")];
    expect(await preview(world)).toEqual([
      "A of home.example.net at dd",
      "  + 192.0.2.1",
      "  this service can only be told; what it holds now is what it last confirmed",
      "AAAA of home.example.net at dd",
      "  + 2001:db8::1",
      "  this service can only be told; what it holds now is what it last confirmed",
      "2 to change, 0 unchanged, 0 refused, 0 left alone or not read.",
    ]);
    await world.start();
    await world.pass(Duration.minutes(1));
    await world.stop();
    expect((await preview(world)).at(-1)).toBe("0 to change, 2 unchanged, 0 refused, 0 left alone or not read.");
    world.reconfigure([dualStack(home, "dd", { configuration: "digest-2" })]);
    expect((await preview(world))[2]).toBe(
      "  same values, but not confirmed under these settings: would be sent again",
    );
    expect(world.dd.requests).toHaveLength(1);
  });

  test("everything asserted away / refused, in both shapes of service", async () => {
    const world = new World();
    world.policy = { withdrawalLimit: { share: 0.5, count: 0 } };
    world.names = [dualStack(home, "cf"), dualStack(home, "dd")];
    world.cf.plant(home, "A", [actualRecord("1", "192.0.2.1")]);
    world.know([], []);
    const told = await preview(world);
    expect(told.filter((line) => line.includes("4 of 4 RRsets would be withdrawn at once"))).toHaveLength(3);
  });

  test("a refusal that stands / said beside what would change", async () => {
    const world = settled();
    world.cf.will("zoneOf", { does: "reject", code: "not-authorized" });
    await world.start();
    await world.pass(Duration.minutes(1));
    await world.stop();
    expect((await preview(world)).slice(0, 3)).toEqual([
      "A of home.example.net at cf",
      "  + 192.0.2.1",
      '  refused earlier (not-authorized): not tried again until the configuration changes or "holdfast retry" asks for it',
    ]);
  });

  test("in Chinese", async () => {
    const world = settled();
    world.cf.plant(home, "A", [actualRecord("1", "192.0.2.9")]);
    expect((await preview(world, "zh-CN")).filter((line) => !line.startsWith("  "))).toEqual([
      "cf 上 home.example.net 的 A 解析记录",
      "cf 上 home.example.net 的 AAAA 解析记录",
      "2 项更改，0 项不变，0 项被拒绝，0 项保持原样或无法读取。",
    ]);
  });

  test("agrees with what the agent then does", async () => {
    const world = settled();
    world.cf.plant(home, "A", [actualRecord("1", "192.0.2.9")]);
    const before = (await preview(world)).at(-1);
    await world.start();
    await world.pass(Duration.minutes(1));
    await world.stop();
    expect([before, world.cf.count("write"), (await preview(world)).at(-1)]).toEqual([
      "2 to change, 0 unchanged, 0 refused, 0 left alone or not read.",
      2,
      "0 to change, 2 unchanged, 0 refused, 0 left alone or not read.",
    ]);
    expect(world.published(home, "A")).toEqual(rdataList("192.0.2.1"));
  });
});
