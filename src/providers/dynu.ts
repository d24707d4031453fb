import type { ProviderDeclaration } from "../core/provider.ts";
import { Duration } from "../core/duration.ts";
import { failed, rejected } from "./kit/answers.ts";
import { dyndns2Service } from "./kit/dyndns2-service.ts";

/** Dynu IP Update Protocol. Facts from the vendor's manual, 2026-11. Aliases below a name are not covered. */
export const provider: ProviderDeclaration = dyndns2Service({
  id: "dynu",
  label: "Dynu",
  site: "https://www.dynu.com",
  manual: "https://www.dynu.com/DynamicDNS/IP-Update-Protocol",
  names: { aliases: ["dynu.com"] },
  access: {
    where: {
      en: "dynu.com › Control Panel › Manage Credentials",
      "zh-CN": "dynu.com › Control Panel › Manage Credentials",
    },
    least: {
      en: "A separate IP update password in place of the password of the account",
      "zh-CN": "以单独设置的 IP 更新密码代替账户密码",
    },
    reach: "dns",
  },
  update: "https://api.dynu.com/nic/update",
  login: {
    username: { en: "User name", "zh-CN": "用户名" },
    password: {
      en: "IP update password, or password of the account; plain, or its MD5 or SHA-256 in hexadecimal",
      "zh-CN": "IP 更新密码或账户密码；明文，或其 MD5、SHA-256 的十六进制形式",
    },
  },
  families: { ipv6: "myipv6" },
  // A missing address is filled with the caller's; `no` leaves the record alone.
  query: ({ ipv4, ipv6 }) => ({ myip: ipv4 ?? "no", myipv6: ipv6 ?? "no" }),
  words: {
    servererror: failed("server-error"),
    unknown: rejected("value-invalid"),
    "911": failed("under-maintenance", { retryAfter: Duration.minutes(10) }),
  },
});
