import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { freePort } from "./free-port.ts";
import { RealServer } from "./real-server.ts";
import { runProgram } from "./run-program.ts";
import { startSecondary, type Secondary } from "./secondaries.ts";
import { until } from "./until.ts";

/** BIND and Knot learn from our catalog zone which zones to keep. RFC 9432 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(120_000);

const key = { name: "transfer.example", secret: Buffer.from("a secret of thirty-two octets, eh").toString("base64") };
const catalog = "catalog.invalid";
const names = ["bind", "knot"] as const;
const ports = await Promise.all(names.map(() => freePort()));
const server = new RealServer({
  keys: [key],
  server: { catalog, secondaries: ports.map((port) => ({ address: `127.0.0.1:${port}`, key: key.name })) },
});
const secondaries: Secondary[] = [];

beforeAll(async () => {
  await server.start();
  for (const [index, name] of names.entries()) {
    const primary = { port: server.ports.dns, key, member: "dyn.example" };
    secondaries.push(await startSecondary(name, catalog, ports[index] ?? 0, primary));
  }
});
afterAll(async () => {
  await Promise.all(secondaries.map((secondary) => secondary.stop()));
  await server.stop();
});

for (const [index, name] of names.entries()) {
  const serial = async (port: number, apex: string): Promise<string> => {
    const { output } = await runProgram(["dig", "+short", "+tries=1", "-p", `${port}`, "@127.0.0.1", apex, "SOA"]);
    return output.split(" ")[2] ?? "";
  };
  const expectKept = async (apex: string): Promise<void> => {
    const ours = await serial(server.ports.dns, apex);
    expect(ours).not.toBe("");
    const isKept = async (): Promise<true | undefined> =>
      (await serial(ports[index] ?? 0, apex)) === ours ? true : undefined;
    await until(`${name} keeps ${apex}`, isKept, () => secondaries[index]?.output() ?? "");
  };

  describe(name, () => {
    test("keeps the zones there are", () => expectKept("dyn.example"));

    test("takes up a zone that is added, and lets go one that is removed", async () => {
      const apex = `${name}.example`;
      const added = await server.command("zone", "add", apex, "--ns", "ns1.example.net");
      expect(added.status).toBe(0);
      await expectKept(apex);
      expect((await server.command("zone", "remove", apex)).status).toBe(0);
      await until(`${name} has let go ${apex}`, async () =>
        (await serial(ports[index] ?? 0, apex)) === "" ? true : undefined,
      );
    });
  });
}
