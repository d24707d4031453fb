import { type Bilingual, bilingual } from "../core/language.ts";
import { sourceKeywords } from "./source-spec.ts";
import type { SpecCode } from "./spec/spec-failure.ts";

/** What is wrong with the description of a source; `subject` is the word, key or value concerned. */
export const sourceSpecTexts: Bilingual<Readonly<Record<SpecCode, (subject: string) => string>>> = bilingual({
  en: {
    "source-empty": () => "A source is missing.",
    "source-unknown": (word) => `There is no source "${word}"; choose from ${sourceKeywords.join(", ")}.`,
    "source-not-text": () => "A source is a text such as stun:stun.example.net:3478, or a map with the key type.",
    "argument-missing": (kind) => `"${kind}:" needs something after the colon.`,
    "argument-not-allowed": (kind) => `"${kind}" takes nothing after it.`,
    "text-form-only": (kind) => `"${kind}" is written as a text, for instance "${kind}:…", not as a map.`,
    "key-missing": (key) => `The key "${key}" is missing.`,
    "key-unknown": (key) => `There is no key "${key}" here.`,
    "key-of-wrong-type": (key) => `The value of "${key}" has the wrong type.`,
    "keys-exclude-each-other": (keys) => `Only one of these keys may be given: ${keys}.`,
    "bad-host": (host) => `"${host}" is neither a host name nor an address.`,
    "bad-port": (port) => `"${port}" is no port; ports are 1 to 65535.`,
    "bad-url": (url) => `"${url}" is no web address that begins with https://.`,
    "url-has-credentials": (origin) => `The address of ${origin} contains a user name or password; leave them out.`,
    "url-not-https": (origin) =>
      `${origin} is not encrypted, so anybody on the way could answer in its place. Use https://, or the map form with "insecure: true".`,
    "bad-pattern": (pattern) => `"${pattern}" is no regular expression of at most 200 characters.`,
    "bad-json-path": (path) => `"${path}" is no path of keys joined by dots.`,
    "bad-name": (name) => `"${name}" is no domain name.`,
    "server-missing": (name) =>
      `Name the server that is to be asked: dns-echo:${name}@server. Through the host's own resolver it would show the resolver's address.`,
    "server-unknown": (text) =>
      `"${text}" is neither a web address that begins with https:// nor the key of a provider of type holdfast.`,
    "bad-record-type": (type) => `"${type}" is not possible here; types are A, AAAA and TXT, classes IN and CH.`,
    "bad-mac": (mac) => `"${mac}" is no MAC address of a device; for example 00:11:22:33:44:55.`,
    "not-an-address": (text) => `"${text}" is no address.`,
    "wrong-family": (text) => `"${text}" belongs to the other address family.`,
    "ipv4-only": (kind) => `"${kind}" tells IPv4 addresses only: a router does not translate IPv6.`,
    "router-protocol-unknown": (word) => `"${word}" is no protocol of routers; choose from pcp, nat-pmp and upnp.`,
    "path-not-absolute": (path) => `"${path}" is no absolute path.`,
    "command-quoted": () =>
      'Quotes have no meaning here, because no shell is used. Use the map form: { type: command, argv: ["/path", "an argument"] }.',
  },
  "zh-CN": {
    "source-empty": () => "缺少地址来源。",
    "source-unknown": (word) => `没有名为“${word}”的来源；可选：${sourceKeywords.join("、")}。`,
    "source-not-text": () => "来源应写成文本（例如 stun:stun.example.net:3478），或写成带有 type 键的映射。",
    "argument-missing": (kind) => `“${kind}:”的冒号后面缺少内容。`,
    "argument-not-allowed": (kind) => `“${kind}”后面不能再带内容。`,
    "text-form-only": (kind) => `“${kind}”请写成文本，例如“${kind}:…”，不能写成映射。`,
    "key-missing": (key) => `缺少键“${key}”。`,
    "key-unknown": (key) => `此处没有键“${key}”。`,
    "key-of-wrong-type": (key) => `“${key}”的值类型不对。`,
    "keys-exclude-each-other": (keys) => `以下键只能给出其中一个：${keys}。`,
    "bad-host": (host) => `“${host}”既不是主机名，也不是地址。`,
    "bad-port": (port) => `“${port}”不是端口号；端口号为 1 到 65535。`,
    "bad-url": (url) => `“${url}”不是以 https:// 开头的网址。`,
    "url-has-credentials": (origin) => `${origin} 的网址中含有用户名或密码，请去掉。`,
    "url-not-https": (origin) =>
      `${origin} 未加密，途中任何人都可以冒充它应答。请改用 https://，或使用映射写法并加上“insecure: true”。`,
    "bad-pattern": (pattern) => `“${pattern}”不是有效的正则表达式（最长 200 个字符）。`,
    "bad-json-path": (path) => `“${path}”不是用点连接的键路径。`,
    "bad-name": (name) => `“${name}”不是域名。`,
    "server-missing": (name) =>
      `请指明要询问的服务器：dns-echo:${name}@服务器。若经由本机的解析器查询，得到的将是解析器的地址。`,
    "server-unknown": (text) => `“${text}”既不是以 https:// 开头的网址，也不是类型为 holdfast 的服务商的键。`,
    "bad-record-type": (type) => `此处不能使用“${type}”；类型可为 A、AAAA 或 TXT，类别可为 IN 或 CH。`,
    "bad-mac": (mac) => `“${mac}”不是设备的 MAC 地址；例如 00:11:22:33:44:55。`,
    "not-an-address": (text) => `“${text}”不是地址。`,
    "wrong-family": (text) => `“${text}”属于另一个协议族。`,
    "ipv4-only": (kind) => `“${kind}”只能给出 IPv4 地址：路由器不转换 IPv6 地址。`,
    "router-protocol-unknown": (word) => `“${word}”不是路由器协议；可选：pcp、nat-pmp、upnp。`,
    "path-not-absolute": (path) => `“${path}”不是绝对路径。`,
    "command-quoted": () =>
      '此处不经过 shell，引号不起作用。请使用映射写法：{ type: command, argv: ["/路径", "一个参数"] }。',
  },
});
