import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { knownVerdict, unknownVerdict } from "../../test/support/reconcile-values.ts";
import type { Verdict } from "../core/verdict.ts";
import {
  afterSurvey,
  combined,
  defaultFailover,
  type LinkHealth,
  type Member,
  nextLook,
  unproven,
} from "./failover.ts";

/** Surveys as `second+` when they brought an address and `second-` when not; then the state. */
function told(surveys: string): LinkHealth {
  return surveys
    .split(" ")
    .filter((word) => word !== "")
    .reduce((health, word) => {
      const second = Number(word.slice(0, -1));
      return afterSurvey(health, word.endsWith("+"), second * 1_000, defaultFailover);
    }, unproven);
}

describe("an uplink", () => {
  for (const [surveys, state] of [
    ["", "unproven"],
    ["0+", "up"],
    ["0-", "unproven"],
    ["0- 1- 3-", "unproven"],
    ["0- 1- 3- 7-", "down"],
    ["0+ 300-", "up"],
    ["0+ 300- 301- 303+ 600- 601-", "up"],
    ["0+ 300- 301- 303- 307-", "down"],
    // A link that flaps: many surveys within a second are one outage.
    ["0+ 300- 300- 300- 300- 301-", "up"],
    ["0+ 300- 301- 307- 400+", "down"],
    ["0+ 300- 301- 307- 400+ 430+", "down"],
    ["0+ 300- 301- 307- 400+ 430- 440+ 470+", "down"],
    ["0+ 300- 301- 307- 400+ 430- 440+ 500+", "up"],
    ["0+ 300- 301- 307- 400+ 460+", "up"],
  ] as const) {
    test(`${surveys || "not asked"}: ${state}`, () => expect(told(surveys).state).toBe(state));
  }

  test("that came back is looked at when it may count again", () => {
    expect(nextLook(told("0+ 300- 301- 307-"), defaultFailover)).toBeUndefined();
    expect(nextLook(told("0+ 300- 301- 307- 400+ 410+"), defaultFailover)).toBe(460_000);
    expect(nextLook(told("0+"), defaultFailover)).toBeUndefined();
  });

  test("never goes down within the shortest outage, nor up again before it has been stable", () => {
    const anyLife = fc.array(fc.tuple(fc.integer({ min: 0, max: 40_000 }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(anyLife, (life) => {
        let health = unproven;
        let now = 0;
        let badSince: number | undefined;
        let goodSince: number | undefined;
        for (const [pause, isGood] of life) {
          now += pause;
          badSince = isGood ? undefined : (badSince ?? now);
          goodSince = isGood ? (goodSince ?? now) : undefined;
          const next = afterSurvey(health, isGood, now, defaultFailover);
          if (health.state !== "down" && next.state === "down") {
            expect(now - (badSince ?? now)).toBeGreaterThanOrEqual(defaultFailover.shortestOutage);
          }
          if (health.state === "down" && next.state === "up") {
            expect(now - (goodSince ?? now)).toBeGreaterThanOrEqual(defaultFailover.stableBeforeUp);
          }
          health = next;
        }
      }),
    );
  });
});

const [x, y] = [knownVerdict("ipv4", "192.0.2.1"), knownVerdict("ipv4", "192.0.2.2")] as const;
const silent = unknownVerdict("ipv4", "no-source-answered");

function member(state: LinkHealth["state"], verdict?: Verdict): Member {
  return { health: { ...unproven, state }, verdict };
}

function answer(use: "first" | "all", ...members: readonly Member[]): string {
  const verdict = combined(use, members);
  if (verdict === undefined) return "not yet";
  return verdict.kind === "known" ? verdict.addresses.join(" ") : verdict.kind === "unknown" ? verdict.reason : "off";
}

describe("several uplinks", () => {
  for (const [name, use, members, expected] of [
    ["all up: the preferred one", "first", [member("up", x), member("up", y)], "192.0.2.1"],
    [
      "the preferred one misses, and is not down yet",
      "first",
      [member("up", silent), member("up", y)],
      "no-source-answered",
    ],
    ["it is down", "first", [member("down", silent), member("up", y)], "192.0.2.2"],
    ["it is back, and not trusted yet", "first", [member("down", x), member("up", y)], "192.0.2.2"],
    ["it has not been asked", "first", [member("unproven"), member("up", y)], "not yet"],
    ["it has missed from the start", "first", [member("unproven", silent), member("up", y)], "no-source-answered"],
    ["all are down", "first", [member("down", silent), member("down", silent)], "no-source-answered"],
    ["all are down, one is coming back", "first", [member("down", x), member("down", silent)], "uplinks-down"],
    ["all up: all", "all", [member("up", y), member("up", x)], "192.0.2.1 192.0.2.2"],
    ["both have the same address", "all", [member("up", x), member("up", x)], "192.0.2.1"],
    ["one misses: nothing is dropped yet", "all", [member("up", x), member("up", silent)], "no-source-answered"],
    ["one is down: the others", "all", [member("up", x), member("down", silent)], "192.0.2.1"],
    ["one has not been asked", "all", [member("up", x), member("unproven")], "not yet"],
  ] as const) {
    test(`${use}: ${name}`, () => expect(answer(use, ...members)).toBe(expected));
  }
});
