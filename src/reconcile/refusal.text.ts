import { type Bilingual, bilingual } from "../core/language.ts";
import type { UnknownReason } from "../core/verdict.ts";
import type { NoOpinionReason } from "./desired.ts";
import type { Refused } from "./plan.ts";

/** Why something is not done although it was configured, as a sentence each. */

/** Refusals of the planner. */
export const refusalTexts: Bilingual<Readonly<Record<Refused["code"], string>>> = bilingual({
  en: {
    "change-too-large":
      "Too many names would lose their records at once. Check what detection says; if it is right, allow the change.",
    "foreign-records": "The service has no room for our value beside those of others, which are not ours to remove.",
    "conflicting-records": "A record of another type stands in the way; removing it is left to you.",
    "actual-unknown": "What exists now could not be found out, so nothing is changed.",
  },
  "zh-CN": {
    "change-too-large": "将有过多域名同时失去解析记录。请核对地址检测结果；若无误，请允许此更改。",
    "foreign-records": "服务商没有空位存放我们的值，而现有的值属于他人，不能由我们删除。",
    "conflicting-records": "存在其他类型的冲突解析记录，是否删除由您决定。",
    "actual-unknown": "无法得知当前的解析记录，因此不作任何更改。",
  },
});

/** Contradictions between what is configured and what is known or possible, now or at all. */
export const contradictionTexts: Bilingual<Readonly<Record<Exclude<NoOpinionReason, UnknownReason>, string>>> =
  bilingual({
    en: {
      "wrong-family": "The configured source gives addresses of the other family.",
      "interface-id-inside-prefix":
        "The interface id has bits inside the prefix; give only the host part, such as ::52.",
      "prefix-length-out-of-range": "Addresses of this family have no prefix of that length.",
      "verdict-unmanaged": "Detection of this family is switched off.",
      "family-unsupported": "The provider publishes no addresses of this family.",
      "withdrawal-unsupported": "There is no address, but the provider has no way to withdraw the old one.",
      "withdrawal-waits":
        "There is no address, but the provider withdraws the old one only while the other family is known too.",
    },
    "zh-CN": {
      "wrong-family": "所配置的来源给出的是另一地址族的地址。",
      "interface-id-inside-prefix": "接口标识与前缀有重叠的位；请只填写主机部分，例如 ::52。",
      "prefix-length-out-of-range": "该地址族没有这样长的前缀。",
      "verdict-unmanaged": "该地址族的检测已关闭。",
      "family-unsupported": "服务商不发布该地址族的地址。",
      "withdrawal-unsupported": "当前没有地址，但服务商无法撤下旧地址。",
      "withdrawal-waits": "当前没有地址，但服务商须在另一地址族也已知时才能撤下旧地址。",
    },
  });
