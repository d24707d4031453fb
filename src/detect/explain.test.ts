import { describe, expect, test } from "bun:test";
import { asserted, echo, onInterface } from "../../test/support/reports.ts";
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
      "direct evidence against echoes",
      [onInterface([x, { interface: "ppp0" }]), echo("a", y), echo("b", y)],
      {},
      `This host itself has the address on ppp0. Echoes see ${y} instead: traffic to them leaves by another way, for instance through a VPN, a proxy or policy routing.`,
      `本机的网络接口 ppp0 拥有该地址。外部回显看到的却是 ${y}：发往这些服务的流量走了另一条路，例如经过 VPN、代理或策略路由。`,
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
      { family: "ipv6", state: "unmanaged", addresses: [], because: null, reason: null, at: null, sources: [] },
    ],
  });
});
