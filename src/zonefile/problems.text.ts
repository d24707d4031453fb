import { bilingual, type Bilingual, type Language } from "../core/language.ts";
import type { ScanCode } from "../wire/rdata/fields.ts";
import type { ProblemCode, ProblemFacts, ZoneProblem } from "./problem.ts";

/** Sentences for the problems of master files. Whoever shows them puts file, line and column in front. */

type ProblemTexts = { readonly [C in ProblemCode]: (facts: ProblemFacts[C]) => string };

/** What to say of a problem, one sentence. */
export function problemText<C extends ProblemCode>(problem: ZoneProblem<C>, language: Language): string {
  return problemTexts[language][problem.code](problem.facts);
}

/** Why words are no name or no RDATA, to follow a colon. */
export const reasonTexts: Bilingual<Readonly<Record<ScanCode, string>>> = bilingual<Readonly<Record<ScanCode, string>>>(
  {
    en: {
      "empty-name": "it is empty",
      "empty-label": "two dots in a row, or a dot in front, leave a label empty",
      "label-too-long": "a label has more than 63 octets",
      "name-too-long": "it has more than 255 octets",
      "bad-escape": "a backslash must be followed by a character or by three digits up to 255",
      "bad-idn-label": "a label is not a valid internationalized name",
      "origin-missing": "it does not end in a dot, and there is no $ORIGIN to complete it",
      "field-missing": "something is missing here",
      "field-unexpected": "this is one value too many",
      "quotes-not-allowed": "it must not stand in quotes",
      "quote-not-closed": "a quotation mark is not closed",
      "not-an-ipv4-address": "an IPv4 address is expected",
      "not-an-ipv6-address": "an IPv6 address is expected",
      "not-a-number": "a whole number is expected",
      "number-too-large": "the number is too large",
      "not-a-duration": "seconds, or a duration such as 1h30m, are expected",
      "text-too-long": "one text has more than 255 octets; split it into several",
      "not-a-caa-tag": "a CAA tag has letters and digits only",
      "not-hexadecimal": "hexadecimal digits, two for each octet, are expected",
      "not-base64": "base64 is expected",
      "not-base32": "base32 with the digits 0-9 and A-V is expected",
      "digest-length-wrong": "a digest of this algorithm has another length",
      "text-empty": "it must not be empty",
      "not-a-type": "a record type is expected",
      "not-a-time": "a time as YYYYMMDDHHMMSS or in seconds is expected",
      "not-a-coordinate": "it is no coordinate, altitude or size, or it is out of range",
      "not-a-service-parameter": "it is no service parameter, or its value is not right",
      "service-parameter-twice": "this service parameter is there already",
      "service-parameters-disagree": "a mandatory parameter is missing, or no-default-alpn stands without alpn",
      "length-mismatch": "the number of octets is not the one announced",
      "rdata-malformed": "these octets do not fit the type",
      "rdata-too-long": "the data has more than 65,535 octets",
      "no-presentation-form": "data of this type must be written as \\# length hexadecimal",
    },
    "zh-CN": {
      "empty-name": "名称为空",
      "empty-label": "出现连续的点或以点开头，导致标签为空",
      "label-too-long": "某个标签超过 63 个字节",
      "name-too-long": "名称超过 255 个字节",
      "bad-escape": "反斜杠后必须是一个字符，或不大于 255 的三位数字",
      "bad-idn-label": "某个标签不是有效的国际化域名",
      "origin-missing": "末尾没有点，也没有可用于补全的 $ORIGIN",
      "field-missing": "此处缺少内容",
      "field-unexpected": "此处多出一个值",
      "quotes-not-allowed": "此处不能使用引号",
      "quote-not-closed": "引号没有闭合",
      "not-an-ipv4-address": "此处应为 IPv4 地址",
      "not-an-ipv6-address": "此处应为 IPv6 地址",
      "not-a-number": "此处应为整数",
      "number-too-large": "数值过大",
      "not-a-duration": "此处应为秒数或 1h30m 这样的时长",
      "text-too-long": "单段文本超过 255 个字节，请拆成多段",
      "not-a-caa-tag": "CAA 的 tag 只能由字母和数字组成",
      "not-hexadecimal": "此处应为十六进制数字，每个字节两位",
      "not-base64": "此处应为 Base64",
      "not-base32": "此处应为使用 0-9 和 A-V 的 Base32",
      "digest-length-wrong": "摘要长度与该算法不符",
      "text-empty": "此处不能为空",
      "not-a-type": "此处应为记录类型",
      "not-a-time": "此处应为 YYYYMMDDHHMMSS 格式的时间或秒数",
      "not-a-coordinate": "此处不是坐标、海拔或尺寸，或超出范围",
      "not-a-service-parameter": "此处不是服务参数，或其值有误",
      "service-parameter-twice": "该服务参数已经出现过",
      "service-parameters-disagree": "缺少 mandatory 指定的参数，或有 no-default-alpn 而没有 alpn",
      "length-mismatch": "字节数量与声明的长度不符",
      "rdata-malformed": "这些字节不符合该类型的格式",
      "rdata-too-long": "数据超过 65535 个字节",
      "no-presentation-form": "该类型的数据必须写成“\\# 长度 十六进制”的形式",
    },
  },
);

const problemTexts: Bilingual<ProblemTexts> = bilingual<ProblemTexts>({
  en: {
    "parenthesis-not-closed": () => "This parenthesis is never closed.",
    "parenthesis-not-opened": () => "This parenthesis was never opened.",
    "quote-not-closed": () => "This quotation mark is not closed on its line.",
    "directive-unknown": ({ directive }) =>
      `${directive} is not a directive; $ORIGIN, $TTL, $INCLUDE and $GENERATE are.`,
    "directive-malformed": ({ directive }) => `${directive} takes exactly one value, without quotes.`,
    "include-malformed": () => "$INCLUDE takes a file name and, if you like, an origin.",
    "include-unread": ({ file, detail }) =>
      detail === "" ? `${file} cannot be included here.` : `${file} could not be read: ${detail}.`,
    "generate-malformed": () =>
      `$GENERATE takes a range such as 1-100 or 0-255/2, an owner, a type and its data, numbers as $ or $\{offset,width,base}.`,
    "owner-missing": () => "The line begins with a blank, which repeats the last owner, but there is none yet.",
    "name-invalid": ({ text, reason }) => `${quoted(text)} is not a name: ${reasonTexts.en[reason]}.`,
    "ttl-invalid": ({ text }) => `${quoted(text)} is not a TTL of 0 to 2147483647 seconds.`,
    "ttl-missing": () => "The record has no TTL, and neither $TTL nor an earlier record gives one.",
    "class-not-internet": ({ text }) => `Class ${text} is not served; only IN is.`,
    "type-missing": () => "The record type is missing.",
    "type-unknown": ({ text }) => `${quoted(text)} is not a record type.`,
    "type-not-zone-data": ({ type }) => `${type} exists in messages only and cannot be in a zone.`,
    "rdata-invalid": ({ type, text, reason }) =>
      text === ""
        ? `The data of this ${type} record is not right: ${reasonTexts.en[reason]}.`
        : `${quoted(text)} is not right in a ${type} record: ${reasonTexts.en[reason]}.`,
    "outside-zone": ({ owner, apex }) => `${owner} is outside the zone ${apex}`,
    "cname-with-other-data": ({ owner, type }) => `${owner} has a CNAME and so cannot have ${type} records too.`,
    "several-cnames": ({ owner }) => `${owner} has more than one CNAME.`,
    "several-dnames": ({ owner }) => `${owner} has more than one DNAME.`,
    "soa-missing": () => "The zone has no SOA record.",
    "soa-not-at-apex": ({ owner, apex }) => `The SOA record belongs to ${apex}, not to ${owner}`,
    "second-soa": ({ owner }) => `${owner} has a second, different SOA record.`,
    "ns-missing": ({ apex }) => `${apex} has no NS record.`,
    "ttl-differs": ({ owner, type, used }) =>
      `The ${type} records of ${owner} have different TTLs; the smallest, ${used} s, is used for all.`,
    "ttl-from-minimum": ({ used }) => `No TTL is given; the SOA's minimum, ${used} s, is used.`,
  },
  "zh-CN": {
    "parenthesis-not-closed": () => "此处的括号没有闭合。",
    "parenthesis-not-opened": () => "此处的右括号没有对应的左括号。",
    "quote-not-closed": () => "此处的引号在本行内没有闭合。",
    "directive-unknown": ({ directive }) =>
      `${directive} 不是有效指令，可用的有 $ORIGIN、$TTL、$INCLUDE 和 $GENERATE。`,
    "directive-malformed": ({ directive }) => `${directive} 只接受一个不带引号的值。`,
    "include-malformed": () => "$INCLUDE 后应为文件名，以及可选的起始域名（origin）。",
    "include-unread": ({ file, detail }) =>
      detail === "" ? `此处无法包含 ${file}。` : `无法读取 ${file}：${detail}。`,
    "generate-malformed": () =>
      `$GENERATE 后应依次为 1-100 或 0-255/2 这样的范围、名称、类型和数据，数字写作 $ 或 $\{offset,width,base}。`,
    "owner-missing": () => "本行以空白开头，表示沿用上一条记录的名称，但之前还没有任何名称。",
    "name-invalid": ({ text, reason }) => `“${shortened(text)}”不是有效名称：${reasonTexts["zh-CN"][reason]}。`,
    "ttl-invalid": ({ text }) => `“${shortened(text)}”不是有效的 TTL（0 到 2147483647 秒）。`,
    "ttl-missing": () => "该记录没有 TTL，且没有 $TTL 或更早的记录可供沿用。",
    "class-not-internet": ({ text }) => `不支持类别 ${text}，只支持 IN。`,
    "type-missing": () => "缺少记录类型。",
    "type-unknown": ({ text }) => `“${shortened(text)}”不是记录类型。`,
    "type-not-zone-data": ({ type }) => `${type} 只出现在报文中，不能写入区域。`,
    "rdata-invalid": ({ type, text, reason }) =>
      text === ""
        ? `这条 ${type} 记录的数据有误：${reasonTexts["zh-CN"][reason]}。`
        : `${type} 记录中的“${shortened(text)}”有误：${reasonTexts["zh-CN"][reason]}。`,
    "outside-zone": ({ owner, apex }) => `${owner} 不在区域 ${apex} 之内。`,
    "cname-with-other-data": ({ owner, type }) => `${owner} 已有 CNAME，不能再有 ${type} 记录。`,
    "several-cnames": ({ owner }) => `${owner} 有多条 CNAME 记录。`,
    "several-dnames": ({ owner }) => `${owner} 有多条 DNAME 记录。`,
    "soa-missing": () => "该区域没有 SOA 记录。",
    "soa-not-at-apex": ({ owner, apex }) => `${owner} 不是区域顶点，SOA 记录只能放在 ${apex} 上。`,
    "second-soa": ({ owner }) => `${owner} 有第二条内容不同的 SOA 记录。`,
    "ns-missing": ({ apex }) => `${apex} 没有 NS 记录。`,
    "ttl-differs": ({ owner, type, used }) =>
      `${owner} 的各条 ${type} 记录 TTL 不一致，统一采用其中最小的 ${used} 秒。`,
    "ttl-from-minimum": ({ used }) => `没有给出 TTL，采用 SOA 的 minimum 值 ${used} 秒。`,
  },
});

function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

/** Words of a broken file can be of any length; the place says where the rest is. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
