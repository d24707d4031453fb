import type { ProviderDeclaration } from "../core/provider.ts";
import { body, on, rejected } from "./kit/answers.ts";
import { jdcloud2 } from "./kit/auth/jdcloud2.ts";
import { DELETE, GET, POST, PUT } from "./kit/call.ts";
import { oneLineManaged, shortestTtl } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { integerField, secretField, textField } from "./kit/fields.ts";
import { allAt, at } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { jsonServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** JD Cloud DNS, domainservice v2. Facts from the vendor's reference, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "jdcloud",
  label: "JD Cloud DNS",
  site: "https://www.jdcloud.com/cn/products/jd-cloud-dns",
  manual: "https://docs.jdcloud.com/cn/jd-cloud-dns/api/overview",
  names: { "zh-CN": "京东云解析", aliases: ["京东云", "JDC"] },
  access: {
    where: { en: "uc.jdcloud.com/account/accesskey", "zh-CN": "uc.jdcloud.com/account/accesskey" },
    least: {
      en: "A sub-user with the rights of domainservice only",
      "zh-CN": "仅具有 domainservice 权限的子用户",
    },
    reach: "dns",
  },
  quirks: [
    oneLineManaged,
    {
      en: "Records that point to resources of the same cloud are left alone",
      "zh-CN": "指向京东云资源的记录不会被修改",
    },
  ],
  unverified: [
    shortestTtl,
    { en: "The numbers of errors", "zh-CN": "错误编号" },
    {
      en: "That the usual line is -1 in answers as it is in requests",
      "zh-CN": "应答中默认线路的编号与请求一样为 -1",
    },
  ],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "Access key ID", "zh-CN": "Access Key ID（访问密钥 ID）" }),
    accessKeySecret: secretField({ en: "Access key secret", "zh-CN": "Access Key Secret（访问密钥）" }),
  },
  options: {
    line: integerField({
      en: "Number of the line whose records are managed; -1, which is usual, answers whoever no other line is for",
      "zh-CN": "所管理的解析线路编号；通常为 -1，即默认线路",
    }),
    weight: integerField({ en: "Weight of the record", "zh-CN": "记录权重" }, { min: 0, max: 100 }),
  },
  largestRRset: 100,
  // Free packages begin at 600; what the package lacks is refused.
  ttl: { min: 1, max: 86_400, fallback: 600 },
  server: ({ accessKeyId, accessKeySecret }) =>
    jsonServer(
      `https://domainservice.jdcloud-api.com/v2/regions/${region}`,
      jdcloud2({ service: "domainservice", region, keyId: accessKeyId, secret: accessKeySecret }),
      {
        message: ["error.status", "error.message"],
        succeeds: (answer) => at(answer.tree, "requestId") !== undefined && at(answer.tree, "error") === undefined,
      },
    ),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => GET("/domain", page),
        paging: numberedPages({ page: "pageNumber", size: "pageSize", rows: 99, lastPage: "result.totalPage" }),
        rows: "result.dataList",
        apex: "domainName",
        id: "id",
      }),
      // Finds owners that hold the text anywhere.
      list: ({ zone, relativeOwner }, page) =>
        GET("/domain/{zone}/ResourceRecord", { zone }, { search: relativeOwner, ...page }),
      paging: numberedPages({ page: "pageNumber", size: "pageSize", rows: 99, lastPage: "result.totalPage" }),
      rows: "result.dataList",
      record: {
        id: "id",
        owner: "hostRecord",
        ownerIs: "relative",
        type: "type",
        content: "hostValue",
        ttl: "ttl",
        fields: { weight: "weight" },
        // A line is the last of the lines that lead to it.
        isSelected: (row, { options }) => allAt(row, "viewValue.*").at(-1) === (options.line ?? usualLine),
        isUntouchable: (row) => at(row, "jcloudRes") === true,
      },
      create: ({ zone, relativeOwner: hostRecord, type, content: hostValue, ttl, options, kept }) =>
        POST(
          "/domain/{zone}/ResourceRecord",
          { zone },
          { req: { hostRecord, hostValue, type, ttl, viewValue: options.line ?? usualLine, ...kept.fields } },
        ),
      update: ({ zone, apex, id, relativeOwner: hostRecord, type, content: hostValue, ttl, options, kept }) =>
        PUT(
          "/domain/{zone}/ResourceRecord/{id}",
          { zone, id },
          {
            req: {
              domainName: apex,
              hostRecord,
              hostValue,
              type,
              ttl,
              viewValue: options.line ?? usualLine,
              ...kept.fields,
            },
          },
        ),
      delete: ({ zone, id }) => DELETE("/domain/{zone}/ResourceRecord/{id}", { zone, id }),
    }),
  answers: [
    on(body("error.status", "HTTP_UNAUTHORIZED", "UNAUTHENTICATED"), rejected("credentials-rejected")),
    on(body("error.status", "HTTP_FORBIDDEN", "PERMISSION_DENIED"), rejected("not-authorized")),
  ],
});

/** The service is the same in all regions; this is the one of the vendor's examples. */
const region = "cn-north-1";

const usualLine = -1;
