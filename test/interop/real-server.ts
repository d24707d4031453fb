import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HistoryEntry, ServerSummary } from "../../src/core/administration.ts";
import { localRequest } from "../../src/platform/local-request.ts";
import type { RunningSummary } from "../../src/roles/admin-socket.ts";
import { adminSocketPath } from "../../src/roles/state-place.ts";
import type { TestCertificate } from "../support/certificate.ts";
import { Daemon } from "./daemon.ts";
import { type Ran, runProgram } from "./run-program.ts";

/** This program from source, as a user starts it. */
export const holdfast: readonly [string, string] = [process.execPath, join(import.meta.dir, "../../src/main.ts")];

export interface RealServerOptions {
  /** Program and arguments in front, for instance those that enter a network namespace. */
  readonly prefix?: readonly string[];
  /** Ports to start with; 0, which leaves the choice to the system, when absent. */
  readonly ports?: Partial<Ports>;
  /** For the TLS listeners, of HTTP and of DNS; without one there are none. */
  readonly tls?: TestCertificate;
  /** As `server.keys` of the configuration has them. */
  readonly keys?: readonly unknown[];
  /** Zones beside `dyn.example`, as `server.zones` has them. */
  readonly moreZones?: readonly unknown[];
  /** As `secondaries` of the zone has them. */
  readonly secondaries?: readonly unknown[];
  /** More of `server`. */
  readonly server?: Readonly<Record<string, unknown>>;
}

/** Where the server listens: everything on 127.0.0.1, `http6` on ::1. */
export interface Ports {
  readonly dns: number;
  readonly http: number;
  readonly http6: number;
  /** 0 when there are no TLS listeners. */
  readonly https: number;
  readonly dnsTls: number;
}

/** The zone's first content; hosts come by command. */
const zoneFile = `$ORIGIN dyn.example.
$TTL 60
@   SOA ns1 hostmaster 1 3600 600 604800 60
@   NS  ns1
ns1 A   127.0.0.1
`;

/** A `holdfast run` process with the zone `dyn.example`, a state directory of its own, and ports that stay the same. */
export class RealServer {
  ports: Ports;
  readonly #daemon = new Daemon("server");
  readonly #options: RealServerOptions;

  constructor(options: RealServerOptions = {}) {
    this.#options = options;
    this.ports = { dns: 0, http: 0, http6: 0, https: 0, dnsTls: 0, ...options.ports };
  }

  /** A folder for what belongs to this server's test; gone with it. */
  get folder(): string {
    return this.#daemon.folder;
  }

  get stateDirectory(): string {
    return join(this.folder, "state");
  }

  /** Starts it, or starts it again, on the ports it had; another program's connection may have one for a moment. */
  async start(): Promise<void> {
    writeFileSync(join(this.folder, "dyn.example.zone"), zoneFile);
    writeFileSync(join(this.folder, "holdfast.yaml"), this.#configuration());
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#launch();
        break;
      } catch (error) {
        if (attempt === 5 || !String(error).includes("is taken by another program")) throw error;
        await Bun.sleep(200);
      }
    }
    const { listeners } = await this.summary();
    const portOf = (kind: string, host: string): number =>
      Number(
        listeners
          .find((one) => one.kind === kind && one.endpoint.startsWith(host))
          ?.endpoint.split(":")
          .at(-1),
      );
    this.ports = {
      dns: portOf("dns-udp", "127."),
      http: portOf("http", "127."),
      http6: portOf("http", "[::1]"),
      https: this.#options.tls === undefined ? 0 : portOf("https", "127."),
      dnsTls: this.#options.tls === undefined ? 0 : portOf("dns-tls", "127."),
    };
  }

  /** The last of what it has said. */
  get output(): string {
    return this.#daemon.output;
  }

  /** Asks it to end; tells its exit status. */
  terminate(): Promise<number | null> {
    return this.#daemon.end("SIGTERM");
  }

  kill(): Promise<number | null> {
    return this.#daemon.end("SIGKILL");
  }

  /** Ends it and removes all it had. */
  stop(): Promise<void> {
    return this.#daemon.stop();
  }

  /** Any other command of the program, on this server's state directory. */
  command(...args: readonly string[]): Promise<Ran> {
    return runProgram([...(this.#options.prefix ?? []), ...holdfast, ...args, "--state", this.stateDirectory]);
  }

  /** Adds a host as an administrator does; tells its token. */
  async addHost(name: string): Promise<string> {
    const { status, output } = await this.command("host", "add", name, "--json");
    if (status !== 0) throw new Error(output);
    const issued: unknown = JSON.parse(output);
    if (typeof issued !== "object" || issued === null || !("token" in issued)) throw new Error(output);
    return String(issued.token);
  }

  /** Makes a host's addresses what a test starts from, without any client. */
  async publish(name: string, token: string | undefined, addresses: readonly string[]): Promise<void> {
    const isIpv6 = (address: string): boolean => address.includes(":");
    const response = await fetch(`http://127.0.0.1:${this.ports.http}/api/v1/names/${name}/addresses`, {
      method: "PUT",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({
        ipv4: addresses.filter((address) => !isIpv6(address)),
        ipv6: addresses.filter(isIpv6),
      }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async summary(): Promise<ServerSummary> {
    const summary = await this.#ask();
    if (summary === undefined) throw new Error("the server does not answer on its socket");
    return summary;
  }

  /** Grows with everything that is written, and with nothing else. */
  async revision(): Promise<number> {
    return (await this.summary()).revision;
  }

  /** Newest first. */
  async history(): Promise<readonly HistoryEntry[]> {
    const { output } = await this.command("history", "--json", "--limit", "50");
    return (JSON.parse(output) as { readonly server: readonly HistoryEntry[] }).server;
  }

  async #launch(): Promise<void> {
    const [program = "", ...args] = [...(this.#options.prefix ?? []), ...holdfast];
    const config = join(this.folder, "holdfast.yaml");
    this.#daemon.start(program, [...args, "run", "--config", config, "--state", this.stateDirectory]);
    await this.#daemon.untilReady(async () => (await this.#ask()) !== undefined);
  }

  async #ask(): Promise<ServerSummary | undefined> {
    const answer = await localRequest(adminSocketPath(this.stateDirectory), { method: "GET", path: "/summary" });
    return answer.ok ? ((JSON.parse(answer.value.body) as RunningSummary).server ?? undefined) : undefined;
  }

  #configuration(): string {
    const { dns, http, http6, https, dnsTls } = this.ports;
    const { tls } = this.#options;
    const secondaries = this.#options.secondaries === undefined ? {} : { secondaries: this.#options.secondaries };
    const listen: unknown[] = [
      { listen: `127.0.0.1:${http}`, plain: true },
      { listen: `[::1]:${http6}`, plain: true },
    ];
    let overTls = {};
    if (tls !== undefined) {
      const folder = join(this.folder, "tls");
      mkdirSync(folder, { recursive: true });
      const files = { certificate: join(folder, "certificate.pem"), key: join(folder, "key.pem") };
      writeFileSync(files.certificate, tls.certificate);
      writeFileSync(files.key, tls.key);
      listen.push({ listen: `127.0.0.1:${https}`, tls: files });
      overTls = { tls: { ...files, listen: [`127.0.0.1:${dnsTls}`] } };
    }
    return JSON.stringify({
      server: {
        ...this.#options.server,
        ...(this.#options.keys === undefined ? {} : { keys: this.#options.keys }),
        zones: [
          { name: "dyn.example", file: join(this.folder, "dyn.example.zone"), ...secondaries },
          ...(this.#options.moreZones ?? []),
        ],
        dns: { listen: [`127.0.0.1:${dns}`], ...overTls },
        http: { listen },
      },
    });
  }
}
