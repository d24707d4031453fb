import { type Bilingual, bilingual } from "../core/language.ts";

/** The words of the status page. */

export interface StatusPageTexts {
  readonly otherLanguage: string;
  readonly addresses: string;
  readonly names: string;
  readonly name: string;
  readonly type: string;
  readonly values: string;
  readonly state: string;
  readonly verified: string;
  readonly tryIt: string;
  readonly events: string;
  readonly server: string;
  readonly zone: string;
  readonly serial: string;
  readonly ownerNames: string;
  readonly queries: (count: number) => string;
}

export const statusPageTexts: Bilingual<StatusPageTexts> = bilingual<StatusPageTexts>({
  en: {
    otherLanguage: "中文",
    addresses: "Addresses",
    names: "Names",
    name: "Name",
    type: "Type",
    values: "Values",
    state: "State",
    verified: "Verified by",
    tryIt: "Ask for yourself:",
    events: "What happened",
    server: "Server",
    zone: "Zone",
    serial: "Serial",
    ownerNames: "Names with records",
    queries: (count) => (count === 1 ? "1 DNS query so far" : `${count} DNS queries so far`),
  },
  "zh-CN": {
    otherLanguage: "English",
    addresses: "地址",
    names: "名称",
    name: "名称",
    type: "类型",
    values: "值",
    state: "状态",
    verified: "验证",
    tryIt: "自己查询：",
    events: "最近事件",
    server: "服务器",
    zone: "区域",
    serial: "序列号",
    ownerNames: "有解析记录的名称数",
    queries: (count) => `至今共 ${count} 个 DNS 查询`,
  },
});
