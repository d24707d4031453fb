import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileReader } from "./file-reader.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-files-"));
  writeFileSync(join(folder, "text"), "héllo\n", { mode: 0o640 });
  chmodSync(join(folder, "text"), 0o640);
  writeFileSync(join(folder, "empty"), "");
  writeFileSync(join(folder, "large"), new Uint8Array(1_000));
  mkdirSync(join(folder, "folder"));
  symlinkSync(join(folder, "text"), join(folder, "link"));
  symlinkSync(join(folder, "loop"), join(folder, "loop"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("reading a file", () => {
  test("gives its octets and permissions", async () => {
    const read = await fileReader.read(join(folder, "text"), 100);
    expect(read).toEqual({ ok: true, value: { octets: Uint8Array.from(Buffer.from("héllo\n")), mode: 0o640 } });
    expect(await fileReader.read(join(folder, "link"), 100)).toEqual(read);
    expect(await fileReader.read(join(folder, "empty"), 100)).toMatchObject({
      ok: true,
      value: { octets: new Uint8Array() },
    });
  });

  test("takes a file of exactly the limit, and none above", async () => {
    expect((await fileReader.read(join(folder, "large"), 1_000)).ok).toBe(true);
    expect(await fileReader.read(join(folder, "large"), 999)).toMatchObject({ ok: false, code: "file-too-large" });
  });

  test.skipIf(process.platform !== "linux")("notices that a file without a size is too large", async () => {
    expect(await fileReader.read("/proc/self/maps", 16)).toMatchObject({ ok: false, code: "file-too-large" });
  });

  test("says why in words, without the path", async () => {
    expect(await fileReader.read(join(folder, "nowhere"), 100)).toMatchObject({
      detail: "no such file or directory (ENOENT)",
    });
  });

  for (const [name, code] of [
    ["nowhere", "file-missing"],
    ["text/below", "file-missing"],
    ["folder", "file-unreadable"],
    ["pipe", "file-unreadable"],
    ["loop", "file-unreadable"],
    ["a\u0000b", "file-unreadable"],
  ] as const) {
    test(`${JSON.stringify(name)} is ${code}`, async () => {
      expect(await fileReader.read(join(folder, name), 100)).toMatchObject({ ok: false, code });
    });
  }
});
