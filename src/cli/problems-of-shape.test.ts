import { brokenFiles } from "../../test/support/broken-files.ts";

/** Keys and types that are not ours: what is said, word for word. */

brokenFiles("problems of shape", [
  {
    name: "an unknown key",
    file: [
      "agent:",
      "  names:",
      "    - name: home.example.com",
      "      provider: d",
      "      ipv5: auto",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:5:7: agent.names[0].ipv5: unknown key; did you mean ipv4?",
      "    5 |       ipv5: auto",
      "      |       ^^^^",
    ],
    chinese: ["holdfast.yaml:5:7: agent.names[0].ipv5：未知的键；是否应为 ipv4？"],
  },
  {
    name: "an unknown key that resembles nothing",
    file: ["favourite-colour: blue"],
    en: [
      "holdfast.yaml:1:1: favourite-colour: unknown key; known here: language, log, trust, agent, providers, and server",
      "    1 | favourite-colour: ••••••",
      "      | ^^^^^^^^^^^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:1:1: favourite-colour：未知的键；此处可用：language、log、trust、agent、providers、server",
    ],
  },
  {
    name: "a missing key",
    file: ["agent:", "  names:", "    - name: home.example.com", "providers: { d: { type: duckdns, token: 'env:T' } }"],
    en: [
      "holdfast.yaml:3:7: agent.names[0]: provider is missing; for example provider: cf",
      "    3 |     - name: home.example.com",
      "      |       ^^^^^^^^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:3:7: agent.names[0]：缺少 provider；例如 provider: cf"],
  },
  {
    name: "a number where text belongs",
    file: [
      "agent:",
      "  names:",
      "    - name: 5",
      "      provider: d",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:3:13: agent.names[0].name: expected a text, found the number 5; for example home.example.com",
      "    3 |     - name: 5",
      "      |             ^",
    ],
    chinese: ["holdfast.yaml:3:13: agent.names[0].name：此处应为文本，却是数字“5”；例如 home.example.com"],
  },
  {
    name: "a text where a list belongs",
    file: ["agent:", "  names: home.example.com"],
    en: [
      'holdfast.yaml:2:10: agent.names: expected a list, found "home.example.com"',
      "    2 |   names: home.example.com",
      "      |          ^^^^^^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:2:10: agent.names：此处应为列表，却是“home.example.com”"],
  },
  {
    name: "a map that is no source",
    file: [
      "agent:",
      "  names:",
      "    - { name: a.example, provider: d, ipv4: { device: eth0 } }",
      "providers: { d: { type: duckdns, token: 'env:T' } }",
    ],
    en: [
      "holdfast.yaml:3:39: agent.names[0].ipv4: type is missing; for example type: stun",
      "    3 |     - { name: a.example, provider: d, ipv4: { device: •••••• } }",
      "      |                                       ^^^^",
      "holdfast.yaml:3:47: agent.names[0].ipv4.device: unknown key; known here: type, server, url, json, regex, insecure, name, record, class, authoritative, argv, operator, interface, and prefix",
      "    3 |     - { name: a.example, provider: d, ipv4: { device: •••••• } }",
      "      |                                               ^^^^^^",
    ],
    chinese: [
      "holdfast.yaml:3:39: agent.names[0].ipv4：缺少 type；例如 type: stun",
      "holdfast.yaml:3:47: agent.names[0].ipv4.device：未知的键；此处可用：type、server、url、json、regex、insecure、name、record、class、authoritative、argv、operator、interface、prefix",
    ],
  },
  {
    name: "a misspelt choice",
    file: ["log: { level: warning }"],
    en: [
      'holdfast.yaml:1:15: log.level: "warning" is not allowed here; allowed: debug, info, warn, or error',
      "    1 | log: { level: warning }",
      "      |               ^^^^^^^",
    ],
    chinese: ["holdfast.yaml:1:15: log.level：此处不能用“warning”；可用：debug、info、warn、error"],
  },
  {
    name: "a choice in the wrong case",
    file: ["language: zh-cn"],
    en: [
      'holdfast.yaml:1:11: language: "zh-cn" is not allowed here; did you mean zh-CN? Allowed: auto, en, or zh-CN',
      "    1 | language: zh-cn",
      "      |           ^^^^^",
    ],
    chinese: ["holdfast.yaml:1:11: language：此处不能用“zh-cn”；是否应为 zh-CN？可用：auto、en、zh-CN"],
  },
  {
    name: "a number out of range",
    file: ["agent: { quorum: 0 }"],
    en: [
      "holdfast.yaml:1:18: agent.quorum: the number 0 is out of range; allowed: 1 to 8",
      "    1 | agent: { quorum: 0 }",
      "      |                  ^",
    ],
    chinese: ["holdfast.yaml:1:18: agent.quorum：数字“0”超出范围；允许：1 至 8"],
  },
  {
    name: "an empty list",
    file: ["agent: { sources: { ipv4: [] } }"],
    en: [
      "holdfast.yaml:1:27: agent.sources.ipv4: the list is empty; remove the key to get the default",
      "    1 | agent: { sources: { ipv4: [] } }",
      "      |                           ^^",
    ],
    chinese: ["holdfast.yaml:1:27: agent.sources.ipv4：列表为空；如需默认值，请删除该键"],
  },
  {
    name: "a duration without unit",
    file: ['agent: { interval: "5" }'],
    en: [
      'holdfast.yaml:1:20: agent.interval: "5" is not a duration; write a number and a unit, for example 30s, 5m or 6h',
      '    1 | agent: { interval: "5" }',
      "      |                    ^^^",
    ],
    chinese: ["holdfast.yaml:1:20: agent.interval：“5”不是有效的时长；请写数字加单位，例如 30s、5m 或 6h"],
  },
  {
    name: "a duration that is too long",
    file: ["agent: { interval: 30d }"],
    en: [
      'holdfast.yaml:1:20: agent.interval: "30d" is out of range; allowed: 1s to 1d',
      "    1 | agent: { interval: 30d }",
      "      |                    ^^^",
    ],
    chinese: ["holdfast.yaml:1:20: agent.interval：“30d”超出范围；允许：1s 至 1d"],
  },
]);
