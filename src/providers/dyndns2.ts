import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { basic } from "./kit/auth/basic.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { choiceField, insecureField, secretField, textField, urlField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/** Any server that speaks dyndns2; services with facts of their own have their own declaration. */
export const provider: ProviderDeclaration = defineProvider({
  id: "dyndns2",
  label: "dyndns2",
  site: "https://help.dyn.com/remote-access-api/",
  manual: "https://help.dyn.com/remote-access-api/perform-update/",
  names: {
    "zh-CN": "dyndns2 协议",
    aliases: ["dyndns1", "generic dyndns", "nic/update", "Synology", "FRITZ!Box", "通用 DynDNS"],
  },
  access: {
    where: { en: "Where the service hands it out", "zh-CN": "由相应服务提供" },
    least: {
      en: "What the service offers: an update key is better than a password",
      "zh-CN": "取决于相应服务：更新密钥优于账户密码",
    },
    reach: "unknown",
  },
  kind: "push",
  credentials: {
    url: urlField({
      en: "Update address, for instance https://members.dyndns.org/nic/update",
      "zh-CN": "更新地址，例如 https://members.dyndns.org/nic/update",
    }),
    username: textField({ en: "User name", "zh-CN": "用户名" }),
    password: secretField({ en: "Password or update key", "zh-CN": "密码或更新密钥" }),
    families: choiceField(
      {
        en: "IPv4 and IPv6 in two requests (understood everywhere) or as a comma list in one",
        "zh-CN": "IPv4 与 IPv6 分两次请求（兼容所有服务器），或在一次请求中以逗号分隔",
      },
      ["apart", "together"],
      { fallback: "apart" },
    ),
    insecure: insecureField,
  },
  largestRRset: 1,
  // Hosts that nobody updates for a month expire at the original service and most of its clones.
  refreshEvery: Duration.days(28),
  server: ({ url, username, password, insecure }) => textServer({ url, insecure }, basic(username, password)),
  family: ({ families }) => dyndns2({ families }),
});
