import { type Bilingual, bilingual } from "../core/language.ts";
import { counted } from "../text/plural.ts";

/** The words of the status page. */

export interface StatusPageTexts {
  /** Shows the page in the other language; written in that one. */
  readonly otherLanguage: string;
  readonly allGood: (records: number) => string;
  readonly someOpen: (open: number, records: number) => string;
  readonly noRecords: string;
  readonly addresses: string;
  readonly names: string;
  readonly noValues: string;
  readonly ports: string;
  /** A sentence, and where its truth was checked. */
  readonly verified: (state: string, servers: string) => string;
  readonly tryIt: string;
  readonly events: string;
  readonly noEvents: string;
  readonly server: string;
  readonly zone: string;
  readonly serial: string;
  readonly ownerNames: string;
  readonly host: string;
  readonly lastHeard: string;
  readonly neverHeard: string;
  readonly queries: (count: number) => string;
}

export const statusPageTexts: Bilingual<StatusPageTexts> = bilingual<StatusPageTexts>({
  en: {
    otherLanguage: "中文",
    allGood: (records) =>
      records === 1 ? "The record is as it should be" : `All ${records} records are as they should be`,
    someOpen: (open, records) => `${open} of ${counted(records, "record")} not as they should be yet`,
    noRecords: "No names to keep",
    addresses: "Addresses",
    names: "Names",
    noValues: "none",
    ports: "Open ports",
    verified: (state, servers) => `${state} Verified at ${servers}.`,
    tryIt: "Ask for yourself",
    events: "What happened",
    noEvents: "Nothing yet.",
    server: "Server",
    zone: "Zone",
    serial: "Serial",
    ownerNames: "Names with records",
    host: "Host",
    lastHeard: "Last heard",
    neverHeard: "not yet",
    queries: (count) => `${counted(count, "DNS query", "DNS queries")} so far`,
  },
  "zh-CN": {
    otherLanguage: "English",
    allGood: (records) => `${records} 组解析记录全部符合预期`,
    someOpen: (open, records) => `${records} 组解析记录中有 ${open} 组尚未符合预期`,
    noRecords: "没有需要维护的名称",
    addresses: "地址",
    names: "名称",
    noValues: "无",
    ports: "开放的端口",
    verified: (state, servers) => `${state}已在 ${servers} 验证。`,
    tryIt: "自己查询",
    events: "最近事件",
    noEvents: "还没有任何事件。",
    server: "服务器",
    zone: "区域",
    serial: "序列号",
    ownerNames: "有解析记录的名称数",
    host: "主机",
    lastHeard: "最近联系",
    neverHeard: "尚未联系",
    queries: (count) => `至今共 ${count} 个 DNS 查询`,
  },
});
