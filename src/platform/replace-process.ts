import { ptr } from "bun:ffi";
import { readFileSync } from "node:fs";
import { openStandardLibrary } from "./standard-library.ts";

/**
 * Starts the same program with the same words again in this process, which keeps its number, its rights and limits and its
 * standard streams. Returns only where the system is not Linux or refuses; then everything goes on as it is.
 *
 * @param variables to be added to the environment.
 */
export function replaceProcess(variables: readonly (readonly [name: string, value: string])[]): void {
  const words = ownWords();
  const library = openStandardLibrary({
    setenv: { args: ["ptr", "ptr", "i32"], returns: "i32" },
    execv: { args: ["ptr", "ptr"], returns: "i32" },
  });
  if (words === undefined || !library.ok) return;
  const { setenv, execv } = library.value.symbols;
  const texts = [octetsOf(process.execPath), ...words, ...variables.flat().map(octetsOf)];
  // All in one piece of memory: what is reachable by nothing but an address inside another piece counts as garbage.
  const listAt = 8 * Math.ceil(texts.reduce((sum, { length }) => sum + length, 0) / 8);
  const memory = new Uint8Array(new ArrayBuffer(listAt + 8 * (words.length + 1)));
  const places: number[] = [];
  let end = 0;
  for (const text of texts) {
    memory.set(text, end);
    places.push(end);
    end += text.length;
  }
  const base = ptr(memory);
  const placeOf = (index: number): number => places[index] ?? 0;
  const list = new BigUint64Array(memory.buffer, listAt);
  for (const index of words.keys()) list[index] = BigInt(base + placeOf(1 + index));
  for (const index of variables.keys()) {
    const at = 1 + words.length + 2 * index;
    setenv(ptr(memory, placeOf(at)), ptr(memory, placeOf(at + 1)), 1);
  }
  execv(ptr(memory, placeOf(0)), ptr(memory, listAt));
  library.value.close();
}

/** As C has it. */
function octetsOf(text: string): Uint8Array {
  return Buffer.from(`${text}\0`);
}

/** What this process was started with, the runtime's own words included, each with the zero behind it. proc(5) */
function ownWords(): readonly Uint8Array[] | undefined {
  try {
    // Words are whatever octets the caller gave, so they are not made texts of.
    const line = readFileSync("/proc/self/cmdline");
    const words: Uint8Array[] = [];
    for (let begin = 0; begin < line.length; begin += words.at(-1)?.length ?? 1) {
      words.push(line.subarray(begin, line.indexOf(0, begin) + 1));
    }
    return words;
  } catch {
    return undefined;
  }
}
