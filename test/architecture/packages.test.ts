import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suites } from "../../scripts/suites.ts";

/** What a suite needs must be installed by the command that runs it, or it is skipped on every fresh machine. */

const scripts = join(import.meta.dir, "../../scripts");
const installed = new Set(readFileSync(join(scripts, "packages.sh"), "utf8").split("\n"));
const python = readFileSync(join(scripts, "python-tools.txt"), "utf8");
const fromPyPi = new Set([...python.matchAll(/^([\w-]+)==\S+$/gm)].map(([, name]) => name));

const manifest: { readonly dependencies: object } = JSON.parse(
  readFileSync(join(scripts, "../test/vendor-sdks/package.json"), "utf8"),
);
const sdks = new Set(Object.keys(manifest.dependencies));

for (const { name, needs, needsPython = [], needsSdks = [] } of suites) {
  test(`every program of the suite ${name} is installed with its package`, () => {
    const missing = needs.map((need) => need.join(":")).filter((line) => !installed.has(line));
    expect(missing).toEqual([]);
    expect(needsPython.filter((one) => !fromPyPi.has(one))).toEqual([]);
    expect(needsSdks.filter((one) => !sdks.has(one))).toEqual([]);
  });
}
