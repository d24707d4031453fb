import type { Bilingual } from "../core/language.ts";
import type { ProviderDeclaration } from "../core/provider.ts";
import { all, codesAt, failed, on, rejected, text } from "./kit/answers.ts";
import { sigv4 } from "./kit/auth/sigv4.ts";
import { GET, POST, TextBody, type Call } from "./kit/call.ts";
import { defineProvider } from "./kit/define.ts";
import { rrsets, type PresentRRset } from "./kit/families/rrset.ts";
import { choiceField, secretField, sessionTokenField, textField } from "./kit/fields.ts";
import { allAt, at, textOf, type Json } from "./kit/json.ts";
import { tokenPages } from "./kit/paging.ts";
import { xmlServer } from "./kit/server.ts";
import { oneZone, zoneList } from "./kit/zone-finding.ts";

/**
 * Amazon Route 53, API 2013-04-01. Facts from the vendor's reference, 2026-11.
 *
 * RRsets with a routing policy and aliases are left alone: a write without their identifier is refused, one with it
 * would have to repeat everything about them. Private zones are passed over.
 */
export const provider: ProviderDeclaration = defineProvider({
  id: "route53",
  label: "Amazon Route 53",
  site: "https://aws.amazon.com/route53/",
  manual: "https://docs.aws.amazon.com/Route53/latest/APIReference/",
  names: { "zh-CN": "亚马逊 Route 53", aliases: ["AWS", "Amazon", "amazonaws", "Route53", "亚马逊"] },
  access: {
    where: {
      en: "IAM console › Users › the user › Security credentials",
      "zh-CN": "IAM 控制台 › 用户 › 相应用户 › 安全凭证",
    },
    least: {
      en: "An IAM user with route53:ListResourceRecordSets and ChangeResourceRecordSets on the hosted zone, and ListHostedZones on everything or GetHostedZone with hosted-zone-id; condition keys narrow it to one name",
      "zh-CN":
        "IAM 用户，仅对该托管区域授予 route53:ListResourceRecordSets 与 ChangeResourceRecordSets，另加 ListHostedZones，或填写 hosted-zone-id 并授予 GetHostedZone；可用条件键限定到一个名称",
    },
    reach: "name",
  },
  quirks: [
    {
      en: "RRsets with a routing policy, aliases and private zones are left alone",
      "zh-CN": "带路由策略的记录、别名记录以及私有区域保持不动",
    },
  ],
  kind: "zone-api",
  credentials: {
    accessKeyId: textField({ en: "Access key ID of an IAM user", "zh-CN": "IAM 用户的访问密钥 ID" }),
    secretAccessKey: secretField({ en: "Secret access key", "zh-CN": "秘密访问密钥" }),
    sessionToken: sessionTokenField,
    hostedZoneId: textField(
      {
        en: "Hosted zone ID, for keys that may not list zones; needs GetHostedZone",
        "zh-CN": "托管区域 ID，供无权列出区域的密钥使用；需要 GetHostedZone 权限",
      },
      { optional: true },
    ),
    partition: choiceField(
      { en: "Part of AWS the account is in", "zh-CN": "账户所在的 AWS 分区" },
      ["aws", "aws-cn", "aws-us-gov"],
      { fallback: "aws" },
    ),
  },
  largestRRset: 400,
  ttl: { min: 0, max: 2_147_483_647, fallback: 300 },
  pace: { requestsPerMinute: 300 },
  server: ({ accessKeyId, secretAccessKey, sessionToken, partition }) => {
    const { host, region } = partitions[partition];
    const account = { keyId: accessKeyId, secret: secretAccessKey, sessionToken };
    return xmlServer(`https://${host}/2013-04-01`, sigv4({ service: "route53", region }, account), {
      message: [
        "ErrorResponse.Error.0.Code.0",
        "ErrorResponse.Error.0.Message.0",
        "InvalidChangeBatch.Messages.0.Message.*",
      ],
    });
  },
  family: ({ hostedZoneId }) =>
    rrsets({
      zones:
        hostedZoneId === undefined
          ? zoneList({
              list: (page) => GET("/hostedzone", { maxitems: 100, ...page }),
              paging: tokenPages({ token: "marker", at: "ListHostedZonesResponse.NextMarker.0" }),
              rows: publicZones,
              apex: "Name.0",
              id: "Id.0",
            })
          : oneZone({
              ask: () => GET("/hostedzone/{id}", { id: bareId(hostedZoneId) }),
              zone: "GetHostedZoneResponse.HostedZone.0",
              apex: "Name.0",
              id: "Id.0",
            }),
      // The list begins at the name and type, so the RRset is its first row or there is none.
      read: ({ zone, name, type }) =>
        GET("/hostedzone/{id}/rrset", { id: bareId(zone) }, { name: `${name}.`, type, maxitems: 1 }),
      noneWhen: text(/<ResourceRecordSets\s*(\/>|>\s*<\/)/),
      rrset: {
        among: "ListResourceRecordSetsResponse.ResourceRecordSets.0.ResourceRecordSet",
        owner: (row) => textOf(at(row, "Name.0"))?.replaceAll(/\\([0-3][0-7]{2})/g, decodedOctet),
        type: "Type.0",
        values: "ResourceRecords.0.ResourceRecord.*.Value.0",
        ttl: "TTL.0",
        isUntouchable: (row) =>
          ["SetIdentifier", "AliasTarget", "TrafficPolicyInstanceId"].some((name) => at(row, name) !== undefined),
      },
      create: (set) => change("CREATE", set, set.ttl, set.values),
      replace: (set) => change("UPSERT", set, set.ttl, set.values),
      // Withdrawing has to repeat what is there.
      delete: (set) => change("DELETE", set, set.presentTtl, set.presentValues),
    }),
  // STS tells everybody who they are, whatever else they may do ("GetCallerIdentity", API version 2011-06-15).
  inspections: ({ accessKeyId, secretAccessKey, sessionToken, partition }) => {
    const { tokens, region } = partitions[partition];
    const account = { keyId: accessKeyId, secret: secretAccessKey, sessionToken };
    return [
      {
        server: xmlServer(`https://${tokens}`, sigv4({ service: "sts", region }, account)),
        ask: GET("/", { Action: "GetCallerIdentity", Version: "2011-06-15" }),
        tells: [{ when: text(/<Arn>arn:[a-z-]+:iam::\d+:root<\/Arn>/), kind: "excess", text: isRoot }],
      },
    ];
  },
  answers: [
    codesAt(
      "ErrorResponse.Error.0.Code.0",
      [rejected("credentials-rejected"), "InvalidClientTokenId", "SignatureDoesNotMatch"],
      [rejected("credentials-rejected"), "ExpiredToken", "InvalidSignatureException"],
      [failed("clock-skewed"), "RequestExpired", "RequestTimeTooSkewed"],
      [rejected("zone-not-found"), "NoSuchHostedZone"],
      [failed("rate-limited"), "Throttling"],
      [failed("zone-busy"), "PriorRequestNotComplete"],
    ),
    on(all(400, text(/conflicting RRSet of type CNAME/)), rejected("conflicting-records")),
    // Somebody else made the same RRset, changed or withdrew it after we read.
    on(all(400, text(/it already exists|it was not found|values provided do not match/)), failed("precondition-lost")),
  ],
});

const isRoot: Bilingual<string> = {
  en: "This is a key of the root user, which can do everything in the account; make an IAM user that may change the one hosted zone",
  "zh-CN": "这是根用户的密钥，可操作整个账户；请建立仅可修改该托管区域的 IAM 用户",
};

const partitions = {
  aws: { host: "route53.amazonaws.com", tokens: "sts.us-east-1.amazonaws.com", region: "us-east-1" },
  "aws-cn": {
    host: "route53.amazonaws.com.cn",
    tokens: "sts.cn-northwest-1.amazonaws.com.cn",
    region: "cn-northwest-1",
  },
  "aws-us-gov": {
    host: "route53.us-gov.amazonaws.com",
    tokens: "sts.us-gov-west-1.amazonaws.com",
    region: "us-gov-west-1",
  },
} as const;

function publicZones(tree: Json): readonly Json[] | undefined {
  const list = at(tree, "ListHostedZonesResponse.HostedZones.0");
  if (list === undefined) return undefined;
  return allAt(list, "HostedZone.*").filter((row) => textOf(at(row, "Config.0.PrivateZone.0")) !== "true");
}

/** Zones are listed with a path before their identifiers. */
function bareId(id: string): string {
  return id.replace(/^\/?hostedzone\//, "");
}

/** Characters other than letters, digits, `-`, `_` and `.` are answered as octal numbers. */
function decodedOctet(_escape: string, octal: string): string {
  return String.fromCharCode(Number.parseInt(octal, 8));
}

function change(
  verb: "CREATE" | "UPSERT" | "DELETE",
  { zone, name, type }: PresentRRset<unknown>,
  ttl: number | undefined,
  values: readonly string[],
): Call {
  const records = values.map((value) => `<ResourceRecord><Value>${value}</Value></ResourceRecord>`).join("");
  const set =
    `<Name>${name}.</Name><Type>${type}</Type>` + `<TTL>${ttl}</TTL><ResourceRecords>${records}</ResourceRecords>`;
  const batch = `<Changes><Change><Action>${verb}</Action><ResourceRecordSet>${set}</ResourceRecordSet></Change></Changes>`;
  const xml =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">' +
    `<ChangeBatch>${batch}</ChangeBatch></ChangeResourceRecordSetsRequest>`;
  return POST("/hostedzone/{id}/rrset", { id: bareId(zone) }, new TextBody("text/xml", xml));
}
