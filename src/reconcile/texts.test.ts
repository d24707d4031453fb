import { describe, expect, test } from "bun:test";
import { FakeLog, home, World } from "../../test/support/reconcile-world.ts";
import { Instant } from "../core/clock.ts";
import { Duration } from "../core/duration.ts";
import type { Language } from "../core/language.ts";
import { targetId } from "../core/target-id.ts";
import { describeOutcome, type OutcomeEvent } from "./outcome.text.ts";
import { describeState } from "./state.text.ts";
import { logTargetEvent } from "./target-log.text.ts";

const at = Instant.ofMs(Date.UTC(2026, 10, 20, 12));
const retryAt = Instant.ofMs(Date.UTC(2026, 10, 20, 12, 5));
const target = targetId({ providerKey: "cf", owner: home, type: "AAAA" });
const clockTime = (instant: Instant): string => new Date(instant).toISOString().slice(11, 16);

describe("describeOutcome", () => {
  const rows: readonly (readonly [event: OutcomeEvent, en: string, zh: string])[] = [
    [
      { kind: "unconfirmed", at, target, code: "timed-out", detail: "", retryAt },
      "Could not confirm the AAAA update of home.example.net; reading it back at 12:05. [timed-out]",
      "无法确认 home.example.net 的 AAAA 更新是否生效；将于 12:05 回读确认。[timed-out]",
    ],
    [
      { kind: "failed", at, target, code: "server-error", detail: "", retryAt: undefined },
      "Failed to update the AAAA records of home.example.net; trying again now. [server-error]",
      "未能更新 home.example.net 的 AAAA 解析记录；立即重试。[server-error]",
    ],
    [
      { kind: "rejected", at, target, code: "not-authorized", detail: "", retryAt: undefined },
      'The AAAA update of home.example.net was refused; not trying again until the configuration changes or "holdfast retry" asks for it. [not-authorized]',
      "home.example.net 的 AAAA 更新被拒绝；在修改配置或执行“holdfast retry”之前不再尝试。[not-authorized]",
    ],
    [
      { kind: "updated", at, target, before: ["2001:db8::1"], after: ["2001:db8::2"] },
      "Updated the AAAA records of home.example.net to 2001:db8::2; they were 2001:db8::1.",
      "已将 home.example.net 的 AAAA 解析记录更新为 2001:db8::2（原为 2001:db8::1）。",
    ],
    [
      { kind: "updated", at, target, before: [], after: ["2001:db8::2"] },
      "Updated the AAAA records of home.example.net to 2001:db8::2.",
      "已将 home.example.net 的 AAAA 解析记录更新为 2001:db8::2。",
    ],
    [
      { kind: "updated", at, target, before: undefined, after: [] },
      "Withdrew the AAAA records of home.example.net.",
      "已撤下 home.example.net 的 AAAA 解析记录。",
    ],
    [
      { kind: "unchanged", at, target, before: [], after: [] },
      "home.example.net has no AAAA records, as it should.",
      "home.example.net 没有 AAAA 解析记录，符合预期。",
    ],
    [
      { kind: "verified", at, target, servers: ["a", "b"], took: Duration.seconds(2) },
      "All 2 authoritative servers asked answer with the AAAA records of home.example.net, after 2 seconds.",
      "已询问的 2 个权威服务器均返回 home.example.net 的 AAAA 解析记录，用时 2 秒。",
    ],
    [
      { kind: "verified", at, target, servers: ["a"], took: Duration.milliseconds(3) },
      "The authoritative server answers with the AAAA records of home.example.net, after 3 ms.",
      "权威服务器已返回 home.example.net 的 AAAA 解析记录，用时 3 毫秒。",
    ],
    [
      { kind: "not-verified", at, target, reason: "zone-not-delegated", detail: "" },
      "DNS does not confirm the AAAA records of home.example.net. Resolvers do not find the zone at the servers of this provider.",
      "DNS 尚未证实 home.example.net 的 AAAA 解析记录。递归解析器找不到该区，或该区并未委派给此服务商的服务器。",
    ],
  ];
  for (const [event, en, zh] of rows) {
    test(en, () => {
      const told = (language: Language): string =>
        describeOutcome(event, { language, clockTime, codeText: (code) => `[${code}]` });
      expect([told("en"), told("zh-CN")]).toEqual([en, zh]);
    });
  }
});

describe("logTargetEvent", () => {
  test("a refusal is an error, a pause a warning, what is as it should be only for those who look closely", () => {
    const log = new FakeLog();
    const events: readonly OutcomeEvent[] = [
      { kind: "rejected", at, target, code: "not-authorized", detail: "no such right", retryAt: undefined },
      { kind: "unconfirmed", at, target, code: "timed-out", detail: "", retryAt },
      { kind: "unchanged", at, target, before: ["2001:db8::1"], after: ["2001:db8::1"] },
      { kind: "not-verified", at, target, reason: "masked-by-provider", detail: "" },
      { kind: "not-verified", at, target, reason: "servers-disagree", detail: "ns2 has none" },
      { kind: "verified", at, target, servers: ["a"], took: Duration.milliseconds(3) },
    ];
    for (const event of events) logTargetEvent(log, event);
    logTargetEvent(log, { kind: "started", at, version: "1" });
    expect(log.lines).toEqual([
      'error reconcile.rejected cf refuses the AAAA records of home.example.net (not-authorized: no such right); not trying again until the configuration changes or "holdfast retry" asks for it',
      "warn reconcile.unconfirmed Could not confirm the AAAA update of home.example.net at cf (timed-out); reading it back in 5 minutes",
      "debug reconcile.unchanged The AAAA records of home.example.net at cf are 2001:db8::1, as they should",
      "debug reconcile.masked The AAAA records of home.example.net stand behind a proxy of cf, so DNS cannot be compared with them",
      "warn reconcile.not-verified Not verified in DNS: the AAAA records of home.example.net. Some authoritative servers still answer with something else. (ns2 has none)",
      "info reconcile.verified The authoritative server answers with the AAAA records of home.example.net, after 3 ms",
    ]);
  });
});

describe("describeState", () => {
  const words = (language: Language) => ({ language, clockTime, unknownText: (reason: string) => `[${reason}]` });
  const id = "cf/home.example.net./A";

  const rows: readonly (readonly [
    name: string,
    arrange: (world: World) => void,
    after: Duration,
    en: string,
    zh: string,
  ])[] = [
    [
      "idle",
      (world) => world.unknow(),
      Duration.seconds(1),
      "Left as it is: [no-source-answered]",
      "保持原样：[no-source-answered]",
    ],
    [
      "applying",
      (world) => {
        world.cf.latency = Duration.minutes(1);
      },
      Duration.seconds(1),
      "Being made 192.0.2.1.",
      "正在设为 192.0.2.1。",
    ],
    [
      "verifying",
      () => undefined,
      Duration.seconds(1),
      "Written; waiting for the authoritative servers to show it.",
      "已写入，正在等待权威服务器生效。",
    ],
    [
      "settled",
      () => undefined,
      Duration.seconds(30),
      "192.0.2.1, confirmed; next check at 06:00.",
      "192.0.2.1，已确认；下次检查时间 06:00。",
    ],
    [
      "backing off",
      (world) => world.cf.will("read", { does: "fail", code: "rate-limited" }),
      Duration.seconds(1),
      "Failed (rate-limited); trying again at 00:05.",
      "失败（rate-limited）；将于 00:05 重试。",
    ],
    [
      "reading back",
      (world) => world.cf.will("write", { does: "lose-reply" }),
      Duration.milliseconds(500),
      "Not confirmed (timed-out); reading it back at 00:00.",
      "尚未确认（timed-out）；将于 00:00 回读确认。",
    ],
    [
      "held",
      (world) => world.cf.will("write", { does: "reject", code: "quota-exceeded" }),
      Duration.seconds(1),
      'Refused since 00:00 (quota-exceeded); waiting for the configuration to change or for "holdfast retry".',
      "自 00:00 起被拒绝（quota-exceeded）；等待修改配置或执行“holdfast retry”。",
    ],
  ];
  for (const [title, arrange, after, en, zh] of rows) {
    test(title, async () => {
      const world = new World();
      world.know(["192.0.2.1"], []);
      arrange(world);
      await world.start();
      await world.pass(after);
      const status = world.statusOf(id);
      expect([describeState(status, words("en")), describeState(status, words("zh-CN"))]).toEqual([en, zh]);
      await world.stop();
    });
  }

  test("a contradiction of the configuration is explained", async () => {
    const world = new World();
    world.limits = { families: ["ipv6"] };
    world.know(["192.0.2.1"], []);
    await world.start();
    expect(describeState(world.statusOf(id), words("en"))).toBe(
      "Left as it is: The provider publishes no addresses of this family.",
    );
    await world.stop();
  });
});
