import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, rejected, status, text } from "./kit/answers.ts";
import { oci } from "./kit/auth/oci.ts";
import { DELETE, GET, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets } from "./kit/families/rrset.ts";
import { secretField, textField } from "./kit/fields.ts";
import { tokenPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Oracle Cloud Infrastructure DNS, API 20180115, public zones, by a user's API key. Facts from the vendor's reference and
 * libraries, 2026-11; the shortest TTL is unverified.
 *
 * RRsets are read by searching the zone: a search that finds nothing is no error, while 404 stands for what is missing and
 * for what is not allowed alike.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "oraclecloud",
  label: "Oracle Cloud DNS",
  site: "https://www.oracle.com/cloud/networking/dns/",
  manual: "https://docs.oracle.com/en-us/iaas/api/#/en/dns/20180115/",
  names: { "zh-CN": "甲骨文云 DNS", aliases: ["OCI", "oci dns", "Oracle Cloud Infrastructure"] },
  access: {
    where: {
      en: "Oracle Cloud console › Profile › My profile › Tokens and keys › Add API key; the configuration shown there has all values",
      "zh-CN": "Oracle Cloud 控制台 › 个人资料 › 我的概要信息 › 令牌和密钥 › 添加 API 密钥；其中显示的配置包含所有值",
    },
    least: {
      en: "A user of its own in a group with the policy: allow group X to manage dns-records in compartment Y, and to inspect dns-zones in compartment Y",
      "zh-CN":
        "专用用户，其所在组的策略为：allow group X to manage dns-records in compartment Y，以及 inspect dns-zones in compartment Y",
    },
    reach: "zones",
  },
  unverified: [{ en: "The shortest TTL", "zh-CN": "最短 TTL" }],
  kind: "zone-api",
  credentials: {
    tenancy: textField({ en: "OCID of the tenancy", "zh-CN": "租户的 OCID" }),
    user: textField({ en: "OCID of the user", "zh-CN": "用户的 OCID" }),
    privateKey: secretField({ en: "Private key of the API key, in PEM", "zh-CN": "API 密钥的私钥（PEM 格式）" }),
    passphrase: secretField(
      { en: "Passphrase of the private key, if it has one", "zh-CN": "私钥的口令（如有）" },
      { optional: true },
    ),
    region: textField({ en: "Region, for instance eu-frankfurt-1", "zh-CN": "区域标识，例如 eu-frankfurt-1" }),
    compartment: textField(
      {
        en: "OCID of the compartment with the zones; the tenancy unless given",
        "zh-CN": "区域所在区间的 OCID；默认为租户",
      },
      { optional: true },
    ),
    domain: textField(
      { en: "Domain of the realm, for government and sovereign clouds", "zh-CN": "所属领域的域名（政府云与主权云）" },
      { fallback: "oraclecloud.com" },
    ),
  },
  largestRRset: 100,
  ttl: { min: 1, max: 604_800, fallback: 300 },
  server: ({ tenancy, user, privateKey, passphrase, region, domain }) =>
    jsonServer(`https://dns.${region}.oci.${domain}/20180115`, oci({ tenancy, user, privateKey, passphrase }), {
      message: ["code", "message"],
    }),
  family: ({ compartment, tenancy }) =>
    rrsets({
      zones: zoneList({
        list: (page) => GET("/zones", { compartmentId: compartment ?? tenancy, zoneType: "PRIMARY", ...page }),
        narrow: (name) => ({ name }),
        paging: tokenPages({ token: "page", header: "opc-next-page", first: { limit: 100 } }),
        rows: "",
        apex: "name",
        id: "id",
      }),
      read: ({ zone, name: domain, type: rtype }) =>
        GET("/zones/{zone}/records", { zone }, { domain, rtype, limit: 100 }),
      noneWhen: status(),
      rrset: { values: "items.*.rdata", ttl: "items.0.ttl" },
      replace: ({ zone, name: domain, type: rtype, ttl, values }) =>
        PUT(one, { zone, domain, rtype }, { items: values.map((rdata) => ({ domain, rtype, rdata, ttl })) }),
      delete: ({ zone, name: domain, type: rtype }) => DELETE(one, { zone, domain, rtype }),
    }),
  answers: [
    on(all(401, text(/clock skew/i)), failed("clock-skewed")),
    on(all(400, text(/CNAME/)), rejected("conflicting-records")),
  ],
});

const one = "/zones/{zone}/records/{domain}/{rtype}";
