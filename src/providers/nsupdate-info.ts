import type { ProviderDeclaration } from "../core/provider.ts";
import { withdrawsAnything } from "../core/withdrawal.ts";
import { updated } from "./kit/answers.ts";
import { basicOfHost } from "./kit/auth/basic-of-host.ts";
import { GET } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { dyndns2 } from "./kit/families/dyndns2.ts";
import { insecureField, secretField, urlField } from "./kit/fields.ts";
import { textServer } from "./kit/server.ts";

/** nsupdate.info, the service and everybody's own copy of it. Facts from its documentation and source, 2026-11. */
export const provider: ProviderDeclaration = defineProvider({
  id: "nsupdate-info",
  label: "nsupdate.info",
  site: "https://www.nsupdate.info",
  manual: "https://nsupdateinfo.readthedocs.io/en/latest/user.html",
  names: { aliases: ["nsupdate.info"] },
  access: {
    where: { en: "Shown once when it is generated on the page of the host", "zh-CN": "在主机页面生成时显示一次" },
    least: { en: "The secret of one host", "zh-CN": "单个主机的密钥" },
    reach: "name",
  },
  kind: "push",
  credentials: {
    password: secretField({ en: "Update secret of the host", "zh-CN": "主机的更新密钥" }),
    url: urlField(
      { en: "Address of the server, where it is not nsupdate.info", "zh-CN": "服务器地址（自建服务时填写）" },
      { fallback: "https://www.nsupdate.info" },
    ),
    insecure: insecureField,
  },
  largestRRset: 1,
  withdrawal: withdrawsAnything,
  server: ({ url, password, insecure }) => textServer({ url, insecure }, basicOfHost("hostname", password)),
  family: (_settings) =>
    dyndns2({
      route: "/nic/update",
      families: "together",
      words: { deleted: updated },
      // Any address of a family stands for its record.
      withdraw: ({ name: hostname }, family) =>
        GET("/nic/delete", { hostname, myip: family === "ipv4" ? "0.0.0.0" : "::" }),
    }),
});
