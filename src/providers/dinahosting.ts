import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, failed, on, rejected } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { POST, type BodyFields, type Call } from "./kit/call.ts";
import { loginOfAccount, onlyTheLogin } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { records } from "./kit/families/records.ts";
import { secretField, textField } from "./kit/fields.ts";
import { formServer } from "./kit/server.ts";
import { zoneList } from "./kit/zone-finding.ts";

/**
 * dinahosting, by commands. Facts from the vendor's list of commands and from clients, one of which was tried with an
 * account, 2026-11. Records have no identity but their value, and no TTL.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dinahosting",
  label: "dinahosting",
  site: "https://dinahosting.com",
  manual: "https://en.dinahosting.com/api/documentation",
  access: { where: loginOfAccount, least: onlyTheLogin, reach: "account" },
  quirks: [{ en: "The service chooses the TTL and does not tell it", "zh-CN": "TTL 由服务商决定，接口中不显示" }],
  unverified: [
    {
      en: "That a change of one of several addresses leaves the others as they are",
      "zh-CN": "名称有多个地址时，修改其中一个不影响其他地址",
    },
  ],
  kind: "zone-api",
  credentials: {
    username: textField({ en: "User name of the account", "zh-CN": "账户用户名" }),
    password: secretField({ en: "Password of the account", "zh-CN": "账户密码" }),
  },
  largestRRset: 20,
  server: ({ username, password }) =>
    formServer("https://dinahosting.com", basic(username, password), {
      message: ["responseCode", "message", "errors.*.message"],
      // Errors may come with status 200.
      succeeds: body("responseCode", 1000, 1001),
    }),
  family: (_settings) =>
    records({
      zones: zoneList({ list: () => call("Services_GetDomains", {}), rows: "data", apex: "domain" }),
      list: ({ apex: domain }) => call("Domain_Zone_GetAll", { domain }),
      rows: "data",
      record: ({ type }) => {
        const content = type === "CNAME" ? "destinationHostname" : "ip";
        // The value in the service's spelling, by which alone a record is named.
        return { id: content, owner: "hostname", ownerIs: "relative", type: "type", content };
      },
      create: ({ apex: domain, relativeOwner: hostname, type, content: ip }) =>
        call(`Domain_Zone_AddType${type}`, { domain, hostname, ip }),
      update: ({ apex: domain, relativeOwner: hostname, type, content: ip, id: oldIp }) =>
        call(`Domain_Zone_UpdateType${type}`, { domain, hostname, ip, oldIp }),
      delete: ({ apex: domain, relativeOwner: hostname, type, id: ip }) =>
        call(`Domain_Zone_DeleteType${type}`, { domain, hostname, ip }),
    }),
  answers: [
    on(body("responseCode", 2200), rejected("credentials-rejected")),
    on(body("responseCode", 2201), rejected("not-authorized")),
    on(all(body("responseCode", 2303), body("command", "Domain_Zone_GetAll")), rejected("zone-not-found")),
    // Somebody else made the same record, or removed ours, after we read.
    on(body("responseCode", 2302, 2303), failed("precondition-lost")),
    on(body("responseCode", 2003, 2004, 2005), rejected("value-invalid")),
    on(body("responseCode", 2500, 2501), failed("server-error")),
  ],
});

function call(command: string, fields: BodyFields): Call {
  const path = "/special/api.php";
  return {
    ...POST(path, { command, responseType: "Json", ...fields }),
    route: `${path}?command=${command}`,
    target: path,
  };
}
