import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The example of the guide is a provider: a newcomer who copies its files has one that compiles and conforms. */

const repository = normalize(join(import.meta.dir, "../.."));
const guide = readFileSync(join(repository, "docs/guides/adding-a-provider.md"), "utf8");
const place = temporaryFolder();

/** Blocks that begin with the path of the file they are. */
const files = new Map(
  [...guide.matchAll(/```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)```/g)].map(([, path = "", text = ""]) => [path, text]),
);

test("the guide has a declaration, its emulator and its test", () => {
  expect([...files.keys()]).toEqual([
    "src/providers/example-dns.ts",
    "test/emulators/example-dns.ts",
    "src/providers/example-dns.test.ts",
  ]);
});

test("they compile, and the test passes", () => {
  for (const [path, text] of files) {
    const file = place(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      text.replaceAll(/from "(\.[^"]+)"/g, (_, to: string) => `from "${resolved(path, to)}"`),
    );
  }
  const options = { extends: join(repository, "tsconfig.json"), include: [], files: [...files.keys()] };
  const types = { typeRoots: [join(repository, "node_modules/@types")] };
  writeFileSync(place("tsconfig.json"), JSON.stringify({ ...options, compilerOptions: types }));
  expect(run(join(repository, "node_modules/.bin/tsc"), "--noEmit", "-p", place("tsconfig.json"))).toBe("");
  expect(run(process.execPath, "test", place("src/providers/example-dns.test.ts"))).toMatch(
    /\n [1-9]\d* pass\n 0 fail\n/,
  );
}, 120_000);

/** Files of the example lie beside each other, all others in the repository. */
function resolved(from: string, to: string): string {
  const path = normalize(join(dirname(from), to));
  return files.has(path) ? place(path) : join(repository, path);
}

function run(...command: readonly string[]): string {
  const { stdout, stderr } = Bun.spawnSync([...command], { cwd: repository });
  return `${stdout}${stderr}`;
}
