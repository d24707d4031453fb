import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startTelling } from "../../test/support/telling-process.ts";
import { catchStrayBugs } from "./last-resort.ts";

const modulePath = JSON.stringify(join(import.meta.dir, "last-resort.ts"));

describe("catchStrayBugs", () => {
  test("an exception in a timer and a rejection nobody awaits are told, and the process goes on", async () => {
    const { child, next } = startTelling(`const { catchStrayBugs } = await import(${modulePath});
      catchStrayBugs((bug) => say("bug " + bug.message));
      setTimeout(() => { throw new Error("thrown"); }, 0);
      setTimeout(() => { Promise.reject(new Error("rejected")); }, 1);
      setTimeout(() => say("still here"), 5);
      say("ready");`);
    expect(await next()).toBe("ready");
    expect([await next(), await next(), await next()].toSorted()).toEqual(["bug rejected", "bug thrown", "still here"]);
    expect(await child.exited).toBe(0);
  });

  test("leaves no listener behind", async () => {
    const before = process.listenerCount("unhandledRejection");
    await catchStrayBugs(() => undefined).stop();
    expect(process.listenerCount("unhandledRejection")).toBe(before);
  });
});
