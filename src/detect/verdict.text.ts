import type { AddressScope } from "../core/address-scope.ts";
import type { Family } from "../core/family.ts";
import { type Bilingual, bilingual } from "../core/language.ts";
import type { SetAsideReason, UnknownReason } from "../core/verdict.ts";

/** The words of a verdict. */

export const familyTexts: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

/** Why the address is not known: a whole sentence, and what it means for the records. */
export const unknownReasonTexts: Bilingual<Readonly<Record<UnknownReason, string>>> = bilingual({
  en: {
    "no-source-answered": "No source answered.",
    "sources-disagree": "Sources disagree, and those for one address do not outnumber the others by enough.",
    "too-few-agree": "Too few independent sources answered.",
    "no-publishable-address": "None of the addresses seen may be published.",
    "no-echo-answered":
      "No service outside answered, and the addresses that this host knows itself may not be published.",
    "not-asked-yet": "No source has been asked yet.",
    "uplinks-down": "All uplinks are down, or have not been up again for long enough.",
    "uplink-silent": "Nobody outside answers over this uplink.",
  },
  "zh-CN": {
    "no-source-answered": "没有任何来源应答。",
    "sources-disagree": "各来源的结果不一致，且没有任何一个地址取得足够的多数。",
    "too-few-agree": "应答的独立来源太少。",
    "no-publishable-address": "看到的地址都不允许发布。",
    "no-echo-answered": "没有任何外部服务应答，而本机自己所知的地址都不允许发布。",
    "not-asked-yet": "尚未询问任何来源。",
    "uplinks-down": "所有线路都已中断，或恢复的时间还不够长。",
    "uplink-silent": "经由该线路没有任何外部服务应答。",
  },
});

/** What follows from not knowing. */
export const unknownConsequence: Bilingual<string> = bilingual({
  en: "Nothing is written and nothing is deleted.",
  "zh-CN": "因此不会写入或删除任何解析记录。",
});

/** Why an address took no part, in a few words for the cell of a table. */
export const setAsideTexts: Bilingual<Readonly<Record<SetAsideReason, string>>> = bilingual({
  en: {
    "not-publishable": "not publishable",
    tentative: "tentative: still being checked for duplicates",
    duplicate: "duplicate: another host has it",
    deprecated: "deprecated: its preferred lifetime is over",
    temporary: "temporary: it changes on purpose",
    unproven: "perhaps temporary: not met for two days yet",
    "interface-down": "its interface is down",
    "tunnel-egress": "seen through a tunnel or VPN",
    "not-pinned": "not the one that is pinned",
    "less-preferred": "less preferred",
    outranked: "outranked by direct evidence",
    outvoted: "outvoted",
  },
  "zh-CN": {
    "not-publishable": "不可发布",
    tentative: "待定：重复地址检测尚未完成",
    duplicate: "重复：该地址已被其他主机占用",
    deprecated: "已弃用：首选生存期已过",
    temporary: "临时：会定期主动更换",
    unproven: "可能是临时地址：出现未满两天",
    "interface-down": "所在网络接口未启用",
    "tunnel-egress": "经由隧道或 VPN 看到",
    "not-pinned": "不是指定的地址",
    "less-preferred": "优先级较低",
    outranked: "让位于直接证据",
    outvoted: "少数意见，未采纳",
  },
});

/** What an address is good for. */
export const scopeTexts: Bilingual<Readonly<Record<AddressScope, string>>> = bilingual({
  en: {
    global: "global",
    unspecified: "unspecified address",
    loopback: "loopback",
    "link-local": "link-local",
    private: "private",
    "carrier-grade-nat": "carrier-grade NAT",
    "unique-local": "unique local",
    documentation: "documentation",
    benchmarking: "benchmarking",
    multicast: "multicast",
    broadcast: "broadcast",
    translated: "translated",
    tunnel: "6to4 or Teredo tunnel",
    reserved: "reserved",
  },
  "zh-CN": {
    global: "全球地址",
    unspecified: "未指定地址",
    loopback: "环回地址",
    "link-local": "链路本地地址",
    private: "私有地址",
    "carrier-grade-nat": "运营商级 NAT 地址",
    "unique-local": "唯一本地地址",
    documentation: "文档示例地址",
    benchmarking: "基准测试地址",
    multicast: "组播地址",
    broadcast: "广播地址",
    translated: "转换地址",
    tunnel: "6to4 或 Teredo 隧道地址",
    reserved: "保留地址",
  },
});
