import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "./daemon.ts";
import { runProgram } from "./run-program.ts";

/** BIND, Knot and NSD as secondaries of a zone, on loopback. */

export const secondaryNames = ["bind", "knot", "nsd"] as const;

export type SecondaryName = (typeof secondaryNames)[number];

export interface Secondary {
  readonly port: number;
  /** The last of what it has said. */
  readonly output: () => string;
  stop(): Promise<void>;
}

export interface Primary {
  readonly port: number;
  readonly key: { readonly name: string; readonly secret: string };
  /** Given when the zone lists others, which are to be kept as well: one of them. NSD cannot. */
  readonly member?: string;
}

/** Starts one of them and waits until it has the zone. */
export async function startSecondary(
  name: SecondaryName,
  apex: string,
  port: number,
  primary: Primary,
): Promise<Secondary> {
  const daemon = new Daemon(name);
  const { program, file, args, text } = configurations[name](daemon.folder, apex, port, primary);
  writeFileSync(join(daemon.folder, file), text);
  daemon.start(program, args);
  await daemon.untilReady(async () => {
    const { output } = await runProgram([
      "dig",
      "+short",
      "+tries=1",
      "+time=1",
      "-p",
      `${port}`,
      "@127.0.0.1",
      // Knot does not answer for catalogs.
      primary.member ?? apex,
      "SOA",
    ]);
    return /^\S+ \S+ \d+ /.test(output);
  });
  return { port, output: () => daemon.output, stop: () => daemon.stop() };
}

interface Configuration {
  readonly program: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly text: string;
}

const configurations: Readonly<
  Record<SecondaryName, (folder: string, apex: string, port: number, primary: Primary) => Configuration>
> = {
  bind: (folder, apex, port, { port: primary, key, member }) => ({
    program: "named",
    file: "named.conf",
    args: ["-g", "-n", "1", "-c", join(folder, "named.conf")],
    text: `
key "${key.name}" { algorithm hmac-sha256; secret "${key.secret}"; };
options {
  directory "${folder}";
  pid-file none;
  session-keyfile none;
  listen-on port ${port} { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  dnssec-validation no;
  notify no;
  allow-transfer { any; };
${member !== undefined ? `catalog-zones { zone "${apex}" default-primaries { 127.0.0.1 port ${primary} key "${key.name}"; } in-memory yes; };` : ""}
};
controls { };
zone "${apex}" {
  type secondary;
  file "copy";
  check-names ignore;
  primaries { 127.0.0.1 port ${primary} key "${key.name}"; };
  allow-notify { key "${key.name}"; };
};
`,
  }),
  knot: (folder, apex, port, { port: primary, key, member }) => ({
    program: "knotd",
    file: "knot.conf",
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
  - id: ${key.name}
    algorithm: hmac-sha256
    secret: ${key.secret}
remote:
  - id: primary
    address: 127.0.0.1@${primary}
    key: ${key.name}
acl:
  - id: told
    key: ${key.name}
    action: notify
  - id: copied
    address: 127.0.0.1
    action: transfer
template:
  - id: member
    storage: ${folder}
    master: primary
    acl: [ told, copied ]
zone:
  - domain: ${apex}
    storage: ${folder}
    master: primary
    acl: [ told, copied ]
${member !== undefined ? "    catalog-role: interpret\n    catalog-template: member\n" : ""}
`,
  }),
  nsd: (folder, apex, port, { port: primary, key }) => ({
    program: "nsd",
    file: "nsd.conf",
    args: ["-d", "-c", join(folder, "nsd.conf")],
    text: `
server:
  server-count: 1
  database: ""
  ip-address: 127.0.0.1@${port}
  zonesdir: ${folder}
  pidfile: ${join(folder, "pid")}
  logfile: ${join(folder, "log")}
  xfrdfile: ${join(folder, "xfrd")}
  xfrdir: ${folder}
  zonelistfile: ${join(folder, "zones")}
  username: ""
  chroot: ""
  xfrd-reload-timeout: 0
  rrl-ratelimit: 0
remote-control:
  control-enable: no
key:
  name: ${key.name}
  algorithm: hmac-sha256
  secret: ${key.secret}
zone:
  name: ${apex}
  zonefile: copy
  request-xfr: 127.0.0.1@${primary} ${key.name}
  allow-notify: 127.0.0.1 ${key.name}
  provide-xfr: 127.0.0.1 NOKEY
`,
  }),
};
