import { beforeEach, describe, expect, test } from "bun:test";
import { FakeClock, settle } from "../../../test/support/fake-clock.ts";
import { Duration } from "../../core/duration.ts";
import type { Running } from "../../core/lifecycle.ts";
import type { LineProcess } from "../../core/process.ts";
import { lineMonitor } from "./line-monitor.ts";
import type { Hint } from "./monitor.ts";

let clock: FakeClock;
let hints: Hint[];
let runs: { readonly at: number; readonly print: (line: string) => void; readonly end: () => void }[];
let stopped: number;
let running: Running;

const lines: LineProcess = {
  start: (_argv, onLine, onEnd) => {
    runs.push({ at: clock.monotonic(), print: onLine, end: () => onEnd("exit status 1") });
    return {
      stop: async () => {
        stopped += 1;
      },
    };
  },
};

beforeEach(() => {
  clock = new FakeClock();
  hints = [];
  runs = [];
  stopped = 0;
  const newReader = () => {
    let isFirst = true;
    return {
      read: (line: string) => {
        const facts = isFirst ? { linksChanged: true } : { addressesChanged: true };
        isFirst &&= line !== "v4" && line !== "v6";
        if (line === "v4") return { facts, families: ["ipv4"] } as const;
        if (line === "v6") return { facts, families: ["ipv6"], lookAgainAfter: Duration.seconds(2) } as const;
        return undefined;
      },
    };
  };
  const monitor = lineMonitor("printer", ["printer"], newReader, { lines, clock });
  running = monitor.start((hint) => hints.push(hint));
});

const told = (): readonly string[] =>
  hints.map(({ addressesChanged, linksChanged, eventsLost, families }) => {
    const facts = Object.entries({ addressesChanged, linksChanged, eventsLost }).filter(([, holds]) => holds);
    return `${facts.map(([name]) => name).join(" ")} ${families.join(" ")}`;
  });

describe("a monitor of lines", () => {
  test("hints at what the reader makes of them, and at nothing else", async () => {
    for (const line of ["", "v4", "rubbish"]) runs[0]?.print(line);
    await clock.advance(Duration.minutes(1));
    expect(told()).toEqual(["linksChanged ipv4"]);
    await running.stop();
  });

  test("looks again after changes whose second half is not told, once for several", async () => {
    runs[0]?.print("v6");
    await clock.advance(Duration.seconds(1));
    runs[0]?.print("v6");
    await clock.advance(Duration.minutes(1));
    expect(told()).toEqual(["linksChanged ipv6", "addressesChanged ipv6", "addressesChanged ipv6"]);
    await running.stop();
  });

  test("begins anew after growing pauses, with a new reader, and says that events were lost", async () => {
    for (const pauseMs of [1_000, 4_000, 16_000]) {
      runs.at(-1)?.end();
      await settle();
      await clock.advance(Duration.milliseconds(pauseMs));
    }
    expect(runs.map(({ at }) => at)).toEqual([0, 1_000, 5_000, 21_000]);
    expect(told()).toEqual(Array(3).fill("eventsLost ipv4 ipv6"));
    runs.at(-1)?.print("v4");
    await clock.advance(Duration.seconds(1));
    expect(told().at(-1)).toBe("linksChanged ipv4");
    await running.stop();
  });

  test("never pauses for longer than an hour", async () => {
    for (let count = 0; count < 12; count += 1) {
      runs.at(-1)?.end();
      await settle();
      await clock.advance(Duration.hours(1));
    }
    expect(runs.length).toBe(13);
    await running.stop();
  });

  test("a program that worked for ten minutes is started again soon", async () => {
    for (const lifeMinutes of [0, 0, 0, 10]) {
      await clock.advance(Duration.minutes(lifeMinutes));
      runs.at(-1)?.end();
      await settle();
      await clock.advance(Duration.seconds(lifeMinutes === 10 ? 1 : 64));
    }
    expect(runs.length).toBe(5);
    await running.stop();
  });

  test("after the end there are no hints, timers or programs", async () => {
    runs[0]?.print("v6");
    await running.stop();
    await clock.advance(Duration.minutes(1));
    expect([hints.length, stopped, runs.length, clock.pendingCount]).toEqual([0, 1, 1, 0]);
  });
});
