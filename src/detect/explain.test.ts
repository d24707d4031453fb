import { describe, expect, test } from "bun:test";
import { asserted, echo, onInterface, onRouter } from "../../test/support/reports.ts";
import { Instant } from "../core/clock.ts";
import type { Language } from "../core/language.ts";
import type { SourceReport } from "../core/verdict.ts";
import { displayWidth } from "../text/display-width.ts";
import { detectionJson, renderDetection } from "./explain.ts";
import { decide, defaultRules, type VerdictRules } from "./verdict.ts";

const at = Instant.ofMs(Date.UTC(2026, 10, 20));
const x = "44.128.10.7";
const y = "44.128.10.8";

function rendered(reports: readonly SourceReport[], language: Language, rules: Partial<VerdictRules> = {}): string[] {
  return renderDetection([decide("ipv4", reports, { ...defaultRules, ...rules }, at)], language).split("\n");
}

const behindNat = [
  onInterface(["192.168.1.7", { interface: "eth0", origin: "dhcp" }], ["127.0.0.1", { interface: "lo" }]),
  echo("cloudflare", x),
  echo("xiaomi", x),
  echo("nextcloud", "timed-out"),
];

describe("a detection for people", () => {
  test("behind NAT, in English", () => {
    expect(rendered(behindNat, "en")).toEqual([
      "IPv4: 44.128.10.7",
      "Seen by cloudflare and xiaomi independently of each other.",
      "Source                Operator     Time  Answer               Remark",
      "interface             this host   12 ms  192.168.1.7          eth0, private, not publishable",
      "                                         127.0.0.1            lo, loopback, not publishable",
      "stun:cloudflare:3478  cloudflare  12 ms  44.128.10.7",
      "stun:xiaomi:3478      xiaomi      12 ms  44.128.10.7",
      "stun:nextcloud:3478   nextcloud   12 ms  — no answer in time  timed-out",
      "",
    ]);
  });

  test("behind NAT, in Chinese", () => {
    expect(rendered(behindNat, "zh-CN")).toEqual([
      "IPv4：44.128.10.7",
      "cloudflare、xiaomi 各自独立看到该地址。",
      "来源                  运营方         用时  应答          说明",
      "interface             本机        12 毫秒  192.168.1.7   eth0，私有地址，不可发布",
      "                                           127.0.0.1     lo，环回地址，不可发布",
      "stun:cloudflare:3478  cloudflare  12 毫秒  44.128.10.7",
      "stun:xiaomi:3478      xiaomi      12 毫秒  44.128.10.7",
      "stun:nextcloud:3478   nextcloud   12 毫秒  — 超时未应答  timed-out",
      "",
    ]);
  });

  test("columns line up although Chinese characters are twice as wide", () => {
    const [, , head = "", ...rows] = rendered(behindNat, "zh-CN");
    const start = displayWidth(head.slice(0, head.indexOf("应答")));
    for (const row of rows.filter((line) => line.includes("44.128.10.7"))) {
      expect(displayWidth(row.slice(0, row.indexOf("44.128.10.7")))).toBe(start);
    }
  });

  for (const [name, reports, rules, en, zh] of [
    [
      "direct evidence",
      [onInterface([x, { interface: "ppp0" }])],
      {},
      "This host itself has the address on ppp0.",
      "本机的网络接口 ppp0 拥有该地址。",
    ],
    [
      "the router's word",
      [onRouter(x)],
      {},
      "The router at 192.168.1.1 has the address.",
      "位于 192.168.1.1 的路由器拥有该地址。",
    ],
    ["one echo alone", [echo("a", x)], { quorum: 1 }, "Seen by a.", "a 看到该地址。"],
    [
      "an asserted address",
      [asserted("file:/run/wan", x)],
      { trustsAssertions: true },
      "Set by file:/run/wan.",
      "由 file:/run/wan 指定。",
    ],
    [
      "an asserted absence",
      [asserted("file:/run/wan", "none")],
      { trustsAssertions: true },
      "file:/run/wan says that there is no address.",
      "file:/run/wan 表示没有地址。",
    ],
    [
      "disagreement",
      [echo("a", x), echo("b", y)],
      {},
      "Sources disagree, and those for one address do not outnumber the others by enough. Nothing is written and nothing is deleted.",
      "各来源的结果不一致，且没有任何一个地址取得足够的多数。因此不会写入或删除任何解析记录。",
    ],
  ] satisfies readonly (readonly [string, readonly SourceReport[], Partial<VerdictRules>, string, string])[]) {
    test(`${name} is explained in both languages`, () => {
      expect([rendered(reports, "en", rules)[1], rendered(reports, "zh-CN", rules)[1]]).toEqual([en, zh]);
    });
  }

  test("advice is one line each", () => {
    const reports = [onInterface([x, { interface: "ppp0" }]), echo("a", y), echo("b", y)];
    expect(rendered(reports, "en").at(-2)).toBe(
      `Note: Servers outside see ${y}, which is where a VPN, a proxy or a second line leaves.`,
    );
    expect(rendered(reports, "zh-CN").at(-2)).toBe(`提示：外部服务器看到的是 ${y}，即 VPN、代理或另一条线路的出口。`);
  });

  test("an explanation tells the steps, what they mean and what can be done", () => {
    const reports = [
      onInterface(["192.168.1.7", { interface: "eth0" }]),
      onRouter("100.64.3.4"),
      echo("a", x),
      echo("b", x),
      echo("c", "timed-out"),
    ];
    const explained = (language: Language): readonly string[] =>
      renderDetection([decide("ipv4", reports, defaultRules, at)], language, true)
        .split("\n")
        .slice(8);
    expect(explained("en")).toEqual([
      "",
      "How this was decided:",
      "1. This host itself has 192.168.1.7 (private).",
      "2. The router says that it is reached at 100.64.3.4 (carrier-grade NAT).",
      `3. ${x} is what a and b saw this host's packets come from.`,
      "4. 1 of 3 services asked outside gave no usable answer; silence never counts.",
      "5. Enough services that have nothing to do with each other agree.",
      "",
      "Good to know:",
      "- Your provider shares one public IPv4 address among several customers (100.64.3.4).",
      "  Connections from outside over IPv4 end at the provider and do not reach you, whatever DNS says.",
      "  Use IPv6, ask the provider for a public IPv4 address, or reach this host through a VPN or relay.",
      "",
    ]);
    expect(explained("zh-CN")).toEqual([
      "",
      "判断过程：",
      "1. 本机自身有 192.168.1.7（私有地址）。",
      "2. 路由器表示其外侧地址为 100.64.3.4（运营商级 NAT 地址）。",
      `3. a、b 看到本机的数据包来自 ${x}。`,
      "4. 询问了 3 个外部服务，其中 1 个没有给出可用的应答；没有应答从不作为依据。",
      "5. 有足够多互不相关的服务给出了一致的结果。",
      "",
      "相关提示：",
      "- 运营商让多个用户共用一个公网 IPv4 地址（100.64.3.4）。",
      "  外部的 IPv4 连接只能到达运营商，无论解析记录怎么写都到不了本机。",
      "  请改用 IPv6，向运营商申请公网 IPv4 地址，或通过 VPN、中继访问本机。",
      "",
    ]);
  });

  test("a family that is off is one line", () => {
    expect(rendered([], "en", { isManaged: false })).toEqual(["IPv4: switched off", ""]);
    expect(rendered([], "zh-CN", { isManaged: false })).toEqual(["IPv4：已关闭", ""]);
  });

  test("nothing asked yet needs no table", () => {
    expect(rendered([], "en")).toEqual([
      "IPv4: unknown",
      "No source has been asked yet. Nothing is written and nothing is deleted.",
      "",
    ]);
  });

  test("what a hostile echo says cannot move the cursor", () => {
    const report = echo("a", "timed-out");
    const hostile = {
      ...report,
      answer: { kind: "failed", failure: { code: "timed-out", detail: "\u001b[2J\nok" } },
    } as const;
    expect(rendered([hostile], "en").join("\n")).not.toContain("\u001b");
    expect(rendered([hostile], "en").length).toBe(5);
  });
});

test("a detection for programs", () => {
  const verdicts = [
    decide("ipv4", [onInterface(["192.168.1.7", { interface: "eth0" }]), echo("a", x), echo("b", x)], defaultRules, at),
    decide("ipv6", [echo("a", "unreachable")], defaultRules, at),
    decide("ipv6", [], { ...defaultRules, isManaged: false }, at),
  ];
  const seen = (operator: string): unknown => ({
    source: `stun:${operator}:3478`,
    operator,
    strength: "echo",
    tookMs: 12,
    failure: null,
    observations: [{ address: x, scope: "global", prefix: null, setAside: null, evidence: {} }],
  });
  expect(JSON.parse(JSON.stringify(detectionJson(verdicts)))).toEqual({
    families: [
      {
        family: "ipv4",
        state: "known",
        addresses: [x],
        because: "quorum",
        reason: null,
        at: "2026-11-20T00:00:00.000Z",
        advice: [],
        sources: [
          {
            source: "interface",
            operator: "this-host",
            strength: "direct",
            tookMs: 12,
            failure: null,
            observations: [
              {
                address: "192.168.1.7",
                scope: "private",
                prefix: null,
                setAside: "not-publishable",
                evidence: { interface: "eth0" },
              },
            ],
          },
          seen("a"),
          seen("b"),
        ],
      },
      {
        family: "ipv6",
        state: "unknown",
        addresses: [],
        because: null,
        reason: "no-source-answered",
        at: "2026-11-20T00:00:00.000Z",
        advice: [],
        sources: [
          {
            source: "stun:a:3478",
            operator: "a",
            strength: "echo",
            tookMs: 12,
            failure: { code: "unreachable", detail: "unreachable" },
            observations: [],
          },
        ],
      },
      {
        family: "ipv6",
        state: "unmanaged",
        addresses: [],
        because: null,
        reason: null,
        at: null,
        advice: [],
        sources: [],
      },
    ],
  });
});
