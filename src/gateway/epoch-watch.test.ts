import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { Duration } from "../core/duration.ts";
import { EpochWatch } from "./epoch-watch.ts";
import type { GatewayProtocol } from "./gateway.ts";

const rows: readonly {
  name: string;
  protocol: GatewayProtocol;
  before: number;
  passed: number;
  now: number;
  isLost: boolean;
}[] = [
  { name: "in step", protocol: "pcp", before: 100, passed: 60, now: 160, isLost: false },
  { name: "restarted", protocol: "pcp", before: 100, passed: 60, now: 5, isLost: true },
  { name: "one second back, an overtaken packet", protocol: "pcp", before: 100, passed: 0, now: 99, isLost: false },
  { name: "two seconds back", protocol: "pcp", before: 100, passed: 0, now: 98, isLost: true },
  { name: "restarted long ago, ahead again", protocol: "pcp", before: 10, passed: 3_600, now: 3_000, isLost: true },
  { name: "slow by a sixteenth", protocol: "pcp", before: 0, passed: 1_600, now: 1_500, isLost: false },
  { name: "slow by an eighth", protocol: "pcp", before: 0, passed: 1_600, now: 1_400, isLost: true },
  { name: "fast by a sixteenth", protocol: "pcp", before: 0, passed: 1_500, now: 1_600, isLost: false },
  { name: "ahead of a host that slept", protocol: "pcp", before: 0, passed: 1_400, now: 30_000, isLost: false },
  { name: "in step", protocol: "nat-pmp", before: 100, passed: 60, now: 160, isLost: false },
  { name: "restarted", protocol: "nat-pmp", before: 100, passed: 60, now: 5, isLost: true },
  { name: "two seconds late", protocol: "nat-pmp", before: 100, passed: 0, now: 98, isLost: false },
  { name: "three seconds late", protocol: "nat-pmp", before: 100, passed: 0, now: 97, isLost: true },
  { name: "slow by an eighth", protocol: "nat-pmp", before: 0, passed: 1_600, now: 1_400, isLost: false },
  { name: "slow by a quarter", protocol: "nat-pmp", before: 0, passed: 1_600, now: 1_200, isLost: true },
  { name: "restarted", protocol: "upnp", before: 1_000, passed: 60, now: 5, isLost: true },
  { name: "fast by half", protocol: "nat-pmp", before: 0, passed: 1_000, now: 1_500, isLost: false },
];

describe("a router's own account of its age", () => {
  for (const { name, protocol, before, passed, now, isLost } of rows) {
    test(`${protocol}, ${name} / ${isLost ? "its state is lost" : "it goes on"}`, async () => {
      const clock = new FakeClock();
      const watch = new EpochWatch(clock, protocol);
      expect(watch.hear({ seconds: before })).toBe(false);
      await clock.advance(Duration.seconds(passed));
      expect(watch.hear({ seconds: now })).toBe(isLost);
    });
  }

  test("after a restart the new account is the one that counts", async () => {
    const clock = new FakeClock();
    const watch = new EpochWatch(clock, "pcp");
    watch.hear({ seconds: 1_000 });
    expect(watch.hear({ seconds: 1 })).toBe(true);
    await clock.advance(Duration.seconds(10));
    expect(watch.hear({ seconds: 11 })).toBe(false);
  });
});
