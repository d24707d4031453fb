import { type Bilingual, bilingual } from "../core/language.ts";
import type { EvidenceStrength, SourceFailCode } from "../core/verdict.ts";

/** What happened to a source that gave no address, in a few words for the cell of a table. */
export const sourceFailureTexts: Bilingual<Readonly<Record<SourceFailCode, string>>> = bilingual({
  en: {
    "timed-out": "no answer in time",
    "name-not-resolved": "host name not found",
    "connection-refused": "connection refused",
    "connection-reset": "connection broken off",
    unreachable: "not reachable over this family",
    "tls-failed": "TLS failed",
    aborted: "not waited for",
    "answer-too-large": "answer too large",
    "answer-cut-short": "answer incomplete",
    "answer-unreadable": "answer not understood",
    "not-an-address": "answer is no address",
    "web-page": "a web page instead of an address",
    redirected: "sent on to somewhere else",
    "wrong-family": "address of the other family",
    "no-address": "no address",
    "through-a-tunnel": "asked through a tunnel",
    "command-failed": "command failed",
    "file-unreadable": "file not readable",
    "address-table-unreadable": "address table not readable",
    "gateway-not-found": "no router answers",
    "gateway-unsupported": "the router does not offer this",
    "gateway-refused": "the router refuses",
    "gateway-no-address": "the router has no address",
    "gateway-busy": "the router is busy",
  },
  "zh-CN": {
    "timed-out": "超时未应答",
    "name-not-resolved": "主机名无法解析",
    "connection-refused": "连接被拒绝",
    "connection-reset": "连接中断",
    unreachable: "该协议族下不可达",
    "tls-failed": "TLS 握手或验证失败",
    aborted: "未再等待",
    "answer-too-large": "应答过大",
    "answer-cut-short": "应答不完整",
    "answer-unreadable": "应答无法识别",
    "not-an-address": "应答不是地址",
    "web-page": "返回的是网页而不是地址",
    redirected: "被重定向到别处",
    "wrong-family": "返回了另一协议族的地址",
    "no-address": "没有地址",
    "through-a-tunnel": "请求经由隧道发出",
    "command-failed": "命令执行失败",
    "file-unreadable": "文件无法读取",
    "address-table-unreadable": "地址表无法读取",
    "gateway-not-found": "没有路由器应答",
    "gateway-unsupported": "路由器不支持此功能",
    "gateway-refused": "路由器拒绝了请求",
    "gateway-no-address": "路由器没有外部地址",
    "gateway-busy": "路由器暂时无法处理",
  },
});

/** What kind of witness a source is. */
export const strengthTexts: Bilingual<Readonly<Record<EvidenceStrength, string>>> = bilingual({
  en: { direct: "direct", echo: "echo", asserted: "asserted" },
  "zh-CN": { direct: "直接", echo: "回显", asserted: "指定" },
});
