import type { ProviderDeclaration } from "../core/provider.ts";
import type { RRType } from "../core/rr-type.ts";
import { alibabaAnswers, alibabaCalls, alibabaCredentials, alibabaServer } from "./kit/alibaba-cloud.ts";
import { body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import type { Query } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type PresentRRset } from "./kit/families/rrset.ts";
import { booleanField, choiceField, textField } from "./kit/fields.ts";
import { at, numberOf, textOf, type Json } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Alibaba Cloud ESA, API 2024-09-10. Facts from the vendor's manual and clients, 2026-11.
 *
 * One record holds the addresses of a name, of both families, and a change writes all of them: those of the other family
 * are read a moment before, and the record is deleted only when none are left.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "aliesa",
  label: "Alibaba Cloud ESA",
  site: "https://www.alibabacloud.com/product/esa",
  manual: "https://www.alibabacloud.com/help/en/edge-security-acceleration/esa/api-esa-2024-09-10-overview",
  names: { "zh-CN": "阿里云边缘安全加速 ESA", aliases: ["Edge Security Acceleration", "阿里云 ESA", "ATrustDNS"] },
  access: {
    where: {
      en: "ram.console.aliyun.com › Users › the user › AccessKey",
      "zh-CN": "ram.console.aliyun.com › 用户 › 相应用户 › AccessKey",
    },
    least: {
      en: "A RAM user with esa:ListSites, ListRecords, CreateRecord, UpdateRecord and DeleteRecord, limited to the site",
      "zh-CN": "RAM 用户，仅授予相应站点的 esa:ListSites、ListRecords、CreateRecord、UpdateRecord 和 DeleteRecord",
    },
    reach: "zones",
  },
  quirks: [
    {
      en: "A name has at most eight IPv4 and four IPv6 addresses",
      "zh-CN": "一个名称最多 8 个 IPv4 地址和 4 个 IPv6 地址",
    },
    {
      en: "Sites that joined by CNAME take proxied records only: set proxied to true",
      "zh-CN": "CNAME 接入的站点只接受开启代理的记录：请将 proxied 设为 true",
    },
  ],
  unverified: [
    {
      en: "That a change drops what it does not name; all of it is sent",
      "zh-CN": "修改时未写出的字段会丢失；因此全部发送",
    },
  ],
  kind: "zone-api",
  credentials: {
    ...alibabaCredentials,
    site: choiceField(
      {
        en: "Site of the account: cn for China, intl for international",
        "zh-CN": "账号所属站点：cn 为中国站，intl 为国际站",
      },
      ["cn", "intl"],
      { fallback: "cn" },
    ),
  },
  options: {
    proxied: booleanField({ en: "Answered for by ESA's own addresses", "zh-CN": "是否开启代理加速" }),
    bizName: choiceField(
      { en: "What a proxied record serves; web unless chosen", "zh-CN": "代理加速的业务场景，默认 web" },
      ["web", "api", "image_video"],
    ),
    comment: textField({ en: "Comment of the record", "zh-CN": "记录备注" }),
  },
  largestRRset: 8,
  ttl: { min: 30, max: 86_400, fallback: 60 },
  server: ({ site, ...account }) =>
    alibabaServer(`https://esa.${site === "intl" ? "ap-southeast-1" : "cn-hangzhou"}.aliyuncs.com`, account),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => call("GET", "ListSites", page),
        paging: pages,
        rows: "Sites",
        apex: "SiteName",
        id: "SiteId",
      }),
      read: ({ zone, name, type }, page) => {
        const exact = { RecordName: name, RecordMatchType: "exact", Type: joined(type) };
        return call("GET", "ListRecords", { SiteId: zone, ...exact, ...page });
      },
      paging: pages,
      readsAgain: true,
      rrset: ({ type }) => ({
        among: "Records",
        owner: "RecordName",
        values: (row) => valuesIn(row).filter((value) => isOf(type, value)),
        ttl: "Ttl",
        fields: { proxied: "Proxied", bizName: "BizName", comment: "Comment" },
        isMasked: (row) => at(row, "Proxied") === true,
        isSelected: (row) => textOf(at(row, "RecordType")) === joined(type),
        isUntouchable: (_row, rows) => rows.length > 1,
      }),
      replace: (set) => {
        const all = [...set.values, ...othersOf(set)];
        if (set.row !== undefined) return update(set, all);
        const named = { SiteId: set.zone, RecordName: set.name, Type: joined(set.type) };
        return call("POST", "CreateRecord", { ...named, Data: dataOf(all), ...attributesOf(set) });
      },
      delete: (set) => {
        const others = othersOf(set);
        return others.length > 0 ? update(set, others) : call("POST", "DeleteRecord", { RecordId: recordIdOf(set) });
      },
    }),
  answers: [
    ...alibabaAnswers,
    on(body("Code", "SiteNotFound", "InvalidSite.NotFound"), rejected("zone-not-found")),
    // Somebody else made the same record, or removed ours, after we read.
    on(body("Code", "Record.NotFound", "Record.RecordNameConflictWithSameRecordType"), failed("precondition-lost")),
    on(bodyMatches("Code", /^Record\.(Conflict$|RecordNameConflict)/), rejected("conflicting-records")),
    on(body("Code", "Record.ServiceBusy", "Site.ServiceBusy", "Record.Reserved"), failed("zone-busy")),
    on(
      bodyMatches("Code", /^(QuotaExceed|SameNameRecordExceedLimit|Record\.\w+IPExceedLimit)/),
      rejected("quota-exceeded"),
    ),
    on(body("Code", "Instance.NotOnline"), rejected("paid-feature")),
    on(body("Code", "InternalException", "ServiceInvokeFailed"), failed("server-error")),
  ],
});

const pages = numberedPages({ page: "PageNumber", size: "PageSize", rows: 500, total: "TotalCount" });

const call = alibabaCalls("2024-09-10");

/** The one type that addresses have here. */
function joined(type: RRType): string {
  return type === "CNAME" ? type : "A/AAAA";
}

function valuesIn(row: Json | undefined): readonly string[] {
  const text = textOf(at(row, "Data.Value")) ?? "";
  return text.split(",").flatMap((value) => value.trim() || []);
}

function isOf(type: RRType, value: string): boolean {
  return type === "CNAME" || value.includes(":") === (type === "AAAA");
}

/** What the record holds besides the RRset. */
function othersOf({ row, type }: PresentRRset<unknown>): readonly string[] {
  return valuesIn(row).filter((value) => !isOf(type, value));
}

function dataOf(values: readonly string[]): string {
  return JSON.stringify({ Value: values.join(",") });
}

function recordIdOf({ row }: PresentRRset<unknown>): string | undefined {
  return textOf(at(row, "RecordId"));
}

function update(set: PresentRRset<unknown>, values: readonly string[]) {
  const named = { RecordId: recordIdOf(set), Type: joined(set.type) };
  return call("POST", "UpdateRecord", { ...named, Data: dataOf(values), ...attributesOf(set) });
}

/** What the user set, and what the record has for the rest: it is one for both families. */
function attributesOf({ row, given, ttl }: PresentRRset<unknown>): Query {
  const chosen = (name: string): string | undefined =>
    textOf(given.fields[name]) ?? (textOf(at(row, name)) || undefined);
  const isProxied = chosen("Proxied") === "true";
  return {
    Ttl: given.ttl ?? numberOf(at(row, "Ttl")) ?? ttl,
    Proxied: chosen("Proxied"),
    BizName: isProxied ? (chosen("BizName") ?? "web") : undefined,
    Comment: chosen("Comment"),
  };
}
