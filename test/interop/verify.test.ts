import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Duration } from "../../src/core/duration.ts";
import type { Endpoint } from "../../src/core/net.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createDatagramClient } from "../../src/platform/datagram-client.ts";
import { createFramedStreamClient } from "../../src/platform/framed-stream-client.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { systemRandom } from "../../src/platform/random.ts";
import type { Verification } from "../../src/reconcile/verification.ts";
import { DnsVerifier, type VerifyRequest } from "../../src/reconcile/verify.ts";
import { rdataList } from "../support/reconcile-values.ts";
import { address, name } from "../support/values.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/**
 * Our verification against a zone of two real servers: Knot is its primary, BIND follows it by NOTIFY and transfer and is
 * the resolver as well. BIND listens on the addresses of interfaces only, and loopback has 127.0.0.1; Knot takes any.
 */

const knot = new Daemon("knot-primary");
const bind = new Daemon("bind-secondary");
let port = 0;

const zone = `
$ORIGIN example.test.
@     1 SOA ns1 host 1 3600 600 86400 1
@     1 NS  ns1
@     1 NS  ns2
ns1   1 A   127.0.0.2
ns2   1 A   127.0.0.1
home  1 A   192.0.2.1
alias 1 CNAME home
many  1 A   198.51.100.1
${Array.from({ length: 89 }, (_, index) => `many 1 A 198.51.100.${index + 2}`).join("\n")}
`;

/** Servers of the zone listen on a port of the test, the resolver too. */
function verifier(resolver: Endpoint | undefined): DnsVerifier {
  const lookup = { ...createHostLookup(systemClock), resolvers: () => (resolver === undefined ? [] : [resolver]) };
  return new DnsVerifier(
    {
      clock: systemClock,
      random: systemRandom,
      datagrams: createDatagramClient(systemClock),
      streams: createFramedStreamClient(systemClock),
      lookup,
    },
    port,
  );
}

function at(text: string): Endpoint {
  return { address: address(text), port };
}

async function verify(owner: string, values: readonly string[], more: Partial<VerifyRequest> = {}): Promise<string> {
  const result = await verifier(at("127.0.0.1")).verify(
    {
      owner: name(owner),
      type: "A",
      expectation: { kind: "exactly", rdata: rdataList(...values) },
      rule: { kind: "delegated" },
      apex: undefined,
      limit: Duration.seconds(20),
      ...more,
    },
    new AbortController().signal,
  );
  return tell(result);
}

function tell(result: Verification | undefined): string {
  if (result === undefined) return "ended";
  return result.kind === "verified" ? `verified by ${result.servers.join(", ")}` : `${result.reason}: ${result.detail}`;
}

const both = "verified by ns1.example.test (127.0.0.2), ns2.example.test (127.0.0.1)";

beforeAll(async () => {
  port = await freePort();
  writeFileSync(join(knot.folder, "example.test.zone"), zone);
  writeFileSync(
    join(knot.folder, "knot.conf"),
    `
server:
    listen: 127.0.0.2@${port}
    rundir: ${knot.folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${knot.folder}
remote:
  - id: bind
    address: 127.0.0.1@${port}
acl:
  - id: all
    address: 127.0.0.0/8
    action: [transfer, update]
zone:
  - domain: example.test
    file: ${knot.folder}/example.test.zone
    notify: bind
    acl: all
`,
  );
  writeFileSync(
    join(bind.folder, "named.conf"),
    `
options {
  directory "${bind.folder}";
  pid-file none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion yes;
  dnssec-validation no;
  empty-zones-enable no;
  notify no;
  minimal-responses yes;
};
controls { };
zone "." { type primary; file "root.zone"; };
zone "example.test" { type secondary; primaries { 127.0.0.2 port ${port}; }; allow-notify { 127.0.0.0/8; }; };
`,
  );
  writeFileSync(
    join(bind.folder, "root.zone"),
    ". 1 SOA ns. host. 1 3600 600 86400 1\n. 1 NS ns.\nns. 1 A 127.0.0.1\n",
  );
  knot.start("knotd", ["-c", join(knot.folder, "knot.conf")]);
  const listed = (server: Endpoint) => ({ kind: "servers", servers: [server] }) as const;
  const isUp = async (server: Endpoint): Promise<boolean> => {
    const told = await verify("home.example.test", ["192.0.2.1"], { rule: listed(server), limit: Duration.zero });
    return told.startsWith("verified");
  };
  await knot.untilReady(() => isUp(at("127.0.0.2")));
  bind.start("named", ["-g", "-c", join(bind.folder, "named.conf")]);
  await bind.untilReady(() => isUp(at("127.0.0.1")));
}, 30_000);

afterAll(async () => {
  await Promise.all([knot.stop(), bind.stop()]);
});

/** Changes the zone at its primary, with BIND's own client. */
async function update(...lines: readonly string[]): Promise<void> {
  const input = [`server 127.0.0.2 ${port}`, "zone example.test.", ...lines, "send", ""].join("\n");
  const child = Bun.spawn(["nsupdate"], { stdin: new Blob([input]), stderr: "pipe" });
  expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, ""]);
}

describe("DnsVerifier with Knot and BIND", () => {
  test("finds zone and servers from the name, and hears both agree", async () => {
    expect(await verify("home.example.test", ["192.0.2.1"])).toBe(both);
  });

  test("knows the zone already", async () => {
    expect(await verify("home.example.test", ["192.0.2.1"], { apex: name("example.test") })).toBe(both);
  });

  test("sees that a name is not there", async () => {
    expect(await verify("nobody.example.test", [])).toBe(both);
  });

  test("takes an answer that does not fit into a datagram over TCP", async () => {
    const values = Array.from({ length: 90 }, (_, index) => `198.51.100.${index + 1}`);
    expect(await verify("many.example.test", values)).toBe(both);
  });

  test("names the servers that have something else", async () => {
    expect(await verify("home.example.test", ["192.0.2.99"], { limit: Duration.zero })).toBe(
      "servers-disagree: ns1.example.test (127.0.0.2) has 192.0.2.1; ns2.example.test (127.0.0.1) has 192.0.2.1",
    );
  });

  test("does not take an alias for the address behind it", async () => {
    expect(await verify("alias.example.test", ["192.0.2.1"], { limit: Duration.zero })).toBe(
      "servers-disagree: ns1.example.test (127.0.0.2) answers with a CNAME; " +
        "ns2.example.test (127.0.0.1) answers with a CNAME",
    );
  });

  test("finds no zone where there is none", async () => {
    expect(await verify("home.nowhere.test", ["192.0.2.1"])).toBe(
      "zone-not-delegated: home.nowhere.test. does not exist in DNS",
    );
  });

  test("does not count a server that has no such zone", async () => {
    const told = await verify("home.elsewhere.test", ["192.0.2.1"], {
      rule: { kind: "servers", servers: [at("127.0.0.2")] },
      limit: Duration.zero,
    });
    expect(told).toBe(`no-server-answered: 127.0.0.2:${port} answers REFUSED`);
  });

  test("waits until the secondary has followed the primary", async () => {
    const waiting = verify("home.example.test", ["192.0.2.2"]);
    await update("update delete home.example.test. A", "update add home.example.test. 1 A 192.0.2.2");
    expect(await waiting).toBe(both);
  }, 30_000);

  test("waits until a withdrawn name is gone everywhere", async () => {
    const waiting = verify("home.example.test", []);
    await update("update delete home.example.test. A");
    expect(await waiting).toBe(both);
  }, 30_000);

  test("leaves out a server that has gone, once the other has answered", async () => {
    await knot.stop();
    expect(await verify("ns1.example.test", ["127.0.0.2"])).toBe("verified by ns2.example.test (127.0.0.1)");
  }, 30_000);
});
