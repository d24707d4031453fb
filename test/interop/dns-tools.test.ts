import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { CookieSecretMemory } from "../../src/wire/cookie-secrets.ts";
import { serveTcp } from "../../src/authority/tcp.ts";
import { datagramHandler } from "../../src/authority/udp.ts";
import { type Running, stopAll } from "../../src/core/lifecycle.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createFramedListener } from "../../src/platform/framed-listener.ts";
import { AnsweringZones } from "../support/answering-zones.ts";
import { expectOk } from "../support/expect-ok.ts";
import { queryPlanes } from "../support/query-planes.ts";
import { address } from "../support/values.ts";
import { exampleZone } from "./awkward-zones.ts";

/** What dig (BIND), kdig (Knot) and drill (ldns) make of our answers over UDP and TCP. */

const running: Running[] = [];
const bugs: unknown[] = [];
const secrets = new CookieSecretMemory();
secrets.write({ present: crypto.getRandomValues(new Uint8Array(16)), previous: undefined });
const settings = {
  identity: { version: "holdfast", hostname: "ns1.example" },
  cookieSecrets: secrets.buffer,
  streamIdleMs: 10_000,
};
/** By the way in which queries over UDP are received. */
const ports: Record<string, number> = {};

beforeAll(async () => {
  const options = { reflecting: ["whoami.example."], ...settings, clock: systemClock };
  const { answerer, table } = new AnsweringZones([exampleZone.text], options);
  const onBug = (bug: unknown): void => void bugs.push(bug);
  const framed = createFramedListener(systemClock, onBug);
  const loopback = address("127.0.0.1");
  for (const plane of queryPlanes) {
    const tcp = expectOk(await serveTcp({ listener: framed, endpoint: { address: loopback, port: 0 }, answerer }));
    const opened = await plane.open({ memory: table.memory, settings }, onBug);
    const udp = expectOk(await opened.listener.listen(tcp.endpoint, datagramHandler({ answerer })));
    opened.begin();
    ports[plane.label] = tcp.endpoint.port;
    running.push(tcp, opened, udp);
  }
});

afterAll(() => stopAll(running));

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  child.stdout.on("data", (text: Buffer) => output.push(text.toString()));
  child.stderr.on("data", (text: Buffer) => output.push(text.toString()));
  await once(child, "close");
  return output.join("");
}

/** A command, which still needs to know whom to ask. */
type Asking = (port: string) => Promise<string>;

const dig =
  (...args: readonly string[]): Asking =>
  (port) =>
    run("dig", ["-p", port, "@127.0.0.1", "+norec", "+tries=1", "+time=3", ...args]);
const kdig =
  (...args: readonly string[]): Asking =>
  (port) =>
    run("kdig", ["-p", port, "@127.0.0.1", "+retry=0", "+time=3", ...args]);
const drill =
  (...args: readonly string[]): Asking =>
  (port) =>
    run("drill", ["-p", port, "@127.0.0.1", ...args]);

/** Whoever reads the output must find all of these. */
type Row = readonly [string, Asking, readonly (string | RegExp)[]];

const rows: readonly Row[] = [
  ["dig follows an alias", dig("+short", "www.example"), ["web.example.\n192.0.2.1\n192.0.2.2\n"]],
  [
    "dig sees absence with its SOA",
    dig("nx.example"),
    ["status: NXDOMAIN", "flags: qr aa; ", "300\tIN\tSOA\tns1.example."],
  ],
  [
    "dig sees a referral with glue",
    dig("x.child.example"),
    ["flags: qr; ", /child\.example\.\s+900\s+IN\s+NS/, /ns\.child\.example\.\s+900\s+IN\s+AAAA\s+2001:db8::54/],
  ],
  ["dig turns to TCP when told to", dig("many.example", "+noedns"), ["Truncated, retrying in TCP mode", "ANSWER: 80"]],
  [
    "dig over TCP, several in one connection",
    dig("+tcp", "+keepopen", "web.example", "AAAA", "web.example", "A"),
    ["2001:db8::1", "192.0.2.2"],
  ],
  [
    "dig with a cookie, a subnet and padding",
    dig("+cookie", "+subnet=192.0.2.0/24", "+padding=64", "web.example"),
    ["status: NOERROR", "EDNS: version: 0", "udp: 1232", /COOKIE: [0-9a-f]{16}01000000[0-9a-f]{24} \(good\)/],
  ],
  ["dig asks whom it talks to", dig("+nsid", "web.example"), ["NSID", '("ns1.example")']],
  ["dig asks how long a connection lasts", dig("+tcp", "+keepalive", "web.example"), ["TCP KEEPALIVE: 10.0 secs"]],
  ["dig is told why", dig("elsewhere.test"), ["status: REFUSED", "EDE: 20 (Not Authoritative)"]],
  ["dig with an unknown EDNS version", dig("+edns=1", "+noednsneg", "web.example"), ["status: BADVERS"]],
  [
    "dig with unknown flags and options",
    dig("+ednsflags=0x40", "+ednsopt=65001:abcd", "web.example"),
    ["status: NOERROR"],
  ],
  ["dig with another opcode", dig("+opcode=15", "web.example"), ["status: NOTIMP"]],
  ["dig with a key we do not know", dig("-y", "hmac-sha256:k:AAAA", "web.example"), ["status: NOTAUTH"]],
  ["dig asks for a transfer", dig("example", "AXFR"), ["Transfer failed"]],
  ["dig asks for ANY", dig("+notcp", "web.example", "ANY"), ["ANSWER: 2"]],
  ["dig asks in CHAOS", dig("+short", "version.bind", "TXT", "CH"), ['"holdfast"']],
  ["dig asks who it is", dig("+short", "whoami.example"), ["127.0.0.1"]],
  ["dig prints a name of odd octets", dig("+noall", "+answer", "\\000\\255\\.x.example"), ["192.0.2.100"]],
  [
    "kdig reads a wildcard's answer",
    kdig("foo.wild.example", "TXT"),
    [/foo\.wild\.example\.\s+60\s+IN\s+TXT\s+"wild"/],
  ],
  ["kdig reads a type nobody knows", kdig("unknown.example", "TYPE65280"), ["TYPE65280", "01020304"]],
  [
    "kdig over TCP with DO and NSID",
    kdig("+tcp", "+dnssec", "+nsid", "long.example", "TXT"),
    ["NOERROR", "(TCP)", "EDNS PSEUDOSECTION", "ns1.example"],
  ],
  ["dig keeps its case", dig("wEb.ExAmPlE"), [/wEb\.ExAmPlE\.\s+60\s+IN\s+A/]],
  ["drill reads mail exchangers", drill("example", "MX"), [/example\.\s+300\s+IN\s+MX\s+10 mail\.example\./]],
  ["drill over TCP", drill("-t", "many.example"), ["ANSWER: 80"]],
];

for (const plane of queryPlanes) {
  describe(`common tools, and ${plane.label}`, () => {
    for (const [label, ask, expected] of rows) {
      test(label, async () => {
        const output = await ask(String(ports[plane.label]));
        for (const part of expected) expect(output).toMatch(part);
        expect(output).not.toMatch(/malformed|bad packet|unexpected|extra/i);
      });
    }

    test("met no bug of ours", () => expect(bugs).toEqual([]));
  });
}
