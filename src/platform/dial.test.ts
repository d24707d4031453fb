import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { startRawServer } from "../../test/support/raw-server.ts";
import { startTelling } from "../../test/support/telling-process.ts";
import { address } from "../../test/support/values.ts";
import { dial } from "./dial.ts";

let abort: AbortController;

beforeEach(() => {
  abort = new AbortController();
});

afterEach(() => {
  abort.abort();
});

describe("dial", () => {
  const rows = [
    {
      name: "a port nobody listens on",
      to: "127.0.0.1",
      code: "connection-refused",
      detail: "127.0.0.1:1: ECONNREFUSED (connect)",
    },
    { name: "the same in IPv6", to: "::1", code: "connection-refused", detail: "[::1]:1: ECONNREFUSED (connect)" },
    {
      name: "from an address of the other family",
      to: "::1",
      from: "127.0.0.1",
      code: "unreachable",
      detail: "[::1]:1: not from 127.0.0.1",
    },
    {
      name: "from an address that is not ours",
      to: "127.0.0.1",
      from: "203.0.113.77",
      code: "unreachable",
      detail: "127.0.0.1:1: EADDRNOTAVAIL (connect)",
    },
  ];
  for (const row of rows) {
    test(`${row.name}: ${row.code}`, async () => {
      const binding = row.from === undefined ? undefined : { localAddress: address(row.from) };
      const result = await dial({ address: address(row.to), port: 1 }, binding, abort.signal);
      expect(result).toMatchObject({ ok: false, code: row.code, detail: row.detail, wasSent: false });
    });
  }

  test("given up before: aborted, and nobody is called", async () => {
    const server = await startRawServer("", { speaksFirst: true });
    abort.abort();
    const result = await dial({ address: address("127.0.0.1"), port: server.port }, undefined, abort.signal);
    expect(result).toMatchObject({ ok: false, code: "aborted" });
    await server.stop();
  });

  test.skipIf(process.platform !== "linux")(
    "a host that does not answer: aborted as soon as it is given up",
    async () => {
      // A process that is stopped accepts nobody, and when its queue is full the kernel answers nobody either.
      const { child, next } = startTelling(`
      const { createServer } = await import("node:net");
      const server = createServer().listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => say(server.address().port));`);
      const port = Number(await next());
      child.kill("SIGSTOP");
      const fillers = await fillQueue(port);
      const pending = dial({ address: address("127.0.0.1"), port }, undefined, abort.signal);
      await new Promise<void>((resolve) => setImmediate(resolve));
      abort.abort();
      expect(await pending).toMatchObject({ ok: false, code: "aborted", wasSent: false });
      for (const socket of fillers) socket.destroy();
      child.kill("SIGKILL");
      await child.exited;
    },
  );
});

/** Connects until one more would not be answered: Linux completes one connection more than the queue is long. */
async function fillQueue(port: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  for (let count = 0; count < 2; count += 1) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    sockets.push(socket);
  }
  return sockets;
}
