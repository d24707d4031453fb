import { type Bilingual, bilingual } from "../core/language.ts";
import type { AccessFacts } from "../core/provider.ts";

/** What is said of one DNS service, in the terminal and on its page of the documentation. */

export interface ProviderSheetTexts {
  readonly manual: (url: string) => string;
  readonly addresses: (families: string, most: number) => string;
  readonly readsBack: string;
  readonly cannotRead: string;
  readonly notInDns: string;
  readonly cannotWithdraw: string;
  readonly withdraws: (family: string) => string;
  readonly withdrawsBeside: string;
  readonly ttl: (min: number, max: number) => string;
  readonly noTtl: string;
  readonly pace: (perMinute: number) => string;
  readonly refresh: (every: string) => string;
  readonly access: string;
  readonly where: (place: string) => string;
  readonly least: (right: string) => string;
  readonly reach: Readonly<Record<AccessFacts["reach"], string>>;
  readonly quirks: string;
  readonly unverified: string;
  readonly settings: string;
  readonly options: string;
  readonly signIn: (ways: readonly string[]) => string;
  readonly required: string;
  readonly fallback: (value: string) => string;
  readonly choices: (values: readonly string[]) => string;
  readonly example: string;
  /** What joins families in a sentence. */
  readonly and: string;
  readonly remarks: (remarks: readonly string[]) => string;
  readonly sentences: (sentences: readonly string[]) => string;
}

export const providerSheetTexts: Bilingual<ProviderSheetTexts> = bilingual<ProviderSheetTexts>({
  en: {
    manual: (url) => `Manual: ${url}`,
    addresses: (families, most) =>
      `Publishes ${families}, ${most === 1 ? "one address" : `up to ${most} addresses`} per family and name.`,
    readsBack: "Records are read before they are written; what is right already is not written.",
    cannotRead: "Cannot be asked for its records; what was sent is compared with DNS.",
    notInDns: "Changes no DNS record, so the name is yours to choose, and what was sent cannot be compared.",
    cannotWithdraw: "A family cannot be withdrawn.",
    withdraws: (family) => `Only ${family} can be withdrawn.`,
    withdrawsBeside: "A family is withdrawn only while what becomes of the other one is known.",
    ttl: (min, max) => `TTL from ${min} to ${max} seconds.`,
    noTtl: "The service chooses the TTL.",
    pace: (perMinute) => `At most ${perMinute} requests a minute.`,
    refresh: (every) => `Names expire when nothing is sent; they are sent again every ${every}.`,
    access: "Credentials:",
    where: (place) => `Where to get them: ${place}.`,
    least: (right) => `The smallest that suffice: ${right}.`,
    reach: {
      name: "Made as small as the service allows, they reach one name.",
      zones: "Made as small as the service allows, they reach the zones you choose.",
      dns: "Made as small as the service allows, they reach all DNS of the account and nothing else.",
      account:
        "Even made as small as the service allows, they reach more than DNS: keep them apart from everything else.",
      unknown: "How far they reach depends on the service you describe.",
    },
    quirks: "Good to know:",
    unverified: "Not verified:",
    settings: "Settings of the provider:",
    options: "Options of a name:",
    signIn: (ways) => `Fill in one of: ${ways.join("; or ")}`,
    required: "required",
    fallback: (value) => `default ${value}`,
    choices: (values) => `one of ${values.join(", ")}`,
    example: "To copy:",
    and: " and ",
    remarks: (remarks) => ` (${remarks.join("; ")})`,
    sentences: (sentences) => sentences.join(". "),
  },
  "zh-CN": {
    manual: (url) => `官方文档：${url}`,
    addresses: (families, most) =>
      `可发布 ${families}，每个名称每个协议族${most === 1 ? "一个地址" : `最多 ${most} 个地址`}。`,
    readsBack: "写入前会先读取解析记录；已经正确的不再写入。",
    cannotRead: "无法查询其解析记录；发送的内容会与 DNS 比对。",
    notInDns: "不改变任何 DNS 解析记录：名称可自行选取，发送的内容也无从比对。",
    cannotWithdraw: "无法单独撤下某个协议族。",
    withdraws: (family) => `只能撤下 ${family}。`,
    withdrawsBeside: "须在另一协议族的去向已知时才能撤下某个协议族。",
    ttl: (min, max) => `TTL 范围为 ${min} 至 ${max} 秒。`,
    noTtl: "TTL 由服务商决定。",
    pace: (perMinute) => `每分钟最多 ${perMinute} 次请求。`,
    refresh: (every) => `长期不更新的名称会失效，因此每 ${every}重新发送一次。`,
    access: "凭据：",
    where: (place) => `获取位置：${place}。`,
    least: (right) => `所需的最小权限：${right}。`,
    reach: {
      name: "权限最小时，仅能修改一个名称。",
      zones: "权限最小时，仅能访问所选区域。",
      dns: "权限最小时，可访问账户的全部 DNS，但不涉及其他内容。",
      account: "即使权限最小，也不限于 DNS：请单独妥善保管。",
      unknown: "权限范围取决于您所描述的服务。",
    },
    quirks: "注意事项：",
    unverified: "未经验证：",
    settings: "服务商设置：",
    options: "名称选项：",
    signIn: (ways) => `以下任选一种填写：${ways.join("；或 ")}`,
    required: "必填",
    fallback: (value) => `默认 ${value}`,
    choices: (values) => `可选 ${values.join("、")}`,
    example: "可复制的示例：",
    and: "、",
    remarks: (remarks) => `（${remarks.join("；")}）`,
    sentences: (sentences) => sentences.join("。"),
  },
});
