import { expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { temporaryState } from "../../test/support/temporary-state.ts";

/** Runs a program that sees a small disk in place of the directory, which is its argument. */
function onSmallDisk(mebibytes: number, directory: string, argv: readonly string[]): ReturnType<typeof spawnSync> {
  const space = process.getuid?.() === 0 ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  const mounted = `mount -t tmpfs -o size=${mebibytes}m none "$0" && exec "$@" "$0"`;
  return spawnSync("unshare", [...space, "sh", "-c", mounted, directory, ...argv], { encoding: "utf8" });
}

function program(name: string): readonly string[] {
  return [process.execPath, fileURLToPath(new URL(`../../test/support/${name}.ts`, import.meta.url))];
}

const canMount = onSmallDisk(1, "/tmp", ["true"]).status === 0;

test.skipIf(!canMount)(
  "a full disk refuses by value, spoils nothing, and is over when there is room again",
  async () => {
    const state = await temporaryState();
    const run = onSmallDisk(20, state.directory, program("fill-disk"));
    expect([run.stderr, run.status]).toEqual(["", 0]);
    const { said, later, after } = JSON.parse(String(run.stdout));
    expect(said).toMatchObject({
      append: "journal-full",
      group: ["journal-full", "journal-full", "journal-full"],
      history: "ok",
      replay: true,
      token: "ok",
    });
    expect(later).toEqual({ append: "ok", snapshot: "ok", record: "ok" });
    expect(after).toEqual({ revision: said.revision + 1, isNewest: true });
    await state.remove();
  },
  30_000,
);

test.skipIf(!canMount)(
  "what fills the disk with its own log makes room and goes on",
  async () => {
    const state = await temporaryState();
    const run = onSmallDisk(6, state.directory, program("rewrite-rows"));
    expect([run.stderr, run.status, run.stdout]).toEqual(["", 0, "20"]);
    await state.remove();
  },
  30_000,
);
