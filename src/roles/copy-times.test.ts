import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { MemoryFiles } from "../../test/support/memory-files.ts";
import { name } from "../../test/support/values.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import { fileReader } from "../platform/file-reader.ts";
import { keepCopyTimes } from "./copy-times.ts";

const [one, two] = [name("one.example"), name("two.example")];

test("what was noted is there for the next process, but for what was forgotten", async () => {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-copies-"));
  const path = join(folder, "copies");
  const clock = new FakeClock();
  const first = await keepCopyTimes(path, { clock, files: fileReader });
  first.note(one, clock.now());
  first.note(two, clock.now());
  first.forget(two);
  await first.stop();
  const second = await keepCopyTimes(path, { clock, files: fileReader });
  expect([second.of(one), second.of(two)]).toEqual([clock.now(), undefined]);
  // Without a stop, as when killed: written soon after.
  second.note(two, Instant.plus(clock.now(), Duration.seconds(0)));
  await clock.advance(Duration.seconds(5));
  await second.stop();
  expect((await keepCopyTimes(path, { clock, files: fileReader })).of(two)).toBeDefined();
  expect(clock.pendingCount).toBe(0);
  rmSync(folder, { recursive: true });
});

test("lines that make no sense, and times to come, count for nothing", async () => {
  const clock = new FakeClock();
  const text = "one.example. 2026-11-21T00:00:00.000Z\ntwo.example. yesterday\n\n.. 2026-11-19T00:00:00.000Z\n";
  const times = await keepCopyTimes("/copies", { clock, files: new MemoryFiles({ "/copies": text }) });
  expect([times.of(one), times.of(two)]).toEqual([undefined, undefined]);
});
