import { brokenFiles } from "../../test/support/broken-files.ts";
import { sourceKeywords } from "../detect/source-spec.ts";

/** Values that mean nothing, or contradict each other: what is said, word for word. */

brokenFiles("problems of meaning", [
  {
    name: "a TTL of half seconds",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: c, ttl: 1500ms }",
      "providers: { c: { type: cloudflare, token: env:T } }",
    ],
    en: [
      'holdfast.yaml:3:44: agent.names[0].ttl: "1500ms" is not a TTL; write whole seconds or a duration, for example 300 or 5m',
      "    3 |     - { name: a.example, provider: c, ttl: 1500ms }",
      "      |                                            ^^^^^^",
    ],
    chinese: ["holdfast.yaml:3:44: agent.names[0].ttl：“1500ms”不是有效的 TTL；请写整数秒或时长，例如 300 或 5m"],
  },
  {
    name: "a TTL the provider does not take",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: c, ttl: 30 }",
      "providers: { c: { type: cloudflare, token: env:T } }",
    ],
    en: [
      "holdfast.yaml:3:44: agent.names[0].ttl: Cloudflare takes TTLs from 60 to 86400 seconds, not 30",
      "    3 |     - { name: a.example, provider: c, ttl: 30 }",
      "      |                                            ^^",
    ],
    chinese: ["holdfast.yaml:3:44: agent.names[0].ttl：Cloudflare 的 TTL 须为 60 至 86400 秒，而不是 30"],
  },
  {
    name: "a TTL the provider ignores",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d, ttl: 5m }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:3:44: warning: agent.names[0].ttl: Duck DNS chooses the TTL itself; this one is ignored",
      "    3 |     - { name: a.example, provider: d, ttl: 5m }",
      "      |                                            ^^",
    ],
    chinese: ["holdfast.yaml:3:44: 警告：agent.names[0].ttl：Duck DNS 自行决定 TTL；此值不起作用"],
  },
  {
    name: "a family the provider does not have",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d, ipv6: auto }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:3:39: agent.names[0].ipv6: Duck DNS cannot publish IPv6 addresses; write ipv6: off",
      "    3 |     - { name: a.example, provider: d, ipv6: auto }",
      "      |                                       ^^^^",
    ],
    chinese: ["holdfast.yaml:3:39: agent.names[0].ipv6：Duck DNS 不能发布 IPv6 地址；请写 ipv6: off"],
  },
  {
    name: "ports that are none",
    file: [
      "agent:",
      "  expose:",
      "    - tcp/0",
      "    - udp/70000",
      "    - tpc/445",
      "    - 51820/udp",
      "    - port tcp 22",
      "    - 445",
      "    - sctp/9",
    ],
    en: [
      'holdfast.yaml:3:7: agent.expose[0]: "tcp/0" is out of range; allowed: tcp/1 to tcp/65535',
      "    3 |     - tcp/0",
      "      |       ^^^^^",
      'holdfast.yaml:4:7: agent.expose[1]: "udp/70000" is out of range; allowed: udp/1 to udp/65535',
      "    4 |     - udp/70000",
      "      |       ^^^^^^^^^",
      'holdfast.yaml:5:7: agent.expose[2]: "tpc/445" is not allowed here; did you mean tcp/445? Allowed: tcp/445 or udp/445',
      "    5 |     - tpc/445",
      "      |       ^^^^^^^",
      'holdfast.yaml:6:7: agent.expose[3]: "51820/udp" is not allowed here; did you mean udp/51820? Allowed: tcp/51820 or udp/51820',
      "    6 |     - 51820/udp",
      "      |       ^^^^^^^^^",
      'holdfast.yaml:7:7: agent.expose[4]: "port tcp 22" is not a port with its protocol, for example tcp/445 or udp/51820',
      "    7 |     - port tcp 22",
      "      |       ^^^^^^^^^^^",
      "holdfast.yaml:8:7: agent.expose[5]: expected a text or a map of keys, found the number 445; for example tcp/445",
      "    8 |     - 445",
      "      |       ^^^",
      'holdfast.yaml:9:7: agent.expose[6]: "sctp/9" is not allowed here; allowed: tcp/9 or udp/9',
      "    9 |     - sctp/9",
      "      |       ^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:7: agent.expose[0]：“tcp/0”超出范围；允许：tcp/1 至 tcp/65535",
      "holdfast.yaml:4:7: agent.expose[1]：“udp/70000”超出范围；允许：udp/1 至 udp/65535",
      "holdfast.yaml:5:7: agent.expose[2]：此处不能用“tpc/445”；是否应为 tcp/445？可用：tcp/445、udp/445",
      "holdfast.yaml:6:7: agent.expose[3]：此处不能用“51820/udp”；是否应为 udp/51820？可用：tcp/51820、udp/51820",
      "holdfast.yaml:7:7: agent.expose[4]：“port tcp 22”不是带协议的端口，例如 tcp/445 或 udp/51820",
      "holdfast.yaml:8:7: agent.expose[5]：此处应为文本或键值映射，却是数字“445”；例如 tcp/445",
      "holdfast.yaml:9:7: agent.expose[6]：此处不能用“sctp/9”；可用：tcp/9、udp/9",
    ],
  },
  {
    name: "a port that is let through twice",
    file: [
      "agent:",
      "  expose:",
      "    - tcp/445",
      "    - { port: tcp/445, external: 1445, family: ipv4 }",
      "    - { port: tcp/8445, external: 445, family: ipv4 }",
    ],
    en: [
      "holdfast.yaml:4:7: agent.expose[1]: agent.expose[0] already exposes tcp/445 over IPv4",
      "    4 |     - { port: tcp/445, external: 1445, family: ipv4 }",
      "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
      "holdfast.yaml:5:7: agent.expose[2]: agent.expose[0] already takes tcp/445 at the router; give one of them another external port",
      "    5 |     - { port: tcp/8445, external: 445, family: ipv4 }",
      "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:4:7: agent.expose[1]：agent.expose[0] 已通过 IPv4 开放 tcp/445",
      "holdfast.yaml:5:7: agent.expose[2]：agent.expose[0] 已占用路由器上的 tcp/445；请为其中一个指定其他 external 端口",
    ],
  },
  {
    name: "a port of another host",
    file: [
      "agent:",
      "  expose:",
      "    - { port: tcp/22, to: nas }",
      "    - { port: tcp/23, to: 127.0.0.1 }",
      "    - { port: tcp/24, to: 192.168.1.20, family: both }",
      "    - { port: tcp/25, to: '2001:db8::20', external: 2525 }",
      "    - { prot: tcp/26, external: 70000 }",
    ],
    en: [
      'holdfast.yaml:3:27: agent.expose[0].to: "nas" is not the address of a host of this network, for example 192.168.1.20',
      "    3 |     - { port: tcp/22, to: nas }",
      "      |                           ^^^",
      'holdfast.yaml:4:27: agent.expose[1].to: "127.0.0.1" is not the address of a host of this network, for example 192.168.1.20',
      "    4 |     - { port: tcp/23, to: 127.0.0.1 }",
      "      |                           ^^^^^^^^^",
      'holdfast.yaml:5:49: agent.expose[2].family: "both" is not allowed here; allowed: ipv4',
      "    5 |     - { port: tcp/24, to: 192.168.1.20, family: both }",
      "      |                                                 ^^^^",
      "holdfast.yaml:6:43: agent.expose[3].external: IPv6 traffic keeps its port; remove external, or write family: ipv4",
      "    6 |     - { port: tcp/25, to: '2001:db8::20', external: 2525 }",
      "      |                                           ^^^^^^^^",
      "holdfast.yaml:7:7: agent.expose[4]: port is missing; for example port: tcp/445",
      "    7 |     - { prot: ••••••, external: 70000 }",
      "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
      "holdfast.yaml:7:9: agent.expose[4].prot: unknown key; did you mean port?",
      "    7 |     - { prot: ••••••, external: 70000 }",
      "      |         ^^^^",
      "holdfast.yaml:7:33: agent.expose[4].external: the number 70000 is out of range; allowed: 1 to 65535",
      "    7 |     - { prot: ••••••, external: 70000 }",
      "      |                                 ^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:27: agent.expose[0].to：“nas”不是本网络中某台主机的地址，例如 192.168.1.20",
      "holdfast.yaml:4:27: agent.expose[1].to：“127.0.0.1”不是本网络中某台主机的地址，例如 192.168.1.20",
      "holdfast.yaml:5:49: agent.expose[2].family：此处不能用“both”；可用：ipv4",
      "holdfast.yaml:6:43: agent.expose[3].external：IPv6 流量的端口不会被转换；请删除 external，或写 family: ipv4",
      "holdfast.yaml:7:7: agent.expose[4]：缺少 port；例如 port: tcp/445",
      "holdfast.yaml:7:9: agent.expose[4].prot：未知的键；是否应为 port？",
      "holdfast.yaml:7:33: agent.expose[4].external：数字“70000”超出范围；允许：1 至 65535",
    ],
  },
  {
    name: "an unknown source",
    file: ["agent: { sources: { ipv6: [oracle] } }"],
    en: [
      `holdfast.yaml:1:28: agent.sources.ipv6[0]: there is no source "oracle"; choose from ${sourceKeywords.join(", ")}`,
      "    1 | agent: { sources: { ipv6: [oracle] } }",
      "      |                            ^^^^^^",
    ],
    chinese: [`holdfast.yaml:1:28: agent.sources.ipv6[0]：没有名为“oracle”的来源；可选：${sourceKeywords.join("、")}`],
  },
  {
    name: "a source in the wrong form",
    file: ["agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, \"command:a 'b'\"] } }"],
    en: [
      'holdfast.yaml:1:28: agent.sources.ipv4[0]: the key "server" is missing',
      "    1 | agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, ••••••] } }",
      "      |                            ^^^^^^^^^^^^^^^^^^^^^^",
      'holdfast.yaml:1:60: agent.sources.ipv4[1].type: "stnu" is not allowed here; did you mean stun? Allowed: stun, http-echo, dns-echo, server, or command',
      "    1 | agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, ••••••] } }",
      "      |                                                            ^^^^",
      "holdfast.yaml:1:68: agent.sources.ipv4[2]: type is missing; for example type: stun",
      "    1 | agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, ••••••] } }",
      "      |                                                                    ^^",
      "holdfast.yaml:1:72: agent.sources.ipv4[3]: expected a text or a map of keys, found the number 5; for example stun:stun.example.net:3478",
      "    1 | agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, ••••••] } }",
      "      |                                                                        ^",
      "holdfast.yaml:1:75: agent.sources.ipv4[4]: the text here is not an address source, for example stun:stun.example.net:3478",
      "    1 | agent: { sources: { ipv4: [{ type: stun, url: x }, { type: stnu }, {}, 5, ••••••] } }",
      "      |                                                                           ^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:28: agent.sources.ipv4[0]：缺少键“server”",
      "holdfast.yaml:1:60: agent.sources.ipv4[1].type：此处不能用“stnu”；是否应为 stun？可用：stun、http-echo、dns-echo、server、command",
      "holdfast.yaml:1:68: agent.sources.ipv4[2]：缺少 type；例如 type: stun",
      "holdfast.yaml:1:72: agent.sources.ipv4[3]：此处应为文本或键值映射，却是数字“5”；例如 stun:stun.example.net:3478",
      "holdfast.yaml:1:75: agent.sources.ipv4[4]：此处的文本不是有效的地址来源，例如 stun:stun.example.net:3478",
    ],
  },
  {
    name: "a source or neighbour with a misspelt key",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d, ipv4: { type: stun, sever: x } }",
      '    - { name: b.example, provider: d, ipv6: { prefix-of: auto, interfce-id: "::1" } }',
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      'holdfast.yaml:3:45: agent.names[0].ipv4: the key "server" is missing',
      "    3 |     - { name: a.example, provider: d, ipv4: { type: stun, sever: •••••• } }",
      "      |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
      "holdfast.yaml:3:59: agent.names[0].ipv4.sever: unknown key; did you mean server?",
      "    3 |     - { name: a.example, provider: d, ipv4: { type: stun, sever: •••••• } }",
      "      |                                                           ^^^^^",
      "holdfast.yaml:4:39: agent.names[1].ipv6: interface-id is missing; for example interface-id: ::52",
      '    4 |     - { name: b.example, provider: d, ipv6: { prefix-of: auto, interfce-id: "::1" } }',
      "      |                                       ^^^^",
      "holdfast.yaml:4:64: agent.names[1].ipv6.interfce-id: unknown key; did you mean interface-id?",
      '    4 |     - { name: b.example, provider: d, ipv6: { prefix-of: auto, interfce-id: "::1" } }',
      "      |                                                                ^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:45: agent.names[0].ipv4：缺少键“server”",
      "holdfast.yaml:3:59: agent.names[0].ipv4.sever：未知的键；是否应为 server？",
      "holdfast.yaml:4:39: agent.names[1].ipv6：缺少 interface-id；例如 interface-id: ::52",
      "holdfast.yaml:4:64: agent.names[1].ipv6.interfce-id：未知的键；是否应为 interface-id？",
    ],
  },
  {
    name: "a neighbour with bits in the prefix",
    file: [
      "agent:",
      "  names:",
      "    - name: a.example",
      "      provider: c",
      '      ipv6: { prefix-of: auto, interface-id: "2001:db8::52" }',
      "providers: { c: { type: cloudflare, token: env:T } }",
    ],
    en: [
      "holdfast.yaml:5:46: agent.names[0].ipv6.interface-id: the first 64 bits belong to the network and must be zero here; for example ::52",
      '    5 |       ipv6: { prefix-of: auto, interface-id: "2001:db8::52" }',
      "      |                                              ^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:5:46: agent.names[0].ipv6.interface-id：前 64 位属于网络，此处必须为零；例如 ::52"],
  },
  {
    name: "a neighbour of the wrong family",
    file: [
      "agent:",
      "  names:",
      "    - name: a.example",
      "      provider: c",
      "      ipv6: { prefix-of: auto, interface-id: 192.0.2.1 }",
      "providers: { c: { type: cloudflare, token: env:T } }",
    ],
    en: [
      'holdfast.yaml:5:46: agent.names[0].ipv6.interface-id: "192.0.2.1" is not the host part of an IPv6 address, for example ::52',
      "    5 |       ipv6: { prefix-of: auto, interface-id: 192.0.2.1 }",
      "      |                                              ^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:5:46: agent.names[0].ipv6.interface-id：“192.0.2.1”不是有效的接口标识（IPv6 地址的主机部分），例如 ::52",
    ],
  },
  {
    name: "a name with an empty label",
    file: [
      "agent:",
      "  names:",
      "    - { name: a..example, provider: d }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      'holdfast.yaml:3:15: agent.names[0].name: "a..example" is not a domain name: two dots in a row, or a dot at the beginning; for example home.example.com',
      "    3 |     - { name: a..example, provider: d }",
      "      |               ^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:15: agent.names[0].name：“a..example”不是域名：有连续的点，或以点开头；例如 home.example.com",
    ],
  },
  {
    name: "a name with a space",
    file: [
      "agent:",
      "  names:",
      "    - { name: my home.example, provider: d }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      'holdfast.yaml:3:15: agent.names[0].name: "my home.example" is not the name of a host: labels of hosts have letters, digits, hyphens and underscores only, and no hyphen at their ends; for example home.example.com',
      "    3 |     - { name: my home.example, provider: d }",
      "      |               ^^^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:15: agent.names[0].name：“my home.example”不是主机名称：主机名称的各标签只能由字母、数字、连字符和下划线组成，且不能以连字符开头或结尾；例如 home.example.com",
    ],
  },
  {
    name: "an unknown provider",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: e }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      'holdfast.yaml:3:36: agent.names[0].provider: no provider has the key "e"; did you mean d?',
      "    3 |     - { name: a.example, provider: e }",
      "      |                                    ^",
    ],
    chinese: ["holdfast.yaml:3:36: agent.names[0].provider：没有键为“e”的服务商；是否应为 d？"],
  },
  {
    name: "names without providers",
    file: ["agent:", "  names:", "    - { name: a.example, provider: cf }", "    - { name: b.example, provider: cf }"],
    en: [
      "holdfast.yaml:2:3: agent.names: names need a provider; add one, for example providers: { cf: { type: cloudflare, … } }",
      "    2 |   names:",
      "      |   ^^^^^",
    ],
    chinese: [
      "holdfast.yaml:2:3: agent.names：名称需要服务商；请添加一个，例如 providers: { cf: { type: cloudflare, … } }",
    ],
  },
  {
    name: "an unknown provider type",
    file: ["providers: { cf: { type: cloudfare, token: env:T } }"],
    en: [
      'holdfast.yaml:1:26: providers.cf.type: unknown provider type "cloudfare"; did you mean cloudflare? Choices: cloudflare, duckdns, and dyndns2',
      "    1 | providers: { cf: { type: cloudfare, token: •••••• } }",
      "      |                          ^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:26: providers.cf.type：未知的服务商类型“cloudfare”；是否应为 cloudflare？可选：cloudflare、duckdns、dyndns2",
    ],
  },
  {
    name: "a provider without type",
    file: ["providers: { cf: { token: env:T } }"],
    en: [
      "holdfast.yaml:1:14: providers.cf: type is missing; for example type: cloudflare",
      "    1 | providers: { cf: { token: •••••• } }",
      "      |              ^^",
    ],
    chinese: ["holdfast.yaml:1:14: providers.cf：缺少 type；例如 type: cloudflare"],
  },
  {
    name: "a provider without credentials",
    file: ["providers: { cf: { type: cloudflare } }"],
    en: [
      "holdfast.yaml:1:14: providers.cf: credentials are missing; write token, or email and global-key",
      "    1 | providers: { cf: { type: cloudflare } }",
      "      |              ^^",
    ],
    chinese: ["holdfast.yaml:1:14: providers.cf：缺少凭据；请填写 token，或 email 与 global-key"],
  },
  {
    name: "two ways to sign in",
    file: ["providers: { cf: { type: cloudflare, token: env:T, email: a@example.org, global-key: env:T } }"],
    en: [
      "holdfast.yaml:1:14: providers.cf: two ways to sign in at once; keep token, or email and global-key",
      "    1 | providers: { cf: { type: cloudflare, token: env:T, email: a@example.org, global-key: env:T } }",
      "      |              ^^",
    ],
    chinese: ["holdfast.yaml:1:14: providers.cf：同时写了多种登录方式；请只保留 token，或 email 与 global-key"],
  },
  {
    name: "a declared name in the wrong spelling",
    file: ["providers: { cf: { type: cloudflare, token: env:T, zoneId: 12 } }"],
    en: [
      "holdfast.yaml:1:52: providers.cf.zoneId: unknown key; did you mean zone-id?",
      "    1 | providers: { cf: { type: cloudflare, token: env:T, zoneId: •••••• } }",
      "      |                                                    ^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:52: providers.cf.zoneId：未知的键；是否应为 zone-id？"],
  },
  {
    name: "an option of another provider",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d, options: { proxied: true } }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:3:50: agent.names[0].options.proxied: unknown key; there are none here",
      "    3 |     - { name: a.example, provider: d, options: { proxied: •••••• } }",
      "      |                                                  ^^^^^^^",
    ],
    chinese: ["holdfast.yaml:3:50: agent.names[0].options.proxied：未知的键；此处没有可用的键"],
  },
  {
    name: "an option of the wrong type",
    file: [
      "agent:",
      "  names:",
      '    - { name: a.example, provider: c, options: { proxied: "yes" } }',
      "providers: { c: { type: cloudflare, token: env:T } }",
    ],
    en: [
      'holdfast.yaml:3:59: agent.names[0].options.proxied: expected true or false, found "yes"',
      '    3 |     - { name: a.example, provider: c, options: { proxied: "yes" } }',
      "      |                                                           ^^^^^",
    ],
    chinese: ["holdfast.yaml:3:59: agent.names[0].options.proxied：此处应为布尔值（true 或 false），却是“yes”"],
  },
  {
    name: "a URL that is none",
    file: ["providers: { d: { type: dyndns2, url: members.example.org, username: u, password: env:T } }"],
    en: [
      "holdfast.yaml:1:39: providers.d.url: the text here is not a web address without user name, for example https://dns.example.net",
      "    1 | providers: { d: { type: dyndns2, url: ••••••, username: u, password: env:T } }",
      "      |                                       ^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:39: providers.d.url：此处的文本不是有效的网址（不得含用户名），例如 https://dns.example.net",
    ],
  },
  {
    name: "servers to verify at that are none",
    file: ["providers: { d: { type: duckdns, token: env:T, verify: { servers: [ns1.example.org] } } }"],
    en: [
      'holdfast.yaml:1:68: providers.d.verify.servers[0]: "ns1.example.org" is not the address of a server, for example 192.0.2.53 or [2001:db8::53]:5300',
      "    1 | providers: { d: { type: duckdns, token: env:T, verify: { servers: [ns1.example.org] } } }",
      "      |                                                                    ^^^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:68: providers.d.verify.servers[0]：“ns1.example.org”不是有效的服务器地址，例如 192.0.2.53 或 [2001:db8::53]:5300",
    ],
  },
  {
    name: "a verify that is no choice",
    file: ["providers: { d: { type: duckdns, token: env:T, verify: never } }"],
    en: [
      'holdfast.yaml:1:56: providers.d.verify: "never" is not allowed here; allowed: auto or off',
      "    1 | providers: { d: { type: duckdns, token: env:T, verify: never } }",
      "      |                                                        ^^^^^",
    ],
    chinese: ["holdfast.yaml:1:56: providers.d.verify：此处不能用“never”；可用：auto、off"],
  },
  {
    name: "the same records twice",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d }",
      "    - { name: A.example., provider: d }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:4:15: agent.names[1].name: agent.names[0] already keeps the IPv4 addresses of a.example at this provider",
      "    4 |     - { name: A.example., provider: d }",
      "      |               ^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:4:15: agent.names[1].name：agent.names[0] 已在同一服务商维护 a.example 的 IPv4 地址"],
  },
  {
    name: "a secret in the clear",
    file: ["providers: { d: { type: duckdns, token: 0123456789 } }"],
    en: [
      "holdfast.yaml:1:41: warning: providers.d.token: the secret stands here in the clear; env:NAME or file:/path keep it out of the file",
      "    1 | providers: { d: { type: duckdns, token: •••••• } }",
      "      |                                         ^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:41: 警告：providers.d.token：密钥以明文写在这里；用 env:名称 或 file:/路径 可避免把它写进文件",
    ],
  },
  {
    name: "a variable that is not set",
    file: ["providers: { d: { type: duckdns, token: env:NOT_SET } }"],
    en: [
      "holdfast.yaml:1:41: providers.d.token: the environment variable NOT_SET is not set",
      "    1 | providers: { d: { type: duckdns, token: env:NOT_SET } }",
      "      |                                         ^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:41: providers.d.token：环境变量 NOT_SET 未设置"],
  },
  {
    name: "a token written behind env:",
    file: ["providers: { d: { type: duckdns, token: env:a1b2c3d4 } }"],
    en: [
      "holdfast.yaml:1:41: providers.d.token: the environment variable named here is not set",
      "    1 | providers: { d: { type: duckdns, token: •••••• } }",
      "      |                                         ^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:41: providers.d.token：此处所指的环境变量未设置"],
  },
  {
    name: "an empty variable",
    file: ["providers: { d: { type: duckdns, token: env:EMPTY } }"],
    en: [
      "holdfast.yaml:1:41: providers.d.token: the secret is empty",
      "    1 | providers: { d: { type: duckdns, token: env:EMPTY } }",
      "      |                                         ^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:41: providers.d.token：密钥为空"],
  },
  {
    name: "a secret file that is not there",
    file: ["providers: { d: { type: duckdns, token: file:/run/token } }"],
    en: [
      "holdfast.yaml:1:41: providers.d.token: the secret cannot be read from /run/token: no such file or directory (ENOENT)",
      "    1 | providers: { d: { type: duckdns, token: file:/run/token } }",
      "      |                                         ^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:41: providers.d.token：无法从 /run/token 读取密钥：no such file or directory (ENOENT)"],
  },
  {
    name: "certificate authorities that are not there",
    file: ["trust: { authorities: [/run/ca.pem] }"],
    en: [
      "holdfast.yaml:1:24: trust.authorities[0]: the certificates cannot be read from /run/ca.pem: no such file or directory (ENOENT)",
      "    1 | trust: { authorities: [/run/ca.pem] }",
      "      |                        ^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:24: trust.authorities[0]：无法从 /run/ca.pem 读取证书：no such file or directory (ENOENT)",
    ],
  },
  {
    name: "a scheme of a later version",
    file: ["providers: { d: { type: duckdns, token: keychain:duck } }"],
    en: [
      "holdfast.yaml:1:41: providers.d.token: keychain: is not available in this version; use env:NAME or file:/path",
      "    1 | providers: { d: { type: duckdns, token: •••••• } }",
      "      |                                         ^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:41: providers.d.token：此版本尚不支持 keychain:；请用 env:名称 或 file:/路径"],
  },
  {
    name: "a zone without servers",
    file: ["server: { zones: [ { name: dyn.example.org } ] }"],
    en: [
      "holdfast.yaml:1:20: server.zones[0]: ns is missing; for example ns: [ns1.dyn.example.org]",
      "    1 | server: { zones: [ { name: dyn.example.org } ] }",
      "      |                    ^^^^^^^^^^^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:20: server.zones[0]：缺少 ns；例如 ns: [ns1.dyn.example.org]"],
  },
  {
    name: "a zone twice",
    file: [
      "server: { zones: [ { name: dyn.example.org, ns: [ns1.example.org] }, { name: DYN.example.org, ns: [ns1.example.org] } ] }",
    ],
    en: [
      "holdfast.yaml:1:78: server.zones[1].name: server.zones[0] already is the zone dyn.example.org",
      "    1 | …name: dyn.example.org, ns: [ns1.example.org] }, { name: DYN.example.org, ns: [ns1.example.org] } ] }",
      "      |                                                          ^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:78: server.zones[1].name：server.zones[0] 已经是区域 dyn.example.org"],
  },
  {
    name: "a zone inside another",
    file: [
      "server: { zones: [ { name: a.example.org, ns: [ns1.example.net] }, { name: example.org, ns: [ns1.example.net] } ] }",
    ],
    en: [
      "holdfast.yaml:1:28: warning: server.zones[0].name: a.example.org lies inside the zone example.org; names below it belong to the inner zone, and the outer one needs its NS records",
      "    1 | server: { zones: [ { name: a.example.org, ns: [ns1.example.net] }, { name: example.org, ns: [ns1.exa…",
      "      |                            ^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:28: 警告：server.zones[0].name：a.example.org 位于区域 example.org 之内；其下的名称属于内层区域，外层区域需要有它的 NS 记录",
    ],
  },
  {
    name: "a name server inside the zone, without an address",
    file: ["server: { zones: [ { name: example.org, ns: [ns.example.net, ns1.example.org] } ] }"],
    en: [
      "holdfast.yaml:1:41: warning: server.zones[0].ns: nobody finds ns1.example.org, which lies inside the zone and has no address; add ns-addresses: [192.0.2.53] with the server's own",
      "    1 | server: { zones: [ { name: example.org, ns: [ns.example.net, ns1.example.org] } ] }",
      "      |                                         ^^",
    ],
    chinese: [
      "holdfast.yaml:1:41: 警告：server.zones[0].ns：ns1.example.org 位于该区域之内却没有地址，无法被找到；请添加 ns-addresses: [192.0.2.53]，填写该服务器自己的地址",
    ],
  },
  {
    name: "an address of a name server that is none",
    file: ["server: { zones: [ { name: example.org, ns: [ns1.example.org], ns-addresses: [192.0.2.256] } ] }"],
    en: [
      'holdfast.yaml:1:79: server.zones[0].ns-addresses[0]: "192.0.2.256" is not an address, for example 192.0.2.1 or 2001:db8::1',
      "    1 | server: { zones: [ { name: example.org, ns: [ns1.example.org], ns-addresses: [192.0.2.256] } ] }",
      "      |                                                                               ^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:79: server.zones[0].ns-addresses[0]：“192.0.2.256”不是有效的地址，例如 192.0.2.1 或 2001:db8::1",
    ],
  },
  {
    name: "a contact that is no mailbox",
    file: ["server: { zones: [ { name: example.org, ns: [ns1.example.org], contact: hostmaster } ] }"],
    en: [
      'holdfast.yaml:1:73: server.zones[0].contact: "hostmaster" is not a mailbox, for example hostmaster@example.org',
      "    1 | server: { zones: [ { name: example.org, ns: [ns1.example.org], contact: hostmaster } ] }",
      "      |                                                                         ^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:73: server.zones[0].contact：“hostmaster”不是有效的邮箱地址，例如 hostmaster@example.org",
    ],
  },
  {
    name: "an address to listen on in YAML's way",
    file: ["server: { dns: { listen: [[::]:53] } }"],
    en: [
      "holdfast.yaml:1:27: server.dns.listen[0]: a list or map cannot be a key; put a text that starts with [ or { in quotes",
      "    1 | server: { dns: { listen: [[::]:53] } }",
      "      |                           ^^^^",
    ],
    chinese: ["holdfast.yaml:1:27: server.dns.listen[0]：列表或映射不能作为键；以 [ 或 { 开头的文本请加引号"],
  },
  {
    name: "a name to listen on",
    file: ['server: { dns: { listen: ["localhost:53"] } }'],
    en: [
      'holdfast.yaml:1:27: server.dns.listen[0]: "localhost:53" is not an address and port to listen on, for example 127.0.0.1:8080, [::1]:8080 or :8080',
      '    1 | server: { dns: { listen: ["localhost:53"] } }',
      "      |                           ^^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:27: server.dns.listen[0]：“localhost:53”不是有效的监听地址和端口，例如 127.0.0.1:8080、[::1]:8080 或 :8080",
    ],
  },
  {
    name: "a listener twice",
    file: ['server: { dns: { listen: [":53", "0.0.0.0:53"] } }'],
    en: [
      "holdfast.yaml:1:34: server.dns.listen[1]: server.dns.listen[0] already listens on 0.0.0.0:53",
      '    1 | server: { dns: { listen: [":53", "0.0.0.0:53"] } }',
      "      |                                  ^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:34: server.dns.listen[1]：server.dns.listen[0] 已在监听 0.0.0.0:53"],
  },
  {
    name: "HTTP without TLS",
    file: ['server: { http: { listen: ["0.0.0.0:80"] } }'],
    en: [
      "holdfast.yaml:1:28: server.http.listen[0]: the listener has no certificate; add tls: { certificate: …, key: … } beside listen, or plain: true to allow HTTP without TLS",
      '    1 | server: { http: { listen: ["0.0.0.0:80"] } }',
      "      |                            ^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:28: server.http.listen[0]：该监听器没有证书；请在 listen 旁添加 tls: { certificate: …, key: … }，或用 plain: true 允许不加密的 HTTP",
    ],
  },
  {
    name: "HTTP with TLS and plain",
    file: ['server: { http: { listen: [":443"], plain: true, tls: { certificate: a.pem, key: a.key } } }'],
    en: [
      "holdfast.yaml:1:28: server.http.listen[0]: plain: true and tls exclude each other; remove one of them",
      '    1 | server: { http: { listen: [":443"], plain: true, tls: { certificate: a.pem, key: a.key } } }',
      "      |                            ^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:28: server.http.listen[0]：plain: true 与 tls 不能并用；请删除其中之一"],
  },
  {
    name: "TLS without its key",
    file: ['server: { http: { listen: [":443"], tls: { certificate: a.pem } } }'],
    en: [
      "holdfast.yaml:1:37: server.http.tls: key is missing; for example key: /etc/holdfast/tls.key",
      '    1 | server: { http: { listen: [":443"], tls: { certificate: a.pem } } }',
      "      |                                     ^^^",
    ],
    chinese: ["holdfast.yaml:1:37: server.http.tls：缺少 key；例如 key: /etc/holdfast/tls.key"],
  },
  {
    name: "a stand-by that is no address",
    file: ["server: { zones: [{ name: a.example, ns: [ns1.example.net], lease: 2m, standby: [home] }] }"],
    en: [
      'holdfast.yaml:1:82: server.zones[0].standby[0]: "home" is not an address, for example 192.0.2.1 or 2001:db8::1',
      "    1 | server: { zones: [{ name: a.example, ns: [ns1.example.net], lease: 2m, standby: [home] }] }",
      "      |                                                                                  ^^^^",
    ],
    chinese: ["holdfast.yaml:1:82: server.zones[0].standby[0]：“home”不是有效的地址，例如 192.0.2.1 或 2001:db8::1"],
  },
  {
    name: "stand-bys without a lease",
    file: ["server: { zones: [{ name: a.example, ns: [ns1.example.net], standby: [192.0.2.80] }] }"],
    en: [
      "holdfast.yaml:1:19: server.zones[0]: lease is missing; for example lease: 2m",
      "    1 | server: { zones: [{ name: a.example, ns: [ns1.example.net], standby: [192.0.2.80] }] }",
      "      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:19: server.zones[0]：缺少 lease；例如 lease: 2m"],
  },
  {
    name: "a proxy that is no network",
    file: ['server: { http: { listen: [":80"], plain: true, trusted-proxies: [10.0.0.0/33] } }'],
    en: [
      'holdfast.yaml:1:67: server.http.trusted-proxies[0]: "10.0.0.0/33" is not a network, for example 10.0.0.0/8',
      '    1 | server: { http: { listen: [":80"], plain: true, trusted-proxies: [10.0.0.0/33] } }',
      "      |                                                                   ^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:67: server.http.trusted-proxies[0]：“10.0.0.0/33”不是有效的网段，例如 10.0.0.0/8"],
  },
  {
    name: "an empty file",
    file: ["# nothing yet"],
    en: ["holdfast.yaml: hint: the file is empty; `holdfast config schema` prints what can be written"],
    chinese: ["holdfast.yaml: 提示：文件为空；`holdfast config schema` 会列出可以写的内容"],
  },
]);
