import type { Family } from "../core/family.ts";
import { type Bilingual, bilingual, type Language } from "../core/language.ts";
import type { Found, ProblemCode, ProblemFacts, ProblemOf, Severity, ValueType } from "./problem.ts";
import { nameReasonTexts, valueKindTexts, valueTypeTexts } from "./value-kind.text.ts";
import { yamlReasonTexts } from "./yaml-reason.text.ts";

/** The sentence for each problem: what was found, and what to write instead. */

type ProblemTexts = { readonly [C in ProblemCode]: (facts: ProblemFacts[C]) => string };

/** The sentence without place and key. */
export function problemText<C extends ProblemCode>(problem: ProblemOf<C>, language: Language): string {
  const texts: ProblemTexts = problemTexts[language];
  return texts[problem.code](problem.facts);
}

export const severityTexts: Bilingual<Readonly<Record<Severity, string>>> = bilingual({
  en: { error: "error", warning: "warning", hint: "hint" },
  "zh-CN": { error: "错误", warning: "警告", hint: "提示" },
});

const problemTexts: Bilingual<ProblemTexts> = bilingual<ProblemTexts>({
  en: {
    "no-file": ({ searched }) => `no configuration file found; looked for ${all("en", searched)}`,
    "file-missing": () => "the file does not exist",
    "bad-profile": () => "a profile is a word of letters, digits, - and _",
    "file-unreadable": ({ detail }) => `the file cannot be read: ${detail}`,
    "file-too-large": ({ limitOctets }) => `the file is larger than ${limitOctets / 1_024} KiB; is it the right one?`,
    "empty-file": () => "the file is empty; `holdfast config schema` prints what can be written",
    "byte-order-mark": () =>
      "the file starts with a byte order mark; it is ignored, other programs may stumble over it",
    "not-utf8": ({ looksLike }) =>
      looksLike === undefined
        ? "the file is not UTF-8 from here on; save it as UTF-8"
        : `the file is ${looksLike.toUpperCase()}; save it as UTF-8`,
    "control-character": ({ codePoint }) => `a control character (U+${hex(codePoint)}); is this a text file?`,
    "not-yaml": ({ reason }) => yamlReasonTexts.en[reason],
    "duplicate-key": ({ firstLine }) => `the key is already on line ${firstLine}; keep one of them`,
    "too-deep": ({ limit }) => `more than ${limit} levels`,
    "too-many-aliases": ({ limit }) => `aliases (*) repeat more than ${limit} values`,
    "more-problems": ({ count }) => `${count} more; correct the first ones and check again`,
    "unknown-key": ({ nearest, known }) => {
      if (nearest !== undefined) return `unknown key; did you mean ${nearest}?`;
      return known.length === 0 ? "unknown key; there are none here" : `unknown key; known here: ${all("en", known)}`;
    },
    "unknown-variable": ({ nearest }) =>
      nearest === undefined ? "the variable sets nothing that is known" : `unknown variable; did you mean ${nearest}?`,
    "not-a-key": () => "expected the path of a key and a value, for example agent.interval=30s",
    "past-the-end": () => "the number is past the end of the list",
    "missing-key": ({ missing, example }) =>
      `${missing} is missing${example === undefined ? "" : `; for example ${missing}: ${example}`}`,
    "wrong-type": ({ found, expected, example }) => {
      const wanted = anyType("en", expected);
      return `expected ${wanted}, found ${objectText.en(found)}${example === undefined ? "" : `; for example ${example}`}`;
    },
    "not-allowed": ({ found, allowed, nearest }) =>
      `${foundText.en(found)} is not allowed here; ` +
      (nearest === undefined
        ? `allowed: ${any("en", allowed)}`
        : `did you mean ${nearest}? Allowed: ${any("en", allowed)}`),
    "out-of-range": ({ found, min, max }) =>
      `${foundText.en(found)} is out of range; allowed: ${rangeText.en(min, max)}`,
    "empty-list": () => "the list is empty; remove the key to get the default",
    "wrong-value": ({ found, wanted }) => `${foundText.en(found)} is not ${valueKindTexts.en[wanted]}`,
    "wrong-source": ({ detail }) =>
      clause(detail?.en ?? "the text here is not an address source, for example stun:stun.example.net:3478"),
    "wrong-name": ({ found, reason }) =>
      `${foundText.en(found)} is not ${reason === "no-host-name" ? "the name of a host" : "a domain name"}: ${nameReasonTexts.en[reason]}; for example home.example.com`,
    "interface-id-inside-prefix": ({ prefixLength }) =>
      `the first ${prefixLength} bits belong to the network and must be zero here; for example ::52`,
    "subnet-outside-prefix": ({ subnet, prefixLength }) =>
      `there is no subnet ${subnet} in a network of ${prefixLength} bits; write the length of what the provider delegated, for example prefix-length: 56`,
    "no-providers": () => "names need a provider; add one, for example providers: { cf: { type: cloudflare, … } }",
    "unknown-provider": ({ found, nearest, known }) =>
      `no provider has the key ${foundText.en(found)}; ` +
      (nearest === undefined ? `there are: ${all("en", known)}` : `did you mean ${nearest}?`),
    "unknown-uplink": ({ found, nearest, known }) =>
      `there is no uplink ${foundText.en(found)} under agent.uplinks` +
      (nearest !== undefined
        ? `; did you mean ${nearest}?`
        : known.length > 0
          ? `; there are: ${all("en", known)}`
          : ""),
    "unknown-provider-type": ({ found, nearest, known }) =>
      `unknown provider type ${foundText.en(found)}; ${nearest === undefined ? "" : `did you mean ${nearest}? `}Choices: ${all("en", known)}`,
    "family-not-supported": ({ family, label }) =>
      `${label} cannot publish ${familyText[family]} addresses; write ${family}: off`,
    "ttl-outside-limits": ({ seconds, min, max, label }) =>
      `${label} takes TTLs from ${min} to ${max} seconds, not ${seconds}`,
    "ttl-not-settable": ({ label }) => `${label} chooses the TTL itself; this one is ignored`,
    "repeated-target": ({ owner, family, first }) =>
      `${first} already keeps the ${familyText[family]} addresses of ${owner} at this provider`,
    "exposure-repeated": ({ port, family, first }) => `${first} already exposes ${port} over ${familyText[family]}`,
    "external-port-repeated": ({ port, first }) =>
      `${first} already takes ${port} at the router; give one of them another external port`,
    "external-port-untranslated": () => "IPv6 traffic keeps its port; remove external, or write family: ipv4",
    "key-repeated": ({ name, first }) => `${first} already is the key ${name}`,
    "unknown-key-name": ({ found, known }) =>
      `${foundText.en(found)} is not a key of server.keys; ${known.length === 0 ? "there is none" : `there is ${known.join(", ")}`}`,
    "secret-not-base64": () =>
      "the secret of a key is base64, or all that tsig-keygen or keymgr -t prints; this is neither",
    "secret-of-another-key": ({ keys, wanted }) =>
      `this is not the key ${wanted}, but ${keys.join(", ")}; name and algorithm must be the same here and there`,
    "zone-repeated": ({ apex, first }) => `${first} already is the zone ${apex}`,
    "zone-inside-zone": ({ apex, outer }) =>
      `${apex} lies inside the zone ${outer}; names below it belong to the inner zone, and the outer one needs its NS records`,
    "name-server-unreachable": ({ server }) =>
      `nobody finds ${server}, which lies inside the zone and has no address; add ns-addresses: [192.0.2.53] with the server's own`,
    "copy-has-content": ({ key }) =>
      `a zone with primaries is copied from them, and ${key} is theirs to decide; remove one of the two`,
    "listener-repeated": ({ endpoint, first }) => `${first} already listens on ${endpoint}`,
    "listener-unprotected": () =>
      "the listener has no certificate; add tls: { certificate: …, key: … } beside listen, or plain: true to allow HTTP without TLS",
    "listener-contradictory": () => "plain: true and tls exclude each other; remove one of them",
    "sign-in-missing": ({ ways }) => `credentials are missing; write ${waysText("en", ways)}`,
    "sign-in-ambiguous": ({ ways }) => `two ways to sign in at once; keep ${waysText("en", ways)}`,
    "secret-literal": () => "the secret stands here in the clear; env:NAME or file:/path keep it out of the file",
    "secret-scheme-unavailable": ({ scheme }) =>
      `${scheme}: is not available in this version; use env:NAME or file:/path`,
    "secret-variable-missing": ({ variable }) =>
      `the environment variable ${variable === undefined ? "named here" : variable} is not set`,
    "secret-file-unreadable": ({ path, detail }) => `the secret cannot be read from ${path}: ${detail}`,
    "secret-file-open": ({ path, mode }) =>
      `others may read ${path} (mode ${octal(mode)}); chmod 600 keeps the secret yours`,
    "secret-empty": () => "the secret is empty",
    "authorities-unreadable": ({ path, detail }) => `the certificates cannot be read from ${path}: ${detail}`,
    "no-certificate": ({ path }) => `there is no certificate in PEM form in ${path}`,
    "certificate-broken": ({ path, ordinal }) => `certificate number ${ordinal} in ${path} cannot be understood`,
  },
  "zh-CN": {
    "no-file": ({ searched }) => `未找到配置文件；已查找：${all("zh-CN", searched)}`,
    "file-missing": () => "文件不存在",
    "bad-profile": () => "配置档名称只能由字母、数字、- 和 _ 组成",
    "file-unreadable": ({ detail }) => `无法读取文件：${detail}`,
    "file-too-large": ({ limitOctets }) => `文件超过 ${limitOctets / 1_024} KiB；是否选错了文件？`,
    "empty-file": () => "文件为空；`holdfast config schema` 会列出可以写的内容",
    "byte-order-mark": () => "文件以字节顺序标记（BOM）开头；已忽略，但其他程序可能因此出错",
    "not-utf8": ({ looksLike }) =>
      looksLike === undefined
        ? "从此处起文件不是 UTF-8 编码；请另存为 UTF-8"
        : `文件是 ${looksLike.toUpperCase()} 编码；请另存为 UTF-8`,
    "control-character": ({ codePoint }) => `控制字符（U+${hex(codePoint)}）；这是文本文件吗？`,
    "not-yaml": ({ reason }) => yamlReasonTexts["zh-CN"][reason],
    "duplicate-key": ({ firstLine }) => `该键已在第 ${firstLine} 行出现；请只保留一个`,
    "too-deep": ({ limit }) => `超过 ${limit} 级`,
    "too-many-aliases": ({ limit }) => `别名（*）重复的值超过 ${limit} 个`,
    "more-problems": ({ count }) => `另有 ${count} 个问题；请先改正前面的再检查`,
    "unknown-key": ({ nearest, known }) => {
      if (nearest !== undefined) return `未知的键；是否应为 ${nearest}？`;
      return known.length === 0 ? "未知的键；此处没有可用的键" : `未知的键；此处可用：${all("zh-CN", known)}`;
    },
    "unknown-variable": ({ nearest }) =>
      nearest === undefined ? "该变量不对应任何已知设置" : `未知的变量；是否应为 ${nearest}？`,
    "not-a-key": () => "此处应为键的路径和值，例如 agent.interval=30s",
    "past-the-end": () => "序号超出列表末尾",
    "missing-key": ({ missing, example }) =>
      `缺少 ${missing}${example === undefined ? "" : `；例如 ${missing}: ${example}`}`,
    "wrong-type": ({ found, expected, example }) => {
      const wanted = anyType("zh-CN", expected);
      return `此处应为${wanted}，却是${objectText["zh-CN"](found)}${example === undefined ? "" : `；例如 ${example}`}`;
    },
    "not-allowed": ({ found, allowed, nearest }) =>
      `此处不能用${foundText["zh-CN"](found)}；` +
      (nearest === undefined
        ? `可用：${any("zh-CN", allowed)}`
        : `是否应为 ${nearest}？可用：${any("zh-CN", allowed)}`),
    "out-of-range": ({ found, min, max }) =>
      `${foundText["zh-CN"](found)}超出范围；允许：${rangeText["zh-CN"](min, max)}`,
    "empty-list": () => "列表为空；如需默认值，请删除该键",
    "wrong-value": ({ found, wanted }) => `${foundText["zh-CN"](found)}不是${valueKindTexts["zh-CN"][wanted]}`,
    "wrong-source": ({ detail }) =>
      clause(detail?.["zh-CN"] ?? "此处的文本不是有效的地址来源，例如 stun:stun.example.net:3478"),
    "wrong-name": ({ found, reason }) =>
      `${foundText["zh-CN"](found)}不是${reason === "no-host-name" ? "主机名称" : "域名"}：${nameReasonTexts["zh-CN"][reason]}；例如 home.example.com`,
    "interface-id-inside-prefix": ({ prefixLength }) => `前 ${prefixLength} 位属于网络，此处必须为零；例如 ::52`,
    "subnet-outside-prefix": ({ subnet, prefixLength }) =>
      `长度为 ${prefixLength} 位的网络中没有第 ${subnet} 号子网；请写运营商委派的前缀长度，例如 prefix-length: 56`,
    "no-providers": () => "名称需要服务商；请添加一个，例如 providers: { cf: { type: cloudflare, … } }",
    "unknown-provider": ({ found, nearest, known }) =>
      `没有键为${foundText["zh-CN"](found)}的服务商；` +
      (nearest === undefined ? `现有：${all("zh-CN", known)}` : `是否应为 ${nearest}？`),
    "unknown-uplink": ({ found, nearest, known }) =>
      `agent.uplinks 下没有线路${foundText["zh-CN"](found)}` +
      (nearest !== undefined ? `；是否应为 ${nearest}？` : known.length > 0 ? `；现有：${all("zh-CN", known)}` : ""),
    "unknown-provider-type": ({ found, nearest, known }) =>
      `未知的服务商类型${foundText["zh-CN"](found)}；${nearest === undefined ? "" : `是否应为 ${nearest}？`}可选：${all("zh-CN", known)}`,
    "family-not-supported": ({ family, label }) => `${label} 不能发布 ${familyText[family]} 地址；请写 ${family}: off`,
    "ttl-outside-limits": ({ seconds, min, max, label }) =>
      `${label} 的 TTL 须为 ${min} 至 ${max} 秒，而不是 ${seconds}`,
    "ttl-not-settable": ({ label }) => `${label} 自行决定 TTL；此值不起作用`,
    "repeated-target": ({ owner, family, first }) =>
      `${first} 已在同一服务商维护 ${owner} 的 ${familyText[family]} 地址`,
    "exposure-repeated": ({ port, family, first }) => `${first} 已通过 ${familyText[family]} 开放 ${port}`,
    "external-port-repeated": ({ port, first }) =>
      `${first} 已占用路由器上的 ${port}；请为其中一个指定其他 external 端口`,
    "external-port-untranslated": () => "IPv6 流量的端口不会被转换；请删除 external，或写 family: ipv4",
    "key-repeated": ({ name, first }) => `${first} 已经是密钥 ${name}`,
    "unknown-key-name": ({ found, known }) =>
      `${foundText["zh-CN"](found)}不是 server.keys 中的密钥；${known.length === 0 ? "目前没有任何密钥" : `现有 ${known.join("、")}`}`,
    "secret-not-base64": () => "密钥内容应为 Base64，或 tsig-keygen、keymgr -t 的全部输出；此处两者都不是",
    "secret-of-another-key": ({ keys, wanted }) =>
      `这不是密钥 ${wanted}，而是 ${keys.join("、")}；两处的名称和算法必须一致`,
    "zone-repeated": ({ apex, first }) => `${first} 已经是区域 ${apex}`,
    "zone-inside-zone": ({ apex, outer }) =>
      `${apex} 位于区域 ${outer} 之内；其下的名称属于内层区域，外层区域需要有它的 NS 记录`,
    "name-server-unreachable": ({ server }) =>
      `${server} 位于该区域之内却没有地址，无法被找到；请添加 ns-addresses: [192.0.2.53]，填写该服务器自己的地址`,
    "copy-has-content": ({ key }) => `设有 primaries 的区域从主服务器复制，${key} 由主服务器决定；请删除二者之一`,
    "listener-repeated": ({ endpoint, first }) => `${first} 已在监听 ${endpoint}`,
    "listener-unprotected": () =>
      "该监听器没有证书；请在 listen 旁添加 tls: { certificate: …, key: … }，或用 plain: true 允许不加密的 HTTP",
    "listener-contradictory": () => "plain: true 与 tls 不能并用；请删除其中之一",
    "sign-in-missing": ({ ways }) => `缺少凭据；请填写 ${waysText("zh-CN", ways)}`,
    "sign-in-ambiguous": ({ ways }) => `同时写了多种登录方式；请只保留 ${waysText("zh-CN", ways)}`,
    "secret-literal": () => "密钥以明文写在这里；用 env:名称 或 file:/路径 可避免把它写进文件",
    "secret-scheme-unavailable": ({ scheme }) => `此版本尚不支持 ${scheme}:；请用 env:名称 或 file:/路径`,
    "secret-variable-missing": ({ variable }) =>
      variable === undefined ? "此处所指的环境变量未设置" : `环境变量 ${variable} 未设置`,
    "secret-file-unreadable": ({ path, detail }) => `无法从 ${path} 读取密钥：${detail}`,
    "secret-file-open": ({ path, mode }) => `其他用户可读 ${path}（权限 ${octal(mode)}）；chmod 600 可使密钥仅自己可读`,
    "secret-empty": () => "密钥为空",
    "authorities-unreadable": ({ path, detail }) => `无法从 ${path} 读取证书：${detail}`,
    "no-certificate": ({ path }) => `${path} 中没有 PEM 格式的证书`,
    "certificate-broken": ({ path, ordinal }) => `无法解析 ${path} 中的第 ${ordinal} 个证书`,
  },
});

const familyText: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

/** What was found, as the subject of a sentence. */
const foundText: Bilingual<(found: Found) => string> = bilingual({
  en: (found) => (found.shown === undefined && isScalarType(found) ? `the ${found.type} here` : objectText.en(found)),
  "zh-CN": (found) =>
    found.shown === undefined && isScalarType(found)
      ? `此处的${objectText["zh-CN"](found)}`
      : objectText["zh-CN"](found),
});

/** What was found, behind a verb. */
const objectText: Bilingual<(found: Found) => string> = bilingual({
  en: ({ type, shown }) => {
    if (type === "text") return shown === undefined ? "a text" : JSON.stringify(shown);
    if (type === "number") return shown === undefined ? "a number" : `the number ${shown}`;
    if (type === "boolean") return shown ?? "a boolean";
    return { nothing: "nothing", list: "a list", map: "a map of keys" }[type];
  },
  "zh-CN": ({ type, shown }) => {
    if (type === "text") return shown === undefined ? "文本" : `“${shown}”`;
    if (type === "number") return shown === undefined ? "数字" : `数字“${shown}”`;
    if (type === "boolean") return shown === undefined ? "布尔值" : `“${shown}”`;
    return { nothing: "空值", list: "列表", map: "键值映射" }[type];
  },
});

function isScalarType({ type }: Found): boolean {
  return type === "text" || type === "number" || type === "boolean";
}

const rangeText: Bilingual<(min: string | undefined, max: string | undefined) => string> = bilingual({
  en: (min, max) => {
    if (min === undefined) return `at most ${max}`;
    return max === undefined ? `at least ${min}` : `${min} to ${max}`;
  },
  "zh-CN": (min, max) => {
    if (min === undefined) return `不大于 ${max}`;
    return max === undefined ? `不小于 ${min}` : `${min} 至 ${max}`;
  },
});

/** Words of the file in a row: all of them count. */
function all(language: Language, items: readonly string[]): string {
  return language === "en" ? new Intl.ListFormat("en", { type: "conjunction" }).format(items) : items.join("、");
}

/** Words of the file in a row: one of them is wanted. */
function any(language: Language, items: readonly string[]): string {
  return language === "en" ? new Intl.ListFormat("en", { type: "disjunction" }).format(items) : items.join("、");
}

/** Types in a sentence; unlike words of the file they are words of the language. */
function anyType(language: Language, types: readonly ValueType[]): string {
  const words = types.map((type) => valueTypeTexts[language][type]);
  return new Intl.ListFormat(language, { type: "disjunction" }).format(words);
}

/** Ways to sign in: `token, or email and global-key`. */
function waysText(language: Language, ways: readonly (readonly string[])[]): string {
  if (language === "en") return ways.map((way) => all("en", way)).join(", or ");
  return ways.map((way) => way.join(" 与 ")).join("，或 ");
}

/** A whole sentence as one that follows a colon. */
function clause(sentence: string): string {
  return sentence.replace(/[.。]$/, "").replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
}

function hex(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, "0");
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}
