import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { LabHome } from "./lab-home.ts";
import type { Lab, Renumbered } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, printDistribution, type Truth } from "./truths.ts";
import { until } from "./until.ts";

/**
 * A home network behind a real NAT gateway, whose provider renumbers it, loses its line and has its services fail: an
 * agent on a host of the LAN keeps names on a server in the Internet segment, while every answer of that server is
 * checked against what was true.
 *
 * The gateway tells nobody of a new IPv4 address, so an agent behind it notices by asking: half the poll interval on
 * average is the floor here, and the interval is the shortest there is.
 */

const interval = "1s";
const [homeA, homeAAAA, nasAAAA] = ["home.dyn.test/A", "home.dyn.test/AAAA", "nas.dyn.test/AAAA"] as const;

/** What the neighbour calls itself behind any prefix. */
const nasInterfaceId = "::52";

let home: LabHome;
let lab: Lab;
let agent: LabProgram;
let sampled: SampledAnswers;
let names: object;

/** Daemons of the laboratory that a test has stopped. */
const stopped: string[] = [];

async function stopDaemons(...daemons: readonly string[]): Promise<void> {
  for (const daemon of daemons) {
    await lab.command("stop", daemon);
    stopped.push(daemon);
  }
}

async function restartDaemons(): Promise<void> {
  for (const daemon of stopped.splice(0)) await lab.command("restart", daemon);
}

/** Every address that was ever true, for each question. */
const truths: Record<string, Truth[]> = {};

function becameTrue(question: string, text: string, since: number | undefined): void {
  truths[question] = [...(truths[question] ?? []), { text, since }];
}

/** The host's address and the neighbour's behind a prefix given as `<first 56 bits>::/56`; the LAN is its subnet 1. */
function behind(prefix: string): { readonly host: string; readonly neighbour: string } {
  const lan = prefix.replace(/00::\/56$/, "01");
  return { host: `${lan}:da:ff:fe00:310`, neighbour: `${lan}${nasInterfaceId}` };
}

async function renumber4(...options: readonly string[]): Promise<Renumbered> {
  const change = await lab.renumber4(...options);
  becameTrue(homeA, change.after, change.startedAt);
  return change;
}

async function renumber6(...options: readonly string[]): Promise<Renumbered> {
  const change = await lab.renumber6(...options);
  const { host, neighbour } = behind(change.after);
  becameTrue(homeAAAA, host, change.startedAt);
  becameTrue(nasAAAA, neighbour, change.startedAt);
  return change;
}

/** From the moment an address became true to the first answer with it, in milliseconds. */
async function timeToTruth(question: string, { text, since = 0 }: Truth): Promise<number> {
  const { at } = await sampled.untilAnswered(question, text);
  return at - since;
}

function newest(question: string): Truth {
  const truth = truths[question]?.at(-1);
  if (truth === undefined) throw new Error(`nothing is true of ${question}`);
  return truth;
}

/** Fails at the first answer, of all there were, that was not true. */
function expectNeverWrong(): void {
  for (const question of [homeA, homeAAAA, nasAAAA]) {
    expect([question, firstWrong(sampled.answers(question), truths[question] ?? [])]).toEqual([question, undefined]);
  }
}

/** Everything the server has stored, so that a needless write shows. */
function revision(): Promise<number> {
  return home.server.revision();
}

function agentConfiguration(sources: readonly object[] = home.echoes): object {
  return {
    ...names,
    agent: {
      interval,
      sources: { ipv4: sources, ipv6: ["interface"] },
      names: [
        { name: "home.dyn.test", provider: "home" },
        {
          name: "nas.dyn.test",
          provider: "nas",
          ipv4: "off",
          ipv6: { "prefix-of": "auto", "interface-id": nasInterfaceId },
        },
      ],
    },
  };
}

beforeAll(async () => {
  home = await LabHome.build();
  ({ lab } = home);
  // A file server that was told its interface identifier, as such devices are.
  await lab.run("host2", "ip", "token", "set", nasInterfaceId, "dev", "eth0");
  const providers = { home: await home.account("home.dyn.test"), nas: await home.account("nas.dyn.test") };
  names = { providers };
  agent = home.program("host1", "agent");
  agent.configure(agentConfiguration());
  sampled = home.sample("svc", lab.fact("SERVER4"), homeA, homeAAAA, nasAAAA);
  becameTrue(homeA, lab.fact("WAN4"), undefined);
  const { host, neighbour } = behind(lab.fact("PD6"));
  becameTrue(homeAAAA, host, undefined);
  becameTrue(nasAAAA, neighbour, undefined);
}, 60_000);

afterAll(() => home?.remove(), 30_000);

// A test that fails leaves the network as the next one needs it.
afterEach(restartDaemons, 30_000);

describe("an agent in a home network", () => {
  test("started / publishes what the Internet sees, and the resolver of the home answers with it", async () => {
    await agent.start();
    await agent.untilSettled();
    expect(await lab.dig("svc", `@${lab.fact("SERVER6")}`, "home.dyn.test", "A")).toEqual([lab.fact("WAN4")]);
    expect(await lab.dig("svc", `@${lab.fact("SERVER4")}`, "home.dyn.test", "AAAA")).toEqual([lab.fact("HOST1_6")]);
    await lab.untilDug(lab.fact("WAN4"), "host2", "home.dyn.test", "A");
    await lab.untilDug(lab.fact("HOST1_6"), "host2", "home.dyn.test", "AAAA");
    await lab.untilDug(newest(nasAAAA).text, "host2", "nas.dyn.test", "AAAA");
  }, 30_000);

  test("a neighbour by prefix and interface identifier / the Internet reaches it by its name", async () => {
    await until("nas.dyn.test answers pings", async () => {
      const { status } = await lab.run("svc", "ping", "-6", "-c", "1", "-W", "1", "nas.dyn.test");
      return status === 0 ? true : undefined;
    });
  }, 30_000);

  test("ten renumberings of both families / every name follows, and no answer is ever wrong", async () => {
    const kinds = [
      [],
      ["--order", "add-first"],
      ["--gap-ms", "700"],
      ["--order", "add-first", "--gap-ms", "300"],
      ["--recreate-if"],
    ];
    const took: Record<"ipv4" | "ipv6" | "neighbour", number[]> = { ipv4: [], ipv6: [], neighbour: [] };
    for (let round = 0; round < 10; round += 1) {
      await renumber4(...(kinds[round % kinds.length] ?? []));
      await renumber6();
      const [a, aaaa, nas] = await Promise.all(
        [homeA, homeAAAA, nasAAAA].map((question) => timeToTruth(question, newest(question))),
      );
      took.ipv4.push(a ?? Number.NaN);
      took.ipv6.push(aaaa ?? Number.NaN);
      took.neighbour.push(nas ?? Number.NaN);
    }
    printDistribution(`IPv4 behind NAT, renumbered to answered, polled every ${interval}`, took.ipv4);
    printDistribution("IPv6 of the host, renumbered to answered", took.ipv6);
    printDistribution("IPv6 of a neighbour, renumbered to answered", took.neighbour);
    expectNeverWrong();
    await lab.untilDug(newest(homeA).text, "host2", "home.dyn.test", "A");
    await lab.untilDug(newest(nasAAAA).text, "host2", "nas.dyn.test", "AAAA");
  }, 120_000);

  test("every echo refuses, and the address changes / nothing is written or deleted until they are back", async () => {
    await agent.untilSettled();
    const before = await revision();
    const published = newest(homeA).text;
    await stopDaemons("knot", "echo", "stun");
    await agent.untilSeen("ipv4", "unknown");
    await renumber4();
    expect(await agent.nextSeen("ipv4", 3)).toEqual(["unknown", "unknown", "unknown"]);
    expect((await agent.seen("ipv4")).reason).toBe("no-source-answered");
    const { stdout } = await agent.run("status", "--state", agent.state);
    expect(stdout).toContain("IPv4: No source answered.");
    expect(stdout).toMatch(
      new RegExp(`^home\\.dyn\\.test +A +home +${published} +Left as it is: No source answered`, "m"),
    );
    expect(await revision()).toBe(before);
    await restartDaemons();
    await timeToTruth(homeA, newest(homeA));
    expectNeverWrong();
  }, 60_000);

  test("the line is cut and comes back with the same address / nothing is written or deleted", async () => {
    await agent.untilSettled();
    const before = await revision();
    await lab.command("wan-link", "down");
    try {
      await agent.untilSeen("ipv4", "unknown");
      expect((await agent.seen("ipv4")).reason).toBe("no-source-answered");
    } finally {
      await lab.command("wan-link", "up");
    }
    await agent.untilSeen("ipv4", "known");
    await agent.untilSettled();
    expect(await revision()).toBe(before);
    expectNeverWrong();
  }, 60_000);
});

describe("an agent whose echoes lie", () => {
  const [firstLie, secondLie] = ["44.128.99.1", "44.128.99.2"] as const;
  let liars: Bun.Subprocess<"pipe", "pipe", "pipe"> | undefined;

  /** Four witnesses of four operators: the laboratory's three, and our own server's view of its clients. */
  function fourEchoes(): readonly object[] {
    return [...home.echoes, { type: "http-echo", url: `http://${lab.fact("SERVER4")}/ip`, insecure: true }];
  }

  async function lie(...words: readonly string[]): Promise<void> {
    const child = lab.spawn("svc", [process.execPath, join(import.meta.dir, "lab-lying-echoes.ts"), ...words]);
    liars = child;
    for await (const octets of child.stdout) if (new TextDecoder().decode(octets).includes("ready")) return;
    throw new Error(`no lies: ${await new Response(child.stderr).text()}`);
  }

  async function endLies(): Promise<void> {
    liars?.kill();
    await liars?.exited;
    liars = undefined;
  }

  afterEach(endLies);

  test("one of three / unknown, whatever is true", async () => {
    await stopDaemons("echo");
    await lie("http", lab.fact("ECHO4"), firstLie);
    await agent.untilSeen("ipv4", "unknown");
    expect((await agent.seen("ipv4")).reason).toBe("sources-disagree");
    const before = await revision();
    await renumber4();
    expect(await agent.nextSeen("ipv4", 2)).toEqual(["unknown", "unknown"]);
    expect(await revision()).toBe(before);
    expectNeverWrong();
  }, 60_000);

  test("one of four / outvoted, and the name follows the truth", async () => {
    await stopDaemons("echo");
    await lie("http", lab.fact("ECHO4"), firstLie);
    await agent.reload(agentConfiguration(fourEchoes()));
    await timeToTruth(homeA, newest(homeA));
    await renumber4();
    await timeToTruth(homeA, newest(homeA));
    expectNeverWrong();
  }, 60_000);

  test("two of four with different lies / unknown, whatever is true", async () => {
    await stopDaemons("echo", "stun");
    await lie("http", lab.fact("ECHO4"), firstLie, "stun", lab.fact("STUN4"), secondLie);
    await agent.untilSeen("ipv4", "unknown");
    const before = await revision();
    await renumber4();
    expect(await agent.nextSeen("ipv4", 2)).toEqual(["unknown", "unknown"]);
    expect((await agent.seen("ipv4")).reason).toBe("sources-disagree");
    expect(await revision()).toBe(before);
    await endLies();
    await restartDaemons();
    await timeToTruth(homeA, newest(homeA));
    expectNeverWrong();
  }, 60_000);
});

describe("programs that are killed", () => {
  test("the server, in the middle of updates / every acknowledged one is there, and the agent catches up", async () => {
    const clients = ["w1", "w2", "w3", "w4"].map((label) => `${label}.dyn.test`);
    const tokens: string[] = [];
    for (const name of clients) tokens.push(await home.token(name));
    for (let round = 0; round < 2; round += 1) {
      const written = await writeUntilKilled(clients.map((name, index) => `${name}=${tokens[index]}`));
      await renumber4();
      // An update of the agent's own has met the dead server.
      const failed = /reconcile\.failed/g;
      await until(
        "the agent could not update",
        () => (failed.test(agent.log) ? true : undefined),
        () => agent.log,
      );
      await home.server.start();
      for (const [name, { sent, acknowledged }] of written) {
        const [address = ""] = await lab.dig("svc", `@${lab.fact("SERVER4")}`, name, "A");
        const [, , high = 0, low = 0] = address.split(".").map(Number);
        const served = high * 256 + low;
        expect(acknowledged).toBeGreaterThan(0);
        expect([name, served >= acknowledged && served <= sent]).toEqual([name, true]);
      }
      await timeToTruth(homeA, newest(homeA));
    }
    expectNeverWrong();
  }, 90_000);

  /** Kills the server while these clients write; says for each which change was the last it sent and the last acknowledged. */
  async function writeUntilKilled(
    clients: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly sent: number; readonly acknowledged: number }>> {
    const program = join(import.meta.dir, "lab-writers.ts");
    const child = lab.spawn("svc", [process.execPath, program, `http://${lab.fact("SERVER4")}`, ...clients]);
    const written = new Map<string, { readonly sent: number; readonly acknowledged: number }>();
    let rest = "";
    let killing: Promise<number> | undefined;
    for await (const octets of child.stdout) {
      const lines = (rest + new TextDecoder().decode(octets)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const { kind, name, number } = JSON.parse(line);
        expect(kind).not.toBe("refused");
        written.set(name, { sent: 0, acknowledged: 0, ...written.get(name), [kind]: number });
      }
      const isUnderway =
        written.size === clients.length && [...written.values()].every(({ acknowledged }) => acknowledged > 20);
      if (!isUnderway || killing !== undefined) continue;
      killing = home.server.end("SIGKILL");
      await killing;
      child.stdin.end();
    }
    return written;
  }

  test("the agent, in the middle of an update / the name is right after its restart", async () => {
    for (let round = 0; round < 3; round += 1) {
      await agent.untilSettled();
      const change = await renumber4();
      // At another moment each time: before it can know, about when it asks, about when it writes.
      const at = Date.now() + round * 350;
      await until("it is time", () => (Date.now() >= at ? true : undefined));
      await agent.end("SIGKILL");
      await agent.start();
      await sampled.untilAnswered(homeA, change.after);
    }
    expectNeverWrong();
  }, 60_000);

  test("the agent, with nothing to do / writes nothing after its restart", async () => {
    await agent.untilSettled();
    const before = await revision();
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      await agent.end(signal);
      await agent.start();
      const { targets } = await agent.untilSettled();
      expect(targets.map(({ verification }) => verification?.state)).toEqual(["verified", "verified", "verified"]);
    }
    expect(await revision()).toBe(before);
    expectNeverWrong();
  }, 60_000);
});

describe("what people are told", () => {
  test("holdfast detect on a host of the LAN / the address the Internet sees, and by whom", async () => {
    const { stdout, status } = await agent.run("detect", "--config", agent.configuration, "--json");
    expect(status).toBe(0);
    const [first, second] = JSON.parse(stdout).families;
    expect(first).toMatchObject({ family: "ipv4", state: "known", because: "quorum", addresses: [newest(homeA).text] });
    expect(second).toMatchObject({
      family: "ipv6",
      state: "known",
      because: "direct-evidence",
      addresses: [newest(homeAAAA).text],
    });
  }, 30_000);

  test("the whole run / the server was asked all the time, and the agent ends in order", async () => {
    expect(await agent.end()).toBe(0);
    const { answers, queries } = await sampled.stop();
    process.stdout.write(`measured: ${answers} answers of the server checked, of ${queries} questions\n`);
    expect(answers).toBeGreaterThan(1_000);
    expectNeverWrong();
  }, 30_000);
});
