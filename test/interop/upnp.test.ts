import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { LabHome } from "./lab-home.ts";
import type { Lab, Renumbered } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import { printDistribution } from "./truths.ts";
import { until } from "./until.ts";
import { UpnpLabHost } from "./upnp-lab-host.ts";

/** Our UPnP against miniupnpd: a router of version 2 with an IPv6 firewall, in the laboratory. */

let home: LabHome;
let lab: Lab;
let agent: LabProgram;
let host: UpnpLabHost;
let neighbour: UpnpLabHost;

beforeAll(async () => {
  home = await LabHome.build();
  ({ lab } = home);
  agent = home.program("host1", "agent");
  agent.configure({
    providers: { home: await home.account("home.dyn.test") },
    agent: {
      // Nobody polls while a test lasts: what is noticed, the router told.
      interval: "1h",
      sources: { ipv4: ["router:upnp"] },
      names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
    },
  });
  host = new UpnpLabHost(lab, "host1", lab.fact("HOST1_4"));
  neighbour = new UpnpLabHost(lab, "host2", lab.fact("HOST2_4"));
}, 60_000);

afterAll(async () => {
  await host?.end();
  await neighbour?.end();
  await home?.remove();
}, 30_000);

const port = 8_080;
const wanted = { transport: "tcp", port, externalPort: 18_080, seconds: 600 } as const;

/** What a host of the Internet is told there; empty where nobody answers. */
async function fetched(url: string): Promise<string> {
  return (await lab.run("svc", "curl", "--silent", "--globoff", "--max-time", "2", url)).stdout;
}

describe("a router with miniupnpd", () => {
  test("found, and asked for its external address", async () => {
    expect(await host.ask({ do: "open" })).toMatchObject({ families: ["ipv4", "ipv6"] });
    expect(await host.ask({ do: "address" })).toMatchObject({ ok: true, value: { address: lab.fact("WAN4") } });
  }, 30_000);

  test("behind a firewall that lets in answers alone / found all the same", async () => {
    const chain = "add table inet deny; add chain inet deny in { type filter hook input priority 0; policy drop; }";
    const rules = "add rule inet deny in ct state established,related accept; add rule inet deny in iif lo accept";
    expect(await lab.run("host1", "nft", `${chain}; ${rules}`)).toMatchObject({ status: 0 });
    expect(await host.ask({ do: "open" })).toMatchObject({ families: ["ipv4", "ipv6"] });
    expect(await lab.run("host1", "nft", "delete table inet deny")).toMatchObject({ status: 0 });
  }, 30_000);

  test("a port is mapped, renewed, refused to a neighbour, and closed again", async () => {
    await host.ask({ do: "serve", port, text: "host1" });
    const url = `http://${lab.fact("WAN4")}:${wanted.externalPort}/`;
    const ours = { ...wanted, address: lab.fact("HOST1_4") };
    expect(await fetched(url)).toBe("");
    const mapped = { ok: true, value: { externalPort: wanted.externalPort, lifetime: 600_000 } };
    expect(await host.ask({ do: "map", ...ours })).toMatchObject(mapped);
    expect(await fetched(url)).toBe("host1");
    const renewed = { ok: true, value: { externalPort: wanted.externalPort, lifetime: 900_000 } };
    expect(await host.ask({ do: "map", ...ours, seconds: 900 })).toMatchObject(renewed);

    expect(await neighbour.ask({ do: "open" })).toMatchObject({ families: ["ipv4", "ipv6"] });
    const theirs = { ...wanted, address: lab.fact("HOST2_4") };
    const elsewhere = await neighbour.ask({ do: "map", ...theirs });
    expect(elsewhere).toMatchObject({ ok: true });
    expect(elsewhere).not.toMatchObject({ value: { externalPort: wanted.externalPort } });
    expect(await fetched(url)).toBe("host1");

    expect(await host.ask({ do: "unmap", ...ours })).toMatchObject({ ok: true });
    expect(await fetched(url)).toBe("");
    expect(await host.ask({ do: "unmap", ...ours })).toMatchObject({ ok: true });
    expect(await neighbour.ask({ do: "unmap", ...theirs })).toMatchObject({ ok: true });
  }, 60_000);

  test("another's address is mapped / refused by the router", async () => {
    const answer = await host.ask({ do: "map", ...wanted, address: lab.fact("HOST2_4") });
    expect(answer).toMatchObject({ ok: false, code: "gateway-refused" });
  }, 30_000);

  test("an IPv6 hole is made, renewed, and closed again", async () => {
    const url = `http://[${lab.fact("HOST1_6")}]:${port}/`;
    const hole = { ...wanted, address: lab.fact("HOST1_6") };
    expect(await fetched(url)).toBe("");
    const opened = { ok: true, value: { externalAddress: lab.fact("HOST1_6"), externalPort: port, lifetime: 600_000 } };
    expect(await host.ask({ do: "map", ...hole })).toMatchObject(opened);
    expect(await fetched(url)).toBe("host1");
    expect(await host.ask({ do: "map", ...hole })).toMatchObject(opened);
    expect(await host.ask({ do: "unmap", ...hole })).toMatchObject({ ok: true });
    expect(await host.ask({ do: "unmap", ...hole })).toMatchObject({ ok: true });
  }, 60_000);
});

/** A subscription may stay silent about a change, as about three of a hundred do. */
const patienceMs = 5_000;

/** Renumbers up to three times, until something comes of it; how long that took. */
async function renumberedUntil(tookMs: (renumbered: Renumbered) => Promise<number | undefined>): Promise<number> {
  for (let round = 1; round <= 3; round += 1) {
    const took = await tookMs(await lab.renumber4());
    if (took !== undefined) return took;
  }
  throw new Error("nothing came of three renumberings");
}

/** The time from a change to the first hint after it. */
async function hinted({ startedAt }: Renumbered): Promise<number | undefined> {
  const isOver = (): boolean => Date.now() > startedAt + patienceMs;
  const at = await until("a hint comes", () => {
    return host.hints.find((hint) => hint.at >= startedAt)?.at ?? (isOver() ? Number.NaN : undefined);
  });
  return Number.isNaN(at) ? undefined : at - startedAt;
}

/** How long the router says to have been up; 0 where it has just begun. */
async function epochSeconds(): Promise<number> {
  const answer = await until("the router answers", async () => {
    const asked = JSON.parse(JSON.stringify(await host.ask({ do: "address" })));
    return asked.ok === true ? asked.value : undefined;
  });
  return answer.epoch?.seconds ?? 0;
}

/** How many programs of the host listen on its address of the LAN, as those do that have subscribed. */
async function listeners(): Promise<number> {
  const { stdout } = await lab.run("host1", "ss", "-Htln");
  return stdout.split("\n").filter((line) => line.includes(` ${lab.fact("HOST1_4")}:`)).length;
}

describe("its events", () => {
  test("another address / a hint, and the address is told", async () => {
    await host.ask({ do: "watch" });
    await until("the host listens for events", async () => ((await listeners()) === 1 ? true : undefined));
    // The first event of a subscription tells what is; it follows the answer within milliseconds.
    await Bun.sleep(500);
    printDistribution("IPv4 behind UPnP, renumbered to hint", [await renumberedUntil(hinted)]);
    await lab.refresh();
    expect(host.hints.at(-1)).toMatchObject({ id: "upnp-events", routerAnnounced: true });
    expect(await host.ask({ do: "address" })).toMatchObject({ ok: true, value: { address: lab.fact("WAN4") } });
  }, 60_000);

  test("the agent behind it, another address / published without a poll", async () => {
    // Announcements of NAT-PMP tell it too, sooner or later; here the events are meant.
    const mute = "add table inet mute; add chain inet mute in { type filter hook input priority 0; }";
    const muted = await lab.run("host1", "nft", `${mute}; add rule inet mute in udp dport 5350 drop`);
    expect(muted).toMatchObject({ status: 0 });
    await agent.start();
    await agent.untilSettled();
    const sampled = home.sample("svc", lab.fact("SERVER4"), "home.dyn.test/A");
    // The agent subscribes two seconds after its start.
    await until("the agent has subscribed", async () => ((await listeners()) >= 2 ? true : undefined));
    await Bun.sleep(500);
    const published = async ({ after, startedAt }: Renumbered): Promise<number | undefined> => {
      const isOver = (): boolean => Date.now() > startedAt + patienceMs;
      const at = await until("the address is published", () => {
        const answer = sampled.answers("home.dyn.test/A").find(({ text }) => text === after);
        return answer?.at ?? (isOver() ? Number.NaN : undefined);
      });
      return Number.isNaN(at) ? undefined : at - startedAt;
    };
    printDistribution("IPv4 behind UPnP, renumbered to answered", [await renumberedUntil(published)]);
    expect(await agent.end()).toBe(0);
  }, 60_000);

  test("the router begins anew / younger than it was, a hint, and events go on", async () => {
    const before = host.hints.length;
    const old = await epochSeconds();
    await lab.command("restart", "miniupnpd");
    await until("a hint comes", () => host.hints[before]);
    expect(await epochSeconds()).toBeLessThan(old);
    await Bun.sleep(500);
    await renumberedUntil(hinted);
    await host.ask({ do: "unwatch" });
    expect(await listeners()).toBe(0);
  }, 60_000);
});

test("no router speaks UPnP / not found, within the time of a search", async () => {
  await lab.command("stop", "miniupnpd");
  const started = performance.now();
  expect(await host.ask({ do: "open" })).toMatchObject({ ok: false, code: "gateway-not-found" });
  printDistribution("no UPnP, asked to answered", [performance.now() - started]);
}, 30_000);
