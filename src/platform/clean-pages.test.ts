import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { cleanRanges, findCleanPages } from "./clean-pages.ts";

/** From /proc/PID/smaps of Bun 1.4.4 on Linux 6.18, 2026-11-20; shortened. */
const maps = `00200000-037ad000 r--p 00000000 08:01 1310821                            /opt/bun
Size:              55988 kB
Rss:                9644 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
VmFlags: rd mr mw me sd
037ae000-064a4000 r-xp 035ad000 08:01 1310821                            /opt/bun
Size:              46040 kB
Rss:               26900 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me sd
064a5000-06853000 r--p 062a3000 08:01 1310821                            /opt/bun
Rss:                3768 kB
Private_Dirty:        12 kB
Anonymous:            12 kB
VmFlags: rd mr mw me ac sd
06853000-06a0d000 rw-p 00000000 00:00 0
Rss:                 116 kB
Private_Dirty:       116 kB
Anonymous:           116 kB
7f9fad91a000-7f9fad927000 r-xp 00028000 08:01 262                        /usr/lib/libc.so.6
Rss:                1172 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
7f9fad930000-7f9fad931000 r-xs 00000000 08:01 1310821                    /opt/bun
Rss:                   4 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
`;

test("only what equals the file, is private and cannot be written is clean", () => {
  expect(cleanRanges(maps, "/opt/bun")).toEqual([
    { start: 0x200000n, end: 0x37ad000n },
    { start: 0x37ae000n, end: 0x64a4000n },
  ]);
});

test("a page that was written, for instance a breakpoint, keeps its whole range", () => {
  const written = maps.replace(
    "Rss:               26900 kB\nPrivate_Dirty:         0 kB\nAnonymous:             0 kB",
    "Anonymous: 4 kB",
  );
  expect(cleanRanges(written, "/opt/bun")).toEqual([{ start: 0x200000n, end: 0x37ad000n }]);
});

test("of nothing, nothing is clean", () => expect(cleanRanges("", "/opt/bun")).toEqual([]));

describe.skipIf(process.platform !== "linux")("on this system", () => {
  const mappedKib = (): number =>
    Number(/^RssFile:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1]);

  test("the process has less of its file mapped afterwards, again and again, and goes on", () => {
    const pages = findCleanPages();
    for (let time = 0; time < 2; time += 1) {
      readFileSync(process.execPath);
      const before = mappedKib();
      pages?.drop();
      expect(mappedKib()).toBeLessThan(before);
    }
    expect(mappedKib()).toBeLessThan(12_000);
    expect(new Intl.NumberFormat("en").format(1_234_567)).toBe("1,234,567");
  });
});
