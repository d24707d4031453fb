import { afterEach, beforeEach } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own for each test of a file, gone afterwards; the function gives its path, or that of an entry. */
export function temporaryFolder(): (entry?: string) => string {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (entry) => (entry === undefined ? folder : join(folder, entry));
}
