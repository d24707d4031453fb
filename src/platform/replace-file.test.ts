import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectOk } from "../../test/support/expect-ok.ts";
import { replaceFile } from "./replace-file.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  path = join(folder, "f");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

describe("replaceFile", () => {
  test("makes a new file that is its owner's alone", async () => {
    expectOk(await replaceFile(path, "new"));
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(modeOf(path)).toBe(0o600);
  });

  for (const content of ["", "shorter", "x".repeat(100_000), Uint8Array.of(0, 255)]) {
    test(`replaces a file by ${content.length} octets and leaves nothing else behind`, async () => {
      writeFileSync(path, "some old content");
      expectOk(await replaceFile(path, content));
      expect(Buffer.compare(readFileSync(path), Buffer.from(content))).toBe(0);
      expect(readdirSync(folder)).toEqual(["f"]);
    });
  }

  for (const mode of [0o600, 0o640, 0o664, 0o444]) {
    test(`keeps mode ${mode.toString(8)}, whatever the process usually takes away`, async () => {
      writeFileSync(path, "old");
      chmodSync(path, mode);
      expectOk(await replaceFile(path, "new"));
      expect(modeOf(path)).toBe(mode);
    });
  }

  test("sets the mode that is given", async () => {
    writeFileSync(path, "old");
    expectOk(await replaceFile(path, "new", { mode: 0o640 }));
    expect(modeOf(path)).toBe(0o640);
  });

  test.skipIf(process.getuid?.() !== 0)("keeps the owner when root replaces", async () => {
    writeFileSync(path, "old");
    chownSync(path, 12_345, 23_456);
    expectOk(await replaceFile(path, "new"));
    expect(statSync(path)).toMatchObject({ uid: 12_345, gid: 23_456 });
  });

  test("follows a symbolic link, which stays one", async () => {
    const link = join(folder, "link");
    writeFileSync(path, "old");
    symlinkSync(path, link);
    expectOk(await replaceFile(link, "new"));
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  test("a reader that holds the old file open reads the old content to its end", async () => {
    writeFileSync(path, "old");
    const before = statSync(path).ino;
    expectOk(await replaceFile(path, "new"));
    expect(statSync(path).ino).not.toBe(before);
  });

  const impossible = [
    { name: "in a folder that is not there", target: () => join(folder, "none", "f"), detail: "ENOENT" },
    { name: "below a file", target: () => join(path, "g"), detail: "ENOTDIR" },
    { name: "in place of a folder", target: () => folder, detail: "" },
  ];
  for (const row of impossible) {
    test(`${row.name}: file-unwritable, nothing changed or left behind`, async () => {
      writeFileSync(path, "old");
      const result = await replaceFile(row.target(), "new");
      expect(result).toMatchObject({ ok: false, code: "file-unwritable" });
      expect(result).toHaveProperty("detail", expect.stringContaining(row.detail));
      expect(readdirSync(folder)).toEqual(["f"]);
      expect(readFileSync(path, "utf8")).toBe("old");
    });
  }

  test("two at the same time: one of the two contents, whole", async () => {
    const contents = ["a".repeat(50_000), "b".repeat(60_000)];
    await Promise.all(contents.map((content) => replaceFile(path, content)));
    expect(contents).toContain(readFileSync(path, "utf8"));
    expect(readdirSync(folder)).toEqual(["f"]);
  });
});
