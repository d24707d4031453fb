import { describe, expect, test } from "bun:test";
import { commandContext } from "../../test/support/command-bench.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { FakeLog } from "../../test/support/reconcile-world.ts";
import type { Config } from "../config/config.ts";
import { Duration } from "../core/duration.ts";
import type { Log } from "../core/log.ts";
import { failure, ok } from "../core/result.ts";
import type { RunFailure, RunningHoldfast } from "../roles/run.ts";
import { loadConfig } from "./load-config.ts";
import { Reloader } from "./reloader.ts";
import { ReplaceableLog } from "./replaceable-log.ts";

const path = "/etc/hf/holdfast.yaml";
const one =
  "agent: { names: [{ name: a.example.org, provider: d }] }\nproviders: { d: { type: duckdns, token: env:T } }\n";
const two = one.replace("a.example.org", "b.example.org");
const broken = one.replace("names", "namen");

const quiet = Duration.milliseconds(500);

/** A process that runs on a configuration, and what it was given instead. */
async function scene(
  first = one,
  request: { file?: string; profile?: string } = { file: path },
  others: Readonly<Record<string, string>> = {},
  /** What is written while the process starts. */
  meanwhile: string = first,
) {
  const clock = new FakeClock();
  const log = new FakeLog();
  /** What logs were made with. */
  const logs: string[] = [];
  const bench = commandContext({ files: { [path]: first, ...others }, environment: { T: "secret" } });
  const edge = {
    ...bench.edge,
    createLog: (config: { level: string }, language: string): Log => {
      logs.push(`${config.level} ${language}`);
      return log;
    },
  };
  const context = { ...bench, clock, edge };
  const taken: string[] = [];
  const outcome: { failure: RunFailure | undefined; keys: readonly string[] } = { failure: undefined, keys: [] };
  const holdfast: Pick<RunningHoldfast, "reload"> = {
    reload: async (config: Config<unknown>) => {
      if (outcome.failure !== undefined) return failure(outcome.failure);
      taken.push(config.agent.names.map(({ owner }) => owner.hostname).join());
      return ok(outcome.keys);
    },
  };
  const watched: string[] = [];
  let change = (): void => undefined;
  const asked = { file: request.file, profile: request.profile, flags: [] };
  const loaded = await loadConfig(asked, context);
  bench.files.set(path, meanwhile);
  const reloader = new Reloader(asked, loaded, context, {
    holdfast,
    log: new ReplaceableLog(log),
    stateDirectory: "/state",
    watchFiles: (paths, onChange) => {
      watched.push(`watch ${paths.join(" ")}`);
      change = onChange;
      return { stop: async () => void watched.push("end") };
    },
  });
  return {
    clock,
    log,
    logs,
    taken,
    outcome,
    watched,
    reloader,
    files: bench.files,
    touch: (): void => change(),
    write: (text: string | undefined): void => {
      bench.files.set(path, text);
      change();
    },
    codes: () => log.lines.map((line) => line.split(" ").slice(0, 2).join(" ")),
  };
}

describe("when it is asked to", () => {
  test("the configuration is read and taken", async () => {
    const { clock, files, reloader, taken, codes, logs } = await scene();
    files.set(path, `${two}log: { level: debug }\nlanguage: zh-CN\n`);
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual(["b.example.org"]);
    expect(codes()).toEqual(["info process.reloaded"]);
    expect(logs).toEqual(["debug zh-CN"]);
  });

  test("the same configuration is taken once more, since what it refers to may have changed", async () => {
    const { clock, reloader, taken } = await scene();
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual(["a.example.org"]);
  });

  test("asking often while one reading is under way is one more reading", async () => {
    const { clock, reloader, taken } = await scene();
    for (let count = 0; count < 5; count += 1) reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toHaveLength(1);
  });

  test("keys that wait for the next start are named", async () => {
    const { clock, reloader, outcome, log } = await scene();
    outcome.keys = ["server.dns.listen", "server.http.listen"];
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(log.lines).toHaveLength(1);
    expect(log.lines.at(-1)).toBe(
      "warn process.reloaded-in-part The configuration was read again and is in force, but for server.dns.listen and server.http.listen: changes of that take effect at the next start. It has 1 name to keep.",
    );
  });
});

describe("what is wrong changes nothing", () => {
  test("problems are told one by one, with their places", async () => {
    const { clock, files, reloader, taken, log } = await scene();
    files.set(path, `${broken}nonsense: 1\n`);
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual([]);
    expect(log.lines).toEqual([
      `error process.config-error ${path}:1:10: agent.namen: unknown key; did you mean names?`,
      expect.stringContaining(`error process.config-error ${path}:3:1: nonsense: unknown key`),
      "error process.not-reloaded The configuration has errors. The earlier configuration stays in force.",
    ]);
  });

  test("a configuration that asks for nothing", async () => {
    const { clock, files, reloader, taken, log } = await scene();
    files.set(path, "");
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual([]);
    expect(log.lines.at(-1)).toContain("error process.not-reloaded The configuration asks for nothing");
  });

  test("a role that refuses is told in its own words", async () => {
    const { clock, reloader, outcome, log, codes } = await scene();
    outcome.failure = {
      kind: "zone-file-unread",
      path: "/a.zone",
      failure: { code: "file-missing", detail: "ENOENT" },
    };
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(codes()).toEqual(["error process.not-reloaded"]);
    expect(log.lines[0]).toContain("The zone file /a.zone could not be read: ENOENT.");
  });

  test("a bug in reading is told, and the next reading works", async () => {
    const { clock, reloader, files, log, taken } = await scene();
    const read = files.read.bind(files);
    files.read = () => Promise.reject(new Error("out of thin air"));
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(log.lines[0]).toContain("error process.bug-met");
    files.read = read;
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual(["a.example.org"]);
  });
});

describe("when a file changes", () => {
  test("it is read once it has been quiet for half a second", async () => {
    const { clock, write, taken } = await scene();
    write("");
    await clock.advance(Duration.milliseconds(400));
    write(two.slice(0, 20));
    await clock.advance(Duration.milliseconds(400));
    write(two);
    await clock.advance(Duration.milliseconds(499));
    expect(taken).toEqual([]);
    await clock.advance(Duration.milliseconds(1));
    expect(taken).toEqual(["b.example.org"]);
  });

  test("it is read when it changed while the process started, before anybody watched", async () => {
    const { clock, taken } = await scene(one, { file: path }, {}, two);
    await clock.advance(Duration.hours(1));
    expect(taken).toEqual(["b.example.org"]);
  });

  test("the same content is no change", async () => {
    const { clock, write, taken, log } = await scene();
    write(one);
    await clock.advance(quiet);
    expect([taken, log.lines]).toEqual([[], []]);
  });

  test("what was broken is told once, and taken when it is mended", async () => {
    const { clock, write, taken, codes } = await scene();
    write(broken);
    await clock.advance(quiet);
    write(broken);
    await clock.advance(quiet);
    expect(codes()).toEqual(["error process.config-error", "error process.not-reloaded"]);
    write(two);
    await clock.advance(quiet);
    expect(taken).toEqual(["b.example.org"]);
  });

  test("going back to what is in force ends the complaint", async () => {
    const { clock, write, taken } = await scene();
    write(broken);
    await clock.advance(quiet);
    write(one);
    await clock.advance(quiet);
    expect(taken).toEqual(["a.example.org"]);
  });

  test("a file that vanishes is waited for", async () => {
    const { clock, write, taken, watched, codes } = await scene();
    write(undefined);
    await clock.advance(quiet);
    expect(codes()).toEqual(["error process.config-error", "error process.not-reloaded"]);
    write(two);
    await clock.advance(quiet);
    expect(taken).toEqual(["b.example.org"]);
    expect(watched).toEqual([`watch ${path}`]);
  });

  test("a searched file that vanishes leaves no empty configuration behind, whatever else there is", async () => {
    const { clock, files, reloader, taken, log } = await scene(one, {});
    expect(taken).toEqual([]);
    // Nothing was found where it was searched, so the reloader began without files; one appears and goes again.
    files.set("holdfast.yaml", two);
    reloader.reload();
    await clock.advance(Duration.zero);
    files.set("holdfast.yaml", undefined);
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(taken).toEqual(["b.example.org"]);
    expect(log.lines.at(-1)).toContain("process.not-reloaded");
  });

  test("a profile's file is watched too, and files that come later", async () => {
    const profile = "/etc/hf/holdfast.travel.yaml";
    const { clock, files, reloader, watched } = await scene(one, { file: path, profile: "travel" });
    expect(watched).toEqual([`watch ${path}`]);
    files.set(profile, "agent: { interval: 1m }\n");
    reloader.reload();
    await clock.advance(Duration.zero);
    expect(watched).toEqual([`watch ${path}`, "end", `watch ${path} ${profile}`]);
  });

  const token = "/etc/hf/token";
  const withToken = one.replace("env:T", "file:token");

  test("a token in a file is a part of the configuration", async () => {
    const { clock, files, taken, watched, touch } = await scene(withToken, { file: path }, { [token]: "wrong" });
    expect(watched).toEqual([`watch ${path} ${token}`]);
    touch();
    await clock.advance(quiet);
    expect(taken).toEqual([]);
    files.set(token, "right");
    touch();
    await clock.advance(quiet);
    expect(taken).toEqual(["a.example.org"]);
  });

  test("a token that is gone is told once, and taken when it is back", async () => {
    const { clock, files, taken, touch, codes } = await scene(withToken, { file: path }, { [token]: "right" });
    files.set(token, undefined);
    for (let count = 0; count < 2; count += 1) {
      touch();
      await clock.advance(quiet);
    }
    expect(codes()).toEqual(["error process.config-error", "error process.not-reloaded"]);
    files.set(token, "right");
    touch();
    await clock.advance(quiet);
    expect(taken).toEqual(["a.example.org"]);
  });

  test("what cannot be understood reads no tokens, and is told once all the same", async () => {
    const { clock, write, codes, watched } = await scene(withToken, { file: path }, { [token]: "right" });
    for (let count = 0; count < 2; count += 1) {
      write("agent: [");
      await clock.advance(quiet);
    }
    expect(codes()).toEqual(["error process.config-error", "error process.not-reloaded"]);
    expect(watched).toEqual([`watch ${path} ${token}`]);
  });

  test("after the end nothing is read", async () => {
    const { clock, write, reloader, taken, watched } = await scene();
    write(two);
    await reloader.stop();
    await clock.advance(Duration.minutes(1));
    expect([taken, clock.pendingCount]).toEqual([[], 0]);
    expect(watched.at(-1)).toBe("end");
  });
});
