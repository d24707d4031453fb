import { expect, test } from "bun:test";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { address } from "../../test/support/values.ts";
import type { MappingId } from "../core/agent-journal.ts";
import { Instant } from "../core/clock.ts";
import { mappingFailCodes, type MappingFailCode } from "./mapping-failure.ts";
import {
  describeMappingEvent,
  elsewhereText,
  type MappingEvent,
  mappingFailTexts,
  reachTexts,
} from "./mapping.text.ts";
import { mappingsUnread, mappingUnwritten, roundBroke } from "./keeper.text.ts";

/** That the sentences about mappings read as such in each language. */

function expectBoth(en: string, zh: string): void {
  expect(`${en}${zh}`).not.toMatch(/undefined|null|NaN|\[object|function/);
  expect(en).not.toMatch(/\p{Script=Han}|[，。；：“”（）]/u);
  expect(zh).toMatch(/\p{Script=Han}/u);
  expect(zh).not.toMatch(/\p{Script=Han}\s*[,;!?]|[,;!?]\s*\p{Script=Han}|\p{Script=Han}\.(\s|$)/u);
  expect([zh, foreignWords(zh, ["expose", "PCP", "NAT", "UPnP", "NAT-PMP"])]).toEqual([zh, []]);
}

const codes = Object.keys(mappingFailCodes) as readonly MappingFailCode[];

for (const code of codes) {
  test(`why a port is not let through: ${code}`, () => {
    expectBoth(mappingFailTexts.en[code], mappingFailTexts["zh-CN"][code]);
    expect(mappingFailTexts.en[code]).toEndWith(".");
    expect(mappingFailTexts["zh-CN"][code]).toEndWith("。");
  });
}

test("from where it can be reached", () => {
  for (const scope of ["carrier-grade-nat", "private"] as const) {
    expectBoth(reachTexts.en[scope] ?? "", reachTexts["zh-CN"][scope] ?? "");
  }
  expectBoth(elsewhereText.en, elsewhereText["zh-CN"]);
});

const about = { at: Instant.ofMs(0), mapping: "ipv4/tcp/22/192.168.1.20" as MappingId };
const made = { ...about, kind: "mapping-made", protocol: "nat-pmp", router: "192.168.1.1", externalPort: 22 } as const;

const events: readonly MappingEvent[] = [
  { ...made, externalAddress: address("44.128.10.10"), wishedPort: 22 },
  { ...made, externalAddress: address("3ffe::1"), wishedPort: 2222 },
  { ...made, externalAddress: undefined, wishedPort: 22 },
  ...(["router-restarted", "external-address-changed", "network-changed", "lease-ended"] as const).map(
    (because): MappingEvent => ({ ...about, kind: "mapping-lost", because }),
  ),
  { ...about, kind: "mapping-failed", code: "gateway-busy", detail: "full", retryAt: Instant.ofMs(0) },
  { ...about, kind: "mapping-removed" },
];

for (const event of events) {
  test(`history: ${describeMappingEvent(event, "en", () => "00:00:00")}`, () => {
    const [en, zh] = (["en", "zh-CN"] as const).map((one) => describeMappingEvent(event, one, () => "00:00:00"));
    expectBoth(en ?? "", zh ?? "");
    expect(en).toContain("tcp/22 (192.168.1.20)");
  });
}

test("a code of another version is shown as it is", () => {
  const event = {
    ...about,
    kind: "mapping-failed",
    code: "gateway-moved",
    detail: "",
    retryAt: Instant.ofMs(0),
  } as const;
  expect(describeMappingEvent(event, "en", () => "00:00:00")).toContain("gateway-moved.");
  expect(describeMappingEvent(event, "zh-CN", () => "00:00:00")).toContain("gateway-moved。");
});

test("what the keeper tells of itself", () => {
  const fields = { code: "agent-journal-full", detail: "‹detail›", stack: "‹stack›" };
  for (const { text } of [mappingsUnread, mappingUnwritten, roundBroke]) {
    expectBoth(text.en(fields), text["zh-CN"](fields));
  }
});
