import type { ProviderDeclaration } from "../core/provider.ts";
import { defineProvider } from "./kit/define.ts";
import { templated, templatedServer } from "./kit/families/templated.ts";
import { choiceField, insecureField, listField, secretField, textField, urlField } from "./kit/fields.ts";

/** Any service that takes addresses in one HTTP request: the request is a template, the answer is read by patterns. */
export const provider: ProviderDeclaration = defineProvider({
  id: "custom",
  label: "Custom HTTP request",
  site: "docs/guides/custom-request.md",
  manual: "docs/guides/custom-request.md",
  names: {
    "zh-CN": "自定义 HTTP 请求",
    aliases: ["custom", "callback", "webhook", "httpreq", "自定义", "回调", "custom HTTP"],
  },
  access: {
    where: { en: "Where the service you describe hands it out", "zh-CN": "由所描述的服务提供" },
    least: {
      en: "What the service you describe offers; put secrets into password and token, not into the URL",
      "zh-CN": "取决于所描述的服务；请把密钥写入 password 与 token，不要写进网址",
    },
    reach: "unknown",
  },
  kind: "push",
  credentials: {
    url: urlField({
      en: "Address; {name} {ipv4} {ipv6} {addresses} {ttl} {username} {password} {token} are filled in",
      "zh-CN": "请求地址，可使用占位符 {name} {ipv4} {ipv6} {addresses} {ttl} {username} {password} {token}",
    }),
    method: choiceField({ en: "Method", "zh-CN": "请求方法" }, ["GET", "POST", "PUT", "PATCH", "DELETE"], {
      fallback: "GET",
    }),
    headers: listField(
      { en: "Header fields, each as Name: value", "zh-CN": "请求头，每项写作 Name: value" },
      { optional: true },
    ),
    body: textField({ en: "Body of the request", "zh-CN": "请求正文" }, { optional: true }),
    contentType: textField(
      { en: "Media type of the body", "zh-CN": "正文的媒体类型" },
      { fallback: "application/json" },
    ),
    username: textField({ en: "Value of {username}", "zh-CN": "{username} 的值" }, { optional: true }),
    password: secretField(
      {
        en: "Value of {password}; {basic} is user name and password as HTTP Basic sends them",
        "zh-CN": "{password} 的值；{basic} 为按 HTTP Basic 编码的用户名和密码",
      },
      { optional: true },
    ),
    token: secretField({ en: "Value of {token}", "zh-CN": "{token} 的值" }, { optional: true }),
    families: choiceField(
      { en: "IPv4 and IPv6 in one request or in two", "zh-CN": "IPv4 与 IPv6 合并为一次请求，或分两次请求" },
      ["together", "apart"],
      { fallback: "together" },
    ),
    successStatus: listField(
      { en: "Status codes of success; any 2xx when empty", "zh-CN": "表示成功的状态码；留空则为任意 2xx" },
      { optional: true },
    ),
    successPattern: textField(
      { en: "Regular expression that the body of a success matches", "zh-CN": "成功时正文须匹配的正则表达式" },
      { optional: true },
    ),
    unchangedPattern: textField(
      { en: "Regular expression that says nothing had to be changed", "zh-CN": "表示无需更改的正则表达式" },
      { optional: true },
    ),
    refusalPattern: textField(
      { en: "Regular expression of a permanent refusal", "zh-CN": "表示永久拒绝的正则表达式" },
      { optional: true },
    ),
    insecure: insecureField,
  },
  largestRRset: 16,
  server: templatedServer,
  family: ({ headers = [], successStatus = [], ...rest }) => templated({ ...rest, headers, successStatus }),
});
