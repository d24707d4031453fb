import type { Secret } from "../../core/secret.ts";
import { action } from "./action.ts";
import { body, type Condition } from "./answers.ts";
import { tc3 } from "./auth/tc3.ts";
import type { BodyFields, Call } from "./call.ts";
import { choiceField, secretField, textField, type FieldOf, type SettingsOf } from "./fields.ts";
import { at } from "./json.ts";
import { jsonServer, type Server } from "./server.ts";

/** What the services of Tencent Cloud have in common: an account at one of two sites, signed actions, errors in answers. */

/** Fields of an account; a type alias, since those are sets of named fields to the compiler and interfaces are not. */
export type TencentFields = Readonly<{
  secretId: FieldOf<string>;
  secretKey: FieldOf<Secret>;
  token: FieldOf<Secret | undefined>;
  site: FieldOf<"cn" | "intl">;
}>;

export const tencentCredentials: TencentFields = {
  secretId: textField({ en: "SecretId of an API key", "zh-CN": "API 密钥的 SecretId" }),
  secretKey: secretField({ en: "SecretKey of the API key", "zh-CN": "API 密钥的 SecretKey" }),
  token: secretField(
    { en: "Session token, with temporary keys only", "zh-CN": "会话令牌，仅临时密钥需要" },
    { optional: true },
  ),
  site: choiceField(
    {
      en: "Site of the account: cn for China, intl for international",
      "zh-CN": "账号所属站点：cn 为中国站，intl 为国际站",
    },
    ["cn", "intl"],
    { fallback: "cn" },
  ),
};

/** The server of a service, by its name in addresses and signatures. */
export function tencentServer(
  service: string,
  { secretId, secretKey, token, site }: SettingsOf<TencentFields>,
): Server {
  return jsonServer(
    `https://${service}.${site === "intl" ? "intl." : ""}tencentcloudapi.com`,
    tc3(service, { keyId: secretId, secret: secretKey, sessionToken: token }),
    {
      message: ["Response.Error.Code", "Response.Error.Message"],
      // Errors, too, come with status 200.
      succeeds: (answer) => at(answer.tree, "Response.RequestId") !== undefined && !hasError(answer),
    },
  );
}

const hasError: Condition = body("Response.Error");

/** Calls of one version of a service. */
export function tencentCalls(version: string): (name: string, parameters: BodyFields) => Call {
  return (name, parameters) =>
    action("POST", name, { headers: { "x-tc-action": name, "x-tc-version": version }, body: parameters });
}
