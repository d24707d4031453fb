import { describe, expect, test } from "bun:test";
import { AnsweringZones, queryOf } from "../../../test/support/answering-zones.ts";
import { FakeClock } from "../../../test/support/fake-clock.ts";
import { hex } from "../../../test/support/hex.ts";
import { Duration } from "../../core/duration.ts";
import { CookieSecretMemory } from "../../wire/cookie-secrets.ts";
import { rateMemory } from "../rate-limiter.ts";

/** Answers of one kind to one network beyond a rate: dropped or truncated, but for clients that have shown where they are. */

const zone = `
  $ORIGIN example.com.
  @    3600 SOA ns admin 1 3600 600 86400 300
  @    3600 NS  ns
  @    3600 A   192.0.2.34
  b    60   A   192.0.2.2
  *.w  60   A   192.0.2.3
`;
const home = "from=198.51.100.100";

describe("response rate limits", () => {
  const secrets = new CookieSecretMemory();
  secrets.write({ present: hex("e5e973e5a6b2a43f48e7dc849e37bfcf"), previous: undefined });
  const limited = (slip: number): { zones: AnsweringZones; clock: FakeClock } => {
    const clock = new FakeClock(0x5cf79f11 * 1_000);
    const rateLimit = { perSecond: 5, slip, prefixes: { ipv4: 24, ipv6: 56 }, memory: rateMemory() };
    const zones = new AnsweringZones([zone], {
      cookieSecrets: secrets.buffer,
      rateLimit,
      clock,
    });
    return { zones, clock };
  };
  const counts = (zones: AnsweringZones, question: string, times: number): Record<string, number> => {
    const counted: Record<string, number> = {};
    for (let index = 0; index < times; index += 1) {
      const [first = "", second = ""] = zones.ask(question.replaceAll("#", `${index}`));
      const label = second.startsWith("answer") ? `${first} with answer` : first;
      counted[label] = (counted[label] ?? 0) + 1;
    }
    return counted;
  };

  const rows: readonly (readonly [string, string, Record<string, number>])[] = [
    ["an answer", "example.com. A", { "NOERROR aa with answer": 5, nothing: 8, "NOERROR tc": 7 }],
    ["a name that is different each time", "x#.example.com. A", { "NXDOMAIN aa": 5, nothing: 8, "NOERROR tc": 7 }],
    ["a wildcard", "x#.w.example.com. A", { "NOERROR aa with answer": 5, nothing: 8, "NOERROR tc": 7 }],
    ["refusals", "x#.test. A", { REFUSED: 5, nothing: 8, "NOERROR tc": 7 }],
    ["neighbours", "example.com. A from=198.51.100.#", { "NOERROR aa with answer": 5, nothing: 8, "NOERROR tc": 7 }],
    [
      "neighbours in IPv6",
      "example.com. A from=2001:db8:0:#::#",
      { "NOERROR aa with answer": 5, nothing: 8, "NOERROR tc": 7 },
    ],
    ["another network each time", "example.com. A from=198.51.#.1", { "NOERROR aa with answer": 20 }],
    ["TCP", "example.com. A +tcp", { "NOERROR aa with answer": 20 }],
    [
      "a client with its cookie",
      `example.com. A +cookie=2464c4abcf10c957010000005cf79f111f8130c3eee29480 ${home}`,
      { "NOERROR aa with answer": 20 },
    ],
    [
      "a client that gets its cookie only now",
      `example.com. A +cookie=2464c4abcf10c957 ${home}`,
      { "NOERROR aa with answer": 5, nothing: 8, BADCOOKIE: 7 },
    ],
  ];
  for (const [label, question, expected] of rows) {
    test(`twenty times at once: ${label}`, () => {
      expect(counts(limited(2).zones, question, 20)).toEqual(expected);
    });
  }

  test("count different answers apart", () => {
    const { zones } = limited(2);
    expect(counts(zones, "example.com. A", 5)).toEqual({ "NOERROR aa with answer": 5 });
    expect(counts(zones, "b.example.com. A", 5)).toEqual({ "NOERROR aa with answer": 5 });
    expect(counts(zones, "b.example.com. TXT", 5)).toEqual({ "NOERROR aa": 5 });
  });

  test("let the rate through for as long as it lasts", async () => {
    const { zones, clock } = limited(0);
    counts(zones, "example.com. A", 20);
    let sent = 0;
    for (let step = 0; step < 100; step += 1) {
      await clock.advance(Duration.milliseconds(100));
      if (zones.ask("example.com. A")[0] !== "nothing") sent += 1;
    }
    expect(sent).toBe(50);
  });

  for (const [slip, truncated] of [
    [0, 0],
    [1, 15],
    [3, 5],
  ] as const) {
    test(`a slip of ${slip} truncates ${truncated} of 15`, () => {
      expect(counts(limited(slip).zones, "example.com. A", 20)["NOERROR tc"] ?? 0).toBe(truncated);
    });
  }

  test("are forgotten after an hour of silence, and hold however long the clock has run", async () => {
    const { zones, clock } = limited(0);
    for (let hour = 0; hour < 30; hour += 1) {
      expect(counts(zones, "example.com. A", 20)).toEqual({ "NOERROR aa with answer": 5, nothing: 15 });
      await clock.advance(Duration.minutes(47));
    }
  });

  test("need no more memory for more networks", () => {
    const { zones } = limited(0);
    const query = queryOf("example.com. A");
    for (let index = 0; index < 100_000; index += 1) {
      zones.answer(query, "datagram", `10.${index >>> 16}.${(index >>> 8) & 255}.1`);
    }
    expect(counts(zones, "example.com. A", 20)).toEqual({ "NOERROR aa with answer": 5, nothing: 15 });
  });
});
