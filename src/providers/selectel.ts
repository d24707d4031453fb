import type { ProviderDeclaration } from "../core/provider.ts";
import { keystone } from "./kit/auth/keystone.ts";
import { DELETE, GET, PATCH, POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, textOf } from "./kit/json.ts";
import { offsetPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Selectel DNS Hosting, API v2, as a service user. Facts from the vendor's reference and libraries, 2026-11. Zones of the
 * older hosting (API v1) are not seen. Unverified: rate limits, and what becomes of a comment that a change leaves out; it
 * is always sent.
 *
 * RRsets that the service manages, and those with disabled values, are left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "selectel",
  label: "Selectel",
  site: "https://selectel.ru/services/additional/dns/",
  manual: "https://docs.selectel.ru/api/dns-actual/",
  names: { aliases: ["selectelv2", "Селектел", "selectel dns hosting"] },
  access: {
    where: {
      en: "my.selectel.ru › Account › Service users; the account number is at the top right",
      "zh-CN": "my.selectel.ru › Account › Service users；账户编号位于右上角",
    },
    least: {
      en: "A service user with the role member in the one project that holds the zones",
      "zh-CN": "服务用户，仅在区域所在的项目中具有 member 角色",
    },
    reach: "account",
  },
  unverified: [{ en: "Limits on the rate of requests", "zh-CN": "请求频率限制" }],
  kind: "zone-api",
  credentials: {
    accountId: textField({ en: "Number of the account", "zh-CN": "账户编号" }),
    username: textField({ en: "Name of the service user", "zh-CN": "服务用户名" }),
    password: secretField({ en: "Password of the service user", "zh-CN": "服务用户的密码" }),
    project: textField({ en: "Name or ID of the project that holds the zones", "zh-CN": "区域所在项目的名称或 ID" }),
  },
  options: { comment: textField({ en: "Comment of the RRset", "zh-CN": "记录组的备注" }) },
  largestRRset: 100,
  ttl: { min: 60, max: 604_800, fallback: 300 },
  server: ({ accountId: domain, username: user, password, project }) =>
    jsonServer(
      "https://api.selectel.ru/domains/v2",
      keystone("https://cloud.api.selcloud.ru/identity/v3", {
        domain,
        user,
        password,
        project: /^[0-9a-f]{32}$/.test(project) ? { id: project } : { name: project },
      }),
      { message: ["description", "error.message"] },
    ),
  family: (_settings) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/zones", page),
        narrow: (apex) => ({ filter: apex }),
        paging: offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "count" }),
        rows: "result",
        apex: "name",
        id: "id",
      }),
      read: ({ zone, name, type }, page) =>
        GET("/zones/{zone}/rrset", { zone }, { name: `${name}.`, rrset_types: type, ...page }),
      paging: offsetPages({ offset: "offset", limit: "limit", rows: 100, total: "count" }),
      rrset: {
        among: "result",
        id: "id",
        owner: "name",
        type: "type",
        values: "records.*.content",
        ttl: "ttl",
        fields: { comment: "comment" },
        isUntouchable: (row) =>
          (textOf(at(row, "managed_by")) ?? "") !== "" || allAt(row, "records.*.disabled").includes(true),
      },
      create: ({ zone, name, type, ttl, values, given }) =>
        POST(
          "/zones/{zone}/rrset",
          { zone },
          { name: `${name}.`, type, ttl, records: recordsOf(values), ...given.fields },
        ),
      replace: ({ zone, id, ttl, values, kept }) =>
        PATCH("/zones/{zone}/rrset/{id}", { zone, id }, { ttl, records: recordsOf(values), ...kept.fields }),
      delete: ({ zone, id }) => DELETE("/zones/{zone}/rrset/{id}", { zone, id }),
    }),
});

function recordsOf(values: readonly string[]) {
  return values.map((content) => ({ content, disabled: false }));
}
