import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected, type Condition } from "./kit/answers.ts";
import { bodyKey } from "./kit/auth/body-key.ts";
import { POST, type BodyValue, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { whole } from "./kit/families/whole.ts";
import { secretField, textField } from "./kit/fields.ts";
import { allAt, at, isObject, numberOf, textOf, type Json } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { xmlServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * Namecheap by its XML API, whose one way of writing replaces the zone. Facts from the vendor's manual and other clients,
 * 2026-11; that records of type SRV are neither listed nor kept rests on one of them, as do most numbers of errors.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "namecheap-api",
  label: "Namecheap (API for whole zones)",
  site: "https://www.namecheap.com",
  manual: "https://www.namecheap.com/support/api/methods/domains-dns/set-hosts/",
  kind: "zone-api",
  access: {
    where: { en: "Profile > Tools > Namecheap API Access", "zh-CN": "Profile > Tools > Namecheap API Access" },
    least: {
      en: "Keys cannot be limited; for one IPv4 address per name take the type namecheap instead",
      "zh-CN": "密钥的权限无法缩小；若每个名称只需一个 IPv4 地址，请改用 namecheap 类型",
    },
    reach: "account",
  },
  quirks: [
    {
      en: "Every change writes the whole zone back; SRV records are lost by that, as the API does not list them",
      "zh-CN": "每次更改都会写回整个区域；API 不列出 SRV 记录，因此这类记录会丢失",
    },
    {
      en: "Zones with inactive records, or with records of dynamic DNS, are not written, since the API cannot express these",
      "zh-CN": "含有停用记录或动态 DNS 记录的区域不会被写入，因为 API 无法表达这些记录",
    },
    {
      en: "Only accounts with 20 domains, or 50 USD on them or spent, get access, and only from allowed IPv4 addresses",
      "zh-CN": "仅限拥有 20 个域名，或余额、消费达 50 美元的账户，且只能从允许的 IPv4 地址访问",
    },
  ],
  credentials: {
    user: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    apiKey: secretField({ en: "API key", "zh-CN": "API 密钥" }),
    clientIp: textField({
      en: "Public IPv4 address of this host, which must be on the account's allow-list",
      "zh-CN": "本机的公网 IPv4 地址，须在账户的允许列表中",
    }),
  },
  largestRRset: 50,
  ttl: { min: 60, max: 60_000, fallback: 1_800 },
  pace: { requestsPerMinute: 20 },
  server: ({ user, apiKey, clientIp }) =>
    xmlServer(
      "https://api.namecheap.com",
      bodyKey({ ApiUser: user, ApiKey: apiKey, UserName: user, ClientIp: clientIp }),
      {
        message: ["ApiResponse.Errors.*.Error.*.@Number", "ApiResponse.Errors.*.Error.*.#text"],
        succeeds: body("ApiResponse.@Status", "OK"),
      },
    ),
  family: (_settings) =>
    whole({
      zones: zoneList({
        list: (query) => command("namecheap.domains.getList", query),
        narrow: (name) => ({ SearchTerm: name }),
        paging: numberedPages({
          page: "Page",
          size: "PageSize",
          rows: 100,
          total: "ApiResponse.CommandResponse.0.Paging.0.TotalItems.0",
        }),
        rows: (tree) => allAt(tree, "ApiResponse.CommandResponse.*.DomainGetListResult.*.Domain.*"),
        apex: "@Name",
      }),
      read: ({ apex }) => command("namecheap.domains.dns.getHosts", splitDomain(apex)),
      // Manual and service differ in the case of their name; what is no record will not be told whole.
      rows: (tree) => {
        const zone = at(tree, zonePath);
        const lists = Object.entries(isObject(zone) ? zone : {}).filter(([name]) => !name.startsWith("@"));
        return isObject(zone) ? lists.flatMap(([, list]) => allAt(list, "*")) : undefined;
      },
      record: { owner: "@Name", ownerIs: "relative", type: "@Type", content: "@Address", ttl: secondsOf },
      loss,
      row: ({ relativeOwner, type, content, ttl }, present) => ({
        ...(isObject(present) ? present : { "@Name": relativeOwner, "@Type": type, "@MXPref": "10" }),
        "@Address": content,
        ...(present !== undefined && secondsOf(present) === ttl ? {} : { "@TTL": String(ttl) }),
      }),
      write: ({ apex }, rows, tree) =>
        command("namecheap.domains.dns.setHosts", {
          ...splitDomain(apex),
          EmailType: at(tree, `${zonePath}.@EmailType`),
          ...Object.fromEntries(
            rows.flatMap((row, index) =>
              Object.entries(parameters).map(([name, place]) => [`${name}${index + 1}`, at(row, place)]),
            ),
          ),
        }),
    }),
  answers: [
    on(body("ApiResponse.CommandResponse.*.*.*.@IsSuccess", false), rejected("request-refused")),
    on(405, failed("rate-limited")),
    on(errorNumber(500_000), failed("rate-limited")),
    on(errorNumber(1_011_102), rejected("credentials-rejected")),
    on(errorNumber(1_011_147, 1_011_148, 1_011_150), rejected("not-authorized")),
    on(errorNumber(2_016_166, 2_019_166, 2_030_288), rejected("zone-not-found")),
  ],
});

const zonePath = "ApiResponse.CommandResponse.0.DomainDNSGetHostsResult.0";

/** What `setHosts` takes of a record, and where it is in the row. */
const parameters = { HostName: "@Name", RecordType: "@Type", Address: "@Address", MXPref: "@MXPref", TTL: "@TTL" };

/** Members of a row that are written, and those that need not be. */
const known = [...Object.values(parameters), "@HostId", "@AssociatedAppTitle", "@FriendlyName"];

function loss(tree: Json, rows: readonly Json[]): string | undefined {
  if (textOf(at(tree, `${zonePath}.@IsUsingOurDNS`)) !== "true") return "the domain does not use Namecheap's servers";
  if (textOf(at(tree, `${zonePath}.@EmailType`)) === undefined) return "the mail setting of the domain is not told";
  const told = { "@IsActive": "true", "@IsDDNSEnabled": "false" };
  for (const row of rows) {
    if (!Object.values(parameters).every((place) => textOf(at(row, place)) !== undefined))
      return "a record is not told whole";
    for (const [name, value] of Object.entries(isObject(row) ? row : {})) {
      const isKept = known.includes(name) || value === "" || at(told, name) === value;
      if (!isKept) return `${name.slice(1)} ${textOf(value)} of ${textOf(at(row, "@Name"))} cannot be written back`;
    }
  }
  return undefined;
}

/** Lists hold registered domains, so that what follows the first label is the registry's. */
function splitDomain(apex: string): { readonly SLD: string; readonly TLD: string } {
  const [SLD = "", ...rest] = apex.split(".");
  return { SLD, TLD: rest.join(".") };
}

function command(name: string, fields: { readonly [name: string]: BodyValue }): Call {
  return { ...POST("", { Command: name, ...fields }), route: `/xml.response?Command=${name}`, target: "/xml.response" };
}

/** What is set to 1800 by nobody is told as 1799, and stays so as long as nobody wants anything else. */
function secondsOf(row: Json): number | undefined {
  const seconds = numberOf(at(row, "@TTL"));
  return seconds === 1_799 ? 1_800 : seconds;
}

function errorNumber(...numbers: readonly number[]): Condition {
  return body("ApiResponse.Errors.*.Error.*.@Number", ...numbers);
}
