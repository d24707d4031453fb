import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duration } from "../core/duration.ts";
import type { CommandRunner } from "../core/process.ts";
import { expectOk } from "../../test/support/expect-ok.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { createCommandRunner } from "./command-runner.ts";

const limits = { timeout: Duration.seconds(10), largestOutputOctets: 1_000 };

let clock: FakeClock;
let runner: CommandRunner;
let folder: string;

beforeEach(() => {
  clock = new FakeClock();
  runner = createCommandRunner(clock);
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
});

afterEach(() => {
  expect(clock.pendingCount).toBe(0);
  rmSync(folder, { recursive: true });
});

/** Runs lines of the Bourne shell; the runner itself uses none. */
function shell(
  script: string,
  changes: Partial<Parameters<CommandRunner["run"]>[1]> = {},
): ReturnType<CommandRunner["run"]> {
  return runner.run(["/bin/sh", "-c", script], { ...limits, ...changes });
}

/** Resolves when the shell has written the file, which tells how far a script has come. */
async function written(name: string): Promise<string> {
  const path = join(folder, name);
  const { promise, resolve } = Promise.withResolvers<string>();
  const look = (): void => {
    const text = readIfThere(path);
    if (text.endsWith("\n")) resolve(text.trim());
  };
  const watcher = watch(folder, look);
  look();
  return promise.finally(() => watcher.close());
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Waits until a process is gone or a zombie; the kernel ends killed ones in a moment. */
async function expectGone(pid: string): Promise<void> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    const stat = readIfThere(`/proc/${pid}/stat`);
    if (stat === "" || stat.includes(") Z ")) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error(`process ${pid} still runs`);
}

describe("a program that ends", () => {
  const rows = [
    { name: "prints on both sides", script: "echo out; echo err >&2", status: 0, stdout: "out\n", stderr: "err\n" },
    { name: "says nothing", script: "true", status: 0, stdout: "", stderr: "" },
    { name: "fails", script: "echo no; exit 3", status: 3, stdout: "no\n", stderr: "" },
    { name: "dies by a signal", script: "kill -TERM $$", status: 143, stdout: "", stderr: "" },
    { name: "reads its empty input", script: "cat; echo end", status: 0, stdout: "end\n", stderr: "" },
    {
      name: "prints exactly what is allowed",
      script: "printf %01000d 0",
      status: 0,
      stdout: "0".repeat(1_000),
      stderr: "",
    },
  ];
  for (const row of rows) {
    test(row.name, async () => {
      const output = expectOk(await shell(row.script));
      expect(output.status).toBe(row.status);
      expect(Buffer.from(output.stdout).toString()).toBe(row.stdout);
      expect(Buffer.from(output.stderr).toString()).toBe(row.stderr);
    });
  }

  test("gets its arguments as they are, without a shell in between", async () => {
    const args = ["$HOME", "a b", "*", "; echo x", "'\"", ""];
    const output = expectOk(await runner.run(["/usr/bin/printf", "[%s]", ...args], limits));
    expect(Buffer.from(output.stdout).toString()).toBe(args.map((arg) => `[${arg}]`).join(""));
  });

  test("leaves something in the background that holds its output: that is ended too", async () => {
    const output = expectOk(await shell(`sleep 60 & echo $! > ${folder}/pid; echo done`));
    expect(Buffer.from(output.stdout).toString()).toBe("done\n");
    await expectGone(await written("pid"));
  });
});

describe("a program that does not end", () => {
  test("is killed at the timeout, and what it started with it", async () => {
    const pending = shell(`sleep 60 & echo $! > ${folder}/pid; trap '' TERM; wait; sleep 60`);
    const pid = await written("pid");
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: false, code: "timed-out", detail: "/bin/sh: still running" });
    await expectGone(pid);
  });

  test("is killed when the caller gives up", async () => {
    const abort = new AbortController();
    const pending = shell(`echo $$ > ${folder}/pid; sleep 60`, { signal: abort.signal });
    const pid = await written("pid");
    abort.abort();
    expect(await pending).toMatchObject({ ok: false, code: "aborted" });
    await expectGone(pid);
  });

  for (const [side, redirection] of [
    ["output", ""],
    ["error output", ">&2"],
  ] as const) {
    test(`is killed when its ${side} passes the limit`, async () => {
      const pending = shell(`echo $$ > ${folder}/pid; while :; do echo xxxxxxxxxxxxxxxx ${redirection}; done`);
      expect(await pending).toMatchObject({ ok: false, code: "answer-too-large" });
      await expectGone(await written("pid"));
    });
  }

  test("is not started when the caller gave up before", async () => {
    const result = await shell(`echo x > ${folder}/mark`, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ok: false, code: "aborted" });
    expect(readIfThere(join(folder, "mark"))).toBe("");
  });

  test("has ended itself but a process that fled keeps its output open: its own end counts at the timeout", async () => {
    const flee = `setsid sh -c 'echo $$ > ${folder}/pid; sleep 60' & while [ ! -s ${folder}/pid ]; do :; done`;
    const pending = shell(`${flee}; echo $$ > ${folder}/own; exit 4`);
    const pid = await written("pid");
    await expectGone(await written("own"));
    // Ends are reported in their order, so this one's follows.
    await shell("true");
    await clock.advance(Duration.seconds(10));
    expect(await pending).toMatchObject({ ok: true, value: { status: 4 } });
    process.kill(-Number(pid), "SIGKILL");
  });
});

describe("a program that cannot be started", () => {
  const rows = [
    { name: "a path where nothing is", program: "/nonexistent/program", code: "command-not-found" },
    { name: "a name nobody knows", program: "holdfast-no-such-program", code: "command-not-found" },
    { name: "a folder", program: "/", code: "command-not-executable" },
    { name: "a file without the right to run it", program: "text", code: "command-not-executable" },
    { name: "a file that is no program", program: "garbage", code: "command-not-executable" },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.code}`, async () => {
      writeFileSync(join(folder, "text"), "echo x", { mode: 0o600 });
      writeFileSync(join(folder, "garbage"), Uint8Array.of(0, 1, 2, 3), { mode: 0o700 });
      const program = ["text", "garbage"].includes(row.program) ? join(folder, row.program) : row.program;
      const result = await runner.run([program], limits);
      expect(result).toMatchObject({ ok: false, code: row.code });
    });
  }
});
