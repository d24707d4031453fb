import { describe, expect, test } from "bun:test";

/** Each row is a process of its own, for these settings are the process's. */

const own = [
  "BUN_GC_TIMER_DISABLE",
  "BUN_JSC_useBaselineJIT",
  "BUN_JSC_useDFGJIT",
  "MIMALLOC_PURGE_HOLES_MIN_INTERVAL",
];
const waiting = ["1", "0", "0", "60000"];
const working = ["0", "1", "1", "100"];
const unset = ["", "", "", ""];

/** Keeps one pace after the other, and tells what the system and the program then see. */
const script = `
const { keepPace } = await import(${JSON.stringify(`${import.meta.dir}/runtime-settings.ts`)});
for (const pace of process.argv[1].split(",")) keepPace(pace, process.env);
const environ = require("node:fs").readFileSync("/proc/self/environ", "utf8").split("\\0");
const value = (name) => environ.findLast((line) => line.startsWith(name + "="))?.slice(name.length + 1) ?? "";
const own = ${JSON.stringify(own)};
const words = process.argv.slice(2);
console.log(JSON.stringify({ pid: process.pid, words, given: own.map(value), left: own.map((name) => process.env[name] ?? "") }));
`;

interface Seen {
  readonly pid: number;
  readonly words: readonly string[];
  readonly given: readonly string[];
  readonly left: readonly string[];
}

async function runs(
  paces: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Seen & { readonly child: number }> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.includes(name)));
  const words = ["two words", "", "$HOME", "地址"];
  const child = Bun.spawn([process.execPath, "-e", script, paces, ...words], {
    env: { ...inherited, ...environment },
    stdout: "pipe",
  });
  const seen = JSON.parse(await new Response(child.stdout).text()) as Seen;
  expect(seen.words).toEqual(words);
  return { ...seen, child: child.pid };
}

describe.skipIf(process.platform !== "linux")("the settings of a process", () => {
  const rows: readonly (readonly [
    name: string,
    paces: string,
    environment: Readonly<Record<string, string>>,
    given: readonly string[],
    left: readonly string[],
  ])[] = [
    ["that waits / has its settings, and passes none of them on", "waiting", {}, waiting, unset],
    [
      "that turns out to have work / has the usual ones, and passes none of them on",
      "waiting,working",
      {},
      working,
      unset,
    ],
    ["that works from the first / is not started again", "working", {}, unset, unset],
    [
      "of which somebody set one / keeps that one alone, and passes it on",
      "waiting,working",
      { MIMALLOC_PURGE_HOLES_MIN_INTERVAL: "500" },
      ["", "", "", "500"],
      ["", "", "", "500"],
    ],
  ];
  for (const [name, paces, environment, given, left] of rows) {
    test(name, async () => {
      const seen = await runs(paces, environment);
      expect({ given: seen.given, left: seen.left }).toEqual({ given: [...given], left: [...left] });
      expect(seen.pid).toBe(seen.child);
    });
  }
});
