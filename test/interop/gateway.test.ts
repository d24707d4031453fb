import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { HostCommand } from "./gateway-host.ts";
import { LabHome } from "./lab-home.ts";
import type { Lab } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import { LabScript } from "./lab-script.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, printDistribution, type Truth } from "./truths.ts";
import { until } from "./until.ts";

/** Our NAT-PMP and PCP against miniupnpd, and an agent behind it that knows its address from the router alone. */

const homeA = "home.dyn.test/A";
const port = 8_080;
const oldEnoughSeconds = 6;

interface Answered {
  readonly value: { readonly epoch: { readonly seconds: number } };
}

describe("a router with miniupnpd", () => {
  let home: LabHome;
  let lab: Lab;
  let host: LabScript<HostCommand>;

  beforeAll(async () => {
    home = await LabHome.build();
    ({ lab } = home);
    host = new LabScript(lab, "host1", "gateway-host.ts");
  }, 60_000);

  afterAll(async () => {
    await host?.end();
    await home?.remove();
  }, 30_000);

  /** What a host of the Internet is told there; empty where nobody answers in time. */
  const fetched = async (url: string, seconds = 5): Promise<string> =>
    (await lab.run("svc", "curl", "--silent", "--globoff", "--max-time", String(seconds), url)).stdout;

  /** A firewall that drops is silent, so a closed port is not waited for as long as an open one. */
  const isClosed = async (url: string): Promise<boolean> => (await fetched(url, 0.5)) === "";

  /** How many ports the router's firewall leads inside. */
  const mappedPorts = async (): Promise<string> => {
    const { stdout } = await lab.run("router", "nft", "list", "ruleset");
    return [...stdout.matchAll(/dport (\d+) .*dnat/g)].map(([, found]) => found).join();
  };

  test("is found, by the protocol that suits the purpose", async () => {
    const link = { gateway: lab.fact("ROUTER_LAN4"), from: lab.fact("HOST1_4"), onLink: "192.168.50.0/24" };
    expect(await host.ask({ do: "find", family: "ipv4", purpose: "address" })).toEqual({
      protocol: "nat-pmp",
      ...link,
    });
    expect(await host.ask({ do: "find", family: "ipv4", purpose: "mappings" })).toEqual({ protocol: "pcp", ...link });
    const ipv6 = await host.ask({ do: "find", family: "ipv6", purpose: "mappings" });
    expect(ipv6).toMatchObject({ protocol: "pcp", gateway: "fe80::1" });
  }, 30_000);

  for (const protocol of ["nat-pmp", "pcp", "upnp"] as const) {
    test(`tells its external address by ${protocol}, and no mapping is left`, async () => {
      const answer = await host.ask({ do: "address", protocol });
      expect(answer).toMatchObject({ ok: true, value: { address: lab.fact("WAN4") } });
      expect(await mappedPorts()).toBe("");
    }, 30_000);
  }

  for (const protocol of ["nat-pmp", "pcp"] as const) {
    test(`maps a port by ${protocol}, renews, loses and makes it again, removes it`, async () => {
      const wanted = { protocol, transport: "tcp", port, externalPort: 18_080, seconds: 600 } as const;
      const ours = { ...wanted, address: lab.fact("HOST1_4") };
      const url = `http://${lab.fact("WAN4")}:${wanted.externalPort}/`;
      if (protocol === "nat-pmp") await host.ask({ do: "serve", port, text: "host1" });
      const granted = { ok: true, value: { externalPort: wanted.externalPort, lifetime: 600_000 } };
      expect(await isClosed(url)).toBe(true);
      expect(await host.ask({ do: "map", ...ours })).toMatchObject(granted);
      expect(await fetched(url)).toBe("host1");
      expect(await host.ask({ do: "map", ...ours })).toMatchObject(granted);
      await lab.command("restart", "miniupnpd");
      expect(await host.ask({ do: "map", ...ours })).toMatchObject(granted);
      expect(await fetched(url)).toBe("host1");
      expect(await host.ask({ do: "unmap", ...ours })).toMatchObject({ ok: true });
      expect(await mappedPorts()).toBe("");
      expect(await host.ask({ do: "unmap", ...ours })).toMatchObject({ ok: true });
    }, 60_000);
  }

  test("opens an IPv6 pinhole by PCP", async () => {
    const hole = { protocol: "pcp", transport: "tcp", port, externalPort: port, seconds: 600 } as const;
    const url = `http://[${lab.fact("HOST1_6")}]:${port}/`;
    expect(await isClosed(url)).toBe(true);
    expect(await host.ask({ do: "map", ...hole, address: lab.fact("HOST1_6") })).toMatchObject({
      ok: true,
      value: { externalAddress: lab.fact("HOST1_6"), externalPort: port },
    });
    expect(await fetched(url)).toBe("host1");
    const ours = { ...hole, address: lab.fact("HOST1_6") };
    expect(await host.ask({ do: "unmap", ...ours })).toMatchObject({ ok: true });
    expect(await isClosed(url)).toBe(true);
    // Once renewed, this version does not recognise the owner at the removal; the hole then ends with its shortest
    // lifetime.
    await host.ask({ do: "map", ...ours });
    await host.ask({ do: "map", ...ours });
    const removed = await host.ask({ do: "unmap", ...ours });
    expect(removed).toMatchObject({ ok: false, code: "gateway-refused", detail: expect.stringMatching(/ends in 2m$/) });
  }, 30_000);

  test("announces another address, and that it begins anew / a hint each", async () => {
    await host.ask({ do: "watch" });
    await until("the announcements are listened for", async () => {
      const { stdout } = await lab.run("host1", "ss", "-Hlun");
      return stdout.includes(":5350") ? true : undefined;
    });
    const took: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = host.hints.length;
      const { startedAt, after } = await lab.renumber4();
      const hint = await until("a hint comes", () => host.hints[before]);
      took.push(hint.at - startedAt);
      expect(hint).toMatchObject({ id: "router-announcements", routerAnnounced: true });
      expect(await host.ask({ do: "address", protocol: "nat-pmp" })).toMatchObject({ value: { address: after } });
    }
    printDistribution("IPv4 behind NAT-PMP and PCP, renumbered to hint", took);
    // A younger one is not told from its successor: both protocols allow for some seconds.
    await until("the router is old enough", async () => {
      const answer = (await host.ask({ do: "address", protocol: "nat-pmp" })) as Answered;
      return answer.value.epoch.seconds > oldEnoughSeconds ? true : undefined;
    });
    const before = host.hints.length;
    await lab.command("restart", "miniupnpd");
    await until("a hint comes", () => host.hints[before]);
  }, 60_000);

  test("tells an agent its new address / published, although nothing else is asked", async () => {
    const agent = home.program("host1", "agent");
    agent.configure({
      providers: { home: await home.account("home.dyn.test") },
      agent: {
        interval: "1h",
        sources: { ipv4: ["router"] },
        names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
      },
    });
    await lab.refresh();
    const truths: Truth[] = [{ text: lab.fact("WAN4"), since: undefined }];
    const sampled: SampledAnswers = home.sample("svc", lab.fact("SERVER4"), homeA);
    await agent.start();
    await sampled.untilAnswered(homeA, lab.fact("WAN4"));
    const took: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await agent.untilSettled();
      const { after, startedAt } = await lab.renumber4();
      truths.push({ text: after, since: startedAt });
      const answered = await sampled.untilAnswered(homeA, after);
      took.push(answered.at - startedAt);
    }
    printDistribution("IPv4 behind a router that announces, renumbered to answered", took);
    expect(firstWrong(sampled.answers(homeA), truths)).toBeUndefined();
    expect(took.toSorted((a, b) => a - b)[2]).toBeLessThan(2_000);
  }, 90_000);

  test("vanishes / is not found any more", async () => {
    await lab.command("stop", "miniupnpd");
    await host.ask({ do: "address", protocol: "nat-pmp" });
    expect(await host.ask({ do: "address", protocol: "nat-pmp" })).toMatchObject({ code: "gateway-not-found" });
  }, 30_000);
});

describe("a router behind carrier-grade NAT", () => {
  let home: LabHome;
  let agent: LabProgram;
  let revision: number;

  beforeAll(async () => {
    home = await LabHome.build("--cgnat", "--wan6", "no");
    agent = home.program("host1", "agent");
    agent.configure({
      providers: { home: await home.account("home.dyn.test") },
      agent: {
        interval: "1s",
        sources: { ipv4: ["router"] },
        names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
      },
    });
    revision = await home.server.revision();
    await agent.start();
  }, 60_000);

  afterAll(() => home?.remove(), 30_000);

  const unknownBecause = async (reason: string): Promise<string> => {
    await agent.untilAgent(reason, ({ detection }) => detection.families.some((one) => one.reason === reason));
    await agent.nextSeen("ipv4", 2);
    expect(await agent.seen("ipv4")).toMatchObject({ state: "unknown", reason });
    expect(await home.server.revision()).toBe(revision);
    const detect = await agent.run("detect", "--config", agent.configuration, "--family", "ipv4");
    expect(detect.status).toBe(4);
    return detect.stdout;
  };

  test("that does not tell its address / unknown, and nothing is written", async () => {
    expect(await unknownBecause("no-source-answered")).toContain("the router has no address");
  }, 30_000);

  test("that tells its address / shown, and never published", async () => {
    await agent.end();
    await home.lab.command("stop", "miniupnpd");
    const wan = home.lab.fact("WAN4");
    const router = home.lab.spawn("router", [process.execPath, `${import.meta.dir}/plain-router.ts`, wan]);
    try {
      await router.stdout.getReader().read();
      await agent.start();
      expect(await unknownBecause("no-publishable-address")).toMatch(new RegExp(`${wan} .*carrier-grade NAT`));
    } finally {
      router.kill("SIGKILL");
      await router.exited;
    }
  }, 30_000);
});
