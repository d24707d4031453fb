import type { Secret } from "../../core/secret.ts";
import { action } from "./action.ts";
import { codesAt, failed, rejected, type AnswerRow } from "./answers.ts";
import { acs3 } from "./auth/acs3.ts";
import type { Call, Query } from "./call.ts";
import { secretField, textField, type FieldOf, type SettingsOf } from "./fields.ts";
import { formServer, type Server } from "./server.ts";

/** What the services of Alibaba Cloud have in common: the keys of an account, signed actions, errors of the gateway. */

/** Fields of an account; a type alias, since those are sets of named fields to the compiler and interfaces are not. */
export type AlibabaFields = Readonly<{
  accessKeyId: FieldOf<string>;
  accessKeySecret: FieldOf<Secret>;
  securityToken: FieldOf<Secret | undefined>;
}>;

export const alibabaCredentials: AlibabaFields = {
  accessKeyId: textField({ en: "AccessKey ID of a RAM user", "zh-CN": "RAM 用户的 AccessKey ID" }),
  accessKeySecret: secretField({ en: "AccessKey Secret", "zh-CN": "AccessKey Secret（密钥）" }),
  securityToken: secretField(
    { en: "STS token, with temporary keys only", "zh-CN": "STS 令牌，仅临时密钥需要" },
    { optional: true },
  ),
};

export function alibabaServer(
  base: `https://${string}`,
  { accessKeyId, accessKeySecret, securityToken }: SettingsOf<AlibabaFields>,
): Server {
  const scheme = acs3({ keyId: accessKeyId, secret: accessKeySecret, sessionToken: securityToken });
  return formServer(base, scheme, { message: ["Code", "Message"] });
}

/** Calls of one version of a service. */
export function alibabaCalls(version: string): (method: "GET" | "POST", name: string, query: Query) => Call {
  return (method, name, query) =>
    action(method, name, { headers: { "x-acs-action": name, "x-acs-version": version }, query });
}

/** What the gateway says before any service is asked. */
export const alibabaAnswers: readonly AnswerRow[] = [
  codesAt(
    "Code",
    [rejected("credentials-rejected"), "InvalidAccessKeyId*", "InvalidSecurityToken.*"],
    [rejected("credentials-rejected"), "SignatureDoesNotMatch", "IncompleteSignature"],
    [rejected("not-authorized"), "Forbidden.*", "NoPermission*"],
    [failed("clock-skewed"), "InvalidTimeStamp.Expired"],
    [failed("server-error"), "SignatureNonceUsed"],
    [failed("rate-limited"), "Throttling*", "ServiceUnavailable*"],
  ),
];
