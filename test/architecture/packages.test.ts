import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suites } from "../../scripts/suites.ts";

/** What a suite needs must be installed by the command that runs it, or it is skipped on every fresh machine. */

const installed = new Set(readFileSync(join(import.meta.dir, "../../scripts/packages.sh"), "utf8").split("\n"));

for (const { name, needs } of suites) {
  test(`every program of the suite ${name} is installed with its package`, () => {
    const missing = needs.map((need) => need.join(":")).filter((line) => !installed.has(line));
    expect(missing).toEqual([]);
  });
}
