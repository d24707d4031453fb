import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { configOf } from "../../test/support/config-bench.ts";
import { FakeClock } from "../../test/support/fake-clock.ts";
import { FakeHttp } from "../../test/support/fake-network.ts";
import { SeededRandom } from "../../test/support/seeded-random.ts";
import { Duration } from "../core/duration.ts";
import type { ProviderPorts } from "../core/provider.ts";
import { catalogue } from "../providers/catalogue.ts";
import { type AgentPlan, generalTask, planAgent } from "./agent-plan.ts";

const unused = (): never => {
  throw new Error("planning sends nothing");
};
const clock = new FakeClock();
const ports: ProviderPorts = {
  clock,
  random: new SeededRandom(1),
  http: new FakeHttp(clock, {}),
  datagrams: { exchange: unused },
  streams: { exchange: unused },
  lookup: { addresses: unused, resolvers: () => [] },
};

/** Every text that was digested: what the digests depend on, secrets included. */
function recording(): { readonly digest: (text: string) => string; readonly texts: string[] } {
  const texts: string[] = [];
  const digest = (text: string): string => {
    texts.push(text);
    return createHash("sha256").update(text).digest("hex");
  };
  return { digest, texts };
}

async function planOf(text: string, earlier?: AgentPlan): Promise<AgentPlan> {
  const config = await configOf(text, { catalogue });
  return planAgent(config.agent, ports, recording().digest, earlier);
}

const base = `
agent:
  interval: 5m
  names:
    - { name: home.example.com, provider: cf }
    - { name: nas.example.com, provider: cf, ipv4: off, ipv6: { prefix-of: auto, interface-id: "::52" } }
    - { name: box.example.org, provider: dd, ipv4: "interface:eth0", ipv6: off }
providers:
  cf: { type: cloudflare, token: hunter2hunter2hunter2hunter2hunter2hunt1 }
  dd: { type: dyndns2, url: "https://dyn.example/nic/update", username: me, password: swordfish }
`;

describe("a plan", () => {
  test("asks each question once, however many names need the answer", async () => {
    const { tasks, interval, reconcile } = await planOf(base);
    expect(tasks.map(({ family, specs }) => [family, specs[0]?.kind])).toEqual([
      ["ipv4", "interface"],
      ["ipv6", "interface"],
      ["ipv4", "interface"],
    ]);
    expect(new Set(tasks.map(({ key }) => key)).size).toBe(3);
    expect(interval).toBe(Duration.minutes(5));
    const [home, nas, box] = reconcile.names;
    expect(home?.addresses.ipv6).toMatchObject({ kind: "verdict" });
    expect(nas?.addresses).toMatchObject({
      ipv4: { kind: "unmanaged" },
      ipv6: { kind: "prefix-of", prefixLength: 64 },
    });
    // The neighbour's prefix is that of the same answer.
    const keyOf = (rule: object | undefined): unknown =>
      rule !== undefined && "verdict" in rule ? rule.verdict : null;
    expect(keyOf(nas?.addresses.ipv6)).toBe(keyOf(home?.addresses.ipv6));
    expect(keyOf(box?.addresses.ipv4)).not.toBe(keyOf(home?.addresses.ipv4));
  });

  test("asks this host alone for what is pinned, and each pin for itself", async () => {
    const { tasks } = await planOf(
      base
        .replace(
          "{ name: home.example.com, provider: cf }",
          "{ name: home.example.com, provider: cf, ipv4: off, ipv6: { interface: eth0, prefix: '2001:db8::/48' } }",
        )
        .replace('{ prefix-of: auto, interface-id: "::52" }', '{ interface: eth0, interface-id: "::52" }'),
    );
    expect(tasks.slice(0, 2).map(({ specs, pin }) => [specs, String(pin?.prefix), String(pin?.interfaceId)])).toEqual([
      [[{ kind: "interface", interfaceName: "eth0" }], "2001:db8::/48", "undefined"],
      [[{ kind: "interface", interfaceName: "eth0" }], "undefined", "::52"],
    ]);
    expect(new Set(tasks.map(({ key }) => key)).size).toBe(3);
  });

  test("asks over each uplink for itself, and joins their answers where there are several", async () => {
    const { tasks, groups, reconcile } = await planOf(`
agent:
  uplinks: { fibre: { interface: eth0 }, lte: { address: 192.168.8.100 } }
  names:
    - { name: home.example.com, provider: cf, ipv6: off, uplinks: [fibre, lte] }
    - { name: nas.example.com, provider: cf, ipv6: off, uplinks: [fibre, lte], use: all }
    - { name: box.example.com, provider: cf, ipv6: off, uplinks: [lte], use: all }
    - { name: any.example.com, provider: cf, ipv6: off, uplinks: [fibre, lte], use: each }
providers: { cf: { type: cloudflare, token: hunter2hunter2hunter2hunter2hunter2hunt1 } }
`);
    expect<unknown>(tasks.map(({ uplink }) => uplink?.name)).toEqual(["fibre", "lte"]);
    const [fibre, lte] = tasks.map(({ key }) => key);
    expect<unknown>(groups.map(({ use, members }) => [use, members.map(({ task }) => task)])).toEqual([
      ["first", [fibre, lte]],
      ["all", [fibre, lte]],
    ]);
    const keys = reconcile.names.map(({ owner, addresses: { ipv4 } }) => [
      owner.hostname,
      ipv4.kind === "verdict" ? ipv4.verdict : undefined,
    ]);
    expect<unknown>(keys).toEqual([
      ["home.example.com", groups[0]?.key],
      ["nas.example.com", groups[1]?.key],
      ["box.example.com", lte],
      ["fibre.any.example.com", fibre],
      ["lte.any.example.com", lte],
    ]);
  });

  test("connects each provider entry once", async () => {
    const { reconcile } = await planOf(base);
    expect(reconcile.services.map(({ key, provider }) => [key, provider.kind])).toEqual([
      ["cf", "zone-api"],
      ["dd", "push"],
    ]);
  });

  test("the built-in sources stand for auto until others are configured", async () => {
    const [builtIn] = (await planOf(base)).tasks;
    expect(builtIn?.specs.length).toBeGreaterThan(3);
    const own = await planOf(base.replace("interval: 5m", 'sources: { ipv4: ["stun:stun.example.net:3478"] }'));
    expect(own.tasks[0]?.specs.map(({ kind }) => kind)).toEqual(["stun"]);
    expect(own.tasks[1]?.specs.length).toBeGreaterThan(1);
    const config = await configOf(base, { catalogue });
    expect(String(generalTask(config.agent, "ipv4").key)).toBe(String(builtIn?.key));
  });

  test("verification follows the provider's entry", async () => {
    const rules = await Promise.all(
      ["", ", verify: off", ', verify: { servers: ["192.0.2.53:53"] }'].map(async (verify) => {
        const { reconcile } = await planOf(base.replace("swordfish", `swordfish${verify}`));
        return reconcile.names.at(-1)?.verify.kind;
      }),
    );
    expect(rules).toEqual(["delegated", "off", "servers"]);
  });

  test("what is in no zone is not looked for in DNS, unless servers are named", async () => {
    const rules = await Promise.all(
      ["", ', verify: { servers: ["192.0.2.53:53"] }'].map(async (verify) => {
        const { reconcile } = await planOf(`
agent:
  names: [{ name: tunnel.example.org, provider: tb, ipv4: auto, ipv6: off }]
providers:
  tb: { type: tunnelbroker, username: someone, update-key: swordfish, tunnel: 123456${verify} }
`);
        return reconcile.names[0]?.verify.kind;
      }),
    );
    expect(rules).toEqual(["off", "servers"]);
  });
});

describe("digests", () => {
  /** Names whose digest differs between two configurations. */
  async function changed(text: string): Promise<readonly string[]> {
    const [before, after] = [await planOf(base), await planOf(text)];
    return before.reconcile.names
      .filter(({ owner, configuration }) => {
        const same = after.reconcile.names.find((name) => name.owner.equals(owner));
        return same?.configuration !== configuration;
      })
      .map(({ owner }) => owner.hostname);
  }

  for (const [what, from, to, names] of [
    ["nothing", "x", "x", []],
    ["a comment", "agent:", "# moved\nagent:", []],
    ["the interval", "interval: 5m", "interval: 1m", []],
    ["the recheck period", "interval: 5m", "recheck: 1h", []],
    ["the order of a provider's keys", "username: me, password: swordfish", "password: swordfish, username: me", []],
    ["another name", "- { name: box", "- { name: other.example.org, provider: dd }\n    - { name: box", []],
    ["a token", "hunt1", "hunt2", ["home.example.com", "nas.example.com"]],
    ["a password", "swordfish", "swordfisk", ["box.example.org"]],
    ["a user", "username: me", "username: you", ["box.example.org"]],
    ["a provider's address", "dyn.example/nic", "dyn2.example/nic", ["box.example.org"]],
    ["how it is verified", "swordfish", "swordfish, verify: off", ["box.example.org"]],
    ["a source", "interface:eth0", "interface:eth1", ["box.example.org"]],
    ["a family", '"interface:eth0", ipv6: off', '"interface:eth0"', ["box.example.org"]],
    ["a TTL", "ipv6: off }", "ipv6: off, ttl: 60 }", ["box.example.org"]],
    [
      "an option",
      "name: home.example.com, provider: cf",
      "name: home.example.com, provider: cf, options: { proxied: true }",
      ["home.example.com"],
    ],
    [
      "what is ours",
      "name: home.example.com, provider: cf",
      "name: home.example.com, provider: cf, ownership: values",
      ["home.example.com"],
    ],
    ["an interface id", '"::52"', '"::53"', ["nas.example.com"]],
    ["the general sources", "interval: 5m", 'sources: { ipv4: ["interface"] }', ["home.example.com"]],
    ["the quorum", "interval: 5m", "quorum: 3", ["home.example.com", "nas.example.com", "box.example.org"]],
  ] as const) {
    test(`${what} changes those of [${names.join(", ")}]`, async () => {
      expect(await changed(base.replace(from, to))).toEqual([...names]);
    });
  }

  test("no credential is in anything of a plan but the digested texts", async () => {
    const config = await configOf(base, { catalogue });
    const { digest, texts } = recording();
    const plan = planAgent(config.agent, ports, digest);
    const visible = JSON.stringify([
      plan.tasks,
      plan.reconcile.names,
      plan.reconcile.services.map(({ key, credential }) => [key, credential]),
    ]);
    for (const secret of ["hunter2", "swordfish"]) {
      expect(texts.some((text) => text.includes(secret))).toBe(true);
      expect(visible).not.toContain(secret);
    }
  });

  test("entries with the same credentials share one", async () => {
    const twin = base.replace(
      "providers:",
      "providers:\n  cf2: { type: cloudflare, token: hunter2hunter2hunter2hunter2hunter2hunt1 }",
    );
    const plan = await planOf(twin.replace("box.example.org, provider: dd", "box.example.org, provider: cf2"));
    expect(new Set(plan.reconcile.services.map(({ credential }) => credential)).size).toBe(1);
    expect(plan.reconcile.services.map(({ key }) => key)).toEqual(["cf", "cf2"]);
  });
});

describe("a plan that follows another", () => {
  test("keeps connected what has not changed, and connects anew what has", async () => {
    const first = await planOf(base);
    const second = await planOf(base.replace("swordfish", "swordfisk"), first);
    const [cf, dd] = first.reconcile.services;
    const [sameCf, newDd] = second.reconcile.services;
    expect([sameCf === cf, newDd === dd]).toEqual([true, false]);
  });
});
