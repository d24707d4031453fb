import type { ProviderDeclaration } from "../core/provider.ts";
import { withdrawsAnything } from "../core/withdrawal.ts";
import { all, body, failed, on, rejected, updated } from "./kit/answers.ts";
import { headerKey } from "./kit/auth/header-key.ts";
import { POST } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { updateUrl } from "./kit/families/update-url.ts";
import { secretField, textField } from "./kit/fields.ts";
import { jsonServer } from "./kit/server.ts";

/**
 * DNSExit, JSON API, which writes and cannot be asked. Facts from the vendor's manual and other clients, 2026-11; clients
 * disagree on the numbers 5 and 6.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "dnsexit",
  label: "DNSExit",
  site: "https://dnsexit.com",
  manual: "https://dnsexit.com/dns/dns-api/",
  names: { aliases: ["FreeDomain.One", "dnsexit2"] },
  access: {
    where: { en: "dnsexit.com › Settings › DNS API Key", "zh-CN": "dnsexit.com › Settings › DNS API Key" },
    least: { en: "Keys cannot be limited to a domain", "zh-CN": "密钥无法限定到某个域名" },
    reach: "dns",
  },
  quirks: [
    { en: "TTLs are whole minutes", "zh-CN": "TTL 以整分钟为单位" },
    { en: "Updates are to be more than 4 minutes apart", "zh-CN": "两次更新须相隔 4 分钟以上" },
  ],
  unverified: [
    { en: "Wildcards, and withdrawing a record that is not there", "zh-CN": "泛域名，以及撤下不存在的记录" },
  ],
  kind: "push",
  credentials: {
    domain: textField({
      en: "Domain at DNSExit, for instance example.com",
      "zh-CN": "DNSExit 上的域名，例如 example.com",
    }),
    apiKey: secretField({ en: "DNS API key", "zh-CN": "DNS API 密钥" }),
  },
  largestRRset: 1,
  ttl: { min: 60, max: 604_800, fallback: 300 },
  withdrawal: withdrawsAnything,
  server: ({ apiKey }) =>
    jsonServer("https://api.dnsexit.com", headerKey({ apikey: apiKey }), { message: ["message", "details.*"] }),
  family: ({ domain }) =>
    updateUrl({
      below: domain,
      update: ({ relativeOwner, domain, ipv4, ipv6, withdrawn, ttl }) => {
        const name = relativeOwner === "@" ? "" : relativeOwner;
        const minutes = Math.max(1, Math.ceil((ttl ?? 300) / 60));
        const record = (type: "A" | "AAAA", content: string | undefined) =>
          content === undefined ? [] : [{ type, name, content, ttl: minutes, overwrite: true }];
        const add = [...record("A", ipv4), ...record("AAAA", ipv6)];
        const gone = withdrawn.map((family) => ({ type: family === "ipv4" ? "A" : "AAAA", name }));
        return POST("/dns/", {
          domain,
          ...(add.length === 0 ? {} : { add }),
          ...(gone.length === 0 ? {} : { delete: gone }),
        });
      },
    }),
  answers: [
    on(all(200, body("code", 0)), updated),
    // 1 leaves open what was done, and is no row.
    on(body("code", 2), rejected("credentials-rejected")),
    on(body("code", 3, 4, 5), rejected("request-refused")),
    on(body("code", 6, 7), failed("server-error")),
  ],
});
