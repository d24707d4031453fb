import type { ProviderDeclaration, ServiceNames } from "../../core/provider.ts";
import { bodyMatches, failed, on, rejected } from "./answers.ts";
import { signedQuery } from "./auth/signed-query.ts";
import { GET } from "./call.ts";
import { onlyKeyOfAccount, shortestTtl, wordsOfAnswers } from "./common-facts.ts";
import { defineProvider, type Link } from "./define.ts";
import { records } from "./families/records.ts";
import { secretField, textField } from "./fields.ts";
import { domainsField, givenZones } from "./given-zones.ts";
import { allAt, at, isObject, type Json } from "./json.ts";
import { jsonServer } from "./server.ts";

/** Declares one of the sister companies of Todaynic (时代互联), whose interfaces differ in their hosts only. */

export interface TodaynicFacts {
  /** Stable, lower case with hyphens; the file name. */
  readonly id: string;
  readonly label: string;
  readonly names: ServiceNames;
  readonly site: Link;
  readonly base: `https://${string}`;
}

export function todaynicService({ base, ...facts }: TodaynicFacts): ProviderDeclaration {
  return defineProvider({
    ...facts,
    manual: "https://www.todaynic.com/docApi/",
    kind: "zone-api",
    access: {
      where: { en: "User centre › API", "zh-CN": "用户中心 › API 页面" },
      least: onlyKeyOfAccount,
      reach: "account",
    },
    quirks: [
      {
        en: "Lists of records show no TTL, so every change sets the one of the settings, or 600 seconds",
        "zh-CN": "记录列表不含 TTL，因此每次修改都会设为配置的 TTL，未配置时为 600 秒",
      },
    ],
    unverified: [wordsOfAnswers, { en: "How records are deleted", "zh-CN": "删除记录的方式" }, shortestTtl],
    credentials: {
      accessInstanceId: textField({ en: "AccessInstanceID of the API key", "zh-CN": "API 密钥的 AccessInstanceID" }),
      accessSecret: secretField({ en: "Secret of the API key", "zh-CN": "API 密钥的 Secret" }),
      domains: domainsField,
    },
    largestRRset: 100,
    ttl: { min: 600, max: 86_400, fallback: 600 },
    server: ({ accessInstanceId, accessSecret }) =>
      jsonServer(base, signedQuery({ keyId: accessInstanceId, secret: accessSecret }), {
        // Errors may come with status 200.
        succeeds: ({ tree }) => isObject(tree) && (at(tree, "error") ?? "") === "",
      }),
    family: ({ domains }) =>
      records({
        zones: givenZones(domains, (Domain) => GET("/api/Dns/DescribeRecordIndex", { Domain })),
        list: ({ apex, relativeOwner, type }) =>
          GET("/api/Dns/DescribeRecordIndex", { Domain: apex, Type: type, Host: relativeOwner }),
        rows: rowsOf,
        record: { id: "id", owner: "host", ownerIs: "relative", type: "type", content: "value", ttl: "ttl" },
        create: ({ apex, relativeOwner, type, content, ttl }) =>
          GET("/api/Dns/AddDomainRecord", { Domain: apex, Host: relativeOwner, Type: type, Value: content, Ttl: ttl }),
        update: ({ id, apex, relativeOwner, type, content, ttl }) =>
          GET("/api/Dns/UpdateDomainRecord", {
            Id: id,
            Domain: apex,
            Host: relativeOwner,
            Type: type,
            Value: content,
            Ttl: ttl,
          }),
        delete: ({ id, apex }) => GET("/api/Dns/DeleteDomainRecord", { Id: id, Domain: apex }),
      }),
    answers: [
      on(bodyMatches("error", /(signature|access\W?instance|签名|密钥)/i), rejected("credentials-rejected")),
      on(bodyMatches("error", /(permission|unauthori[sz]ed|权限)/i), rejected("not-authorized")),
      on(bodyMatches("error", /(too many|frequent|频繁)/i), failed("rate-limited")),
      // Somebody else made the same record, or removed ours, after we read.
      on(bodyMatches("error", /(record|记录).*(exist|存在)/i), failed("precondition-lost")),
      on(bodyMatches("error", /(domain|域名).*(not|不)/i), rejected("zone-not-found")),
    ],
  });
}

/** The rows of a list, with members in lower case: their case differs among the services, and among their answers. */
function rowsOf(tree: Json): readonly Json[] | undefined {
  const list = at(lowerCased(tree), "data");
  return Array.isArray(list) ? allAt(list, "*").map(lowerCased) : undefined;
}

function lowerCased(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]));
}
