import { type Bilingual, bilingual } from "../core/language.ts";
import { counted } from "../text/plural.ts";

/** What `holdfast provider test` says. */

export interface ProviderTestTexts {
  readonly title: (label: string, type: string, key: string | undefined) => string;
  readonly accepted: string;
  /** Records can be read, and no secret was given that this would prove anything about. */
  readonly readable: string;
  readonly troubled: (why: string, detail: string) => string;
  /** A push service, which has no call that changes nothing. */
  readonly cannotAsk: (label: string) => string;
  readonly nothingToAsk: string;
  readonly zones: (count: number, shown: readonly string[]) => string;
  readonly noList: string;
  readonly inZone: (owner: string, apex: string) => string;
  readonly nameTroubled: (owner: string, why: string, detail: string) => string;
  readonly warning: (text: string) => string;
  readonly untold: (why: string) => string;
  readonly notProven: string;
}

export const providerTestTexts: Bilingual<ProviderTestTexts> = bilingual<ProviderTestTexts>({
  en: {
    title: (label, type, key) => `${label} (${key === undefined ? type : `${key}, type ${type}`})`,
    accepted: "The credentials are accepted, and records can be read.",
    readable: "Records can be read. There is no secret among the settings, so nothing is known of credentials.",
    troubled: (why, detail) => `${why} (${detail})`,
    cannotAsk: (label) =>
      `${label} has no call that changes nothing, so whether it accepts these credentials is known only after the first update. The settings are complete. Nothing was sent.`,
    nothingToAsk:
      "There is no list of zones, and no name to look for: give one with --name, or keep one in the configuration.",
    zones: (count, shown) => {
      const more =
        count > shown.length ? `, and ${count - shown.length} more ("holdfast provider zones" lists all)` : "";
      return `${counted(count, "zone")}${count === 0 ? "" : `: ${shown.join(", ")}${more}`}.`;
    },
    noList: "The service shows these credentials no list of zones.",
    inZone: (owner, apex) => `${owner}: in zone ${apex}, readable.`,
    nameTroubled: (owner, why, detail) => `${owner}: ${why} (${detail})`,
    warning: (text) => `Warning: ${text}`,
    untold: (why) => `What the credentials may do could not be asked now. ${why}`,
    notProven: "Nothing was written; whether records may be changed shows with the first update.",
  },
  "zh-CN": {
    title: (label, type, key) => `${label}（${key === undefined ? type : `${key}，类型 ${type}`}）`,
    accepted: "凭据已被接受，可以读取解析记录。",
    readable: "可以读取解析记录。设置中没有密钥，因此无从得知凭据是否有效。",
    troubled: (why, detail) => `${why}（${detail}）`,
    cannotAsk: (label) =>
      `${label} 没有不作任何更改的接口，因此只有在首次更新后才能得知它是否接受这组凭据。设置完整，未发送任何内容。`,
    nothingToAsk: "没有区域列表，也没有可查找的名称：请用 --name 给出一个名称，或在配置中添加。",
    zones: (count, shown) => {
      const more =
        count > shown.length ? `，另有 ${count - shown.length} 个（“holdfast provider zones”可全部列出）` : "";
      return `${count} 个区域${count === 0 ? "" : `：${shown.join("、")}${more}`}。`;
    },
    noList: "服务商未向这组凭据提供区域列表。",
    inZone: (owner, apex) => `${owner}：位于区域 ${apex}，可读取。`,
    nameTroubled: (owner, why, detail) => `${owner}：${why}（${detail}）`,
    warning: (text) => `警告：${text}`,
    untold: (why) => `暂时无法查询凭据的权限。${why}`,
    notProven: "未写入任何内容；能否修改解析记录要到首次更新时才能得知。",
  },
});
