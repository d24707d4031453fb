import { expect, test } from "bun:test";

/** A host with two lines and two gateways that translate: what each line shows, and what happens when one is cut. */

test("each line shows its own address, and the name moves when the preferred one is cut", async () => {
  const scene = `${import.meta.dir}/uplinks-scene.sh`;
  const child = Bun.spawn(["unshare", "-n", "-m", "sh", scene, process.execPath, import.meta.dir], {
    env: { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors, status] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  expect([status, errors]).toEqual([0, ""]);
  expect(output.trim().split("\n")).toEqual([
    "fibre: 44.128.10.1",
    "lte: 44.128.20.1",
    "all: 44.128.10.1 44.128.20.1",
    "first: 44.128.10.1",
    "kept: 44.128.10.1",
    "kept: unknown",
    "kept: 44.128.20.1",
  ]);
}, 120_000);
