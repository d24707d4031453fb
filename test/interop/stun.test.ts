import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Family } from "../../src/core/family.ts";
import type { SourceReport } from "../../src/core/verdict.ts";
import { stunSource } from "../../src/detect/sources/stun.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createDatagramClient } from "../../src/platform/datagram-client.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { systemRandom } from "../../src/platform/random.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** Our STUN source against coturn on loopback. */

const ports = {
  datagrams: createDatagramClient(systemClock),
  lookup: createHostLookup(systemClock),
  random: systemRandom,
  clock: systemClock,
};

const ask = (family: Family, host: string, port: number): Promise<SourceReport> =>
  stunSource(family, { host, port, operator: "loopback" }, ports).observe();

/** One server that adds FINGERPRINT to its answers, and one that does not. */
const coturn = [
  { daemon: new Daemon("coturn"), options: [], port: 0 },
  { daemon: new Daemon("coturn-fingerprint"), options: ["--fingerprint"], port: 0 },
];

beforeAll(async () => {
  for (const server of coturn) {
    server.port = await freePort();
    server.daemon.start("turnserver", [
      "-n",
      "--stun-only",
      "--no-cli",
      "--no-tcp",
      "--no-tls",
      "--no-dtls",
      "--listening-ip=127.0.0.1",
      "--listening-ip=::1",
      `--listening-port=${server.port}`,
      `--pidfile=${server.daemon.folder}/pid`,
      "--log-file=stdout",
      ...server.options,
    ]);
    await server.daemon.untilReady(async () => (await ask("ipv4", "127.0.0.1", server.port)).answer.kind === "seen");
  }
});

afterAll(async () => {
  await Promise.all(coturn.map(({ daemon }) => daemon.stop()));
});

describe("coturn", () => {
  for (const [name, index] of [
    ["plain", 0],
    ["with fingerprints", 1],
  ] as const) {
    for (const [family, host, expected] of [
      ["ipv4", "127.0.0.1", "127.0.0.1"],
      ["ipv6", "::1", "::1"],
      ["ipv4", "localhost", "127.0.0.1"],
    ] as const) {
      test(`${name}, asked as ${host} over ${family}, sees ${expected}`, async () => {
        const { answer } = await ask(family, host, coturn[index]?.port ?? 0);
        expect(answer).toMatchObject({
          kind: "seen",
          observations: [{ family, operator: "loopback", evidence: { attribute: "XOR-MAPPED-ADDRESS" } }],
        });
        const [first] = answer.kind === "seen" ? answer.observations : [];
        expect(String(first?.address)).toBe(expected);
        expect(String(first?.evidence["software"])).toContain("Coturn");
      });
    }
  }

  test("a port where nobody listens refuses at once", async () => {
    const report = await ask("ipv4", "127.0.0.1", await freePort());
    expect(report.answer).toMatchObject({ kind: "failed", failure: { code: "connection-refused" } });
    expect(Number(report.took)).toBeLessThan(1_000);
  });
});
