import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cloudflareToken, startCloudflare } from "../../test/emulators/cloudflare.ts";
import { createAuthority } from "../../test/support/certificate.ts";
import { askIpv4 } from "../harness/dns-asker.ts";
import { type HoldfastCommand, type RunningHoldfast, serverConfiguration, startHoldfast } from "../harness/holdfast.ts";
import { hostName } from "../harness/hosts.ts";
import { type MemoryUse, memoryUse } from "../harness/process-tree.ts";
import { startTlsFront } from "../harness/tls-front.ts";

/**
 * Agents in a network of their own: `idle.ts` runs this in fresh namespaces for network and mounts. There is one
 * interface with an address of each family, a Holdfast server for some names, and an emulated Cloudflare behind TLS for
 * another. The argument is an `IdleScene` as JSON, the last line printed a list of `IdleAgent`.
 */

export interface IdleScene {
  readonly folder: string;
  readonly idleSeconds: number;
  readonly updateCount: number;
  /** What the names at the Holdfast server have for `beacon`: three of them, both families, is six beacons each time. */
  readonly beacon: "off" | "15s";
  /** By the name of the subject. */
  readonly commands: Readonly<Record<string, HoldfastCommand>>;
}

export interface IdleAgent {
  readonly subject: string;
  readonly afterIdle: MemoryUse;
  readonly afterUpdates: MemoryUse;
}

const scene = JSON.parse(process.argv[2] ?? "") as IdleScene;
const hostsAtCloudflare = "example.com";
const namesAtServer = 3;
const common = { ipv4: "interface", ipv6: "interface", scopes: ["documentation"] };

ip("link set lo up");
ip("link add wan type veth peer name provider");
ip("link set wan up");
ip("link set provider up");
ip("addr add 198.51.100.1/32 dev wan");
ip("addr add 2001:db8:1::1/64 dev wan nodad");
const certificates = createAuthority();
const authorityFile = join(scene.folder, "authority.pem");
writeFileSync(authorityFile, certificates.certificate);
const hostsFile = join(scene.folder, "hosts");
writeFileSync(hostsFile, "127.0.0.1 localhost api.cloudflare.com\n");
run("mount", "--bind", hostsFile, "/etc/hosts");

const cloudflare = await startCloudflare();
cloudflare.addZone(hostsAtCloudflare);
await startTlsFront(
  443,
  Number(new URL(cloudflare.http.origin).port),
  certificates.issue({ hosts: ["api.cloudflare.com"] }),
);
const server = await startHoldfast({
  folder: join(scene.folder, "server"),
  configuration: serverConfiguration,
  processors: undefined,
});

const agents = await Promise.all(
  Object.entries(scene.commands).map(async ([subject, command], index) => ({
    subject,
    index,
    agent: await startAgent(subject, command, index),
  })),
);
await until("198.51.100.1");
await Bun.sleep(scene.idleSeconds * 1_000);
const afterIdle = agents.map(({ agent }) => memoryUse(agent.program.pid));
let last = 1;
for (let update = 0; update < scene.updateCount; update += 1) {
  const next = 2 + (update % 200);
  ip(`addr add 198.51.100.${next}/32 dev wan`);
  ip(`addr del 198.51.100.${last}/32 dev wan`);
  last = next;
  await until(`198.51.100.${next}`);
}
await Bun.sleep(scene.idleSeconds * 1_000);
const found = agents.map(({ subject, agent }, index): IdleAgent => {
  const nothing: MemoryUse = { resident: 0, anonymous: 0, proportional: 0 };
  return { subject, afterIdle: afterIdle[index] ?? nothing, afterUpdates: memoryUse(agent.program.pid) };
});
for (const { agent } of agents) await agent.program.stop();
await server.program.stop();
process.stdout.write(`${JSON.stringify(found)}\n`, () => process.exit(0));

/** Several names at our server and one at Cloudflare, all following the interface, everything else left as it is. */
async function startAgent(subject: string, command: HoldfastCommand, index: number): Promise<RunningHoldfast> {
  const { httpPort, dnsPort, administration } = server;
  const own = namesOf(index);
  const providers: Record<string, unknown> = {
    cloudflare: { type: "cloudflare", token: "env:CLOUDFLARE", verify: "off" },
  };
  const environment: Record<string, string> = { NODE_EXTRA_CA_CERTS: authorityFile, CLOUDFLARE: cloudflareToken };
  const names: unknown[] = [{ ...common, name: `${subject}.${hostsAtCloudflare}`, provider: "cloudflare" }];
  for (const [number, name] of own.entries()) {
    const issued = await administration.addHost(name);
    if (!issued.ok) throw new Error(JSON.stringify(issued));
    environment[`TOKEN${number}`] = issued.value.token;
    const verify = { servers: [`127.0.0.1:${dnsPort}`] };
    const url = `http://127.0.0.1:${httpPort}`;
    providers[`server${number}`] = { type: "holdfast", url, token: `env:TOKEN${number}`, verify, beacon: scene.beacon };
    names.push({ ...common, name, provider: `server${number}` });
  }
  return startHoldfast({
    command,
    processors: undefined,
    folder: join(scene.folder, subject),
    configuration: { agent: { names }, providers },
    environment,
  });
}

function namesOf(index: number): readonly string[] {
  return Array.from({ length: namesAtServer }, (_, number) => hostName(index * namesAtServer + number));
}

/** Waits until every agent has published an IPv4 address everywhere. */
async function until(address: string): Promise<void> {
  const isPublished = async (): Promise<boolean> => {
    for (const { subject, index } of agents) {
      const held = cloudflare.held(`${subject}.${hostsAtCloudflare}`, "A");
      if (held[0]?.content !== address) return false;
      for (const name of namesOf(index)) if ((await askIpv4(server.dnsPort ?? 0, name)) !== address) return false;
    }
    return true;
  };
  for (const end = performance.now() + 60_000; performance.now() < end; await Bun.sleep(20)) {
    if (await isPublished()) return;
  }
  throw new Error(
    `${address} is not published everywhere:\n${agents.map(({ agent }) => agent.program.output).join("\n")}`,
  );
}

function ip(words: string): void {
  run("ip", ...words.split(" "));
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}
