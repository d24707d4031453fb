import type { ProviderDeclaration } from "../core/provider.ts";
import { queryKey } from "./kit/auth/query-key.ts";
import { otherFamilyStays } from "./kit/common-facts.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { secretField, textField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/**
 * MyOnlinePortal.net: the words of dyndns2 at an address of its own. Facts from one public client of the service's page,
 * 2026-11. Unverified: that a family which is not named stays as it is.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "myonlineportal",
  label: "MyOnlinePortal.net",
  site: "https://myonlineportal.net",
  manual: "https://myonlineportal.net/howto_dyndns",
  names: { aliases: ["myonlineportal.net"] },
  access: {
    where: { en: "Page of the host at myonlineportal.net", "zh-CN": "myonlineportal.net 中该主机的页面" },
    least: {
      en: "The login of one host, if there is one; else that of the account",
      "zh-CN": "如有单独的主机登录则使用它，否则使用账户登录",
    },
    reach: "dns",
  },
  unverified: [otherFamilyStays],
  kind: "push",
  credentials: {
    username: textField({ en: "User name", "zh-CN": "用户名" }),
    password: secretField({ en: "Password of the account or the host", "zh-CN": "账户或主机的密码" }),
  },
  largestRRset: 1,
  server: ({ username, password }) => textServer("https://myonlineportal.net", queryKey({ username, password })),
  family: (_settings) => dyndns2({ route: "/updateddns", parameters: { address: "ip" }, families: { ipv6: "ip6" } }),
});
