import { type Bilingual, bilingual } from "../core/language.ts";
import type { NameFailure } from "../core/name.ts";
import type { ValueKind, ValueType } from "./problem.ts";

/** What values are called in problems, each kind with an example to copy. */

export const valueKindTexts: Bilingual<Readonly<Record<ValueKind, string>>> = bilingual({
  en: {
    duration: "a duration; write a number and a unit, for example 30s, 5m or 6h",
    ttl: "a TTL; write whole seconds or a duration, for example 300 or 5m",
    "listen-address": "an address and port to listen on, for example 127.0.0.1:8080, [::1]:8080 or :8080",
    "server-address": "the address of a server, for example 192.0.2.53 or [2001:db8::53]:5300",
    address: "an address, for example 192.0.2.1 or 2001:db8::1",
    prefix: "a network, for example 10.0.0.0/8",
    "interface-id": "the host part of an IPv6 address, for example ::52",
    "mac-address": "the MAC address of a device, for example 00:11:22:33:44:55",
    mailbox: "a mailbox, for example hostmaster@example.org",
    url: "a web address without user name, for example https://dns.example.net",
    port: "a port with its protocol, for example tcp/445 or udp/51820",
    "host-address": "the address of a host of this network, for example 192.168.1.20",
    "name-pattern": "a name, or everything below one, for example home.example.org or *.example.org",
    "record-type": "a record type, for example A or TXT",
  },
  "zh-CN": {
    duration: "有效的时长；请写数字加单位，例如 30s、5m 或 6h",
    ttl: "有效的 TTL；请写整数秒或时长，例如 300 或 5m",
    "listen-address": "有效的监听地址和端口，例如 127.0.0.1:8080、[::1]:8080 或 :8080",
    "server-address": "有效的服务器地址，例如 192.0.2.53 或 [2001:db8::53]:5300",
    address: "有效的地址，例如 192.0.2.1 或 2001:db8::1",
    prefix: "有效的网段，例如 10.0.0.0/8",
    "interface-id": "有效的接口标识（IPv6 地址的主机部分），例如 ::52",
    "mac-address": "有效的设备 MAC 地址，例如 00:11:22:33:44:55",
    mailbox: "有效的邮箱地址，例如 hostmaster@example.org",
    url: "有效的网址（不得含用户名），例如 https://dns.example.net",
    port: "带协议的端口，例如 tcp/445 或 udp/51820",
    "host-address": "本网络中某台主机的地址，例如 192.168.1.20",
    "name-pattern": "名称，或某名称之下的全部名称，例如 home.example.org 或 *.example.org",
    "record-type": "记录类型，例如 A 或 TXT",
  },
});

export const valueTypeTexts: Bilingual<Readonly<Record<ValueType, string>>> = bilingual({
  en: {
    text: "a text",
    number: "a number",
    integer: "a whole number",
    boolean: "true or false",
    list: "a list",
    map: "a map of keys",
  },
  "zh-CN": {
    text: "文本",
    number: "数字",
    integer: "整数",
    boolean: "布尔值（true 或 false）",
    list: "列表",
    map: "键值映射",
  },
});

/** Why a text is not a domain name, or not one for a host. */
export const nameReasonTexts: Bilingual<Readonly<Record<NameFailure["code"] | "no-host-name", string>>> = bilingual({
  en: {
    "empty-name": "the name is empty",
    "empty-label": "two dots in a row, or a dot at the beginning",
    "label-too-long": "a label is longer than 63 octets",
    "name-too-long": "the name is longer than 255 octets",
    "bad-escape": "a backslash that escapes nothing",
    "no-host-name": "labels of hosts have letters, digits, hyphens and underscores only, and no hyphen at their ends",
    "bad-idn-label": "a label is not allowed in internationalised names",
  },
  "zh-CN": {
    "empty-name": "名称为空",
    "empty-label": "有连续的点，或以点开头",
    "label-too-long": "某一标签超过 63 个八位组",
    "name-too-long": "名称超过 255 个八位组",
    "bad-escape": "反斜杠之后没有可转义的内容",
    "no-host-name": "主机名称的各标签只能由字母、数字、连字符和下划线组成，且不能以连字符开头或结尾",
    "bad-idn-label": "某一标签不是合法的国际化域名标签",
  },
});
