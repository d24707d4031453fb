import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Duration } from "../../src/core/duration.ts";
import type { Endpoint } from "../../src/core/net.ts";
import type { ProviderPorts } from "../../src/core/provider.ts";
import { Secret } from "../../src/core/secret.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { createDatagramClient } from "../../src/platform/datagram-client.ts";
import { createFramedStreamClient } from "../../src/platform/framed-stream-client.ts";
import { createHostLookup } from "../../src/platform/host-lookup.ts";
import { systemRandom } from "../../src/platform/random.ts";
import { provider } from "../../src/providers/rfc2136.ts";
import { askServer } from "../../src/reconcile/ask-server.ts";
import { defaultPolicy, type ReconcileConfiguration } from "../../src/reconcile/managed-service.ts";
import { Scheduler } from "../../src/reconcile/schedule.ts";
import { DnsVerifier } from "../../src/reconcile/verify.ts";
import { MemoryAgentJournal, type MemoryAgentJournalDisk } from "../support/memory-agent-journal.ts";
import { addressesOf, knownVerdict, managedName, verdictKey } from "../support/reconcile-values.ts";
import { FakeLog } from "../support/reconcile-world.ts";
import { httpPorts } from "../support/provider-ports.ts";
import { address, name } from "../support/values.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/**
 * The scheduler with the real clock, against Knot through DNS UPDATE with TSIG. The zone's serial is the witness: it grows
 * with every write and with nothing else.
 */

const knot = new Daemon("knot-reconcile");
const secret = Buffer.from("a key of thirty-two octets, 32 !").toString("base64");
const home = name("home.example.test");
const disk: MemoryAgentJournalDisk = { events: [], memories: new Map(), mappings: new Map() };
const log = new FakeLog();
let server: Endpoint;

const ports: ProviderPorts = {
  http: httpPorts({ send: () => Promise.reject(new Error("DNS UPDATE needs no HTTP")) }).http,
  datagrams: createDatagramClient(systemClock),
  streams: createFramedStreamClient(systemClock),
  lookup: createHostLookup(systemClock),
  clock: systemClock,
  random: systemRandom,
};

function configuration(keySecret: string, digest: string): ReconcileConfiguration {
  const connected = provider.connect(
    {
      server: server.address.toString(),
      port: server.port,
      transport: "tcp",
      zone: undefined,
      keyName: "agent",
      keySecret: new Secret(keySecret),
      algorithm: "hmac-sha256",
    },
    ports,
  );
  const owned = managedName({
    owner: home,
    providerKey: "knot",
    addresses: addressesOf({ ipv4: { kind: "verdict", verdict: verdictKey("auto4") } }),
    verify: { kind: "servers", servers: [server] },
    configuration: digest,
  });
  const services = [{ key: "knot", provider: connected, limits: provider, credential: digest }];
  return { names: [owned], services, policy: { ...defaultPolicy, recheck: Duration.hours(1) } };
}

async function running(keySecret: string, digest: string, ...addresses: readonly string[]): Promise<Scheduler> {
  const verdicts = new Map([[verdictKey("auto4"), knownVerdict("ipv4", ...addresses)]]);
  const verifier = new DnsVerifier(ports);
  const journal = new MemoryAgentJournal(disk);
  return Scheduler.start(configuration(keySecret, digest), verdicts, {
    clock: systemClock,
    random: systemRandom,
    journal,
    log,
    verifier,
  });
}

async function until(scheduler: Scheduler, state: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (scheduler.status()[0]?.state === state) return;
    await Bun.sleep(50);
  }
  throw new Error(`not ${state} but ${JSON.stringify(scheduler.status())}\n${log.lines.join("\n")}`);
}

/** Addresses of the name and the zone's serial, as Knot answers. */
async function published(): Promise<{ readonly addresses: readonly string[]; readonly serial: number }> {
  const asked = { type: "A", isRecursive: false } as const;
  const addresses = await askServer(server, { ...asked, name: home }, ports, undefined);
  const soa = await askServer(server, { ...asked, name: name("example.test"), type: "SOA" }, ports, undefined);
  if (!addresses.ok || !soa.ok) throw new Error("Knot does not answer");
  const rdata = soa.value.answer[0]?.rdata ?? new Uint8Array(20);
  const serial = new DataView(rdata.buffer, rdata.byteOffset + rdata.length - 20).getUint32(0);
  return { addresses: addresses.value.answer.map((record) => record.rdata.join(".")), serial };
}

function startKnot(): void {
  knot.start("knotd", ["-c", join(knot.folder, "knot.conf")]);
}

const isUp = (): Promise<boolean> =>
  published().then(
    () => true,
    () => false,
  );

beforeAll(async () => {
  server = { address: address("127.0.0.1"), port: await freePort() };
  writeFileSync(
    join(knot.folder, "example.test.zone"),
    "example.test. 1 SOA ns1 host 1 3600 600 86400 1\n@ 1 NS ns1\nns1 1 A 127.0.0.1\n",
  );
  writeFileSync(
    join(knot.folder, "knot.conf"),
    `
server:
    listen: 127.0.0.1@${server.port}
    rundir: ${knot.folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${knot.folder}
key:
  - id: agent
    algorithm: hmac-sha256
    secret: ${secret}
acl:
  - id: agent
    key: agent
    action: update
zone:
  - domain: example.test
    file: ${knot.folder}/example.test.zone
    acl: agent
`,
  );
  startKnot();
  await knot.untilReady(isUp);
}, 20_000);

afterAll(() => knot.stop());

describe("Scheduler with Knot", () => {
  test("an address becomes known / written once, and Knot is heard to answer with it", async () => {
    const { serial } = await published();
    const scheduler = await running(secret, "digest-1", "192.0.2.1");
    await until(scheduler, "settled");
    await scheduler.stop();
    expect(await published()).toEqual({ addresses: ["192.0.2.1"], serial: serial + 1 });
    expect(disk.events.map(({ event }) => event.kind)).toEqual(["updated", "verified"]);
  });

  test("started again with nothing changed / no write", async () => {
    const before = await published();
    for (let restart = 0; restart < 3; restart += 1) {
      const scheduler = await running(secret, "digest-1", "192.0.2.1");
      await until(scheduler, "settled");
      await scheduler.stop();
    }
    expect(await published()).toEqual(before);
  });

  test("the address changes / one write", async () => {
    const { serial } = await published();
    const scheduler = await running(secret, "digest-1", "192.0.2.1");
    await until(scheduler, "settled");
    scheduler.replaceVerdicts(new Map([[verdictKey("auto4"), knownVerdict("ipv4", "192.0.2.2")]]));
    await until(scheduler, "settled");
    await scheduler.stop();
    expect(await published()).toEqual({ addresses: ["192.0.2.2"], serial: serial + 1 });
  });

  test("a wrong key / held, over a restart, until the key is put right", async () => {
    const before = await published();
    const wrong = Buffer.from("not the key that Knot was given.").toString("base64");
    for (let restart = 0; restart < 2; restart += 1) {
      const refused = await running(wrong, "digest-2", "192.0.2.3");
      await until(refused, "held");
      expect(refused.status()[0]?.held?.code).toBe("credentials-rejected");
      await refused.stop();
    }
    expect(await published()).toEqual(before);
    expect(disk.events.filter(({ event }) => event.kind === "rejected")).toHaveLength(1);
    const scheduler = await running(secret, "digest-3", "192.0.2.3");
    await until(scheduler, "settled");
    await scheduler.stop();
    expect((await published()).addresses).toEqual(["192.0.2.3"]);
  });

  test("Knot is down / waits, and goes on when it is back", async () => {
    await knot.end();
    const scheduler = await running(secret, "digest-3", "192.0.2.4");
    await until(scheduler, "backing-off");
    startKnot();
    await until(scheduler, "settled");
    await scheduler.stop();
    expect((await published()).addresses).toEqual(["192.0.2.4"]);
  }, 20_000);

  test("asserted away / withdrawn", async () => {
    const scheduler = await running(secret, "digest-3");
    await until(scheduler, "settled");
    await scheduler.stop();
    expect((await published()).addresses).toEqual([]);
  });
});
