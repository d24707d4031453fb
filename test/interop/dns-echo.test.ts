import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Family } from "../../src/core/family.ts";
import type { SourceReport } from "../../src/core/verdict.ts";
import { type DnsEcho, dnsEchoSource } from "../../src/detect/sources/dns-echo.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createDatagramClient } from "../../src/platform/datagram-client.ts";
import { createFramedStreamClient } from "../../src/platform/framed-stream-client.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { systemRandom } from "../../src/platform/random.ts";
import { name } from "../support/values.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/**
 * Our DNS echo source against Knot, which answers with its asker's address, and against BIND as the resolver in the way
 * that asks Knot in our place.
 */

const ports = {
  datagrams: createDatagramClient(systemClock),
  streams: createFramedStreamClient(systemClock),
  lookup: createHostLookup(systemClock),
  random: systemRandom,
  clock: systemClock,
};

const knot = new Daemon("knot-whoami");
const bind = new Daemon("bind-resolver");
let knotPort = 0;
let bindPort = 0;

function ask(family: Family, port: number, change: Partial<DnsEcho> = {}): Promise<SourceReport> {
  const echo: DnsEcho = {
    name: name("whoami.test"),
    type: "address",
    class: "IN",
    host: family === "ipv4" ? "127.0.0.1" : "::1",
    port,
    isAuthority: true,
    operator: "loopback",
    ...change,
  };
  return dnsEchoSource(family, echo, ports).observe();
}

const outcome = ({ answer }: SourceReport): string =>
  answer.kind === "seen" ? String(answer.observations[0]?.address) : answer.failure.code;

beforeAll(async () => {
  knotPort = await freePort();
  writeFileSync(
    join(knot.folder, "whoami.zone"),
    "whoami.test. 1 SOA ns.test. host.test. 1 3600 600 86400 1\n@ 1 NS ns.test.\n",
  );
  writeFileSync(
    join(knot.folder, "knot.conf"),
    `
server:
    listen: [127.0.0.1@${knotPort}, "::1@${knotPort}"]
    rundir: ${knot.folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${knot.folder}
zone:
  - domain: whoami.test
    file: ${knot.folder}/whoami.zone
    module: mod-whoami
`,
  );
  knot.start("knotd", ["-c", join(knot.folder, "knot.conf")]);
  await knot.untilReady(async () => outcome(await ask("ipv4", knotPort)) === "127.0.0.1");

  bindPort = await freePort();
  writeFileSync(
    join(bind.folder, "named.conf"),
    `
options {
  directory "${bind.folder}";
  pid-file none;
  session-keyfile none;
  listen-on port ${bindPort} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion yes;
  dnssec-validation no;
  forward only;
  forwarders { 127.0.0.1 port ${knotPort}; };
  empty-zones-enable no;
};
controls { };
`,
  );
  bind.start("named", ["-g", "-c", join(bind.folder, "named.conf")]);
  await bind.untilReady(async () => outcome(await ask("ipv4", bindPort, { isAuthority: false })) === "127.0.0.1");
});

afterAll(async () => {
  await Promise.all([knot.stop(), bind.stop()]);
});

describe("Knot's whoami", () => {
  test("shows our address over both families", async () => {
    expect([outcome(await ask("ipv4", knotPort)), outcome(await ask("ipv6", knotPort))]).toEqual(["127.0.0.1", "::1"]);
  });

  test("has nothing to say about texts", async () => {
    const report = await ask("ipv4", knotPort, { type: "TXT" });
    expect(report.answer).toMatchObject({
      failure: { code: "answer-unreadable", detail: "an answer without records" },
    });
  });

  test("refuses other names", async () => {
    const report = await ask("ipv4", knotPort, { name: name("other.example") });
    expect(report.answer).toMatchObject({ failure: { code: "answer-unreadable", detail: "response code REFUSED" } });
  });
});

describe("BIND in the way of Knot", () => {
  test("would show its own address to whoever believes it", async () => {
    expect(outcome(await ask("ipv4", bindPort, { isAuthority: false }))).toBe("127.0.0.1");
  });

  test("is recognised by the missing authority and not believed", async () => {
    expect(outcome(await ask("ipv4", bindPort))).toBe("answer-unreadable");
  });
});
