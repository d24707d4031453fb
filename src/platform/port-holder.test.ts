import { describe, expect, test } from "bun:test";
import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { formatEndpoint } from "../core/net.ts";
import { address } from "../../test/support/values.ts";
import { findPortHolder, parseSocketTable } from "./port-holder.ts";

/** Lines of a Linux 6.1 on x86-64, shortened to a few rows. */
const udp = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  355: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 23456 2 0000000000000000 0
12345: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000  1000        0 98765 2 0000000000000000 0
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11111 1 0000000000000000 100 0 0 10 0
   1: B80D0120000000000000000001000000:C350 B80D0120000000000000000002000000:01BB 01 00000000:00000000 00:00000000 00000000     0        0 22222 1 0000000000000000 20 4 30 10 -1
`;

describe("parseSocketTable", () => {
  const rows = [
    { name: "nothing", text: "", expected: [] },
    { name: "another kind of text", text: "127.0.0.1:53\n1: x\n", expected: [] },
    { name: "IPv4 datagrams", text: udp, expected: ["127.0.0.1:53 7 23456", "0.0.0.0:5353 7 98765"] },
    { name: "IPv6 streams", text: tcp6, expected: ["[::]:443 10 11111", "[2001:db8::1]:50000 1 22222"] },
  ];
  for (const row of rows) {
    test(row.name, () => {
      const parsed = parseSocketTable(row.text);
      expect(parsed.map((found) => `${formatEndpoint(found.local)} ${found.state} ${found.inode}`)).toEqual(
        row.expected,
      );
    });
  }
});

describe.skipIf(!existsSync("/proc/net/udp"))("findPortHolder", () => {
  test("a datagram socket of our own, asked for by its address and by all addresses", async () => {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind({ address: "127.0.0.1", port: 0 }, () => resolve()));
    const { port } = socket.address();
    try {
      for (const host of ["127.0.0.1", "0.0.0.0"]) {
        expect(findPortHolder("udp", { address: address(host), port })).toMatchObject({ pid: process.pid });
      }
      expect(findPortHolder("udp", { address: address("127.0.0.2"), port })).toBeUndefined();
      expect(findPortHolder("tcp", { address: address("127.0.0.1"), port })).toBeUndefined();
    } finally {
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    }
  });

  test("a listener of our own has a program's name", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "::1", () => resolve()));
    const bound = server.address();
    const port = typeof bound === "object" ? (bound?.port ?? 0) : 0;
    const holder = findPortHolder("tcp", { address: address("::1"), port });
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(holder?.pid).toBe(process.pid);
    expect(holder?.program).not.toBe("");
  });
});
