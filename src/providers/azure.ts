import type { ProviderDeclaration } from "../core/provider.ts";
import { body, on, rejected, status } from "./kit/answers.ts";
import { oauth2 } from "./kit/auth/oauth2.ts";
import { DELETE, GET, PATCH, POST, PUT, withHeaders, type Call, type Query } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type NewRRset } from "./kit/families/rrset.ts";
import { choiceField, secretField, textField } from "./kit/fields.ts";
import { at } from "./kit/json.ts";
import { addressedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import type { SetView } from "./kit/set-view.ts";
import { zoneByAsking, zoneList, type ZoneFinder } from "./kit/zone-finding.ts";

/**
 * Azure DNS, public zones, API 2018-05-01, as a service principal. Facts from the vendor's reference and other clients,
 * 2026-11.
 *
 * Writes name the version that was read, so that nothing is written over what somebody else changed. They are partial:
 * a whole one clears the metadata. Record sets that are aliases of Azure resources are left alone.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "azure",
  label: "Azure DNS",
  site: "https://azure.microsoft.com/products/dns",
  manual: "https://learn.microsoft.com/rest/api/dns/",
  names: { "zh-CN": "微软 Azure DNS", aliases: ["azuredns", "Microsoft Azure", "azure dns zone"] },
  access: {
    where: {
      en: "Azure portal › Microsoft Entra ID › App registrations › the app › Certificates & secrets; the role is given at the zone › Access control (IAM)",
      "zh-CN": "Azure 门户 › Microsoft Entra ID › 应用注册 › 相应应用 › 证书和密码；角色在区域的“访问控制(IAM)”中授予",
    },
    least: {
      en: "The role DNS Zone Contributor on the one zone; then name its resource group, since the zones of the subscription cannot be listed",
      "zh-CN": "仅在一个区域上授予“DNS 区域参与者”角色；此时需填写其资源组，因为无法列出订阅中的区域",
    },
    reach: "name",
  },
  quirks: [
    {
      en: "A new role takes some minutes to work, and client secrets expire after two years at most",
      "zh-CN": "新授予的角色需数分钟才会生效；客户端密码最长两年后过期",
    },
  ],
  kind: "zone-api",
  credentials: {
    tenant: textField({ en: "Directory (tenant) ID", "zh-CN": "目录(租户) ID" }),
    clientId: textField({ en: "Application (client) ID", "zh-CN": "应用程序(客户端) ID" }),
    clientSecret: secretField({
      en: "Value of a client secret of the application, not its ID",
      "zh-CN": "应用程序客户端密码的值（不是其 ID）",
    }),
    subscription: textField({ en: "Subscription ID", "zh-CN": "订阅 ID" }),
    resourceGroup: textField(
      {
        en: "Resource group of the zones, for roles that do not reach the whole subscription",
        "zh-CN": "区域所在的资源组，供权限未覆盖整个订阅的角色使用",
      },
      { optional: true },
    ),
    cloud: choiceField({ en: "Cloud the subscription is in", "zh-CN": "订阅所在的云" }, ["public", "china", "usgov"], {
      fallback: "public",
    }),
  },
  largestRRset: 20,
  ttl: { min: 1, max: 2_147_483_647, fallback: 300 },
  server: ({ tenant, clientId, clientSecret, cloud }) => {
    const { management, login } = clouds[cloud];
    const form = {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: `${management}/.default`,
    };
    return jsonServer(management, oauth2({ base: login, call: POST("/{tenant}/oauth2/v2.0/token", { tenant }, form) }));
  },
  family: ({ subscription, resourceGroup }) => {
    const placeOf = ({ zone, apex, type, relativeOwner: name }: SetView<unknown>) => ({
      subscription,
      group: groupOf(zone),
      apex,
      type,
      name,
    });
    return rrsets({
      zones: resourceGroup === undefined ? zonesOf(subscription) : zonesOfGroup(subscription, resourceGroup),
      read: (set) => GET(one, placeOf(set), versioned()),
      rrset: ({ type }) => ({
        id: "etag",
        values: type === "AAAA" ? "properties.AAAARecords.*.ipv6Address" : "properties.ARecords.*.ipv4Address",
        ttl: "properties.TTL",
        isUntouchable: (row) => at(row, "properties.targetResource.id") !== undefined,
      }),
      create: (set) => withHeaders(PUT(one, placeOf(set), contentOf(set), versioned()), { "if-none-match": "*" }),
      replace: (set) => withHeaders(PATCH(one, placeOf(set), contentOf(set), versioned()), { "if-match": set.id }),
      delete: (set) => withHeaders(DELETE(one, placeOf(set), versioned()), { "if-match": set.id }),
    });
  },
  answers: [
    on(
      body("error.code", "ParentResourceNotFound", "ResourceGroupNotFound", "SubscriptionNotFound"),
      rejected("zone-not-found"),
    ),
    on(body("code", "ParentResourceNotFound"), rejected("zone-not-found")),
  ],
});

const clouds = {
  public: { management: "https://management.azure.com", login: "https://login.microsoftonline.com" },
  china: { management: "https://management.chinacloudapi.cn", login: "https://login.chinacloudapi.cn" },
  usgov: { management: "https://management.usgovcloudapi.net", login: "https://login.microsoftonline.us" },
} as const;

const dns = "providers/Microsoft.Network/dnsZones";
const inGroup = "/subscriptions/{subscription}/resourceGroups/{group}";
const one = `${inGroup}/${dns}/{apex}/{type}/{name}` as const;

function zonesOf(subscription: string): ZoneFinder {
  return listed((page) => GET(`/subscriptions/{subscription}/${dns}`, { subscription }, versioned(page)));
}

/** Zones of a group are asked for by name: a role for one zone does not list the others. */
function zonesOfGroup(subscription: string, group: string): ZoneFinder {
  const { zones } = listed((page) => GET(`${inGroup}/${dns}`, { subscription, group }, versioned(page)));
  const { zoneOf } = zoneByAsking({
    ask: (apex) => GET(`${inGroup}/${dns}/{apex}`, { subscription, group, apex }, versioned()),
    id: "id",
    // What a role does not reach is forbidden, whether it exists or not.
    noneWhen: status(403, 404),
  });
  return { zones, zoneOf };
}

function listed(list: (page: Query) => Call): ZoneFinder {
  const paging = addressedPages({ at: "nextLink", first: { $top: 100 } });
  return zoneList({ list, paging, rows: "value", apex: "name", id: "id" });
}

function versioned(query: Query = {}): Query {
  return { "api-version": "2018-05-01", ...query };
}

/** Zones are known by paths, which name the group in one spelling or another. */
function groupOf(zone: string): string {
  return /\/resourceGroups\/([^/]+)\//i.exec(zone)?.[1] ?? "";
}

function contentOf({ type, ttl, values }: NewRRset<unknown>) {
  const records =
    type === "AAAA"
      ? { AAAARecords: values.map((ipv6Address) => ({ ipv6Address })) }
      : { ARecords: values.map((ipv4Address) => ({ ipv4Address })) };
  return { properties: { TTL: ttl, ...records } };
}
