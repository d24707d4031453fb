import { describe, expect, test } from "bun:test";
import { commandContext } from "../../test/support/command-bench.ts";
import { settle } from "../../test/support/fake-clock.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import type { SignalActions } from "../platform/signals.ts";
import type { ExitStatus } from "./exit-status.ts";
import { type Stay, stayWith } from "./stay.ts";

/** A process that gets signals, and what stays in it. */
function scene() {
  const context = commandContext({});
  const told: string[] = [];
  let signals: SignalActions | undefined;
  const broken = Promise.withResolvers<void>();
  const up = Promise.withResolvers<Stay | ExitStatus>();
  const stay: Stay = {
    hasBroken: broken.promise,
    reload: () => void told.push("reload"),
    stop: async () => void told.push("stop"),
  };
  const edge = {
    ...context.edge,
    watchSignals: (actions: SignalActions) => {
      signals = actions;
      told.push("watch");
      return { stop: async () => void told.push("unwatch") };
    },
    prepareForWork: () => undefined,
    exitNow: (status: number) => void told.push(`exit ${status}`),
  };
  const log = new FakeLog();
  const status = stayWith({ ...context, edge }, log, () => up.promise);
  return { told, log, status, up, stay, broken, signals: () => signals };
}

describe("what stays", () => {
  test("ends in order at a signal, with status 0", async () => {
    const { told, log, status, up, stay, signals } = scene();
    up.resolve(stay);
    await settle();
    signals()?.stop("SIGTERM");
    expect(await status).toBe(0);
    expect(told).toEqual(["watch", "stop", "unwatch"]);
    expect(log.lines).toEqual([
      "info process.stopping Stopping on SIGTERM.",
      "info process.stopped Holdfast has stopped.",
    ]);
  });

  test("ends with status 1 when it breaks", async () => {
    const { told, status, up, stay, broken } = scene();
    up.resolve(stay);
    broken.resolve();
    expect(await status).toBe(1);
    expect(told).toEqual(["watch", "stop", "unwatch"]);
  });

  test("reads its configuration again at SIGHUP", async () => {
    const { told, status, up, stay, signals } = scene();
    up.resolve(stay);
    await settle();
    signals()?.reload();
    signals()?.stop("SIGINT");
    expect(await status).toBe(0);
    expect(told).toEqual(["watch", "reload", "stop", "unwatch"]);
  });

  test("a signal before everything runs is obeyed afterwards; SIGHUP then means nothing", async () => {
    const { told, status, up, stay, signals } = scene();
    signals()?.reload();
    signals()?.stop("SIGTERM");
    await settle();
    expect(told).toEqual(["watch"]);
    up.resolve(stay);
    expect(await status).toBe(0);
    expect(told).toEqual(["watch", "stop", "unwatch"]);
  });

  test("a second signal ends the process at once", async () => {
    const { told, up, status, signals } = scene();
    signals()?.stop("SIGINT");
    signals()?.stopNow("SIGINT");
    expect(told).toEqual(["watch", "exit 1"]);
    up.resolve(4);
    await status;
  });

  test("what does not start ends as it says", async () => {
    const { told, status, up } = scene();
    up.resolve(4);
    expect(await status).toBe(4);
    expect(told).toEqual(["watch", "unwatch"]);
  });

  test("a bug in starting gives the signals back", async () => {
    const { told, status, up } = scene();
    up.reject(new Error("out of thin air"));
    await expect(status).rejects.toThrow("out of thin air");
    expect(told).toEqual(["watch", "unwatch"]);
  });
});
