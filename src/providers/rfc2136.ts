import type { ProviderDeclaration } from "../core/provider.ts";
import { tsigAlgorithms } from "../core/tsig-algorithm.ts";
import { defineProvider } from "./kit/define.ts";
import { rfc2136 } from "./kit/families/rfc2136.ts";
import { choiceField, integerField, secretField, textField } from "./kit/fields.ts";

/** Any primary name server that takes DNS UPDATE: BIND, Knot DNS, PowerDNS, Technitium and others. */
export const provider: ProviderDeclaration = defineProvider({
  id: "rfc2136",
  label: "DNS UPDATE (RFC 2136)",
  site: "https://www.rfc-editor.org/rfc/rfc2136",
  manual: "https://www.rfc-editor.org/rfc/rfc2136",
  names: {
    "zh-CN": "DNS UPDATE（RFC 2136）",
    aliases: ["nsupdate", "dnsupdate", "DDNS update", "TSIG", "BIND", "Knot", "BIND 9"],
  },
  access: {
    where: {
      en: "Made by `tsig-keygen` (BIND) or `keymgr -t` (Knot DNS); the server needs the same key",
      "zh-CN": "由 `tsig-keygen`（BIND）或 `keymgr -t`（Knot DNS）生成；服务器须配置同一密钥",
    },
    least: {
      en: "A key that may write A and AAAA of the one name: in BIND update-policy { grant KEY name home.example.com. A AAAA; }",
      "zh-CN": "仅可写入该名称 A 与 AAAA 的密钥：BIND 中为 update-policy { grant KEY name home.example.com. A AAAA; }",
    },
    reach: "name",
  },
  quirks: [
    {
      en: "An address beside a CNAME is ignored by the server without a word, so it is looked for before",
      "zh-CN": "与 CNAME 同名的地址会被服务器忽略且不提示，因此写入前先检查",
    },
  ],
  kind: "zone-api",
  credentials: {
    server: textField({
      en: "Name or address of the primary name server, also with its port: 192.0.2.53:5353",
      "zh-CN": "主权威服务器的名称或地址，也可带端口，如 192.0.2.53:5353",
    }),
    port: integerField({ en: "Port", "zh-CN": "端口" }, { fallback: 53, min: 1, max: 65_535 }),
    transport: choiceField({ en: "Transport", "zh-CN": "传输协议" }, ["tcp", "udp"], { fallback: "tcp" }),
    zone: textField(
      { en: "Zone; found by asking the server when empty", "zh-CN": "区域；留空则向服务器查询" },
      { optional: true },
    ),
    keyName: textField({ en: "Name of the TSIG key", "zh-CN": "TSIG 密钥名称" }, { optional: true, isUsual: true }),
    keySecret: secretField(
      {
        en: "Secret of the TSIG key in base64, or all that tsig-keygen or keymgr -t prints",
        "zh-CN": "TSIG 密钥内容（base64），或 tsig-keygen、keymgr -t 的全部输出",
      },
      { optional: true, isUsual: true },
    ),
    algorithm: choiceField({ en: "Algorithm of the key", "zh-CN": "密钥算法" }, tsigAlgorithms, {
      fallback: "hmac-sha256",
    }),
  },
  largestRRset: 100,
  ttl: { min: 0, max: 2_147_483_647, fallback: 300 },
  family: (settings) => rfc2136(settings),
});
