import type { ProviderDeclaration } from "../core/provider.ts";
import { all, failed, on, rejected, text } from "./kit/answers.ts";
import { oauth2 } from "./kit/auth/oauth2.ts";
import { isOutOfTime, ovh } from "./kit/auth/ovh.ts";
import { firstGiven } from "./kit/authentication.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { published } from "./kit/families/published.ts";
import { records } from "./kit/families/records.ts";
import { choiceField, secretField, textField } from "./kit/fields.ts";
import { textOf } from "./kit/json.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * OVHcloud, API 1.0, by application keys or as a service account. Facts from the vendor's guides and libraries, 2026-11.
 * Unverified: the wording of errors. Lists hold numbers only, so that each record costs a request, and a zone is published
 * after its records were changed.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "ovh",
  label: "OVHcloud",
  site: "https://www.ovhcloud.com",
  manual: "https://eu.api.ovh.com/console/?section=%2Fdomain",
  names: { aliases: ["OVH", "ovh.com", "kimsufi", "soyoustart", "DynHost"] },
  access: {
    where: {
      en: "eu.api.ovh.com/createToken (ca.api.ovh.com, api.us.ovhcloud.com), or Identity and Access Management › Service accounts",
      "zh-CN": "eu.api.ovh.com/createToken（ca.api.ovh.com、api.us.ovhcloud.com），或“身份与访问管理 › 服务账号”",
    },
    least: {
      en: "GET /domain/zone, and GET, POST, PUT and DELETE of /domain/zone/ZONE/*; a service account: dnsZone:apiovh:get, record/* and refresh of the one zone",
      "zh-CN":
        "GET /domain/zone，以及对 /domain/zone/区域名/* 的 GET、POST、PUT 和 DELETE；服务账号：仅对一个区域授予 dnsZone:apiovh:get、record/* 和 refresh",
    },
    reach: "zones",
  },
  unverified: [{ en: "The wording of errors", "zh-CN": "错误信息的措辞" }],
  kind: "zone-api",
  credentials: {
    applicationKey: textField({ en: "Application key", "zh-CN": "应用密钥（Application Key）" }, { optional: true }),
    applicationSecret: secretField(
      { en: "Application secret", "zh-CN": "应用密钥的 Secret（Application Secret）" },
      { optional: true },
    ),
    consumerKey: secretField({ en: "Consumer key", "zh-CN": "消费者密钥（Consumer Key）" }, { optional: true }),
    clientId: textField({ en: "Client ID of a service account", "zh-CN": "服务账号的 Client ID" }, { optional: true }),
    clientSecret: secretField(
      { en: "Client secret of a service account", "zh-CN": "服务账号的 Client Secret" },
      { optional: true },
    ),
    region: choiceField({ en: "Where the account is", "zh-CN": "账户所在地区" }, ["eu", "ca", "us"], {
      fallback: "eu",
    }),
  },
  signIn: [
    ["applicationKey", "applicationSecret", "consumerKey"],
    ["clientId", "clientSecret"],
  ],
  largestRRset: 100,
  ttl: { min: 60, max: 2_147_483_647, fallback: 3_600 },
  server: ({ applicationKey: key, applicationSecret: secret, consumerKey, clientId, clientSecret, region }) => {
    const { base, login } = regions[region];
    const form = { grant_type: "client_credentials", scope: "all", client_id: clientId, client_secret: clientSecret };
    return jsonServer(
      base,
      firstGiven(
        key !== undefined && secret !== undefined && consumerKey !== undefined
          ? ovh(base, { key, secret, consumerKey })
          : undefined,
        clientId && clientSecret && oauth2({ base: login, call: POST("/auth/oauth2/token", form) }),
      ),
    );
  },
  family: (_settings) =>
    published(
      records({
        zones: zoneList({ list: () => GET("/domain/zone"), rows: "", apex: textOf }),
        list: ({ zone, type, relativeOr }) =>
          GET("/domain/zone/{zone}/record", { zone }, { fieldType: type, subDomain: relativeOr("") }),
        rows: "",
        each: ({ zone }, id) => GET(one, { zone, id }),
        record: { id: "id", owner: "subDomain", ownerIs: "relative", type: "fieldType", content: "target", ttl: "ttl" },
        create: ({ zone, type, relativeOr, content, ttl }) =>
          POST(
            "/domain/zone/{zone}/record",
            { zone },
            { fieldType: type, subDomain: relativeOr(""), target: content, ttl },
          ),
        update: ({ zone, id, relativeOr, content, kept }) =>
          PUT(one, { zone, id }, { subDomain: relativeOr(""), target: content, ttl: kept.ttl }),
        delete: ({ zone, id }) => DELETE(one, { zone, id }),
      }),
      (zone) => POST("/domain/zone/{zone}/refresh", { zone }),
    ),
  answers: [
    on(isOutOfTime, failed("clock-skewed")),
    on(all(400, text(/invalid signature/i)), rejected("credentials-rejected")),
    on(all(403, text(/INVALID_KEY|INVALID_CREDENTIAL|application key is invalid/i)), rejected("credentials-rejected")),
    on(460, rejected("zone-not-found")),
  ],
});

const one = "/domain/zone/{zone}/record/{id}";

const regions = {
  eu: { base: "https://eu.api.ovh.com/1.0", login: "https://www.ovh.com" },
  ca: { base: "https://ca.api.ovh.com/1.0", login: "https://ca.ovh.com" },
  us: { base: "https://api.us.ovhcloud.com/1.0", login: "https://us.ovhcloud.com" },
} as const;
