import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAuthority } from "../support/certificate.ts";
import { freePort } from "./free-port.ts";
import { randomChanges } from "./random-changes.ts";
import { RealServer } from "./real-server.ts";
import { runProgram } from "./run-program.ts";
import { type SecondaryName, secondaryNames, startSecondary, type Secondary } from "./secondaries.ts";
import { until } from "./until.ts";

/** BIND, Knot and NSD keep copies of a zone of our real server: told by NOTIFY, brought up to date by IXFR. */

// Processes start slowly where others want the machine too.
setDefaultTimeout(120_000);

const secret = Buffer.from("a secret of thirty-two octets, eh").toString("base64");
const key = { name: "transfer.example", secret };
const apex = "dyn.example";
const ports = await Promise.all(secondaryNames.map(() => freePort()));
const server = new RealServer({
  tls: createAuthority().issue({ hosts: ["127.0.0.1"] }),
  keys: [
    { ...key, update: [{ names: [`*.${apex}`] }] },
    { name: "other.example", secret },
  ],
  secondaries: ports.map((port) => ({ address: `127.0.0.1:${port}`, key: key.name })),
});
const secondaries = new Map<SecondaryName, Secondary>();

beforeAll(async () => {
  await server.start();
  for (const [index, name] of secondaryNames.entries()) {
    const primary = { port: server.ports.dns, key };
    secondaries.set(name, await startSecondary(name, apex, ports[index] ?? 0, primary));
  }
});
afterAll(async () => {
  await Promise.all([...secondaries.values()].map((secondary) => secondary.stop()));
  await server.stop();
});

/** Every record of a zone, one line each, in one order. */
async function transferred(port: number, ...more: readonly string[]): Promise<readonly string[]> {
  const { output } = await runProgram([
    "dig",
    "+onesoa",
    "+nocrypto",
    "-p",
    `${port}`,
    "@127.0.0.1",
    apex,
    "AXFR",
    ...more,
  ]);
  const lines = output.split("\n").filter((line) => line !== "" && !line.startsWith(";") && !line.includes("TSIG"));
  return lines.map((line) => line.replaceAll(/\s+/g, " ")).toSorted();
}

const signed = ["-y", `hmac-sha256:${key.name}:${secret}`];
const served = (): Promise<readonly string[]> => transferred(server.ports.dns, ...signed);

async function expectEqual(name: SecondaryName): Promise<void> {
  const ours = await served();
  const port = secondaries.get(name)?.port ?? 0;
  let theirs: readonly string[] = [];
  const isEqual = async (): Promise<true | undefined> => {
    theirs = await transferred(port);
    return theirs.join("\n") === ours.join("\n") ? true : undefined;
  };
  const without = (lines: readonly string[], others: readonly string[]): readonly string[] =>
    lines.filter((line) => !others.includes(line));
  await until(`${name} has the zone`, isEqual, () =>
    ["only ours:", ...without(ours, theirs), "only theirs:", ...without(theirs, ours)].join("\n"),
  );
}

/** Changes as nsupdate reads them, one message each. */
async function change(updates: readonly (readonly string[])[]): Promise<void> {
  const script = join(server.folder, "updates.txt");
  const head = `server 127.0.0.1 ${server.ports.dns}\nzone ${apex}.\n`;
  writeFileSync(script, head + updates.map((lines) => `${lines.join("\n")}\nsend\n`).join(""));
  const ran = await runProgram(["nsupdate", ...signed, script]);
  expect(ran).toMatchObject({ status: 0, output: "" });
}

for (const name of secondaryNames) {
  describe(name, () => {
    test("takes the whole zone at its start", () => expectEqual(name));

    test("hears of a change and takes it within a few seconds", async () => {
      await change([[`update add ${name}.${apex}. 60 A 192.0.2.1`]]);
      await expectEqual(name);
    });
  });
}

test("all of them follow a thousand random changes, by differences", async () => {
  const earlier = server.output.length;
  await change(randomChanges(apex, 1_000, 1));
  for (const name of secondaryNames) await expectEqual(name);
  expect(server.output.slice(earlier - 4_000)).toContain("what has changed");
});

test("all of them follow after the server was killed and started again", async () => {
  await server.kill();
  await server.start();
  await change(randomChanges(apex, 50, 2));
  for (const name of secondaryNames) await expectEqual(name);
});

describe("transfers over TLS (RFC 9103)", () => {
  const ask = async (program: string, type: string, ...more: readonly string[]): Promise<readonly string[]> => {
    const args = ["-p", `${server.ports.dnsTls}`, "@127.0.0.1", "+tls", ...more, apex, type];
    const { output } = await runProgram([program, ...args]);
    return output.split("\n").filter((line) => /\sIN\s/.test(line));
  };

  for (const program of ["kdig", "dig"]) {
    test(`${program} gets the whole zone with the key, and nothing without`, async () => {
      const lines = await ask(program, "AXFR", ...signed);
      expect(lines.length).toBe((await served()).length + 1);
      expect(await ask(program, "AXFR")).toEqual([]);
    });
  }

  test("kdig gets what has changed", async () => {
    const serial = Number(/SOA \S+ \S+ (\d+)/.exec((await served()).join("\n"))?.[1]);
    await change([[`update add xot.${apex}. 60 A 192.0.2.1`]]);
    const lines = await ask("kdig", `IXFR=${serial}`, ...signed);
    expect(lines.filter((line) => line.includes("xot")).length).toBe(1);
    expect(lines.length).toBe(5);
  });
});

describe("who asks for the zone", () => {
  const code = async (...more: readonly string[]): Promise<string> => {
    const { output } = await runProgram(["dig", "-p", `${server.ports.dns}`, "@127.0.0.1", apex, "AXFR", ...more]);
    return /; Transfer failed/.test(output) ? "refused" : "given";
  };

  test("unsigned gets nothing", async () => expect(await code()).toBe("refused"));
  test("with another key gets nothing", async () =>
    expect(await code("-y", `hmac-sha256:other.example:${secret}`)).toBe("refused"));
  test("with an unknown key gets nothing", async () =>
    expect(await code("-y", `hmac-sha256:stranger.example:${secret}`)).toBe("refused"));
  test("with the key gets it", async () => expect(await code(...signed)).toBe("given"));

  test("over UDP gets nothing", async () => {
    const { output } = await runProgram([
      "dig",
      "+notcp",
      "-p",
      `${server.ports.dns}`,
      "@127.0.0.1",
      apex,
      "IXFR=1",
      ...signed,
    ]);
    expect(output).not.toContain("SOA");
  });
});
