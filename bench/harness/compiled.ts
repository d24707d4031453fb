import { join } from "node:path";
import type { HoldfastCommand } from "./holdfast.ts";
import { Program } from "./program.ts";

/** Builds the single executable as it is given to people. */
export async function compileHoldfast(folder: string): Promise<HoldfastCommand> {
  const entries = ["src/main.ts", "src/store/worker/storage-worker.ts", "src/roles/worker/query-worker.ts"];
  return compile(entries, join(folder, "holdfast"));
}

/** Builds any program the same way; the first of the entries is what it runs. Paths are relative to the repository. */
export async function compile(entries: readonly string[], file: string): Promise<HoldfastCommand> {
  const root = join(import.meta.dir, "../..");
  const flags = ["--compile", "--minify", "--bytecode", "--format=esm"];
  // Else it would read settings and code from whatever directory it is started in.
  const closed = ["--no-compile-autoload-dotenv", "--no-compile-autoload-bunfig"];
  const paths = entries.map((entry) => join(root, entry));
  await Program.start(
    [process.execPath, "build", ...flags, ...closed, ...paths, "--outfile", file],
    undefined,
  ).finish();
  return [file];
}
