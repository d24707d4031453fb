import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Suite, suites } from "./suites.ts";

/**
 * Runs every suite in a process of its own and adds up what they report. Ends with `N passed, N failed, N skipped`.
 * Of what tests print, lines that begin with `measured:` are shown.
 *
 * Arguments are suite names; without any, all run. The counts come from the runner's report file, so that a suite
 * whose process ended early without one is a failure whatever its exit status says.
 */

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** What `scripts/cached-tools.sh` writes when everything of a kind is installed. */
const installed = (kind: "python" | "sdks"): boolean =>
  existsSync(join(import.meta.dir, "../.cache", kind, "holdfast-wanted"));

/** Why a suite cannot run here; undefined when it can. */
function hindrance(suite: Suite): string | undefined {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const missing = suite.needs.filter(([program]) => Bun.which(program, { PATH: path }) === null);
  if (missing.length > 0) {
    const list = missing.map(([program, debianPackage]) => `${program} (Debian package ${debianPackage})`);
    return `not installed: ${list.join(", ")}`;
  }
  const { needsPython = [], needsSdks = [] } = suite;
  if (needsPython.length > 0 && !installed("python")) return `not installed: ${needsPython.join(", ")} (from PyPI)`;
  if (needsSdks.length > 0 && !installed("sdks")) return `not installed: ${needsSdks.join(", ")} (from npm)`;
  if (!suite.needsRoot) return undefined;
  if (process.platform !== "linux") return "needs Linux network namespaces";
  if (process.getuid?.() !== 0) return "needs root to build network namespaces";
  const probe = Bun.spawnSync(["unshare", "-n", "true"], { stderr: "ignore" });
  return probe.exitCode === 0 ? undefined : "this system allows no network namespaces";
}

/** Reads the totals of a JUnit report. */
function readReport(file: string): Counts | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const head = /<testsuites\b[^>]*>/.exec(text)?.[0] ?? "";
  const total = (attribute: string): number =>
    Number(new RegExp(`\\b${attribute}="(\\d+)"`).exec(head)?.[1] ?? Number.NaN);
  const [tests, failed, skipped] = [total("tests"), total("failures"), total("skipped")];
  if (Number.isNaN(tests) || Number.isNaN(failed) || Number.isNaN(skipped)) return undefined;
  return { passed: tests - failed - skipped, failed, skipped };
}

async function run(suite: Suite, report: string): Promise<Counts> {
  const command = [
    process.execPath,
    "test",
    "--parallel=2",
    // Catches what hangs, and leaves a busy machine room: the slowest tests are bound by its processors alone.
    "--timeout=30000",
    "--reporter=junit",
    `--reporter-outfile=${report}`,
    ...suite.paths,
  ];
  const child = Bun.spawn(command, {
    stdout: "pipe",
    stderr: "pipe",
    env: { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`, CI: "true" },
    timeout: suite.limitSeconds * 1_000,
    killSignal: "SIGKILL",
  });
  const [printed, output, exitCode] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  for (const line of `${printed}\n${output}`.match(/^measured: .*$/gm) ?? []) say(`${suite.name} ${line}`);
  const counts = readReport(report);
  const isWhole = counts !== undefined && (exitCode === 0) === (counts.failed === 0) && counts.passed > 0;
  if (!isWhole || counts.failed > 0) say(output.replaceAll(/^\(pass\).*\n/gm, ""));
  if (isWhole) return counts;
  say(`${suite.name}: the runner ended with status ${exitCode}${counts === undefined ? " and wrote no report" : ""}`);
  return { passed: counts?.passed ?? 0, failed: Math.max(1, counts?.failed ?? 0), skipped: counts?.skipped ?? 0 };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !suites.some((suite) => suite.name === name));
if (unknown.length > 0) {
  say(`unknown suite: ${unknown.join(", ")}; there are: ${suites.map((suite) => suite.name).join(", ")}`);
  process.exit(2);
}

const reports = mkdtempSync(join(tmpdir(), "holdfast-test-"));
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const suite of suites.filter((candidate) => wanted.length === 0 || wanted.includes(candidate.name))) {
  const reason = hindrance(suite);
  if (reason !== undefined) {
    say(`skipped  ${suite.name}: ${reason}`);
    totals.skipped += 1;
    continue;
  }
  const started = performance.now();
  const counts = await run(suite, join(reports, `${suite.name.replaceAll("/", "-")}.xml`));
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  say(
    `${counts.failed === 0 ? "passed " : "FAILED "}  ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds} s)`,
  );
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
}
rmSync(reports, { recursive: true, force: true });
say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
