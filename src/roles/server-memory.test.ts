import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { fileReader } from "../platform/file-reader.ts";
import { Presence } from "../updates/presence.ts";
import { clientCookie } from "../../test/support/beacon-peer.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { address, name } from "../../test/support/values.ts";
import { keepServerMemory, type ServerMemory } from "./server-memory.ts";
import { writeFileSync } from "node:fs";
import type { Random } from "../core/random.ts";

const place = temporaryFolder();
const home = address("198.51.100.7");
const fresh = { client: clientCookie, server: undefined };

function open(clock: FakeClock, random: Random, presence = new Presence(clock)): Promise<ServerMemory> {
  return keepServerMemory(place(), presence, { clock, files: fileReader, random });
}

describe("cookie secrets", () => {
  test("survive a restart, and are for their owner alone", async () => {
    const clock = new FakeClock();
    const first = await open(clock, new SeededRandom(1));
    const { server } = first.cookies.examine(fresh, home, clock.now());
    await first.stop();
    const second = await open(clock, new SeededRandom(2));
    expect(second.cookies.examine({ ...fresh, server }, home, clock.now()).isRight).toBe(true);
    expect(statSync(place("cookies.json")).mode & 0o777).toBe(0o600);
    await second.stop();
  });

  test("are drawn anew every day, in a process that goes on and in one that starts late", async () => {
    const clock = new FakeClock();
    const random = new SeededRandom(1);
    const memory = await open(clock, random);
    const before = memory.cookies.secrets;
    await clock.advance(Duration.hours(25));
    expect(memory.cookies.secrets.previous).toEqual(before.present);
    expect(memory.cookies.secrets.present).not.toEqual(before.present);
    await memory.stop();
    const present = memory.cookies.secrets.present;
    await clock.advance(Duration.days(3));
    const late = await open(clock, random);
    expect(late.cookies.secrets.previous).toEqual(present);
    await late.stop();
    expect(clock.pendingCount).toBe(0);
  });

  for (const content of ["", "{", "null", '{"present":"00","drawnAt":1}', '{"present":7}']) {
    test(`are drawn anew in the place of ${JSON.stringify(content)}`, async () => {
      writeFileSync(place("cookies.json"), content);
      const memory = await open(new FakeClock(), new SeededRandom(1));
      expect(memory.cookies.secrets.present).toHaveLength(16);
      expect(memory.cookies.secrets.previous).toBeUndefined();
      await memory.stop();
    });
  }
});

describe("presence", () => {
  const linesOf = (presence: Presence): readonly string[] =>
    [...presence.all()].map(({ host, at, transport, peer }) =>
      [host, Instant.format(at), transport, peer ?? "-"].join(" "),
    );

  test("survives a restart in order", async () => {
    const clock = new FakeClock();
    const presence = new Presence(clock);
    const first = await open(clock, new SeededRandom(1), presence);
    presence.hear(name("home.dyn.example"), "beacon", home);
    await clock.advance(Duration.seconds(1));
    presence.hear(name("nas.dyn.example"), "rest", undefined);
    await first.stop();
    const later = new Presence(clock);
    const second = await open(clock, new SeededRandom(2), later);
    expect(linesOf(later)).toEqual([
      "home.dyn.example. 2026-11-20T00:00:00.000Z beacon 198.51.100.7",
      "nas.dyn.example. 2026-11-20T00:00:01.000Z rest -",
    ]);
    await second.stop();
  });

  test("of a file that holds something else is what can be read of it", async () => {
    const line = "home.dyn.example. 2026-11-20T00:00:00.000Z beacon 198.51.100.7";
    writeFileSync(place("presence"), `\0\n${line}\nnas.dyn.example. yesterday beacon -\nnas.dyn.example. ${line}\n`);
    const presence = new Presence(new FakeClock());
    const memory = await open(new FakeClock(), new SeededRandom(1), presence);
    expect(linesOf(presence)).toEqual([line]);
    await memory.stop();
  });
});
