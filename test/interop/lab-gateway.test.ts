import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { LabHome } from "./lab-home.ts";
import type { Lab } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, printDistribution, type Truth } from "./truths.ts";

/**
 * The same change seen from two places: an agent on the gateway, whose kernel tells of it, and one on a host behind it,
 * which has to ask. The gateway keeps the flows of its old address, so whatever was under way goes nowhere.
 */

/** Nobody polls on the gateway while a test lasts: what is noticed, the kernel told. */
const gatewayInterval = "1h";
const hostInterval = "1s";
const [gatewayA, homeA] = ["gw.dyn.test/A", "home.dyn.test/A"] as const;

let home: LabHome;
let lab: Lab;
let gateway: LabProgram;
let host: LabProgram;
let sampled: SampledAnswers;
const truths: Truth[] = [];

beforeAll(async () => {
  home = await LabHome.build("--nat", "snat");
  ({ lab } = home);
  gateway = home.program("router", "gateway");
  gateway.configure({
    providers: { gw: await home.account("gw.dyn.test") },
    agent: {
      interval: gatewayInterval,
      sources: { ipv4: ["interface:wan0"], ipv6: ["interface:wan0"] },
      names: [{ name: "gw.dyn.test", provider: "gw" }],
    },
  });
  host = home.program("host1", "host");
  host.configure({
    providers: { home: await home.account("home.dyn.test") },
    agent: {
      interval: hostInterval,
      sources: { ipv4: home.echoes },
      names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
    },
  });
  sampled = home.sample("svc", lab.fact("SERVER4"), gatewayA, homeA);
  truths.push({ text: lab.fact("WAN4"), since: undefined });
  await gateway.start();
  await host.start();
}, 60_000);

afterAll(() => home?.remove(), 30_000);

function expectNeverWrong(): void {
  for (const question of [gatewayA, homeA]) {
    expect([question, firstWrong(sampled.answers(question), truths)]).toEqual([question, undefined]);
  }
}

describe("an agent on the gateway", () => {
  test("started / publishes the addresses of its uplink", async () => {
    await gateway.untilSettled();
    expect(await lab.dig("svc", `@${lab.fact("SERVER4")}`, "gw.dyn.test", "A")).toEqual([lab.fact("WAN4")]);
    expect(await lab.dig("svc", `@${lab.fact("SERVER4")}`, "gw.dyn.test", "AAAA")).toEqual([lab.fact("WAN6")]);
  }, 30_000);

  test("ten renumberings / answered within a second of the kernel's event, and at a host behind NAT after a poll", async () => {
    await host.untilSettled();
    const kinds = [
      [],
      ["--gap-ms", "700"],
      ["--order", "add-first"],
      ["--recreate-if"],
      ["--order", "add-first", "--gap-ms", "300"],
    ];
    const took: Record<"gateway" | "host", number[]> = { gateway: [], host: [] };
    for (let round = 0; round < 10; round += 1) {
      // At all distances from the next poll; the answer to the last one is where the host stands right behind a poll.
      await Bun.sleep(round * 95);
      const { after, startedAt } = await lab.renumber4(...(kinds[round % kinds.length] ?? []));
      truths.push({ text: after, since: startedAt });
      const told = await sampled.untilAnswered(gatewayA, after);
      const asked = await sampled.untilAnswered(homeA, after);
      took.gateway.push(told.at - startedAt);
      took.host.push(asked.at - startedAt);
    }
    printDistribution("IPv4 on the gateway, renumbered to answered", took.gateway);
    printDistribution(
      `IPv4 behind NAT that keeps flows, renumbered to answered, polled every ${hostInterval}`,
      took.host,
    );
    // The kind with an overlap of 300 ms is slower on purpose: both addresses are right as long as it lasts.
    expect(took.gateway.toSorted((a, b) => a - b)[4]).toBeLessThan(1_000);
    expectNeverWrong();
  }, 90_000);

  test("the line is down and up again with the same address / nothing is written", async () => {
    await gateway.untilSettled();
    const before = await home.server.revision();
    await lab.command("wan-link", "down");
    await gateway.untilSeen("ipv4", "unknown");
    await lab.command("wan-link", "up");
    await gateway.untilSeen("ipv4", "known");
    await gateway.untilSettled();
    expect(await home.server.revision()).toBe(before);
    expectNeverWrong();
  }, 30_000);

  test("holdfast detect there / its own address, by direct evidence, and which echoes agree", async () => {
    const { stdout, status } = await gateway.run("detect", "--config", gateway.configuration, "--json");
    expect(status).toBe(0);
    const [ipv4, ipv6] = JSON.parse(stdout).families;
    const [now] = truths.slice(-1);
    expect(ipv4).toMatchObject({ state: "known", because: "direct-evidence", addresses: [now?.text] });
    expect(ipv6).toMatchObject({ state: "known", because: "direct-evidence", addresses: [lab.fact("WAN6")] });
  }, 30_000);
});
