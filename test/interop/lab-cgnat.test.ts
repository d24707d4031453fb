import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { LabHome } from "./lab-home.ts";
import type { Lab } from "./lab-network.ts";
import type { LabProgram } from "./lab-program.ts";
import type { SampledAnswers } from "./sampled-answers.ts";
import { firstWrong, type Truth } from "./truths.ts";

/**
 * A home whose provider shares one public address among its customers (RFC 6598). What the Internet sees is published
 * where echoes are asked, although nobody can reach the home by it; the gateway's own address is not, unless asked for.
 */

const [homeA, gatewayA, insideA] = ["home.dyn.test/A", "gw.dyn.test/A", "inside.dyn.test/A"] as const;

let home: LabHome;
let lab: Lab;
let host: LabProgram;
let gateway: LabProgram;
let sampled: SampledAnswers;
const truths: Truth[] = [];

beforeAll(async () => {
  home = await LabHome.build("--cgnat", "--wan6", "no");
  ({ lab } = home);
  host = home.program("host1", "host");
  host.configure({
    providers: { home: await home.account("home.dyn.test") },
    agent: {
      interval: "1s",
      sources: { ipv4: home.echoes },
      names: [{ name: "home.dyn.test", provider: "home", ipv6: "off" }],
    },
  });
  gateway = home.program("router", "gateway");
  gateway.configure({
    providers: { gw: await home.account("gw.dyn.test"), inside: await home.account("inside.dyn.test") },
    agent: {
      interval: "1h",
      sources: { ipv4: ["interface:wan0"] },
      names: [
        { name: "gw.dyn.test", provider: "gw", ipv6: "off" },
        { name: "inside.dyn.test", provider: "inside", ipv6: "off", scopes: ["carrier-grade-nat"] },
      ],
    },
  });
  sampled = home.sample("svc", lab.fact("SERVER4"), homeA, gatewayA, insideA);
  truths.push({ text: lab.fact("WAN4_PUBLIC"), since: undefined });
  await host.start();
  await gateway.start();
}, 60_000);

afterAll(() => home?.remove(), 30_000);

describe("behind carrier-grade NAT", () => {
  test("echoes are asked / the shared public address is published", async () => {
    expect(lab.fact("WAN4_PUBLIC")).not.toBe(lab.fact("WAN4"));
    await sampled.untilAnswered(homeA, lab.fact("WAN4_PUBLIC"));
  }, 30_000);

  test("the provider's NAT takes other public addresses, also for new flows only / the name follows", async () => {
    for (const options of [["--outer"], ["--outer", "--keep-flows"], ["--outer"]]) {
      const { after, startedAt } = await lab.renumber4(...options);
      truths.push({ text: after, since: startedAt });
      await sampled.untilAnswered(homeA, after);
    }
    expect(firstWrong(sampled.answers(homeA), truths)).toBeUndefined();
  }, 60_000);

  test("the gateway's interface is asked / not publishable, and nothing is written", async () => {
    const agent = await gateway.untilAgent(
      "the verdicts are there",
      ({ detection }) => detection.families.length === 2,
    );
    expect(agent.targets.map(({ name, desired }) => [name, desired])).toEqual([
      ["gw.dyn.test", null],
      ["inside.dyn.test", [lab.fact("WAN4")]],
    ]);
    const { stdout } = await gateway.run("status", "--state", gateway.state);
    expect(stdout).toMatch(/^gw\.dyn\.test +A +gw +Left as it is: None of the addresses seen may be published/m);
    expect(sampled.answers(gatewayA).map(({ text }) => text)).toEqual(["rcode 3"]);
  }, 30_000);

  test("the name allows such addresses / the gateway's own is published and followed", async () => {
    await sampled.untilAnswered(insideA, lab.fact("WAN4"));
    const { after } = await lab.renumber4();
    await sampled.untilAnswered(insideA, after);
    expect(sampled.answers(gatewayA).map(({ text }) => text)).toEqual(["rcode 3"]);
  }, 30_000);

  test("holdfast detect on the gateway / unknown, and it says why", async () => {
    const { stdout, status } = await gateway.run("detect", "--config", gateway.configuration, "--family", "ipv4");
    expect(status).toBe(4);
    expect(stdout).toContain("IPv4: unknown\nNone of the addresses seen may be published.");
    expect(stdout).toMatch(/100\.64\.\S+ +wan0, carrier-grade NAT, not publishable/);
  }, 30_000);
});
