import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startTelling } from "../../test/support/telling-process.ts";
import { watchSignals } from "./signals.ts";

const watching = `const { watchSignals } = await import(${JSON.stringify(join(import.meta.dir, "signals.ts"))});
  const watch = watchSignals({
    stop: (signal) => say("stop " + signal),
    stopNow: (signal) => { say("now " + signal); process.exit(130); },
    reload: () => say("reload"),
  });
  setInterval(() => {}, 1000);`;

describe.skipIf(process.platform === "win32")("watchSignals", () => {
  test("the first request to end is told once, the second is told as such, reloading any number of times", async () => {
    const { child, next } = startTelling(`${watching}\n say("ready");`);
    expect(await next()).toBe("ready");
    for (const [signal, heard] of [
      ["SIGHUP", "reload"],
      ["SIGTERM", "stop SIGTERM"],
      ["SIGHUP", "reload"],
      ["SIGINT", "now SIGINT"],
    ] as const) {
      child.kill(signal);
      expect(await next()).toBe(heard);
    }
    expect(await child.exited).toBe(130);
  });

  test("after stop a signal ends the process as the system has it", async () => {
    const { child, next } = startTelling(`${watching}\n await watch.stop();\n say("ready");`);
    expect(await next()).toBe("ready");
    child.kill("SIGTERM");
    await child.exited;
    expect(child.signalCode).toBe("SIGTERM");
  });

  test("leaves no listener behind", async () => {
    const before = process.listenerCount("SIGTERM");
    const watch = watchSignals({ stop: () => undefined, stopNow: () => undefined, reload: () => undefined });
    expect(process.listenerCount("SIGTERM")).toBe(before + 1);
    await watch.stop();
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
