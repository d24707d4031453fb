import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "../../test/support/expect-ok.ts";
import { ensurePrivateFolder } from "./private-folder.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe.skipIf(process.platform === "win32")("ensurePrivateFolder", () => {
  test("makes the folder and those above it, closed to others whatever the process usually allows", () => {
    const before = process.umask(0);
    try {
      expect(expectOk(ensurePrivateFolder(join(folder, "a", "b")))).toEqual({ wasOpen: false });
    } finally {
      process.umask(before);
    }
    expect([modeOf(join(folder, "a")), modeOf(join(folder, "a", "b"))]).toEqual([0o700, 0o700]);
  });

  const rows = [
    { mode: 0o700, wasOpen: false, after: 0o700 },
    { mode: 0o755, wasOpen: true, after: 0o700 },
    { mode: 0o777, wasOpen: true, after: 0o700 },
    { mode: 0o710, wasOpen: true, after: 0o700 },
    { mode: 0o500, wasOpen: false, after: 0o500 },
  ];
  for (const row of rows) {
    test(`takes a folder of mode ${row.mode.toString(8)} and leaves it with ${row.after.toString(8)}`, () => {
      const path = join(folder, "a");
      mkdirSync(path);
      chmodSync(path, row.mode);
      expect(expectOk(ensurePrivateFolder(path))).toEqual({ wasOpen: row.wasOpen });
      expect(modeOf(path)).toBe(row.after);
    });
  }

  test("an open folder that holds what is not ours is left as it is", () => {
    const path = join(folder, "a");
    mkdirSync(path);
    chmodSync(path, 0o755);
    for (const entry of ["hosts", "passwd"]) writeFileSync(join(path, entry), "");
    const result = ensurePrivateFolder(path, (entries) => !entries.includes("passwd"));
    expect(result).toEqual({ ok: false, code: "folder-shared", detail: "hosts, passwd" });
    expect(modeOf(path)).toBe(0o755);
    expect(expectOk(ensurePrivateFolder(path, (entries) => entries.length === 2))).toEqual({ wasOpen: true });
    expect(modeOf(path)).toBe(0o700);
    // What is closed already needs no judgement.
    expectOk(ensurePrivateFolder(path, () => false));
  });

  test("takes a symbolic link to a folder and closes what it leads to", () => {
    mkdirSync(join(folder, "a"));
    symlinkSync(join(folder, "a"), join(folder, "link"));
    expectOk(ensurePrivateFolder(join(folder, "link")));
    expect(modeOf(join(folder, "a"))).toBe(0o700);
  });

  test("a file in its place: folder-unusable, unchanged", () => {
    writeFileSync(join(folder, "a"), "x");
    const result = ensurePrivateFolder(join(folder, "a"));
    expect(result).toMatchObject({
      ok: false,
      code: "folder-unusable",
      detail: "EEXIST (mkdir)",
      reason: "not-a-folder",
    });
  });

  test.skipIf(process.getuid?.() !== 0)("one of another user: refused to users, taken by root", async () => {
    const path = join(folder, "a");
    mkdirSync(path);
    chmodSync(folder, 0o755);
    chownSync(path, 12_345, 12_345);
    expectOk(ensurePrivateFolder(path));
    chmodSync(path, 0o755);
    const script = `process.setuid(12346);
      const { ensurePrivateFolder } = await import(${JSON.stringify(join(import.meta.dir, "private-folder.ts"))});
      console.log(JSON.stringify(ensurePrivateFolder(${JSON.stringify(path)})));`;
    const child = Bun.spawnSync([process.execPath, "-e", script]);
    expect(JSON.parse(child.stdout.toString())).toMatchObject({ ok: false, code: "folder-not-ours", owner: 12_345 });
    expect(modeOf(path)).toBe(0o755);
  });
});
