import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { localRequest } from "../../src/platform/local-request.ts";
import type { RunningSummary } from "../../src/roles/admin-socket.ts";
import { adminSocketPath } from "../../src/roles/state-place.ts";
import { Daemon } from "./daemon.ts";
import { seenAddresses } from "./dns-view.ts";
import { holdfast, RealServer } from "./real-server.ts";
import { RecordingProxy } from "./recording-proxy.ts";
import { runProgram } from "./run-program.ts";

/**
 * Our own agent as a client of our own server, process against process: the providers `dyndns2` and `holdfast` in
 * `holdfast once` and `holdfast run`. A proxy between them tells which requests were sent.
 */

// Processes start slowly where others want the machine too.
setDefaultTimeout(60_000);

const server = new RealServer();
let proxy: RecordingProxy;

beforeAll(async () => {
  await server.start();
  proxy = await RecordingProxy.start(() => server.ports.http);
});

afterAll(async () => {
  await proxy.stop();
  await server.stop();
});

/** What of the server's interface a provider uses. */
interface Way {
  readonly label: string;
  /** The entry under `providers`, without what is the same for all; the secret is in `TOKEN`. */
  readonly settings: (host: string) => Readonly<Record<string, unknown>>;
  /** Requests that write these addresses where there was nothing. */
  readonly writes: (host: string, addresses: readonly string[]) => readonly string[];
  /** Requests that write the first of them where the other is already. */
  readonly change: (host: string, addresses: readonly string[]) => readonly string[];
  /** Requests of a pass that finds everything as it should be. */
  readonly looks: (host: string) => readonly string[];
}

const update = (host: string, addresses: string): string =>
  `GET /nic/update?hostname=${host}&myip=${encodeURIComponent(addresses)}`;
const path = (host: string): string => `/api/v1/names/${host}/addresses`;

const ways: readonly Way[] = [
  {
    label: "dyndns2",
    settings: (host) => ({ type: "dyndns2", url: url("/nic/update"), username: host, password: "env:TOKEN" }),
    writes: (host, addresses) => addresses.map((address) => update(host, address)),
    change: (host, addresses) => [update(host, addresses[0] ?? "")],
    // A service that cannot be read is judged by DNS, which is where it matters.
    looks: () => [],
  },
  {
    label: "dyndns2-together",
    settings: (host) => ({
      type: "dyndns2",
      url: url("/nic/update"),
      username: host,
      password: "env:TOKEN",
      families: "together",
    }),
    writes: (host, addresses) => [update(host, addresses.join(","))],
    change: (host, addresses) => [update(host, addresses.join(","))],
    looks: () => [],
  },
  {
    label: "holdfast",
    settings: () => ({ type: "holdfast", url: url(""), token: "env:TOKEN" }),
    writes: (host, addresses) => addresses.map(() => `PUT ${path(host)}`),
    change: (host) => [`PUT ${path(host)}`],
    looks: (host) => [`GET ${path(host)}`],
  },
];

function url(route: string): string {
  return `http://127.0.0.1:${proxy.port}${route}`;
}

/** One agent with its configuration, its state and the file its addresses come from. */
class Agent {
  readonly folder: string;
  readonly host: string;
  readonly #way: Way;

  constructor(way: Way, host: string, name = host) {
    this.folder = join(server.folder, name);
    this.host = host;
    this.#way = way;
    mkdirSync(this.folder);
  }

  /** @param host whose name is kept; the token may be another's. */
  configure(addresses: readonly string[], host: string = this.host): void {
    const file = join(this.folder, "addresses");
    writeFileSync(file, `${addresses.join("\n")}\n`);
    const source = `file:${file}`;
    const verify = { servers: [`127.0.0.1:${server.ports.dns}`] };
    const name = { name: host, provider: "ours", ipv4: source, ipv6: source, scopes: ["documentation"] };
    writeFileSync(
      join(this.folder, "holdfast.json"),
      JSON.stringify({
        agent: { names: [name] },
        providers: { ours: { ...this.#way.settings(this.host), verify } },
      }),
    );
  }

  get arguments(): readonly string[] {
    return ["--config", join(this.folder, "holdfast.json"), "--state", join(this.folder, "state")];
  }

  /** One pass: its exit status, and per type how it ended, with the code where there is one. */
  async once(token: string): Promise<Pass> {
    const argv = [...holdfast, "once", ...this.arguments, "--json"];
    const { status, output } = await runProgram(argv, { environment: { TOKEN: token } });
    const results: Record<string, string> = {};
    for (const line of output.split("\n").filter((text) => text.startsWith("{"))) {
      const { target, result, code } = JSON.parse(line) as Readonly<Record<string, string | null>>;
      results[target?.split("/").at(-1) ?? ""] = code === null ? `${result}` : `${result} ${code}`;
    }
    return { status, results, requests: proxy.take() };
  }
}

interface Pass {
  readonly status: number | null;
  readonly results: Readonly<Record<string, string>>;
  readonly requests: readonly string[];
}

const both = (result: string): Readonly<Record<string, string>> => ({ A: result, AAAA: result });

for (const way of ways) {
  describe(way.label, () => {
    const host = `${way.label}.dyn.example`;
    const seen = (): Promise<readonly string[]> => seenAddresses(server.ports.dns, host);
    let agent: Agent;
    let token: string;
    beforeAll(async () => {
      token = await server.addHost(host);
      agent = new Agent(way, host);
      proxy.take();
    });

    test("a first pass publishes both families, the second sends nothing that writes", async () => {
      agent.configure(["192.0.2.1", "2001:db8::1"]);
      const first = await agent.once(token);
      expect(first).toMatchObject({ status: 0, results: both("updated") });
      expect(first.requests.filter(isWrite)).toEqual([...way.writes(host, ["192.0.2.1", "2001:db8::1"])]);
      expect(await seen()).toEqual(["192.0.2.1", "2001:db8::1"]);
      const before = await server.revision();
      const second = await agent.once(token);
      expect(second).toMatchObject({ status: 0, results: both("unchanged") });
      expect([...new Set(second.requests)]).toEqual([...way.looks(host)]);
      expect(await server.revision()).toBe(before);
    });

    test("a change of one family", async () => {
      agent.configure(["192.0.2.2", "2001:db8::1"]);
      const pass = await agent.once(token);
      expect(pass).toMatchObject({ status: 0, results: { A: "updated", AAAA: "unchanged" } });
      expect(await seen()).toEqual(["192.0.2.2", "2001:db8::1"]);
      expect(pass.requests.filter(isWrite)).toEqual([...way.change(host, ["192.0.2.2", "2001:db8::1"])]);
      expect(await agent.once(token)).toMatchObject({ status: 0, results: both("unchanged") });
    });

    test("a wrong token: status 3 after one request, held without any, and right again with the right one", async () => {
      agent.configure(["192.0.2.3", "2001:db8::3"]);
      const wrong = "x".repeat(40);
      const before = await server.revision();
      const refused = await agent.once(wrong);
      expect(refused).toMatchObject({ status: 3, results: both("rejected credentials-rejected") });
      expect(refused.requests.length).toBe(1);
      expect(await agent.once(wrong)).toEqual({
        status: 3,
        results: both("rejected credentials-rejected"),
        requests: [],
      });
      expect(await server.revision()).toBe(before);
      expect(await agent.once(token)).toMatchObject({ status: 0, results: both("updated") });
      expect(await seen()).toEqual(["192.0.2.3", "2001:db8::3"]);
    });

    test("the name of somebody else: status 3, and held", async () => {
      const other = new Agent(way, host, `${way.label}-other`);
      other.configure(["192.0.2.66", "2001:db8::66"], "somebody.dyn.example");
      const before = await server.revision();
      expect(await other.once(token)).toMatchObject({ status: 3, results: both("rejected name-not-found") });
      expect(await other.once(token)).toEqual({ status: 3, results: both("rejected name-not-found"), requests: [] });
      expect(await server.revision()).toBe(before);
    });

    test("the server down: status 4; back again: done, without a person", async () => {
      agent.configure(["192.0.2.4", "2001:db8::4"]);
      await Promise.all([server.kill(), proxy.stop()]);
      const down = await agent.once(token);
      expect(down.status).toBe(4);
      expect(down.results).toEqual(both("failed connection-refused"));
      await Promise.all([server.start(), proxy.resume()]);
      // The pause after a failure outlives the process, as a scheduler that runs a pass every second would notice.
      const passes = [await agent.once(token)];
      while (passes.at(-1)?.status === 4 && passes.length < 30) passes.push(await agent.once(token));
      expect(passes.at(-1)?.status).toBe(0);
      for (const type of ["A", "AAAA"]) {
        expect(passes.filter(({ results }) => results[type] === "updated").length).toBe(1);
      }
      expect(await seen()).toEqual(["192.0.2.4", "2001:db8::4"]);
    });

    test("a running agent that is ended, killed and started again sends nothing that writes", async () => {
      agent.configure(["192.0.2.5", "2001:db8::5"]);
      const daemon = new Daemon("agent");
      const start = async (): Promise<void> => {
        const [program = "", ...args] = [...holdfast, "run", ...agent.arguments];
        daemon.start(program, args, { TOKEN: token });
        await daemon.untilReady(async () => isSettled(agent));
      };
      try {
        await start();
        expect(await seen()).toEqual(["192.0.2.5", "2001:db8::5"]);
        // The families may become known one after the other; then each is told when it is.
        const writes = proxy.take().filter(isWrite);
        expect(writes.length).toBeLessThanOrEqual(2);
        if (way.label !== "holdfast") expect(new Set(writes).size).toBe(writes.length);
        const before = await server.revision();
        expect(await daemon.end("SIGTERM")).toBe(0);
        await start();
        await daemon.end("SIGKILL");
        await start();
        expect(await daemon.end("SIGTERM")).toBe(0);
        expect([...new Set(proxy.take())]).toEqual([...way.looks(host)]);
        expect(await server.revision()).toBe(before);
      } finally {
        await daemon.stop();
      }
    });
  });
}

/** What changes something at the server when there is something to change. */
function isWrite(request: string): boolean {
  return request.startsWith("PUT ") || request.includes("/nic/update");
}

/** True when DNS has confirmed all that the running agent keeps. */
async function isSettled(agent: Agent): Promise<boolean> {
  const socket = adminSocketPath(join(agent.folder, "state"));
  const answer = await localRequest(socket, { method: "GET", path: "/summary" });
  if (!answer.ok) return false;
  const { agent: summary } = JSON.parse(answer.value.body) as RunningSummary;
  const targets = summary?.targets ?? [];
  return (
    targets.length === 2 &&
    targets.every(({ state, verification }) => {
      return state === "settled" && verification?.state === "verified";
    })
  );
}
