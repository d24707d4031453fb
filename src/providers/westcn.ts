import type { ProviderDeclaration } from "../core/provider.ts";
import { body, failed, on, rejected } from "./kit/answers.ts";
import { westcn } from "./kit/auth/westcn.ts";
import { POST, type BodyFields, type Call } from "./kit/call.ts";
import { onlyKeyOfAccount, oneLineManaged } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { at, textOf } from "./kit/json.ts";
import { numberedPages } from "./kit/paging.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/** West.cn (西部数码), Domain API v2. Facts from the vendor's manual and two clients, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "westcn",
  label: "West.cn (西部数码)",
  names: { "zh-CN": "西部数码", aliases: ["west.cn", "west263"] },
  site: "https://www.west.cn",
  manual: "https://www.west.cn/CustomerCenter/doc/domain_v2.html",
  kind: "zone-api",
  access: {
    where: {
      en: "www.west.cn/manager/API/APIconfig.asp, where the address of this host may have to be allowed",
      "zh-CN": "www.west.cn/manager/API/APIconfig.asp；可能需要在此放行本机的地址",
    },
    least: onlyKeyOfAccount,
    reach: "account",
  },
  quirks: [
    oneLineManaged,
    {
      en: "The record of the default line has to stay while there are others",
      "zh-CN": "存在其他线路的记录时，默认线路的记录不可删除",
    },
  ],
  unverified: [{ en: "That a change keeps the priority it is not given", "zh-CN": "修改时未给出的优先级会保留" }],
  credentials: {
    username: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    apiPassword: secretField({ en: "API password, not that of the account", "zh-CN": "API 密码（不是账户密码）" }),
  },
  options: {
    line: textField({
      en: "Line whose records are managed: LTEL, LCNC, LMOB, LEDU, LSEO or LFOR; the default line when absent",
      "zh-CN": "所管理的线路：LTEL 电信、LCNC 联通、LMOB 移动、LEDU 教育网、LSEO 搜索引擎、LFOR 境外；不填为默认线路",
    }),
  },
  largestRRset: 100,
  ttl: { min: 60, max: 86_400, fallback: 900 },
  server: ({ username, apiPassword }) =>
    formServer("https://api.west.cn/api/v2", westcn({ username, password: apiPassword }), {
      message: ["errcode", "msg"],
      succeeds: body("result", 200),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({
        list: (page) => call("getdomains", page),
        paging: numberedPages({ page: "page", size: "limit", rows: 100, lastPage: "data.totalpages" }),
        rows: "data.items",
        apex: "domain",
      }),
      list: ({ apex: domain, relativeOwner: host, type }, page) =>
        call("getdnsrecord", { domain, host, type, ...page }),
      paging: numberedPages({ page: "pageno", size: "limit", rows: 1_000, lastPage: "data.totalpages" }),
      rows: "data.items",
      noneWhen: body("errcode", 30_001, 30_201),
      record: {
        id: "id",
        owner: "item",
        ownerIs: "relative",
        type: "type",
        content: "value",
        ttl: "ttl",
        isSelected: (row, { options }) => (textOf(at(row, "line")) ?? "") === (options.line ?? ""),
        // Paused records answer nobody.
        isUntouchable: (row) => textOf(at(row, "pause")) === "1",
      },
      create: ({ apex: domain, relativeOwner: host, type, content: value, ttl, options }) =>
        call("adddnsrecord", { domain, host, type, value, ttl, level: 10, line: options.line ?? "" }),
      update: ({ apex: domain, id, content: value, ttl }) => call("moddnsrecord", { domain, id, value, ttl }),
      delete: ({ apex: domain, id }) => call("deldnsrecord", { domain, id }),
    }),
  answers: [
    on(body("errcode", 10_000, 10_001), rejected("credentials-rejected")),
    on(body("errcode", 10_002), rejected("not-authorized")),
    on(body("errcode", 20_001, 20_109, 20_112), rejected("zone-not-found")),
    // Somebody else made the same record, or removed ours, after we read.
    on(body("errcode", 20_118, 20_120), failed("precondition-lost")),
    on(body("errcode", 20_000, 20_102, 20_113, 20_116, 20_119), rejected("value-invalid")),
  ],
});

function call(act: string, fields: BodyFields): Call {
  const target = `/domain/?act=${act}`;
  return { ...POST("/domain/", fields), route: target, target };
}
