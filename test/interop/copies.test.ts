import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { ZoneSummary } from "../../src/core/administration.ts";
import { freePort } from "./free-port.ts";
import { RealServer } from "./real-server.ts";
import { runProgram } from "./run-program.ts";
import { randomChanges } from "./random-changes.ts";
import { until } from "./until.ts";
import { noticeDelayMs, ZonePrimary, zonePrimaryNames } from "./zone-primaries.ts";

/** Our real server keeps copies of zones of BIND and Knot: told by NOTIFY, brought up to date by IXFR, at rest with them. */

// Processes start slowly where others want the machine too.
setDefaultTimeout(120_000);

const key = { name: "transfer.example", secret: Buffer.from("a secret of thirty-two octets, eh").toString("base64") };
const signed = ["-y", `hmac-sha256:${key.name}:${key.secret}`];

async function digLines(port: number, apex: string, ...more: readonly string[]): Promise<readonly string[]> {
  const command = ["dig", "+onesoa", "+nocrypto", "+time=2", "+tries=1", "-p", `${port}`, "@127.0.0.1", apex, ...more];
  const { output } = await runProgram(command);
  const lines = output.split("\n").filter((line) => line !== "" && !line.startsWith(";") && !line.includes("TSIG"));
  return lines.map((line) => line.replaceAll(/\s+/g, " ")).toSorted();
}

for (const name of zonePrimaryNames) {
  describe(name, () => {
    const apex = `${name}.example`;
    let primary: ZonePrimary;
    let server: RealServer;

    beforeAll(async () => {
      const [port, dns] = [await freePort(), await freePort()];
      const timers = { refresh: 3_600, retry: 5, expire: 20 };
      primary = new ZonePrimary(name, { apex, port, secondary: dns, key, timers });
      await primary.start();
      server = new RealServer({
        ports: { dns },
        keys: [{ ...key, update: [{ names: [`*.${apex}`, apex] }] }],
        moreZones: [
          {
            name: apex,
            primaries: [{ address: `127.0.0.1:${port}`, key: key.name }],
            secondaries: [{ address: "127.0.0.1:9", key: key.name }],
          },
        ],
      });
      await server.start();
    });
    afterAll(async () => {
      await server.stop();
      await primary.stop();
    });

    const theirs = (): Promise<readonly string[]> => digLines(primary.plan.port, apex, "AXFR", ...signed);
    const ours = (): Promise<readonly string[]> => digLines(server.ports.dns, apex, "AXFR", ...signed);

    async function expectEqual(): Promise<void> {
      let [left, right]: (readonly string[])[] = [];
      const isEqual = async (): Promise<true | undefined> => {
        [left, right] = [await theirs(), await ours()];
        return left.length > 2_000 && left.join("\n") === right.join("\n") ? true : undefined;
      };
      await until(`the copy of ${apex} is the same`, isEqual, () => {
        const only = (some: readonly string[] = [], others: readonly string[] = []): string =>
          some.filter((line) => !others.includes(line)).join("\n");
        return `theirs: ${only(left, right)}\nours: ${only(right, left)}\n${server.output}\n${primary.output}`;
      });
    }

    async function summary(): Promise<ZoneSummary | undefined> {
      return (await server.summary()).zones.find((zone) => zone.apex === apex);
    }

    test("is copied whole at the start, with its serial", async () => {
      await expectEqual();
      expect(await summary()).toMatchObject({
        serial: 100,
        copy: { primary: `127.0.0.1:${primary.plan.port}`, hasExpired: false, failure: null },
      });
    });

    test("tells of a change, which is here within a second", async () => {
      await primary.change([[`update add new.${apex}. 60 A 192.0.2.1`]]);
      const changedAt = performance.now();
      await until("the change is here", async () => {
        const lines = await digLines(server.ports.dns, `new.${apex}`, "A", "+short");
        return lines.includes("192.0.2.1") ? true : undefined;
      });
      expect(performance.now() - changedAt).toBeLessThan(noticeDelayMs[name] + 1_000);
      expect(server.output).toContain("what has changed");
    });

    test("is followed through three hundred random changes", async () => {
      await primary.change(randomChanges(apex, 300, 1));
      await expectEqual();
    });

    test("is followed after we were killed in the middle of changes", async () => {
      const changing = primary.change(randomChanges(apex, 200, 2));
      await server.kill();
      await changing;
      await server.start();
      await expectEqual();
    });

    test("takes no updates through us", async () => {
      const before = await ours();
      const refused = new ZonePrimary(name, { ...primary.plan, port: server.ports.dns });
      await expect(refused.change([[`update add no.${apex}. 60 A 192.0.2.1`]])).rejects.toThrow("REFUSED");
      await refused.stop();
      expect(await ours()).toEqual(before);
      const added = await server.command("host", "add", `no.${apex}`);
      expect(added.status).not.toBe(0);
      expect(added.output).toContain("copied from a primary");
    });

    test("is answered for while its primary is away, also after a restart, until it expires; then again when it is back", async () => {
      await primary.end();
      await server.terminate();
      await server.start();
      expect(await digLines(server.ports.dns, `new.${apex}`, "A", "+short")).toEqual(["192.0.2.1"]);
      await until("the copy has expired", async () =>
        (await summary())?.copy?.hasExpired === true ? true : undefined,
      );
      const { output } = await runProgram(["dig", "-p", `${server.ports.dns}`, "@127.0.0.1", `new.${apex}`, "A"]);
      expect(output).toContain("status: SERVFAIL");
      expect(server.output).toContain("longer than its SOA allows");
      expect((await server.command("zone", "list")).output).toContain("expired");
      await primary.start();
      await until("the copy is back", async () => {
        const lines = await digLines(server.ports.dns, `new.${apex}`, "A", "+short");
        return lines.includes("192.0.2.1") ? true : undefined;
      });
      await expectEqual();
    });
  });
}

test("one Holdfast backs up another, and a third backs up that one", async () => {
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const at = (index: 0 | 1 | 2): unknown => ({ address: `127.0.0.1:${ports[index]}`, key: key.name });
  const zone = "chain.example";
  const keys = [{ ...key, update: [{ names: [`*.${zone}`] }] }];
  const serverWith = (index: 0 | 1 | 2, more: object): RealServer =>
    new RealServer({ ports: { dns: ports[index] }, keys, moreZones: [{ name: zone, ...more }] });
  const servers = [
    serverWith(0, { ns: ["ns1.example.net"], secondaries: [at(1)] }),
    serverWith(1, { primaries: [at(0)], secondaries: [at(2)] }),
    serverWith(2, { primaries: [at(1)], secondaries: [at(0)] }),
  ];
  try {
    // The last first: whoever is told while it is not there yet is told again only seconds later.
    for (const server of servers.toReversed()) await server.start();
    const contents = (): Promise<readonly string[]> =>
      Promise.all(ports.map(async (port) => (await digLines(port, zone, "AXFR", ...signed)).join("\n")));
    for (const last of [1, 2]) {
      const changing = new ZonePrimary("bind", {
        apex: zone,
        port: ports[0],
        secondary: 9,
        key,
        timers: { refresh: 1, retry: 1, expire: 1 },
      });
      await changing.change([[`update add a${last}.${zone}. 60 A 192.0.2.${last}`]]);
      await changing.stop();
      await until("all three are the same", async () => {
        const [first = "", ...others] = await contents();
        const isSame = first.includes(`192.0.2.${last}`) && others.every((other) => other === first);
        return isSame ? true : undefined;
      });
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});
