import { Duration } from "../../src/core/duration.ts";
import type { Family } from "../../src/core/family.ts";
import type { HttpRequest, HttpResponse } from "../../src/core/http.ts";
import type { AddressTableFailure, InterfaceAddress } from "../../src/core/interface-address.ts";
import type { NeighbourTable } from "../../src/core/neighbour-table.ts";
import type { CommandFailure, CommandOutput } from "../../src/core/process.ts";
import { failure, ok, type Result } from "../../src/core/result.ts";
import { addressType } from "../../src/core/rrset.ts";
import type { DetectPorts } from "../../src/detect/build-source.ts";
import { type Hint, hintOf } from "../../src/detect/monitor/monitor.ts";
import { parseSources } from "../../src/detect/source-spec.ts";
import { type RunningAgent, startAgent } from "../../src/roles/agent.ts";
import type { DetectionTask } from "../../src/roles/detection.ts";
import type { Gateways } from "../../src/gateway/find-gateway.ts";
import type { ExternalAddress, GatewayClient, GatewayFailure } from "../../src/gateway/gateway.ts";
import type { GatewayLink } from "../../src/gateway/link.ts";
import { expectOk } from "./expect-ok.ts";
import { FakeHttp, type Reply, response } from "./fake-network.ts";
import { MemoryFiles } from "./memory-files.ts";
import { actualRecord, rdataList, verdictKey } from "./reconcile-values.ts";
import { dualStack, home, World } from "./reconcile-world.ts";
import { address, name } from "./values.ts";

/** A whole agent, from sources to providers that write down every write, in a house whose addresses a test changes. */

/** The addresses somebody outside would see. */
export interface Addresses {
  readonly ipv4: string;
  readonly ipv6: string;
}

const echoHosts = ["a.example.net", "b.example.org", "c.example.com"] as const;

const families: readonly Family[] = ["ipv4", "ipv6"];

/** How far the agent is asked to look: every five minutes, with a hint in between. */
const interval = Duration.minutes(5);

export class Household {
  readonly world: World = new World();
  readonly files: MemoryFiles = new MemoryFiles({});
  readonly http: FakeHttp;
  /** What the three echoes show; the first is `a`. */
  truth: Addresses;
  /** What an echo does instead of answering rightly. */
  echo: (host: string, family: Family, request: HttpRequest) => Reply<HttpResponse> | undefined = () => undefined;
  table: () => Result<readonly InterfaceAddress[], AddressTableFailure> = () => ok([]);
  command: (family: Family) => Promise<Result<CommandOutput, CommandFailure>> = async (family) =>
    ok({ status: 0, stdout: new TextEncoder().encode(`${this.truth[family]}\n`), stderr: new Uint8Array() });
  /** What the kernel knows of other devices. */
  neighbours: NeighbourTable["read"] = async () => ok([]);
  /** What the router says of its outer address. */
  router: () => Result<ExternalAddress, GatewayFailure> = () =>
    failure({ code: "gateway-not-found", detail: "nothing answers" });
  /** Every write that reached a provider, for instance `cf A 44.128.10.8`; no value is a deletion. */
  readonly writes: string[] = [];
  readonly #sources: Readonly<Record<Family, readonly string[]>>;
  #onHint: ((hint: Hint) => void) | undefined;
  #agent: RunningAgent | undefined;

  /** `sources` are as a configuration has them; without any, the interface and three echoes. */
  constructor(truth: Addresses, sources: Partial<Record<Family, readonly string[]>> = {}) {
    const all = ["interface", ...echoHosts.map((host) => `http-echo:https://${host}/`)];
    this.truth = truth;
    this.#sources = { ipv4: sources.ipv4 ?? all, ipv6: sources.ipv6 ?? all };
    const { world } = this;
    const servers = [...echoHosts, "api.cloudflare.com"].map((host) => {
      const reply = (request: HttpRequest): Reply<HttpResponse> => {
        const family = request.family ?? "ipv4";
        return this.echo(host, family, request) ?? this.#rightAnswer(host, family);
      };
      return [host, reply] as const;
    });
    this.http = new FakeHttp(world.clock, Object.fromEntries(servers));
    world.names = [dualStack(home, "cf"), dualStack(name("home.dyn.example"), "dd", { verify: { kind: "off" } })];
    world.cf.onCall = (call, _owner, type) => {
      if (call === "write") this.writes.push(`cf ${type}`);
    };
    const { push } = world.dd;
    world.dd.push = (request, signal) => {
      for (const family of families) {
        if (request.addresses[family] !== undefined) this.writes.push(`dd ${addressType(family)}`);
      }
      return push.call(world.dd, request, signal);
    };
  }

  /** What both providers hold, sorted. */
  get published(): readonly string[] {
    const { world } = this;
    const held = families.flatMap((family) => {
      const type = addressType(family);
      const cf = world.cf.at(home, type).map(({ rdata }) => rdata);
      return [...cf, ...world.dd.at(name("home.dyn.example"), type)].map((rdata) => Buffer.from(rdata).toString("hex"));
    });
    return held.toSorted();
  }

  /** What they would hold with these addresses. */
  static holding(truth: Addresses): readonly string[] {
    const both = [...rdataList(truth.ipv4, truth.ipv6)].map((rdata) => Buffer.from(rdata).toString("hex"));
    return [...both, ...both].toSorted();
  }

  /** Puts there what an earlier life has published. */
  plant(truth: Addresses): void {
    for (const family of families) {
      const type = addressType(family);
      this.world.cf.plant(home, type, [actualRecord(`old-${family}`, truth[family])]);
      this.world.dd.plant(name("home.dyn.example"), type, rdataList(truth[family]));
    }
  }

  async start(): Promise<void> {
    const { world } = this;
    const tasks = families.map((family): DetectionTask => {
      const specs = expectOk(parseSources(this.#sources[family], family));
      const key = verdictKey(family === "ipv4" ? "auto4" : "auto6");
      return { key, family, specs, scopes: ["global"], quorum: 2 };
    });
    this.#agent = await startAgent(
      { tasks, interval, reconcile: world.configuration, groups: [], beacons: [], ports: 0, exposures: [] },
      {
        ...world.ports,
        sources: this.#ports,
        gateways: this.#gateways,
        monitorFor: () => ({
          id: "netlink",
          start: (onHint) => {
            this.#onHint = onHint;
            const { clock } = world;
            let poll = clock.after(interval, tick);
            function tick(): void {
              onHint(hintOf("poll", clock.now(), { pollDue: true }));
              poll = clock.after(interval, tick);
            }
            return { stop: async () => poll.cancel() };
          },
        }),
        clockTime: String,
      },
    );
  }

  async stop(): Promise<void> {
    const stopping = this.#agent?.stop();
    await this.world.clock.advance(Duration.seconds(10));
    await stopping;
  }

  /** Time with all that happens in a house meanwhile: polls, and links that go up and down every twenty minutes. */
  async pass(time: Duration): Promise<void> {
    const step = Duration.minutes(20);
    for (let left: number = time; left > 0; left -= step) {
      this.#onHint?.(hintOf("netlink", this.world.clock.now(), { addressesChanged: true, linksChanged: true }));
      await this.world.clock.advance(Duration.milliseconds(Math.min(left, step)));
    }
  }

  #rightAnswer(host: string, family: Family): Reply<HttpResponse> {
    const seconds = Math.floor(this.world.clock.now() / 1_000);
    const address = this.truth[family];
    const trace = `h=${host}\nip=${address}\nts=${seconds}.1\nwarp=off\ngateway=off\n`;
    return { answer: response(200, host.startsWith("api.") ? trace : address), delayMs: 30 };
  }

  get #gateways(): Gateways {
    const link: GatewayLink = {
      gateway: address("192.168.1.1"),
      localAddress: address("192.168.1.7"),
      interfaceName: "eth0",
      interfaceIndex: 2,
      onLink: undefined,
    };
    const unused = (): never => {
      throw new Error("no port is to be opened here");
    };
    const client: GatewayClient = {
      protocol: "nat-pmp",
      label: "192.168.1.1",
      families: ["ipv4"],
      externalAddress: async () => this.router(),
      map: unused,
      unmap: unused,
    };
    return { link: async () => ok(link), find: async () => ok({ client, link }), askAnew: () => undefined };
  }

  get #ports(): DetectPorts {
    const { clock, random } = this.world;
    const unused = (): never => {
      throw new Error("nobody asks that here");
    };
    return {
      clock,
      random,
      http: this.http,
      datagrams: { exchange: unused },
      streams: { exchange: unused },
      lookup: { addresses: unused, resolvers: () => [] },
      addressTable: { read: async () => this.table() },
      commands: { run: (argv) => this.command(argv[0].endsWith("6") ? "ipv6" : "ipv4") },
      files: this.files,
      gateways: this.#gateways,
      neighbours: { read: () => this.neighbours() },
    };
  }
}

/** An address on `eth0` with the facts given. */
export function onEth0(text: string, facts: Partial<InterfaceAddress> = {}): InterfaceAddress {
  return {
    interfaceName: "eth0",
    interfaceIndex: 2,
    address: address(text),
    prefixLength: text.includes(":") ? 64 : 24,
    isTentative: false,
    isDuplicate: false,
    isDeprecated: false,
    isTemporary: false,
    origin: text.includes(":") ? "slaac" : undefined,
    preferredLifetime: "forever",
    validLifetime: "forever",
    isLoopback: false,
    isUp: true,
    ...facts,
  };
}
