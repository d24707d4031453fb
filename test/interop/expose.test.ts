import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MappingSummary } from "../../src/roles/mapping-summary.ts";
import { Lab } from "./lab-network.ts";
import { LabProgram } from "./lab-program.ts";
import { until } from "./until.ts";

/**
 * An agent behind a real router, miniupnpd on Linux: what it says is open is tried from the Internet, by TCP connections
 * and UDP datagrams that programs on the host answer.
 */

/** Answers every connection and datagram with who answers and on which port. */
const services = `
import socket, selectors, sys
ready = selectors.DefaultSelector()
def tcp(family, port):
    one = socket.socket(family, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6: one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    one.bind(("", port)); one.listen(); ready.register(one, selectors.EVENT_READ, ("tcp", port))
def udp(port):
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.bind(("", port)); ready.register(one, selectors.EVENT_READ, ("udp", port))
for family in (socket.AF_INET, socket.AF_INET6):
    for port in (445, 8443): tcp(family, port)
udp(51820)
print("ready", flush=True)
while True:
    for key, _ in ready.select():
        kind, port = key.data
        if kind == "tcp":
            peer, _ = key.fileobj.accept()
            peer.sendall(f"tcp {port}".encode()); peer.close()
        else:
            _, peer = key.fileobj.recvfrom(100)
            key.fileobj.sendto(f"udp {port}".encode(), peer)
`;

/** Prints what such a service answers, or "closed". */
const visitor = `
import socket, sys
kind, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ":" in host else socket.AF_INET
one = socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
one.settimeout(0.7)
try:
    one.connect((host, port))
    if kind == "udp": one.send(b"?")
    print(one.recv(100).decode())
except OSError: print("closed")
`;

let lab: Lab;
let folder: string;
let agent: LabProgram;
let answering: Bun.Subprocess<"pipe", "pipe", "pipe">;

const configuration = {
  agent: {
    // How soon a poll shows what nobody announced.
    interval: "2s",
    sources: { ipv4: ["interface"], ipv6: ["interface"] },
    expose: ["tcp/445", { port: "udp/51820", family: "ipv4" }, { port: "tcp/8443", external: 443, family: "ipv4" }],
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-expose-"));
  lab = await Lab.up();
  answering = lab.spawn("host1", ["python3", "-c", services]);
  const reader = answering.stdout.getReader();
  await reader.read();
  reader.releaseLock();
  agent = new LabProgram(lab, "host1", folder, "agent");
  agent.configure(configuration);
}, 60_000);

afterAll(async () => {
  await agent?.end("SIGKILL");
  answering?.kill("SIGKILL");
  await lab?.down();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** What a host of the Internet is answered. */
async function visit(kind: "tcp" | "udp", host: string, port: number): Promise<string> {
  return (await lab.run("server", "python3", "-c", visitor, kind, host, String(port))).stdout.trim();
}

async function untilAnswered(answer: string, kind: "tcp" | "udp", host: string, port: number): Promise<void> {
  await until(
    `${kind} port ${port} of ${host} answers ${answer}`,
    async () => ((await visit(kind, host, port)) === answer ? true : undefined),
    () => agent.log,
  );
}

/** What the router's kernel translates: `tcp 443->192.168.50.10:8443`. Protocols are numbers there. */
async function entries(): Promise<readonly string[]> {
  const { stdout } = await lab.run("router", "nft", "list", "ruleset");
  const found = [...stdout.matchAll(/@nh,72,8 0x(6|11) th dport (\d+) dnat ip to ([\d.]+:\d+)/g)];
  return found.map(([, number, port, host]) => `${number === "6" ? "tcp" : "udp"} ${port}->${host}`).toSorted();
}

function wholeTable(): readonly string[] {
  const host = lab.fact("HOST1_4");
  return [`tcp 443->${host}:8443`, `tcp 445->${host}:445`, `udp 51820->${host}:51820`];
}

function mappingOf(mappings: readonly MappingSummary[], name: string): MappingSummary {
  const found = mappings.find(({ mapping }) => mapping === name);
  if (found === undefined) throw new Error(`there is no mapping ${name}`);
  return found;
}

/** By whichever protocol: one that falls silent while the line comes back is not waited for. */
async function untilOpen(address: string): Promise<readonly MappingSummary[]> {
  const { mappings } = await agent.untilAgent(`everything is open at ${address}`, (told) =>
    told.mappings.every(({ state, family, externalAddress }) => {
      return state === "open" && (family === "ipv6" || externalAddress === address);
    }),
  );
  return mappings;
}

describe("ports of a host behind miniupnpd", () => {
  test("before anything runs / closed", async () => {
    expect(await visit("tcp", lab.fact("WAN4"), 445)).toBe("closed");
    expect(await visit("tcp", lab.fact("HOST1_6"), 445)).toBe("closed");
    expect(await entries()).toEqual([]);
  }, 30_000);

  test("the agent starts / the Internet reaches them, and status says where", async () => {
    await agent.start();
    const mappings = await untilOpen(lab.fact("WAN4"));
    expect(mappings.map(({ mapping, protocol }) => `${mapping} ${protocol}`)).toEqual([
      "ipv4/tcp/445 pcp",
      "ipv6/tcp/445 pcp",
      "ipv4/udp/51820 pcp",
      "ipv4/tcp/8443 pcp",
    ]);
    expect(mappingOf(mappings, "ipv4/tcp/8443")).toMatchObject({ externalPort: 443, wishedPort: 443, scope: "global" });
    expect(mappingOf(mappings, "ipv6/tcp/445").externalAddress).toBe(lab.fact("HOST1_6"));
    expect(await visit("tcp", lab.fact("WAN4"), 445)).toBe("tcp 445");
    expect(await visit("udp", lab.fact("WAN4"), 51_820)).toBe("udp 51820");
    expect(await visit("tcp", lab.fact("WAN4"), 443)).toBe("tcp 8443");
    expect(await visit("tcp", lab.fact("WAN4"), 8443)).toBe("closed");
    expect(await visit("tcp", lab.fact("HOST1_6"), 445)).toBe("tcp 445");
    expect(await visit("tcp", lab.fact("HOST1_6"), 8443)).toBe("closed");
    expect(await entries()).toEqual(wholeTable());
    const { stdout } = await agent.run("status", "--state", agent.state);
    expect(stdout).toContain(`${lab.fact("WAN4")}:443`);
  }, 40_000);

  test("time goes on / leases are renewed", async () => {
    const first = mappingOf((await agent.agent()).mappings, "ipv4/tcp/445").endsAt ?? "";
    await agent.untilAgent("the lease ends later", ({ mappings }) => {
      return (mappingOf(mappings, "ipv4/tcp/445").endsAt ?? "") > first;
    });
    expect(await entries()).toEqual(wholeTable());
  }, 30_000);

  test("the router restarts and has lost everything / open again", async () => {
    await lab.command("restart", "miniupnpd");
    for (const [kind, port, answer] of [
      ["tcp", 445, "tcp 445"],
      ["udp", 51_820, "udp 51820"],
      ["tcp", 443, "tcp 8443"],
    ] as const) {
      await untilAnswered(answer, kind, lab.fact("WAN4"), port);
    }
    await untilAnswered("tcp 445", "tcp", lab.fact("HOST1_6"), 445);
    expect(await entries()).toEqual(wholeTable());
  }, 40_000);

  test("the line comes back with another address on another interface / open there, with one entry each", async () => {
    const { after } = await lab.renumber4("--recreate-if");
    await lab.refresh();
    await untilOpen(after);
    await untilAnswered("tcp 445", "tcp", after, 445);
    await untilAnswered("udp 51820", "udp", after, 51_820);
    await untilAnswered("tcp 8443", "tcp", after, 443);
    expect(await entries()).toEqual(wholeTable());
  }, 40_000);

  test("killed and started again / its own entries are renewed, none is there twice", async () => {
    await agent.end("SIGKILL");
    expect(await visit("tcp", lab.fact("WAN4"), 445)).toBe("tcp 445");
    await agent.start();
    await untilOpen(lab.fact("WAN4"));
    expect(await entries()).toEqual(wholeTable());
  }, 30_000);

  test("PCP and NAT-PMP fall silent / UPnP takes the same holes over", async () => {
    await lab.run("router", "nft", "add table inet silence");
    await lab.run("router", "nft", "add chain inet silence input { type filter hook input priority -10; }");
    await lab.run("router", "nft", "add rule inet silence input udp dport 5351 drop");
    await agent.untilAgent("UPnP holds the first", ({ mappings }) => {
      return mappingOf(mappings, "ipv4/tcp/445").protocol === "upnp";
    });
    expect(await entries()).toEqual(wholeTable());
    expect(await visit("tcp", lab.fact("WAN4"), 445)).toBe("tcp 445");
    await lab.run("router", "nft", "delete table inet silence");
  }, 60_000);

  test("another configuration / what is not wanted is closed, the rest stays open", async () => {
    await agent.reload({ agent: { ...configuration.agent, expose: [{ port: "udp/51820", family: "ipv4" }] } });
    await until("only one is left", async () => ((await entries()).length === 1 ? true : undefined));
    expect(await visit("udp", lab.fact("WAN4"), 51_820)).toBe("udp 51820");
    expect(await visit("tcp", lab.fact("WAN4"), 445)).toBe("closed");
    await untilAnswered("closed", "tcp", lab.fact("HOST1_6"), 445);
  }, 30_000);

  test("an orderly end / nothing is open, and the history tells all of it", async () => {
    expect(await agent.end()).toBe(0);
    expect(await entries()).toEqual([]);
    expect(await visit("udp", lab.fact("WAN4"), 51_820)).toBe("closed");
    expect((await lab.run("host2", "upnpc", "-l")).stdout).not.toMatch(/\d->\d/);
    const history = await agent.run("history", "--state", agent.state);
    expect(history.stdout).toContain("Closed the way to udp/51820 over IPv4.");
    expect(history.stdout).toMatch(/tcp\/445 over IPv4 is gone: the router has (restarted|another external address)/);
  }, 30_000);
});
