import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, bodyMatches, failed, on, rejected } from "./kit/answers.ts";
import { netcupAction, netcupBase, netcupLimit, netcupSession } from "./kit/auth/netcup-session.ts";
import type { BodyValue, Call } from "./kit/call.ts";
import { onlyKeyOfAccount } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { domainsField, givenZones } from "./kit/given-zones.ts";
import { at } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * netcup, DNS by the CCP interface. Facts from the vendor's help and from clients, 2026-11. Domains at CloudDNS, netcup's
 * newer servers, cannot be reached by it. Errors are counted and lead to a block, so no zone is guessed.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "netcup",
  label: "netcup",
  names: { aliases: ["netcup CCP", "netcup DNS API"] },
  site: "https://www.netcup.com",
  manual: "https://helpcenter.netcup.com/en/wiki/general/our-api",
  access: {
    where: {
      en: "Customer Control Panel › Master Data › API › Legacy API keys",
      "zh-CN": "客户控制面板 › Master Data（主数据）› API › Legacy API keys",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    {
      en: "Domains that netcup has made at or moved to CloudDNS cannot be changed by this interface; it says of them that the zone could not be found",
      "zh-CN": "由 netcup 在 CloudDNS 建立或迁移到 CloudDNS 的域名无法通过此接口修改；接口会称找不到该区域",
    },
    {
      en: "The TTL belongs to the zone: lower it in the panel, to 300 seconds for instance",
      "zh-CN": "TTL 属于整个区域：请在控制面板中调低，例如 300 秒",
    },
    {
      en: "Changes may take a quarter of an hour to be visible",
      "zh-CN": "修改可能需要一刻钟才会生效",
    },
  ],
  unverified: [{ en: "What is said of a record that is gone, or there twice", "zh-CN": "记录已不存在或重复时的应答" }],
  kind: "zone-api",
  credentials: {
    customerNumber: textField({ en: "Customer number", "zh-CN": "客户编号" }),
    apiKey: secretField({ en: "Legacy API key", "zh-CN": "旧版 API 密钥（Legacy API key）" }),
    apiPassword: secretField({ en: "API password, one for all keys", "zh-CN": "API 密码（所有密钥共用）" }),
    domains: domainsField,
  },
  largestRRset: 50,
  pace: { requestsPerMinute: 180 },
  server: (account) =>
    jsonServer(netcupBase, netcupSession(account), {
      message: ["shortmessage", "longmessage"],
      succeeds: body("status", "success"),
    }),
  family: ({ domains }) =>
    records({
      zones: givenZones(domains, (domainname) => netcupAction("infoDnsZone", { domainname })),
      list: ({ apex: domainname }) => netcupAction("infoDnsRecords", { domainname }),
      rows: "responsedata.dnsrecords",
      noneWhen: body("statuscode", 5029),
      record: {
        id: "id",
        owner: "hostname",
        ownerIs: "relative",
        type: "type",
        content: "destination",
        isSelected: (row) => at(row, "deleterecord") !== true,
      },
      create: ({ apex, relativeOwner: hostname, type, content: destination }) =>
        change(apex, { hostname, type, destination, deleterecord: false }),
      update: ({ apex, id, relativeOwner: hostname, type, content: destination }) =>
        change(apex, { id, hostname, type, destination, deleterecord: false }),
      delete: ({ apex, id, relativeOwner: hostname, type, presentContent: destination }) =>
        change(apex, { id, hostname, type, destination, deleterecord: true }),
    }),
  answers: [
    netcupLimit,
    // Sessions are refused now and then a moment after they were given out.
    on(body("statuscode", 4001), failed("server-error")),
    on(body("statuscode", 5028), rejected("zone-not-found", { explained: "not here, or moved to CloudDNS" })),
    on(
      all(body("statuscode", 4013), bodyMatches("longmessage", /domainname/)),
      rejected("zone-not-found", { explained: "no domain of this interface, or moved to CloudDNS" }),
    ),
    on(body("statuscode", 4013), rejected("value-invalid")),
    on(body("statuscode", 4012), failed("precondition-lost")),
  ],
});

/** Records that are not in a change stay as they are. */
function change(domainname: string, record: { readonly [name: string]: BodyValue }): Call {
  return netcupAction("updateDnsRecords", { domainname, dnsrecordset: { dnsrecords: [record] } });
}
