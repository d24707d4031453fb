import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ok } from "../core/result.ts";
import { localRequest } from "./local-request.ts";

/** A peer that answers every request and, as it is asked to, closes; `connections` counts what was opened. */
async function withPeer(
  run: (path: string, connections: () => number) => Promise<void>,
  answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-local-"));
  const path = join(folder, "peer.sock");
  let opened = 0;
  const server = createServer((socket) => {
    opened += 1;
    socket.on("data", () => socket.end(answer));
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  try {
    await run(path, () => opened);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const request = { method: "GET", path: "/summary" } as const;

describe("localRequest", () => {
  test("two requests / two connections, because the first is closing when it has answered", async () => {
    await withPeer(async (path, connections) => {
      expect(await localRequest(path, request)).toEqual(ok({ status: 200, body: "hi" }));
      expect(await localRequest(path, { method: "POST", path: "/hosts", body: "{}" })).toEqual(
        ok({ status: 200, body: "hi" }),
      );
      expect(connections()).toBe(2);
    });
  });

  test("nobody listens there / not running", async () => {
    expect(await localRequest(join(tmpdir(), "holdfast-nobody.sock"), request)).toMatchObject({
      ok: false,
      code: "not-running",
    });
  });

  test("the peer closes without an answer / broken off", async () => {
    await withPeer(async (path) => {
      expect(await localRequest(path, request)).toMatchObject({ ok: false, code: "broken-off" });
    }, "");
  });
});
