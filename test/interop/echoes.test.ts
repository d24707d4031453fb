import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { families, type Family } from "../../src/core/family.ts";
import type { DetectionJson } from "../../src/detect/explain.ts";
import { addressOf, EchoScene, own, proof, webOf } from "./echo-scene.ts";

/**
 * `holdfast detect` and an agent among real peers: coturn for STUN, unbound for DNS over TLS, our own server for its
 * reflection by DNS and HTTPS. On hosts with both families, and with one.
 */

let scene: EchoScene;

beforeAll(async () => {
  scene = await EchoScene.open();
}, 60_000);

afterAll(() => scene.close());

/** One source of each operator, the second and third over TLS. */
function sourcesOf(family: Family, dns: "by DNS" | "by HTTPS" = "by DNS"): readonly unknown[] {
  const bracketed = (address: string): string => (family === "ipv6" ? `[${address}]` : address);
  const dnsServer = bracketed(addressOf("holdfast", family));
  return [
    `stun:${bracketed(addressOf("coturn", family))}`,
    `dns-echo:whoami.test@tls://${bracketed(addressOf("unbound", family))}#${proof}`,
    {
      type: "server",
      url: webOf(family),
      name: "whoami.dyn.example",
      // Nobody listens at the other port, as where DNS is blocked.
      server: dns === "by DNS" ? dnsServer : `${dnsServer}:5399`,
    },
  ];
}

/** What each source said, by the word its name begins with. */
function told({ sources }: DetectionJson["families"][number]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sources.map(({ source, failure, observations }) => [
      source.slice(0, source.indexOf(":")),
      failure?.code ?? observations.map(({ address }) => address).join(),
    ]),
  );
}

describe("a host with both families", () => {
  for (const family of families) {
    for (const way of ["by DNS", "by HTTPS"] as const) {
      test(`${family}, its own server ${way}: all three see the address`, async () => {
        const verdict = await scene.detect(family, sourcesOf(family, way));
        expect(told(verdict)).toEqual({ stun: own[family], "dns-echo": own[family], server: own[family] });
        expect(verdict).toMatchObject({ state: "known", because: "quorum", addresses: [own[family]] });
      });
    }
  }

  test("a DNS server that is not who it should be is not asked, and no voice", async () => {
    const [stun, , server] = sourcesOf("ipv4");
    const impostor = `dns-echo:whoami.test@tls://${addressOf("unbound", "ipv4")}#other.example.net`;
    const verdict = await scene.detect("ipv4", [stun, impostor, server]);
    expect(told(verdict)).toEqual({ stun: own.ipv4, "dns-echo": "tls-failed", server: own.ipv4 });
    expect(verdict.state).toBe("known");
  });

  test("without a name to prove, the certificate must be for the address", async () => {
    const verdict = await scene.detect("ipv4", [`dns-echo:whoami.test@tls://${addressOf("unbound", "ipv4")}`]);
    expect(told(verdict)).toEqual({ "dns-echo": "tls-failed" });
    expect(verdict.reason).toBe("no-source-answered");
  });
});

describe("our server's reflection", () => {
  for (const [family, type] of [
    ["ipv4", "A"],
    ["ipv6", "AAAA"],
  ] as const) {
    test(`kdig is told its own address, by ${type} and by TXT`, async () => {
      const server = `@${addressOf("holdfast", family)}`;
      const [address, text] = await Promise.all(
        [type, "TXT"].map((asked) => scene.run(["kdig", server, "whoami.dyn.example", asked, "+short"])),
      );
      expect([address?.output.trim(), text?.output.trim()]).toEqual([own[family], `"${own[family]}"`]);
    });
  }

  test("no host takes the name", async () => {
    const { status, output } = await scene.command("host", "add", "whoami.dyn.example");
    expect([status, output]).toEqual([1, expect.stringContaining("answers with the address of whoever asks")]);
  });
});

describe("an agent", () => {
  test("publishes what they agree on, and lets the dead one rest", async () => {
    const { output: issued } = await scene.command("host", "add", "home.dyn.example", "--json");
    const { token } = JSON.parse(issued) as { readonly token: string };
    const dns = `${addressOf("holdfast", "ipv4")}:53`;
    // Each source is another operator, so the port where nobody listens says that it is one, too.
    const dead = { type: "stun", server: `${addressOf("coturn", "ipv4")}:9`, operator: "nobody" };
    const echoes = await scene.agentUntil(
      {
        agent: {
          interval: "1s",
          sources: { ipv4: [dead, ...sourcesOf("ipv4")] },
          names: [{ name: "home.dyn.example", provider: "mine", ipv6: "off" }],
        },
        providers: { mine: { type: "holdfast", url: webOf("ipv4"), token, verify: { servers: [dns] } } },
      },
      "the name is verified and the dead echo rests",
      ({ agent }) => {
        const isRight = agent?.targets.some((target) => target.verification?.state === "verified") === true;
        const isResting = agent?.echoes.some(({ breaker }) => breaker === "open") === true;
        return isRight && isResting ? agent?.echoes : undefined;
      },
    );
    const { output } = await scene.run([
      "kdig",
      `@${addressOf("holdfast", "ipv4")}`,
      "home.dyn.example",
      "A",
      "+short",
    ]);
    expect(output.trim()).toBe(own.ipv4);
    const [resting, ...healthy] = echoes;
    expect(resting).toMatchObject({ operator: "nobody", agreements: 0, breaker: "open" });
    expect(resting?.failures["connection-refused"]).toBeGreaterThanOrEqual(3);
    for (const echo of healthy) expect(echo).toMatchObject({ breaker: "closed", dissents: 0 });
    expect(healthy.filter(({ agreements }) => agreements >= 2).length).toBeGreaterThanOrEqual(2);
  }, 30_000);
});

describe("a host with one family", () => {
  for (const [has, lacks] of [
    ["ipv4", "ipv6"],
    ["ipv6", "ipv4"],
  ] as const) {
    test(`${has} only: it is known, and ${lacks} is unknown, not absent`, async () => {
      await scene.has([has]);
      const [known, unknown] = await Promise.all([
        scene.detect(has, sourcesOf(has)),
        scene.detect(lacks, sourcesOf(lacks)),
      ]);
      expect(known).toMatchObject({ state: "known", addresses: [own[has]] });
      expect(unknown).toMatchObject({ state: "unknown", reason: "no-source-answered", addresses: [] });
      expect(told(unknown)).toEqual({ stun: "unreachable", "dns-echo": "unreachable", server: "unreachable" });
    });
  }
});
