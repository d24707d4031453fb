import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "./daemon.ts";
import { runProgram } from "./run-program.ts";

/** BIND and Knot as primaries of a zone that tell one secondary of changes, on loopback. */

export const zonePrimaryNames = ["bind", "knot"] as const;

export type ZonePrimaryName = (typeof zonePrimaryNames)[number];

/** How long each waits by itself before it tells of a change. Knot 3.2 does not say so, but always does. */
export const noticeDelayMs: Readonly<Record<ZonePrimaryName, number>> = { bind: 0, knot: 1_000 };

export interface TransferKey {
  readonly name: string;
  readonly secret: string;
}

export interface ZonePrimaryPlan {
  readonly apex: string;
  readonly port: number;
  /** Where the secondary hears of changes. */
  readonly secondary: number;
  readonly key: TransferKey;
  /** Seconds in the SOA. */
  readonly timers: { readonly refresh: number; readonly retry: number; readonly expire: number };
}

/** One that can be stopped and started again with what it had. */
export class ZonePrimary {
  readonly plan: ZonePrimaryPlan;
  readonly #daemon: Daemon;
  readonly #start: () => void;

  constructor(name: ZonePrimaryName, plan: ZonePrimaryPlan) {
    this.plan = plan;
    this.#daemon = new Daemon(`${name}-primary`);
    const { program, file, args, text } = configurations[name](this.#daemon.folder, plan);
    const { refresh, retry, expire } = plan.timers;
    const records = Array.from({ length: 2_000 }, (_, index) => `h${index} A 192.0.2.${index % 250}`);
    const head = `$TTL 300\n@ SOA ns1 hostmaster 100 ${refresh} ${retry} ${expire} 60\n@ NS ns1\nns1 A 127.0.0.1\n`;
    writeFileSync(join(this.#daemon.folder, "zone"), `$ORIGIN ${plan.apex}.\n${head}${records.join("\n")}\n`);
    writeFileSync(join(this.#daemon.folder, file), text);
    this.#start = () => this.#daemon.start(program, args);
  }

  async start(): Promise<void> {
    this.#start();
    const { port, apex } = this.plan;
    await this.#daemon.untilReady(async () => {
      const command = ["dig", "+short", "+tries=1", "+time=1", "-p", `${port}`, "@127.0.0.1", apex, "SOA"];
      return (await runProgram(command)).output.includes("hostmaster");
    });
  }

  /** Changes as nsupdate reads them, one message each. */
  async change(updates: readonly (readonly string[])[]): Promise<void> {
    const { port, apex, key } = this.plan;
    const script = join(this.#daemon.folder, "updates.txt");
    const head = `server 127.0.0.1 ${port}\nzone ${apex}.\n`;
    writeFileSync(script, head + updates.map((lines) => `${lines.join("\n")}\nsend\n`).join(""));
    const ran = await runProgram(["nsupdate", "-y", `hmac-sha256:${key.name}:${key.secret}`, script]);
    if (ran.status !== 0 || ran.output !== "") throw new Error(`${ran.output}${this.output}`);
  }

  /** Ends it and keeps what it had. */
  async end(): Promise<void> {
    await this.#daemon.end("SIGTERM");
  }

  get output(): string {
    return this.#daemon.output;
  }

  stop(): Promise<void> {
    return this.#daemon.stop();
  }
}

interface Configuration {
  readonly program: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly text: string;
}

const configurations: Readonly<Record<ZonePrimaryName, (folder: string, plan: ZonePrimaryPlan) => Configuration>> = {
  bind: (folder, { apex, port, secondary, key }) => ({
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
  check-integrity no;
  check-mx ignore;
  notify explicit;
  notify-delay 0;
  also-notify { 127.0.0.1 port ${secondary} key "${key.name}"; };
  allow-transfer { key "${key.name}"; };
};
controls { };
zone "${apex}" { type primary; file "zone"; check-names ignore; allow-update { key "${key.name}"; }; };
`,
  }),
  knot: (folder, { apex, port, secondary, key }) => ({
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
    any: warning
key:
  - id: ${key.name}
    algorithm: hmac-sha256
    secret: ${key.secret}
remote:
  - id: secondary
    address: 127.0.0.1@${secondary}
    key: ${key.name}
acl:
  - id: all
    key: ${key.name}
    action: [ transfer, update ]
zone:
  - domain: ${apex}
    storage: ${folder}
    file: zone
    notify: secondary
    acl: all
`,
  }),
};
