import { spawnSync } from "node:child_process";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { arch, cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { median } from "./statistics.ts";

/** What a number was measured on. Written beside each, so that nobody compares what cannot be compared. */
export interface Machine {
  readonly processor: string;
  readonly processorCount: number;
  readonly memoryMib: number;
  readonly system: string;
  readonly kernel: string;
  /** Others may share the processors, whatever `processorCount` says. */
  readonly isVirtual: boolean;
  /** Median of making 4 KiB durable in the folder for temporary files, in microseconds. */
  readonly syncMicroseconds: number;
  readonly bun: string;
}

export function describeMachine(): Machine {
  const [first] = cpus();
  return {
    processor: first?.model.trim() ?? arch(),
    processorCount: cpus().length,
    memoryMib: Math.round(totalmem() / 1_048_576),
    system: /^PRETTY_NAME="?([^"\n]+)/m.exec(readText("/etc/os-release"))?.[1] ?? process.platform,
    kernel: release(),
    isVirtual: /^flags\s*:.*\bhypervisor\b/m.test(readText("/proc/cpuinfo")),
    syncMicroseconds: Math.round(measureSync()),
    bun: Bun.version,
  };
}

/** The version a program prints of itself; `absent` when there is none. */
export function versionOf(program: string, argument: string): string {
  return /\d+(\.\d+)+[^\s,)]*/.exec(outputOf(program, argument))?.[0] ?? "absent";
}

function measureSync(): number {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-sync-"));
  const file = openSync(join(folder, "file"), "w");
  const block = new Uint8Array(4_096);
  const times = Array.from({ length: 200 }, () => {
    const begun = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    return (performance.now() - begun) * 1_000;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}

function outputOf(program: string, ...args: readonly string[]): string {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const { stdout, stderr } = spawnSync(program, args, { encoding: "utf8", env: { ...process.env, PATH: path } });
  return `${stdout ?? ""}${stderr ?? ""}`.trim();
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
