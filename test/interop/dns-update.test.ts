import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RealServer } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";

/** nsupdate and knsupdate change zones of our real server, in every form they have. RFC 2136 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const secret = Buffer.from("a secret of thirty-two octets, eh").toString("base64");
const keys = [
  {
    name: "admin.example",
    secret,
    update: [{ names: ["*.dyn.example"] }, { names: ["dyn.example"], types: ["NS", "SOA", "TXT"] }],
  },
  { name: "big.example", algorithm: "hmac-sha512", secret, update: [{ names: ["*.dyn.example"] }] },
  { name: "home.example", secret, update: [{ names: ["home.dyn.example"], types: ["A", "AAAA"] }] },
];
const server = new RealServer({ keys });

beforeAll(() => server.start());
afterAll(() => server.stop());

/** The records of a name as dig prints them, types and data only. */
async function answers(owner: string, type: string): Promise<readonly string[]> {
  const { output } = await runProgram([
    "dig",
    "+noall",
    "+answer",
    "-p",
    `${server.ports.dns}`,
    "@127.0.0.1",
    owner,
    type,
  ]);
  const lines = output.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
  return lines.map((line) => line.split(/\s+/).slice(1).join(" ")).toSorted();
}

interface Key {
  readonly name: string;
  readonly algorithm?: string;
  readonly secret?: string;
}

const clients: readonly (readonly [name: string, argv: (script: string, key: Key) => readonly string[]])[] = [
  [
    "nsupdate over UDP",
    (script, { name, algorithm = "hmac-sha256", secret: text = secret }) => [
      "nsupdate",
      "-y",
      `${algorithm}:${name}:${text}`,
      script,
    ],
  ],
  [
    "nsupdate over TCP",
    (script, { name, algorithm = "hmac-sha256", secret: text = secret }) => [
      "nsupdate",
      "-v",
      "-y",
      `${algorithm}:${name}:${text}`,
      script,
    ],
  ],
  [
    "knsupdate",
    (script, { name, algorithm = "hmac-sha256", secret: text = secret }) => [
      "knsupdate",
      "-y",
      `${algorithm}:${name}:${text}`,
      script,
    ],
  ],
];

const admin: Key = { name: "admin.example" };

for (const [client, argv] of clients) {
  const run = (key: Key, ...lines: readonly string[]): Promise<Ran> => {
    const script = join(server.folder, "update.txt");
    const head = [`server 127.0.0.1 ${server.ports.dns}`, "zone dyn.example."];
    writeFileSync(script, `${[...head, ...lines, "send", "quit"].join("\n")}\n`);
    return runProgram(argv(script, key));
  };
  const expectDone = async (key: Key, ...lines: readonly string[]): Promise<void> =>
    expect(await run(key, ...lines)).toMatchObject({ status: 0, output: "" });
  const expectRefused = async (rcode: string, key: Key, ...lines: readonly string[]): Promise<void> => {
    const { status, output } = await run(key, ...lines);
    expect([status === 0, output]).toEqual([false, expect.stringContaining(rcode)]);
  };

  describe(client, () => {
    test("adds, replaces, removes", async () => {
      await expectDone(admin, "update delete www.dyn.example.");
      await expectDone(
        admin,
        "update add www.dyn.example. 60 A 192.0.2.1",
        "update add www.dyn.example. 60 A 192.0.2.2",
      );
      expect(await answers("www.dyn.example", "A")).toEqual(["60 IN A 192.0.2.1", "60 IN A 192.0.2.2"]);
      await expectDone(admin, "update delete www.dyn.example. A 192.0.2.1");
      expect(await answers("www.dyn.example", "A")).toEqual(["60 IN A 192.0.2.2"]);
      await expectDone(admin, 'update add www.dyn.example. 60 TXT "one" "two"', "update delete www.dyn.example. A");
      expect(await answers("www.dyn.example", "A")).toEqual([]);
      expect(await answers("www.dyn.example", "TXT")).toEqual(['60 IN TXT "one" "two"']);
      await expectDone(admin, "update delete www.dyn.example.");
      expect(await answers("www.dyn.example", "TXT")).toEqual([]);
    });

    test("asks for what must hold first", async () => {
      await expectDone(admin, "update delete lock.dyn.example.", "update delete free.dyn.example.");
      await expectDone(admin, "prereq nxdomain lock.dyn.example.", "update add lock.dyn.example. 60 A 192.0.2.1");
      await expectRefused(
        "YXDOMAIN",
        admin,
        "prereq nxdomain lock.dyn.example.",
        "update add lock.dyn.example. 60 A 192.0.2.9",
      );
      await expectDone(admin, "prereq yxdomain lock.dyn.example.", "update add lock.dyn.example. 60 TXT x");
      await expectRefused(
        "NXDOMAIN",
        admin,
        "prereq yxdomain free.dyn.example.",
        "update add free.dyn.example. 60 A 192.0.2.9",
      );
      await expectDone(admin, "prereq yxrrset lock.dyn.example. A", "update add lock.dyn.example. 60 TXT y");
      await expectRefused(
        "NXRRSET",
        admin,
        "prereq yxrrset lock.dyn.example. MX",
        "update add lock.dyn.example. 60 TXT z",
      );
      await expectDone(admin, "prereq nxrrset lock.dyn.example. MX", "update add lock.dyn.example. 60 TXT z");
      await expectRefused(
        "YXRRSET",
        admin,
        "prereq nxrrset lock.dyn.example. A",
        "update add lock.dyn.example. 60 TXT a",
      );
      await expectDone(admin, "prereq yxrrset lock.dyn.example. A 192.0.2.1", "update add lock.dyn.example. 60 TXT b");
      await expectRefused(
        "NXRRSET",
        admin,
        "prereq yxrrset lock.dyn.example. A 192.0.2.2",
        "update add lock.dyn.example. 60 TXT c",
      );
      expect(await answers("lock.dyn.example", "TXT")).toEqual([
        '60 IN TXT "b"',
        '60 IN TXT "x"',
        '60 IN TXT "y"',
        '60 IN TXT "z"',
      ]);
      expect(await answers("free.dyn.example", "A")).toEqual([]);
    });

    test("has a key for each of its tasks", async () => {
      await expectDone({ name: "big.example", algorithm: "hmac-sha512" }, "update add big.dyn.example. 60 A 192.0.2.1");
      await expectDone(
        { name: "home.example" },
        "update delete home.dyn.example. A",
        "update add home.dyn.example. 60 A 192.0.2.7",
      );
      await expectRefused("REFUSED", { name: "home.example" }, "update add home.dyn.example. 60 TXT x");
      await expectRefused("REFUSED", { name: "home.example" }, "update add nas.dyn.example. 60 A 192.0.2.7");
      await expectRefused("BADKEY", { name: "stranger.example" }, "update add home.dyn.example. 60 A 192.0.2.9");
      const wrong = Buffer.from("quite another one").toString("base64");
      await expectRefused("BADSIG", { ...admin, secret: wrong }, "update add home.dyn.example. 60 A 192.0.2.9");
      expect(await answers("home.dyn.example", "A")).toEqual(["60 IN A 192.0.2.7"]);
    });

    test("writes records of every kind", async () => {
      const records = [
        'CAA 0 issue "ca.example.net"',
        "SRV 1 2 5060 www.dyn.example.",
        'HTTPS 1 . alpn="h2,h3" ipv4hint=192.0.2.1',
        "SSHFP 1 1 123456789abcdef67890123456789abcdef67890",
        "TLSA 3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971",
        "TYPE65280 \\# 3 abcdef",
      ];
      await expectDone(
        admin,
        "update delete kinds.dyn.example.",
        ...records.map((record) => `update add kinds.dyn.example. 60 ${record}`),
      );
      for (const record of records) {
        const [type = ""] = record.split(" ");
        expect((await answers("kinds.dyn.example", type)).length).toBe(1);
      }
    });
  });
}

test("an unsigned update is refused", async () => {
  const script = join(server.folder, "unsigned.txt");
  writeFileSync(
    script,
    `server 127.0.0.1 ${server.ports.dns}\nzone dyn.example.\nupdate add a.dyn.example. 60 A 192.0.2.1\nsend\n`,
  );
  const { status, output } = await runProgram(["nsupdate", script]);
  expect([status === 0, output]).toEqual([false, expect.stringContaining("REFUSED")]);
  expect(await answers("a.dyn.example", "A")).toEqual([]);
});

test("history tells the key", async () => {
  const [newest] = await server.history();
  expect(newest).toMatchObject({ actor: "key", keyName: "admin.example", transport: "dns-update", peer: "127.0.0.1" });
});
