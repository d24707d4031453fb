import { readFileSync } from "node:fs";
import { openStandardLibrary } from "./standard-library.ts";

/**
 * Lets go of pages of the program's own file. They count as resident memory of the process, and for this runtime they
 * are most of it: start-up runs through 35 MiB of code and tables, waiting through 5. The system keeps them in its page
 * cache as before and hands them out again when they are touched.
 */

/** MADV_DONTNEED of Linux, asm-generic/mman-common.h. */
const dontNeed = 4;

/** A run of addresses. */
export interface AddressRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * Looks where clean pages are, which takes a millisecond, and gives what drops them, which takes a tenth. Undefined where
 * the system has no such call or does not tell what is where.
 */
export function findCleanPages(): { readonly drop: () => void } | undefined {
  const ranges = cleanRanges(textOf("/proc/self/smaps"), process.execPath);
  const library =
    ranges.length === 0
      ? undefined
      : openStandardLibrary({
          madvise: { args: ["u64", "u64", "i32"], returns: "i32" },
        });
  if (library?.ok !== true) return undefined;
  const { madvise } = library.value.symbols;
  const drop = (): void => {
    // A debugger may have set a breakpoint since, and would lose it.
    if (!/^TracerPid:\t0$/m.test(textOf("/proc/self/status"))) return;
    for (const { start, end } of ranges) madvise(start, end - start, dontNeed);
  };
  return { drop };
}

/**
 * Where a file is mapped so that nothing is lost by dropping it: privately, not writable, and with no page that differs
 * from the file (the linker leaves such ones behind, in ranges of their own).
 *
 * @param maps what /proc/PID/smaps says.
 */
export function cleanRanges(maps: string, file: string): readonly AddressRange[] {
  const ranges: AddressRange[] = [];
  for (const part of maps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [head = ""] = part.split("\n", 1);
    const [, start, end, path] = /^([0-9a-f]+)-([0-9a-f]+) r-[x-]p \S+ \S+ \d+ +(.+)$/.exec(head) ?? [];
    if (path !== file || start === undefined || end === undefined) continue;
    if (!/^Anonymous: +0 kB$/m.test(part) || !/^Private_Dirty: +0 kB$/m.test(part)) continue;
    ranges.push({ start: BigInt(`0x${start}`), end: BigInt(`0x${end}`) });
  }
  return ranges;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
