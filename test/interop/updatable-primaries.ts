import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ZonePeer } from "../conformance/zone-peer.ts";
import type { HeldRecord } from "../emulators/zone-store.ts";
import { dnsPorts } from "../support/dns-ports.ts";
import { address } from "../support/values.ts";
import { Daemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";

/** BIND and Knot as primaries that take UPDATE from holders of a key. `nsupdate` and `dig` see them from outside. */

export interface SharedKey {
  readonly name: string;
  readonly algorithm: string;
  /** In base64. */
  readonly secret: string;
}

/** Zones are there from the start: neither server makes one on demand without more ceremony than a test is worth. */
const zones = ["example.net", "sub.example.net"];

const zoneText = "@ 3600 SOA ns1.invalid. host.invalid. 1 3600 600 86400 60\n@ 3600 NS ns1.invalid.\n";

export type PrimaryName = "bind" | "knot";

export async function startPrimary(server: PrimaryName, key: SharedKey): Promise<ZonePeer> {
  const port = await freePort();
  const daemon = new Daemon(`${server}-update`);
  for (const apex of zones) writeFileSync(join(daemon.folder, `${apex}.zone`), zoneText);
  const keyFile = join(daemon.folder, "update.key");
  writeFileSync(keyFile, bindKey(key), { mode: 0o600 });
  const { program, args, file, text } = configurations[server](daemon.folder, port, key);
  writeFileSync(join(daemon.folder, file), text);
  daemon.start(program, args);
  await daemon.untilReady(async () => (await dig(port, "sub.example.net", "SOA")).length > 0);
  return {
    startAt: Date.now(),
    ports: (clock) => dnsPorts({ address: address("127.0.0.1"), port }, clock),
    addZone: () => undefined,
    async hold({ zone, owner, type, content, ttl = 300 }) {
      const rdata = type === "TXT" ? `"${content}"` : content;
      const script = `server 127.0.0.1 ${port}\nzone ${zone}\nupdate add ${owner} ${ttl} ${type} ${rdata}\nsend\n`;
      await run(["nsupdate", "-k", keyFile], script);
    },
    held: (owner, type) => heldBy(port, owner, type),
    async writes() {
      const answers = await Promise.all(zones.map((zone) => dig(port, zone, "SOA")));
      return answers.flat().reduce((sum, line) => sum + Number(line.split(/\s+/)[6]), 0);
    },
    received: () => [],
    stop: () => daemon.stop(),
  };
}

/** The records of all zones by transfer, besides those every zone has. */
async function heldBy(port: number, owner?: string, type?: string): Promise<readonly HeldRecord[]> {
  const found: HeldRecord[] = [];
  for (const zone of zones) {
    for (const line of await dig(port, zone, "AXFR")) {
      const [name = "", ttl = "", , rrType = "", ...rdata] = line.split(/\s+/);
      if (rrType === "SOA" || rrType === "NS") continue;
      const hostname = name.toLowerCase().replace(/\.$/, "");
      const content = rdata.join(" ");
      const id = `${hostname} ${rrType} ${content}`;
      found.push({ id, zone, owner: hostname, type: rrType, content, ttl: Number(ttl), fields: {} });
    }
  }
  return found
    .filter((record) => (owner ?? record.owner) === record.owner && (type ?? record.type) === record.type)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

async function dig(port: number, name: string, type: string): Promise<readonly string[]> {
  const args = ["+noall", "+answer", "+tcp", "+time=2", "+tries=1", "-p", String(port), "@127.0.0.1", name, type];
  const lines = (await run(["dig", ...args], "", true)).split("\n");
  return lines.filter((line) => line !== "" && !line.startsWith(";"));
}

async function run(command: readonly string[], input: string, mayFail = false): Promise<string> {
  const path = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
  const child = Bun.spawn([...command], {
    stdin: Buffer.from(input),
    stderr: "pipe",
    env: { ...process.env, PATH: path },
  });
  const [output, errors, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (status !== 0 && !mayFail) throw new Error(`${command[0]} ended with ${status}: ${errors}`);
  return output;
}

function bindKey({ name, algorithm, secret }: SharedKey): string {
  return `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };\n`;
}

interface Configuration {
  readonly file: string;
  readonly text: string;
  readonly program: string;
  readonly args: readonly string[];
}

const configurations: Readonly<Record<PrimaryName, (folder: string, port: number, key: SharedKey) => Configuration>> = {
  bind: (folder, port, key) => ({
    file: "named.conf",
    program: "named",
    args: ["-g", "-n", "1", "-c", join(folder, "named.conf")],
    text: `
${bindKey(key)}
options {
  directory "${folder}";
  pid-file none;
  session-keyfile none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
  check-integrity no;
  allow-transfer { 127.0.0.1; };
};
controls { };
${zones.map((apex) => `zone "${apex}" { type primary; file "${apex}.zone"; update-policy { grant ${key.name} zonesub ANY; }; };`).join("\n")}
`,
  }),
  knot: (folder, port, { name, algorithm, secret }) => ({
    file: "knot.conf",
    program: "knotd",
    args: ["-c", join(folder, "knot.conf")],
    text: `
server:
    listen: 127.0.0.1@${port}
    rundir: ${folder}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: ${folder}
log:
  - target: stderr
    any: error
key:
  - id: ${name}
    algorithm: ${algorithm}
    secret: ${secret}
acl:
  - id: update
    key: ${name}
    action: update
  - id: transfer
    address: 127.0.0.1
    action: transfer
zone:
${zones.map((apex) => `  - domain: ${apex}\n    file: ${folder}/${apex}.zone\n    acl: [update, transfer]\n    semantic-checks: off`).join("\n")}
`,
  }),
};
