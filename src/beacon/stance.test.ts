import { describe, expect, test } from "bun:test";
import { Duration } from "../core/duration.ts";
import { Instant } from "../core/clock.ts";
import type { EvidenceStrength, Verdict } from "../core/verdict.ts";
import { address } from "../../test/support/values.ts";
import { stanceOf } from "./stance.ts";

const at = Instant.ofMs(0);

/** A verdict of what these sources saw. */
function known(strength: EvidenceStrength, source: string, ...addresses: readonly string[]): Verdict {
  const weighed = addresses.map((text) => ({
    observation: {
      family: "ipv4" as const,
      address: address(text),
      source,
      operator: source,
      strength,
      at,
      took: Duration.zero,
      evidence: {},
    },
    setAside: undefined,
  }));
  const because = strength === "direct" ? ("direct-evidence" as const) : ("quorum" as const);
  return {
    kind: "known",
    family: "ipv4",
    addresses: addresses.map(address),
    because,
    at,
    weighed,
    reports: [],
    advice: [],
  };
}

const unknown: Verdict = {
  kind: "unknown",
  family: "ipv4",
  reason: "sources-disagree",
  at,
  weighed: [],
  reports: [],
  advice: [],
};

describe("stanceOf", () => {
  const echoed = known("echo", "stun:stun.example.net:3478", "198.51.100.7");
  type Row = readonly [
    title: string,
    verdict: Verdict | undefined,
    seen: string | undefined,
    rights: { mayPublish?: boolean; mayConfirm?: boolean },
    stance: ReturnType<typeof stanceOf>,
  ];
  const rows: readonly Row[] = [
    ["the sources agree with the server", echoed, "198.51.100.7", {}, "publish"],
    [
      "the router's word agrees with the server",
      known("direct", "router", "198.51.100.7"),
      "198.51.100.7",
      {},
      "publish",
    ],
    ["nothing was heard yet", echoed, undefined, {}, "tell"],
    ["the server sees another address", echoed, "203.0.113.9", {}, "tell"],
    ["nobody has looked yet", undefined, "198.51.100.7", {}, "tell"],
    ["the address is not known", unknown, "198.51.100.7", {}, "tell"],
    ["a source asserts that there is none", known("asserted", "file:/etc/addresses"), "198.51.100.7", {}, "tell"],
    ["the address is on this host", known("direct", "interface:eth0", "198.51.100.7"), "198.51.100.7", {}, "confirm"],
    ["a VPN leads out elsewhere", known("direct", "interface:eth0", "198.51.100.7"), "203.0.113.9", {}, "confirm"],
    ["there are two addresses", known("echo", "stun", "198.51.100.7", "198.51.100.8"), "198.51.100.7", {}, "confirm"],
    ["the rule is not the echoes'", echoed, "198.51.100.7", { mayPublish: false }, "confirm"],
    [
      "a fixed address is another than the one seen",
      known("asserted", "static:203.0.113.9", "203.0.113.9"),
      "198.51.100.7",
      { mayPublish: false },
      "confirm",
    ],
    [
      "nothing was heard of a fixed address yet",
      known("asserted", "static:203.0.113.9", "203.0.113.9"),
      undefined,
      { mayPublish: false },
      "confirm",
    ],
    ["nothing may be concluded", echoed, "198.51.100.7", { mayPublish: false, mayConfirm: false }, "tell"],
  ];
  for (const [title, verdict, seen, rights, stance] of rows) {
    test(`when ${title}: ${stance}`, () => {
      const facts = { verdict, seen: seen === undefined ? undefined : address(seen) };
      expect(stanceOf({ mayPublish: true, mayConfirm: true, ...rights, ...facts })).toBe(stance);
    });
  }
});
