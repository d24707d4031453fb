import { describe, expect, test } from "bun:test";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { address, name } from "../../test/support/values.ts";
import { Duration } from "../core/duration.ts";
import type { Log } from "../core/log.ts";
import type { Refusal } from "../updates/refusal.ts";
import { RefusalLog } from "./refusal-log.ts";

interface Bench {
  readonly clock: FakeClock;
  readonly refusals: RefusalLog;
  readonly lines: readonly string[];
}

function bench(): Bench {
  const clock = new FakeClock();
  const lines: string[] = [];
  const log: Log = { write: (event, fields) => lines.push(`${event.level} ${event.text.en(fields)}`) };
  return { clock, lines, refusals: new RefusalLog(clock, log) };
}

const wrong: Refusal = {
  reason: "token-unknown",
  transport: "dyndns2",
  peer: address("192.0.2.7"),
  name: name("home.dyn.example"),
  host: undefined,
};

describe("who was refused", () => {
  const host = name("home.dyn.example");
  const nas = name("nas.dyn.example");
  for (const [what, refusal, line] of [
    [
      "a wrong token for a name",
      wrong,
      'warn Refused a request for home.dyn.example through dyndns2 from 192.0.2.7: no host has the token it came with. "holdfast host token" gives a host a new one.',
    ],
    [
      "a password instead of a token, without a name, from nobody knows where",
      { ...wrong, reason: "token-malformed", name: undefined, peer: undefined, transport: "rest" },
      "warn Refused a request through REST: its password is not a token, which has 40 letters and digits.",
    ],
    [
      "the token of another host",
      { ...wrong, reason: "user-unfit", name: nas, host },
      'warn Refused a request for nas.dyn.example through dyndns2 from 192.0.2.7: its token is that of home.dyn.example, and the user must be that name or "token".',
    ],
    [
      "a name the token does not cover",
      { ...wrong, reason: "name-not-covered", name: nas, host },
      'warn Refused a request for nas.dyn.example through dyndns2 from 192.0.2.7: its token is that of home.dyn.example and covers no other name. "holdfast host add" gives each name a token of its own.',
    ],
    [
      "a message no key here signs like that",
      { ...wrong, reason: "signature-unknown", transport: "dns-update", name: undefined },
      "warn Refused a request through DNS UPDATE from 192.0.2.7: nothing here signs as it is signed: the key's name, its algorithm or its secret is another. Keys stand under server.keys; a host's follows from its token.",
    ],
    [
      "a name the key's rights do not cover",
      { ...wrong, reason: "right-missing", transport: "dns-update", name: nas, key: name("router.example") },
      "warn Refused a request for nas.dyn.example through DNS UPDATE from 192.0.2.7: the rights of the key router.example under server.keys do not cover it.",
    ],
    [
      "an unreadable header",
      { ...wrong, reason: "credentials-unreadable", name: undefined },
      "warn Refused a request through dyndns2 from 192.0.2.7: its Authorization header is neither Basic nor Bearer.",
    ],
    [
      "nothing, as some routers begin",
      { ...wrong, reason: "credentials-missing", name: undefined },
      "debug A request through dyndns2 from 192.0.2.7 came without a token and was asked for one.",
    ],
  ] as const) {
    test(what, () => {
      const { refusals, lines } = bench();
      refusals.write(refusal);
      expect(lines).toEqual([line]);
    });
  }
});

describe("a flood", () => {
  test("one client gets three lines a minute, and the rest are counted", async () => {
    const { clock, refusals, lines } = bench();
    for (let count = 0; count < 1_000; count += 1) refusals.write(wrong);
    expect(lines).toHaveLength(3);
    refusals.write({ ...wrong, peer: address("192.0.2.8") });
    expect(lines).toHaveLength(4);
    await clock.advance(Duration.minutes(1));
    expect(lines.at(-1)).toBe("warn Refused 997 more requests in the last minute.");
    refusals.write(wrong);
    expect(lines).toHaveLength(6);
  });

  test("of requests for zones is one of them: any stranger can ask", async () => {
    const { clock, refusals, lines } = bench();
    const refusal = {
      zone: name("dyn.example"),
      kind: "AXFR",
      peer: address("192.0.2.7"),
      keyName: undefined,
    } as const;
    for (let count = 0; count < 1_000; count += 1) refusals.writeTransfer(refusal);
    refusals.write(wrong);
    expect(lines).toEqual(
      Array(3).fill(
        "warn Refused 192.0.2.7 the transfer of dyn.example (AXFR, unsigned): it is none of its secondaries.",
      ),
    );
    await clock.advance(Duration.minutes(1));
    expect(lines.at(-1)).toBe("warn Refused 998 more requests in the last minute.");
  });

  test("all clients together get twenty", async () => {
    const { clock, refusals, lines } = bench();
    for (let count = 0; count < 200; count += 1) refusals.write({ ...wrong, peer: address(`192.0.2.${count}`) });
    expect(lines).toHaveLength(20);
    await clock.advance(Duration.minutes(1));
    expect(lines).toHaveLength(21);
  });

  test("a client with a /64 is one client", () => {
    const { refusals, lines } = bench();
    for (let count = 1; count < 100; count += 1) refusals.write({ ...wrong, peer: address(`2001:db8::${count}`) });
    expect(lines).toHaveLength(3);
    refusals.write({ ...wrong, peer: address("2001:db8:0:1::1") });
    expect(lines).toHaveLength(4);
  });

  test("no timer waits while nobody is refused, and stopping tells what is left", async () => {
    const { clock, refusals, lines } = bench();
    refusals.write(wrong);
    expect(clock.pendingCount).toBe(1);
    await clock.advance(Duration.minutes(1));
    expect(clock.pendingCount).toBe(0);
    for (let count = 0; count < 5; count += 1) refusals.write(wrong);
    await refusals.stop();
    expect(clock.pendingCount).toBe(0);
    expect(lines.at(-1)).toBe("warn Refused 2 more requests in the last minute.");
  });
});
