import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Family } from "../../src/core/family.ts";
import type { DetectionJson } from "../../src/detect/explain.ts";
import type { RunningSummary } from "../../src/roles/admin-socket.ts";
import { createAuthority } from "../support/certificate.ts";
import { Daemon } from "./daemon.ts";
import { NetworkNamespace } from "./network-namespace.ts";
import { holdfast } from "./real-server.ts";
import { type Ran, runProgram } from "./run-program.ts";
import { until } from "./until.ts";

/**
 * A host with global addresses, and three operators that see it: coturn, unbound over TLS, and a Holdfast server. All are
 * in one network namespace; routes make the host speak to them from its own address.
 */

/** Addresses with a global scope, as in the lab. The last number of an operator's is the key below. */
export const own: Readonly<Record<Family, string>> = { ipv4: "44.128.10.7", ipv6: "3ffe:b00:10::7" };

const operators = { coturn: 1, unbound: 2, holdfast: 3 } as const;

export function addressOf(operator: keyof typeof operators, family: Family): string {
  return `${family === "ipv4" ? "44.128.20." : "3ffe:b00:20::"}${operators[operator]}`;
}

/** The URL of an operator's web server. */
export function webOf(family: Family): string {
  const address = addressOf("holdfast", family);
  return `https://${family === "ipv6" ? `[${address}]` : address}`;
}

/** The name that unbound's certificate is for. */
export const proof = "dns.example.net";

export class EchoScene {
  readonly #namespace: NetworkNamespace;
  readonly #authority = createAuthority();
  readonly #daemons = {
    coturn: new Daemon("coturn"),
    unbound: new Daemon("unbound"),
    holdfast: new Daemon("holdfast"),
  };
  readonly #agents: Daemon[] = [];

  private constructor(namespace: NetworkNamespace) {
    this.#namespace = namespace;
  }

  static async open(): Promise<EchoScene> {
    const scene = new EchoScene(await NetworkNamespace.open([]));
    await scene.has(["ipv4", "ipv6"]);
    await Promise.all([scene.#startCoturn(), scene.#startUnbound(), scene.#startServer()]);
    return scene;
  }

  async close(): Promise<void> {
    await Promise.all([...Object.values(this.#daemons), ...this.#agents].map((daemon) => daemon.stop()));
    await this.#namespace.close();
  }

  /** Gives the host, and everybody else, addresses of these families and of no other. */
  async has(families: readonly Family[]): Promise<void> {
    const commands = ["ip -4 addr flush dev lo", "ip -6 addr flush dev lo"];
    if (families.includes("ipv4")) commands.push("ip addr add 127.0.0.1/8 dev lo", `ip addr add ${own.ipv4}/32 dev lo`);
    if (families.includes("ipv6"))
      commands.push("ip addr add ::1/128 dev lo", `ip addr add ${own.ipv6}/128 dev lo nodad`);
    for (const operator of Object.keys(operators) as (keyof typeof operators)[]) {
      for (const family of families) {
        const address = addressOf(operator, family);
        const [version, length] = family === "ipv4" ? ["-4", 32] : ["-6", 128];
        commands.push(
          `ip ${version} addr add ${address}/${length} dev lo${family === "ipv6" ? " nodad" : ""}`,
          `ip ${version} route del local ${address} dev lo table local`,
          `ip ${version} route replace local ${address} dev lo table local src ${own[family]}`,
        );
      }
    }
    const { status, output } = await this.run(["sh", "-ec", commands.join("\n")]);
    if (status !== 0) throw new Error(output);
  }

  /** Runs a program on the host. */
  run(argv: readonly string[]): Promise<Ran> {
    return runProgram([...this.#namespace.prefix, ...argv]);
  }

  /** What `holdfast detect` says with these sources of one family. */
  async detect(family: Family, sources: readonly unknown[]): Promise<DetectionJson["families"][number]> {
    const { file } = this.#configuration("detect", { agent: { sources: { [family]: sources } } });
    const { output } = await this.run([...holdfast, "detect", "--json", "--family", family, "--config", file]);
    const [only] = (JSON.parse(output) as DetectionJson).families;
    if (only === undefined) throw new Error(output);
    return only;
  }

  /** Any command of the program on the server's state directory. */
  command(...args: readonly string[]): Promise<Ran> {
    return this.run([...holdfast, ...args, "--state", join(this.#daemons.holdfast.folder, "state")]);
  }

  /** Runs an agent until what it says of itself is as it should be. */
  async agentUntil<T>(
    configuration: object,
    what: string,
    look: (summary: RunningSummary) => T | undefined,
  ): Promise<T> {
    const daemon = new Daemon("agent");
    this.#agents.push(daemon);
    const { file } = this.#configuration("agent", configuration);
    const state = join(daemon.folder, "state");
    const [program = "", ...args] = this.#namespace.prefix;
    daemon.start(program, [...args, ...holdfast, "run", "--config", file, "--state", state]);
    let last = "";
    return until(
      what,
      async () => {
        const { status, output } = await this.run([...holdfast, "status", "--json", "--state", state]);
        last = output;
        return status === 0 ? look(JSON.parse(output) as RunningSummary) : undefined;
      },
      () => last,
    );
  }

  /** Writes a configuration that trusts the authority of the scene. */
  #configuration(name: string, content: object): { readonly file: string } {
    const { folder } = this.#daemons.holdfast;
    const authority = join(folder, "authority.pem");
    writeFileSync(authority, this.#authority.certificate);
    const file = join(folder, `${name}.yaml`);
    writeFileSync(file, JSON.stringify({ ...content, trust: { authorities: [authority] } }), { mode: 0o600 });
    return { file };
  }

  #start(daemon: Daemon, argv: readonly string[]): void {
    const [program = "", ...args] = [...this.#namespace.prefix, ...argv];
    daemon.start(program, args);
  }

  /** Writes a certificate for these hosts, with its key, into a daemon's folder. */
  #identity({ folder }: Daemon, hosts: readonly string[]): { readonly certificate: string; readonly key: string } {
    const made = this.#authority.issue({ hosts });
    const files = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
    writeFileSync(files.certificate, made.certificate);
    writeFileSync(files.key, made.key);
    return files;
  }

  async #startCoturn(): Promise<void> {
    const { coturn } = this.#daemons;
    this.#start(coturn, [
      "turnserver",
      "-n",
      "--stun-only",
      "--no-cli",
      "--no-tcp",
      "--no-tls",
      "--no-dtls",
      `--listening-ip=${addressOf("coturn", "ipv4")}`,
      `--listening-ip=${addressOf("coturn", "ipv6")}`,
      `--pidfile=${coturn.folder}/pid`,
      "--log-file=stdout",
    ]);
    await coturn.untilReady(async () => {
      const { state } = await this.detect("ipv4", [`stun:${addressOf("coturn", "ipv4")}`]);
      return state === "known";
    });
  }

  /** Unbound cannot reflect; it says what a reflecting server would say to the host. */
  async #startUnbound(): Promise<void> {
    const { unbound } = this.#daemons;
    const { certificate, key } = this.#identity(unbound, [proof]);
    const file = join(unbound.folder, "unbound.conf");
    writeFileSync(
      file,
      `
server:
  directory: "${unbound.folder}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  interface: ${addressOf("unbound", "ipv4")}@853
  interface: ${addressOf("unbound", "ipv6")}@853
  tls-port: 853
  tls-service-pem: "${certificate}"
  tls-service-key: "${key}"
  access-control: 0.0.0.0/0 allow
  access-control: ::/0 allow
  local-zone: "test." static
  local-data: "whoami.test. 0 A ${own.ipv4}"
  local-data: "whoami.test. 0 AAAA ${own.ipv6}"
remote-control:
  control-enable: no
`,
    );
    this.#start(unbound, ["unbound", "-d", "-c", file]);
    await unbound.untilReady(async () => {
      const server = addressOf("unbound", "ipv4");
      const { output } = await this.run([
        "kdig",
        "+tls",
        "+retry=0",
        "+timeout=1",
        `@${server}`,
        "whoami.test",
        "A",
        "+short",
      ]);
      return output.trim() === own.ipv4;
    });
  }

  async #startServer(): Promise<void> {
    const { holdfast: daemon } = this.#daemons;
    const addresses = (["ipv4", "ipv6"] as const).map((family) => addressOf("holdfast", family));
    const tls = this.#identity(daemon, addresses);
    const [v4 = "", v6 = ""] = addresses;
    const { file } = this.#configuration("server", {
      server: {
        zones: [{ name: "dyn.example", ns: ["ns1.dyn.example"] }],
        dns: { listen: [`${v4}:53`, `[${v6}]:53`] },
        http: { listen: [`${v4}:443`, `[${v6}]:443`], tls },
      },
    });
    this.#start(daemon, [...holdfast, "run", "--config", file, "--state", join(daemon.folder, "state")]);
    await daemon.untilReady(async () => (await this.command("status", "--json")).status === 0);
  }
}
