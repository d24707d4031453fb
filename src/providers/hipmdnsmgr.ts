import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { bearer } from "./kit/auth/bearer.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { insecureField, integerField, secretField, textField, urlField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages, type Paging } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * HiPM DNSMgr, a panel of one's own before the DNS services of others. Facts from the panel's source and two clients,
 * 2026-11. Records keep their line; where a name has several, the user has to choose one.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "hipmdnsmgr",
  label: "HiPM DNSMgr",
  names: { aliases: ["DNSMgr", "HiDNS"] },
  site: "https://github.com/HiPM-Tech/DNSMgr",
  manual: "https://github.com/HiPM-Tech/DNSMgr",
  kind: "zone-api",
  access: {
    where: { en: "The panel › Settings › API Token", "zh-CN": "面板 › 设置 › API Token" },
    least: { en: "A token for the domain only", "zh-CN": "仅限该域名的令牌" },
    reach: "zones",
  },
  quirks: [
    {
      en: "When some of the services behind the panel cannot be reached, it shows empty lists in place of errors",
      "zh-CN": "面板连不上后端的某些服务商时，会返回空列表而不是错误",
    },
  ],
  credentials: {
    url: urlField({
      en: "Address of the panel, for instance https://dnsmgr.example.com",
      "zh-CN": "面板地址，例如 https://dnsmgr.example.com",
    }),
    token: secretField({ en: "API token", "zh-CN": "API 令牌（API Token）" }),
    insecure: insecureField,
  },
  options: {
    line: textField({
      en: "Line, as the service behind the panel numbers it",
      "zh-CN": "线路，按面板后端服务商的编号",
    }),
    weight: integerField({ en: "Weight of the record", "zh-CN": "记录权重" }),
    remark: textField({ en: "Remark of the record", "zh-CN": "记录备注" }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 600 },
  server: ({ url, token, insecure }) =>
    jsonServer({ url: `${url.replace(/\/+$/, "").replace(/\/api$/, "")}/api`, insecure }, bearer(token), {
      // Errors may come with status 200.
      succeeds: body("code", 0),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domains", page),
        paging: domainPages,
        rows: "data",
        apex: "name",
        id: "id",
      }),
      list: ({ zone, relativeOwner, type }, page) =>
        GET("/domains/{zone}/records", { zone }, { subdomain: subdomainOf(relativeOwner), type, ...page }),
      paging: numberedPages({ page: "page", size: "pageSize", rows: 100, total: "data.total" }),
      rows: "data.list",
      record: {
        id: "id",
        owner: "name",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        fields: { line: "line", weight: "weight", remark: "remark" },
        isMasked: (row) => at(row, "cloudflare.proxied") === true,
        isSelected: (row, { options: { line } }) => line === undefined || textOf(at(row, "line")) === line,
        isUntouchable: (row, rrset) => rrset.some((other) => at(other, "line") !== at(row, "line")),
      },
      create: ({ zone, relativeOwner: name, type, content: value, ttl, kept }) =>
        POST("/domains/{zone}/records", { zone }, { name, type, value, ttl, line: "0", ...kept.fields }),
      update: ({ zone, id, relativeOwner: name, type, content: value, ttl, kept }) =>
        PUT("/domains/{zone}/records/{id}", { zone, id }, { name, type, value, ttl, line: "0", ...kept.fields }),
      delete: ({ zone, id }) => DELETE("/domains/{zone}/records/{id}", { zone, id }),
    }),
  answers: [
    on(body("msg", "Domain not found"), rejected("zone-not-found")),
    on(body("msg", "Permission denied", "Permission denied for subdomain"), rejected("not-authorized")),
    // Mostly because somebody else changed it after we read; the panel does not say.
    on(
      body("msg", "Record not found", "Failed to update record", "Failed to delete record"),
      failed("precondition-lost"),
    ),
  ],
});

const pageSize = 100;

/** Domains come as a bare list, which old panels, and tokens for some domains only, give whole. */
const domainPages: Paging = {
  first: { page: 1, pageSize },
  next: ({ pages, rowsHere }) => (rowsHere === pageSize ? { page: pages + 1, pageSize } : undefined),
};

/** The apex is found among all records: services behind the panel write it differently. */
function subdomainOf(relativeOwner: string): string | undefined {
  return relativeOwner === "@" ? undefined : relativeOwner;
}
