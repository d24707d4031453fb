import type { ProviderDeclaration } from "../core/provider.ts";
import { all, body, codesAt, failed, on, rejected, updated } from "./kit/answers.ts";
import { basic } from "./kit/auth/basic.ts";
import { GET } from "./kit/call.ts";
import { allDynamicNames, ipv4Only } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { xmlServer } from "./kit/server.ts";

/**
 * DNSEver, dynamic DNS, which is IPv4 only. Facts from the vendor's page on its protocol (in Korean), 2026-11. Unverified:
 * encryption, since the page and most clients use plain HTTP.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnsever",
  label: "DNSEver",
  site: "https://www.dnsever.com",
  manual: "https://kr.dnsever.com/help/wiki/wiki.php/AboutDDNSProtocol",
  names: { aliases: ["dnsever.com", "디엔에스에버"] },
  access: {
    where: {
      en: "dnsever.com › Dynamic DNS › authentication code",
      "zh-CN": "dnsever.com 的动态 DNS 页面，生成认证码",
    },
    least: allDynamicNames,
    reach: "dns",
  },
  quirks: [ipv4Only],
  unverified: [
    {
      en: "Encryption: the vendor's page and most clients use plain HTTP",
      "zh-CN": "加密：厂商页面与多数客户端使用明文 HTTP",
    },
  ],
  kind: "push",
  credentials: {
    username: textField({ en: "User id", "zh-CN": "用户 ID" }),
    code: secretField({
      en: "Authentication code for dynamic DNS, which is not the password",
      "zh-CN": "动态 DNS 认证码（不是登录密码）",
    }),
  },
  families: ["ipv4"],
  largestRRset: 1,
  server: ({ username, code }) =>
    xmlServer("https://dyna.dnsever.com", basic(username, code), { message: ["dnsever.result.*.@msg"] }),
  family: (_settings) => updateUrl({ update: ({ name, ipv4 }) => GET("/update.php", { [`host[${name}]`]: ipv4 }) }),
  answers: [
    ...["dnsever.result.*.@code", "dnsever.result.*.host.*.@code"].map((path) =>
      codesAt(
        path,
        [rejected("credentials-rejected"), 101, 102, 103, 104],
        [rejected("name-not-found"), 202, 301, 304],
        [rejected("name-invalid"), 302],
        [rejected("value-invalid"), 303],
        [failed("under-maintenance"), 203],
        [failed("server-error"), 201, 210],
      ),
    ),
    on(all(body("dnsever.result.*.@code", 701), body("dnsever.result.*.@numOfFailure", 0)), updated),
    on(body("dnsever.result.*.@code"), rejected("request-refused")),
  ],
});
