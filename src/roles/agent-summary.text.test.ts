import { describe, expect, test } from "bun:test";
import type { Language } from "../core/language.ts";
import type { AgentSummary } from "./agent-summary.ts";
import { stateOfFamily } from "./agent-summary.text.ts";

type DetectedFamily = AgentSummary["detection"]["families"][number];
type Source = DetectedFamily["sources"][number];

function source(id: string, changes: Partial<Source>): Source {
  return { source: id, operator: id, strength: "echo", tookMs: 1, failure: null, observations: [], ...changes };
}

function silent(id: string, code: string): Source {
  return source(id, { failure: { code, detail: "in detail" } });
}

function sees(id: string, ...seen: readonly (readonly [string, Source["observations"][number]["scope"]])[]): Source {
  const observations = seen.map(([address, scope]) => ({ address, scope, prefix: null, setAside: null, evidence: {} }));
  return source(id, { observations });
}

function unknown(reason: string, ...sources: readonly Source[]): DetectedFamily {
  return { family: "ipv4", state: "unknown", addresses: [], because: null, reason, at: null, advice: [], sources };
}

describe("an address that is not known", () => {
  const rows: readonly (readonly [what: string, family: DetectedFamily, texts: Readonly<Record<Language, string>>])[] =
    [
      [
        "because a file does not say it",
        unknown("no-source-answered", silent("file:/a", "no-address")),
        { en: "No source answered. file:/a: no address.", "zh-CN": "没有任何来源应答。file:/a：没有地址。" },
      ],
      [
        "because it must not be published",
        unknown(
          "no-publishable-address",
          sees("interface", ["127.0.0.1", "loopback"], ["10.0.0.7", "private"]),
          silent("stun:a", "timed-out"),
        ),
        {
          en: "None of the addresses seen may be published. 10.0.0.7: private; stun:a: no answer in time.",
          "zh-CN": "看到的地址都不允许发布。10.0.0.7：私有地址；stun:a：超时未应答。",
        },
      ],
      [
        "because two disagree",
        unknown("sources-disagree", sees("stun:a", ["44.0.0.1", "global"]), sees("stun:b", ["44.0.0.2", "global"])),
        {
          en: "Sources disagree, and those for one address do not outnumber the others by enough. 44.0.0.1: stun:a; 44.0.0.2: stun:b.",
          "zh-CN": "各来源的结果不一致，且没有任何一个地址取得足够的多数。44.0.0.1：stun:a；44.0.0.2：stun:b。",
        },
      ],
      [
        "although many were asked",
        unknown("no-source-answered", ...["a", "b", "c", "d"].map((id) => silent(id, "timed-out"))),
        { en: "No source answered.", "zh-CN": "没有任何来源应答。" },
      ],
      [
        "for a reason of a newer version",
        unknown("no-source-answered", silent("a", "eaten-by-a-dog")),
        { en: "No source answered.", "zh-CN": "没有任何来源应答。" },
      ],
      [
        "because its family is switched off",
        { ...unknown(""), state: "unmanaged", reason: null },
        { en: "switched off", "zh-CN": "已关闭" },
      ],
    ];
  for (const [what, family, texts] of rows) {
    test(what, () => {
      expect(stateOfFamily(family, "en")).toBe(texts.en);
      expect(stateOfFamily(family, "zh-CN")).toBe(texts["zh-CN"]);
    });
  }
});
