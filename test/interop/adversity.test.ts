import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { AgentSummary } from "../../src/roles/agent-summary.ts";
import { createAuthority } from "../support/certificate.ts";
import { LabHome } from "./lab-home.ts";
import {
  closePortal,
  flapHost,
  makeServerOf,
  openPortal,
  poison,
  switchRouterOff,
  switchRouterOn,
} from "./lab-mishaps.ts";
import type { Lab, Renumbered } from "./lab-network.ts";
import { perform, type Player } from "./lab-player.ts";
import type { LabProgram } from "./lab-program.ts";
import { everWritten, LabRecord, type ValuesOf } from "./lab-record.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { printDistribution } from "./truths.ts";
import { until } from "./until.ts";

/**
 * A home to which everything happens that happens to homes: links flap, the router is switched off, the host sleeps,
 * resolvers and echoes lie, a portal stands before the Internet, dnsmasq gives out other addresses by DHCP and by RA.
 *
 * Each time two things are proven. The name is right again afterwards, and nothing else was ever written or answered: the
 * server's history holds each truth once and in order, and its answers are sampled all the time.
 */

const interval = "1s";

/** Of this host; its IPv4 address from three echoes, of which two are asked by name. */
const [homeA, homeAAAA] = ["home.dyn.test/A", "home.dyn.test/AAAA"] as const;

/** What the router says of itself. */
const routerA = "router.dyn.test/A";

/** Four echoes, one by name. */
const fourA = "four.dyn.test/A";

/** One echo, over TLS and by name. */
const tlsA = "tls.dyn.test/A";

/** An agent on another host that sleeps a lot, and looks once an hour unless something tells it to. */
const [sleeperA, sleeperAAAA] = ["sleeper.dyn.test/A", "sleeper.dyn.test/AAAA"] as const;

const onHost1A = [homeA, routerA, fourA, tlsA] as const;
const questions = [...onHost1A, homeAAAA, sleeperA, sleeperAAAA] as const;

/** Somebody else's, whom no echo of ours may be believed to be us. */
const stranger = "44.128.99.9";

let home: LabHome;
let lab: Lab;
let agent: LabProgram;
let sleeper: LabProgram;
let asleepSince: number;
let sampled: SampledAnswers;
let record: LabRecord;
let liar: string;

/** Undoes what a test has done to the network, also where it failed. */
const remedies: (() => Promise<void>)[] = [];

async function renumber4(asked: readonly string[] = onHost1A): Promise<Renumbered> {
  const change = await lab.renumber4();
  record.becameTrue(asked, change.after, change.startedAt);
  return change;
}

async function renumber6(asked: readonly string[] = [homeAAAA]): Promise<Renumbered> {
  const change = await lab.renumber6();
  const lan = change.after.replace(/00::\/56$/, "01");
  for (const question of asked) record.becameTrue([question], `${lan}${hostParts[question]}`, change.startedAt);
  return change;
}

/** The last 64 bits of the hosts' addresses, made of their MAC addresses. RFC 4291 §2.5.1 */
const hostParts: Readonly<Record<string, string>> = {
  [homeAAAA]: ":da:ff:fe00:310",
  [sleeperAAAA]: ":da:ff:fe00:311",
};

function configuration(providers: object, agentPart: object): object {
  return { trust: { authorities: [home.path("ca.pem")] }, providers, agent: agentPart };
}

beforeAll(async () => {
  home = await LabHome.build("--wan4", "dhcp", "--ra", "dnsmasq");
  ({ lab } = home);
  const echo = lab.fact("ECHO4");
  liar = echo.replace(/\d+$/, "66");
  await lab.run("svc", "ip", "addr", "add", `${liar}/24`, "dev", "eth0");
  await makeServerOf(lab, "host2");
  const keys = { honest: createAuthority("The laboratory's own"), lying: createAuthority("A liar's own") };
  for (const [name, authority] of Object.entries(keys)) {
    const { certificate, key } = authority.issue({ hosts: ["echo.test"] });
    writeFileSync(home.path(`${name}.pem`), certificate);
    writeFileSync(home.path(`${name}.key`), key);
  }
  writeFileSync(home.path("ca.pem"), keys.honest.certificate);
  await perform(lab, "svc", "lab-web-echo.ts", "echo", echo, home.path("honest.pem"), home.path("honest.key"));

  const byName = [
    { type: "stun", server: "stun.test" },
    { type: "http-echo", url: "http://echo.test/", insecure: true },
    { type: "dns-echo", name: "whoami.test", server: lab.fact("AUTH4"), authoritative: true },
  ];
  const ofServer = { type: "http-echo", url: `http://${lab.fact("SERVER4")}/ip`, insecure: true };
  const [stun, web, dns] = home.echoes;
  const rules = {
    home: { ipv4: byName, ipv6: "interface" },
    router: { ipv4: "router", ipv6: "off" },
    four: { ipv4: [stun, { type: "http-echo", url: "http://echo.test/", insecure: true }, dns, ofServer], ipv6: "off" },
    tls: { ipv4: { type: "http-echo", url: "https://echo.test/" }, ipv6: "off" },
  };
  const providers = Object.fromEntries(
    await Promise.all(
      Object.keys(rules).map(async (name) => [name, await home.account(`${name}.dyn.test`, { beacon: "off" })]),
    ),
  );
  agent = home.program("host1", "agent");
  agent.configure(
    configuration(providers, {
      interval,
      sources: { ipv4: [...byName, ofServer], ipv6: ["interface"] },
      names: Object.entries(rules).map(([name, rule]) => ({ name: `${name}.dyn.test`, provider: name, ...rule })),
    }),
  );
  sleeper = home.program("host2", "sleeper");
  sleeper.configure(
    configuration(
      { sleeper: await home.account("sleeper.dyn.test", { beacon: "off" }) },
      {
        interval: "1h",
        sources: { ipv4: [stun, web, dns], ipv6: ["interface"] },
        names: [{ name: "sleeper.dyn.test", provider: "sleeper" }],
      },
    ),
  );
  sampled = home.sample("svc", lab.fact("SERVER4"), ...questions);
  record = new LabRecord(home, sampled, questions);
  record.becameTrue([...onHost1A, sleeperA], lab.fact("WAN4"));
  for (const question of [homeAAAA, sleeperAAAA]) {
    record.becameTrue([question], `${lab.fact("LAN6").replace("::/64", "")}${hostParts[question]}`);
  }
  await Promise.all([agent.start(), sleeper.start()]);
  await Promise.all([agent.untilSettled(), sleeper.untilSettled()]);
  sleeper.suspend();
  asleepSince = Date.now();
}, 60_000);

afterAll(() => home?.remove(), 30_000);

afterEach(async () => {
  for (const remedy of remedies.splice(0).toReversed()) await remedy();
}, 30_000);

describe("links", () => {
  test("the host's cable is pulled and its interface switched off, again and again / nothing is written", async () => {
    for (const [what, seconds] of [
      ["cable", 0.1],
      ["cable", 1.5],
      ["interface", 0.1],
      ["interface", 1.5],
    ] as const) {
      await flapHost(lab, what, seconds);
    }
    await agent.untilSeen("ipv6", "known");
    await agent.untilSeen("ipv4", "known");
    await agent.untilSettled();
    await record.expectOnlyTruths();
  }, 60_000);

  test("the provider's line comes and goes / nothing is written", async () => {
    for (const seconds of ["0", "1", "0"]) await lab.command("wan-link", "bounce", seconds);
    await agent.untilSeen("ipv4", "known");
    await agent.untilSettled();
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("new addresses from dnsmasq", () => {
  test("by DHCP and by RA, the old prefix deprecated / every name follows", async () => {
    await renumber4();
    await renumber6();
    await record.untilRight(...onHost1A, homeAAAA);
    const { stdout } = await lab.run("host1", "ip", "-6", "-o", "addr", "show", "dev", "eth0", "scope", "global");
    expect(stdout).toMatch(/deprecated/);
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("a host that has slept since", () => {
  test("wakes up / right again at once, without having told of what was in between", async () => {
    await renumber4([...onHost1A, sleeperA]);
    await renumber6([homeAAAA, sleeperAAAA]);
    await record.untilRight(...onHost1A, homeAAAA);
    // A tick of the clock and what makes it late, so that waking up cannot be missed.
    await until("it has slept for long", () => (Date.now() - asleepSince > 16_000 ? true : undefined));
    const wokenAt = Date.now();
    sleeper.resume();
    await record.untilRight(sleeperA, sleeperAAAA);
    const took = [sleeperA, sleeperAAAA].map((question) => record.lastAnswer(question).at - wokenAt);
    printDistribution("waking up to answered, both families, polled every hour", took);
    await sleeper.untilSettled();
    expect(await sleeper.end()).toBe(0);
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("the router", () => {
  test("has its daemons restarted / nothing is written", async () => {
    for (const daemon of ["miniupnpd", "dnsmasq"]) await lab.command("restart", daemon);
    await agent.nextSeen("ipv4", 2);
    await agent.untilSettled();
    await record.expectOnlyTruths();
  }, 60_000);

  test("is switched off and on, and has another address / nothing is written before it is back", async () => {
    await switchRouterOff(lab);
    await agent.untilSeen("ipv4", "unknown");
    const change = await switchRouterOn(lab);
    record.becameTrue(onHost1A, change.after, change.startedAt);
    await record.untilRight(...onHost1A);
    await agent.untilSeen("ipv6", "known");
    await agent.untilSettled();
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("a resolver that lies", () => {
  test("about two of three echoes, and about the one over TLS / nothing is written of those, and four outvote one", async () => {
    const liars = await Promise.all([
      perform(lab, "svc", "lab-lying-echoes.ts", "http", liar, stranger, "stun", liar, stranger),
      perform(lab, "svc", "lab-web-echo.ts", "liar", liar, home.path("lying.pem"), home.path("lying.key"), stranger),
    ]);
    for (const { end } of liars) remedies.push(end);
    const cure = await poison(lab, { "echo.test": liar, "stun.test": liar });
    remedies.push(cure);
    await agent.untilAgent("nobody is believed", ({ targets }) =>
      targets.every(({ name, type, desired }) =>
        type === "A" && ["home.dyn.test", "tls.dyn.test"].includes(name) ? desired === null : desired !== null,
      ),
    );
    await renumber4();
    await record.untilRight(fourA, routerA);
    await agent.nextSeen("ipv4", 2);
    for (const question of [homeA, tlsA]) {
      expect(record.lastAnswer(question).text).toBe(record.truth(question, 1));
    }
    await cure();
    await record.untilRight(...onHost1A);
    await record.expectOnlyTruths();
  }, 60_000);
});

/** What each of a web service's oddities is told as. */
const oddities: readonly (readonly [oddity: string, code: string])[] = [
  ["page", "web-page"],
  ["page-as-text", "web-page"],
  ["bare-address-as-403", "answer-unreadable"],
  ["page-as-403", "web-page"],
  ["other-family", "wrong-family"],
  ["private", "not publishable"],
  ["of-a-carrier", "not publishable"],
  ["several-in-a-line", "not-an-address"],
  ["several-lines", "not-an-address"],
  ["cut-short", "answer-cut-short"],
  ["silent", "timed-out"],
  ["closed", "answer-cut-short"],
  ["reset", "connection-reset"],
  ["ten-megabytes", "answer-too-large"],
  ["an-octet-at-a-time", "timed-out"],
  ["redirect", "redirected"],
];

describe("echoes that have become odd", () => {
  let odd: LabProgram;
  let echoes: Player;
  let before: string;
  let after: string;
  let writtenFor: ValuesOf;
  let seen: AgentSummary;

  const alone = (oddity: string): string => `${oddity}.alone.dyn.test`;
  const beside = (oddity: string): string => `${oddity}.beside.dyn.test`;
  const aloneNames = oddities.map(([oddity]) => alone(oddity));
  const besideNames = oddities.map(([oddity]) => beside(oddity));
  const port = (index: number): number => 8_100 + index;

  /** How the agent tells of one oddity: codes of failures, or that an address may not be published. */
  function told({ echoes: standings, targets }: AgentSummary, index: number, oddity: string): readonly string[] {
    const standing = standings.find(({ source }) => source.endsWith(`:${port(index)}`));
    const target = targets.find(({ name }) => name === alone(oddity));
    const isPublic = target?.text.en.includes("None of the addresses seen may be published") !== true;
    return [...Object.keys(standing?.failures ?? {}), ...(isPublic ? [] : ["not publishable"])];
  }

  async function untilPublished(names: readonly string[], address: string): Promise<void> {
    await until(`${names} have ${address}`, async () => {
      const valuesOf = await everWritten(home);
      return names.every((name) => valuesOf(`${name}/A`).at(-1) === address) ? true : undefined;
    });
  }

  beforeAll(async () => {
    const echo = lab.fact("ECHO4");
    const places = oddities.map(([oddity], index) => `${port(index)}=${oddity}`);
    echoes = await perform(lab, "svc", "lab-odd-echoes.ts", echo, stranger, ...places);
    const names = oddities.flatMap(([oddity], index) => {
      const source = { type: "http-echo", url: `http://${echo}:${port(index)}/`, operator: oddity, insecure: true };
      const [stun, , dns] = home.echoes;
      return [
        { name: alone(oddity), provider: alone(oddity), ipv4: source, ipv6: "off" },
        { name: beside(oddity), provider: beside(oddity), ipv4: [stun, source, dns], ipv6: "off" },
      ];
    });
    const providers = Object.fromEntries(
      await Promise.all(names.map(async ({ name }) => [name, await home.account(name, { beacon: "off" })] as const)),
    );
    odd = home.program("host1", "odd");
    odd.configure({ providers, agent: { interval, names } });
    before = record.truth(homeA);
    await odd.start();
    await untilPublished([...aloneNames, ...besideNames], before);
    await echoes.tell("odd");
    ({ after } = await renumber4());
    await untilPublished(besideNames, after);
    seen = await odd.untilAgent("nobody is believed alone", (now) => {
      const isUnbelieved = now.targets.every(({ name, desired }) => (desired === null) === /\.alone\./.test(name));
      return isUnbelieved && oddities.every(([oddity, code], index) => told(now, index, oddity).includes(code));
    });
    writtenFor = await everWritten(home);
  }, 60_000);

  afterAll(() => odd?.end("SIGKILL"));

  for (const [index, [oddity, code]] of oddities.entries()) {
    test(`${oddity} / ${code}, the name beside others follows, the one alone stays`, () => {
      expect(told(seen, index, oddity)).toContain(code);
      expect(writtenFor(`${alone(oddity)}/A`)).toEqual([before]);
      expect(writtenFor(`${beside(oddity)}/A`)).toEqual([before, after]);
    });
  }

  test("and are honest again / all names are right, each written once", async () => {
    await echoes.tell("honest");
    await untilPublished(aloneNames, after);
    writtenFor = await everWritten(home);
    const names = [...aloneNames, ...besideNames];
    for (const name of names) {
      expect([name, writtenFor(`${name}/A`)]).toEqual([name, [before, after]]);
    }
    const answers = await lab.dig("svc", `@${lab.fact("SERVER4")}`, ...names.flatMap((name) => [name, "A"]));
    expect(answers).toEqual(names.map(() => after));
    await record.untilRight(...onHost1A);
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("a portal", () => {
  test("answers web with its page and DNS with an address / nothing is written, and detect says so", async () => {
    const logged = agent.log.length;
    const portal = await perform(lab, "router", "lab-web-echo.ts", "portal", "0.0.0.0", "8090");
    remedies.push(portal.end);
    const cure = await poison(lab, { "#": stranger });
    remedies.push(cure);
    await closePortal(lab, 8_090);
    remedies.push(() => openPortal(lab));
    await agent.untilSeen("ipv4", "unknown");
    await renumber4();
    await renumber6();
    const { stdout } = await agent.run("detect", "--config", agent.configuration, "--explain", "--family", "ipv4");
    expect(stdout).toContain("IPv4: unknown");
    expect(stdout).toContain("Web pages come back where addresses were asked for.");
    expect(record.lastAnswer(homeA).text).toBe(record.truth(homeA, 1));
    // The write of the new IPv6 address has met the portal's page.
    await until("the agent could not update", () =>
      /an HTML page .*reconcile\.failed/.test(agent.log.slice(logged)) ? true : undefined,
    );
    const openedAt = Date.now();
    await openPortal(lab);
    await cure();
    await record.untilRight(...onHost1A, homeAAAA);
    const took = [homeA, homeAAAA].map((question) => record.lastAnswer(question).at - openedAt);
    printDistribution("signed in to answered, both families", took);
    await record.expectOnlyTruths();
  }, 60_000);
});

describe("the whole run", () => {
  test("the server was asked all the time, and the agent ends in order", async () => {
    expect(await agent.end()).toBe(0);
    const { answers } = await sampled.stop();
    process.stdout.write(`measured: ${answers} answers of the server checked\n`);
    expect(answers).toBeGreaterThan(1_000);
    await record.expectOnlyTruths();
  }, 30_000);
});
