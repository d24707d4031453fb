import { readdirSync, readFileSync } from "node:fs";

/** What a process and everything it started take, as Linux counts it. */

/** Ticks of /proc/PID/stat per second; 100 on every Linux there is (sysconf(_SC_CLK_TCK)). */
const ticksPerSecond = 100;

/**
 * Processor time of the tree so far, user and system, in microseconds; exact to ten milliseconds. Includes what the
 * kernel does on its behalf for packets, and children that have ended and were waited for.
 */
export function processorTime(root: number): number {
  let ticks = 0;
  for (const { fields } of tree(root)) {
    for (const field of times) ticks += Number(fields[field]);
  }
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** Memory of the tree, in KiB. */
export interface MemoryUse {
  /** Pages in memory, those of files (the executable above all) included. */
  readonly resident: number;
  /** Of those, pages that belong to no file: what the program itself asked for. */
  readonly anonymous: number;
  /** Resident, with pages that several processes map divided among them. */
  readonly proportional: number;
}

export function memoryUse(root: number): MemoryUse {
  const sum = { resident: 0, anonymous: 0, proportional: 0 };
  for (const { pid } of tree(root)) {
    const status = textOf(pid, "status");
    sum.resident += kibibytes(status, "VmRSS");
    sum.anonymous += kibibytes(status, "RssAnon");
    sum.proportional += kibibytes(textOf(pid, "smaps_rollup"), "Pss");
  }
  return sum;
}

/** Indexes behind the program's name, from state on. proc(5) */
const parentPid = 1;
/** utime, stime, cutime, cstime. */
const times = [11, 12, 13, 14];

interface Stat {
  readonly pid: number;
  readonly fields: readonly string[];
}

/** The process and its descendants. */
function tree(root: number): readonly Stat[] {
  const all = readdirSync("/proc").flatMap((entry): Stat[] => {
    const pid = Number(entry);
    const stat = Number.isInteger(pid) ? textOf(pid, "stat") : "";
    // The name stands in parentheses and may hold anything, parentheses and blanks included.
    return stat === "" ? [] : [{ pid, fields: stat.slice(stat.lastIndexOf(")") + 2).split(" ") }];
  });
  const members = all.filter(({ pid }) => pid === root);
  // The list grows while it is walked.
  for (const member of members) {
    members.push(...all.filter(({ fields }) => Number(fields[parentPid]) === member.pid));
  }
  return members;
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}

function kibibytes(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(text)?.[1] ?? 0);
}
