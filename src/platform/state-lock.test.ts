import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "../../test/support/expect-ok.ts";
import { startTelling } from "../../test/support/telling-process.ts";
import { lockState } from "./state-lock.ts";

let folder: string;
let children: Bun.Subprocess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(children.map((child) => child.exited));
  rmSync(folder, { recursive: true });
});

const moduleText = JSON.stringify(join(import.meta.dir, "state-lock.ts"));

/**
 * Another process that takes the lock, tells what came of it, and keeps it until it is killed. It forgets what it was
 * given and collects garbage, which must not free the lock.
 */
async function otherProcess(): Promise<{ readonly told: unknown; readonly pid: number; end(): Promise<void> }> {
  const { child, next } = startTelling(`
    const { lockState } = await import(${moduleText});
    const { ok, code, holder } = lockState(${JSON.stringify(folder)});
    Bun.gc(true);
    say(JSON.stringify({ ok, code, holder }));
    setInterval(() => {}, 1000);`);
  children.push(child);
  const end = async (): Promise<void> => {
    child.kill("SIGKILL");
    await child.exited;
  };
  return { told: JSON.parse(await next()), pid: child.pid, end };
}

describe("lockState", () => {
  test("a free directory: locked; released: free again, also when released twice", () => {
    const lock = expectOk(lockState(folder));
    lock.release();
    lock.release();
    expectOk(lockState(folder)).release();
  });

  test("held by this process: in use, and the holder is named", () => {
    const lock = expectOk(lockState(folder));
    expect(lockState(folder)).toMatchObject({ ok: false, code: "state-in-use", holder: process.pid });
    lock.release();
  });

  test("held by another process: in use, and the holder is named", async () => {
    const other = await otherProcess();
    expect(other.told).toEqual({ ok: true });
    expect(lockState(folder)).toMatchObject({ ok: false, code: "state-in-use", holder: other.pid });
    await other.end();
  });

  test("held by us: another process is told so, also after a second attempt of ours", async () => {
    const lock = expectOk(lockState(folder));
    lockState(folder);
    const other = await otherProcess();
    expect(other.told).toEqual({ ok: false, code: "state-in-use", holder: process.pid });
    await other.end();
    lock.release();
  });

  test("held by a process that was killed: free at once", async () => {
    const other = await otherProcess();
    await other.end();
    expect(existsSync(join(folder, "lock.pid"))).toBe(true);
    expectOk(lockState(folder)).release();
  });

  test("two processes one after the other: the second gets it only when the first has ended", async () => {
    const first = await otherProcess();
    const second = await otherProcess();
    expect(second.told).toEqual({ ok: false, code: "state-in-use", holder: first.pid });
    await second.end();
    await first.end();
    const third = await otherProcess();
    expect(third.told).toEqual({ ok: true });
    await third.end();
  });

  const holders = [
    { name: "nonsense", text: "nonsense" },
    { name: "nothing", text: "" },
    { name: "nobody", text: "4194999\n" },
    { name: "a process group", text: "-1\n" },
  ];
  for (const row of holders) {
    test(`the holder's file names ${row.name}: in use by somebody unknown`, () => {
      const lock = expectOk(lockState(folder));
      writeFileSync(join(folder, "lock.pid"), row.text);
      expect(lockState(folder)).toMatchObject({ code: "state-in-use", holder: undefined });
      lock.release();
    });
  }

  test("a symbolic link in the place of the holder's file: replaced, and what it leads to stays as it is", () => {
    const elsewhere = join(folder, "elsewhere");
    writeFileSync(elsewhere, "kept");
    symlinkSync(elsewhere, join(folder, "lock.pid"));
    const lock = expectOk(lockState(folder));
    expect(readFileSync(elsewhere, "utf8")).toBe("kept");
    expect(readFileSync(join(folder, "lock.pid"), "utf8")).toBe(`${process.pid}\n`);
    lock.release();
  });

  test("a directory that is not there: unusable", () => {
    expect(lockState(join(folder, "none"))).toMatchObject({ ok: false, code: "lock-unusable", holder: undefined });
  });

  test("a lock file that holds something else: unusable, untouched", () => {
    writeFileSync(join(folder, "lock"), "x".repeat(5_000));
    expect(lockState(folder)).toMatchObject({ code: "lock-unusable", detail: "file is not a database" });
  });
});
