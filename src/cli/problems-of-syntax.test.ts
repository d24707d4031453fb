import { brokenFiles } from "../../test/support/broken-files.ts";

/** Files that are not YAML, or not ours: what is said, word for word. */

brokenFiles("problems of syntax", [
  {
    name: "a tab as indentation",
    file: ["log:", "\tlevel: info"],
    en: ["holdfast.yaml:2:1: a tab indents this line; indent with blanks", "    2 |     level: info", "      | ^^^^"],
    chinese: ["holdfast.yaml:2:1: 此行用制表符缩进；请改用空格"],
  },
  {
    name: "no blank after a colon",
    file: ["agent:", "  interval:5m", "  quorum: 2"],
    en: [
      "holdfast.yaml:2:3: expected “key: value”; a colon, or the blank after it, is missing",
      "    2 |   interval:5m",
      "      |   ^^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:2:3: 此处应为“键: 值”；缺少冒号，或冒号后缺少空格"],
  },
  {
    name: "two keys on a line",
    file: ["log: level: info"],
    en: [
      "holdfast.yaml:1:6: a second “: ” on one line; put the value in quotes, or the inner key on the next line",
      "    1 | log: level: info",
      "      |      ^",
    ],
    chinese: ["holdfast.yaml:1:6: 同一行出现第二个“: ”；请给值加引号，或把内层的键写到下一行"],
  },
  {
    name: "an unclosed quote",
    file: ["log:", '  level: "info', "  format: json"],
    en: ["holdfast.yaml:2:10: a quote that is not closed", '    2 |   level: "info', "      |          ^"],
    chinese: ["holdfast.yaml:2:10: 引号没有闭合"],
  },
  {
    name: "an apostrophe inside single quotes",
    file: ["server:", "  zones: [{ name: 'it's' }]"],
    en: [
      "holdfast.yaml:2:23: this is not expected here; if it is part of a text, put the whole text in quotes",
      "    2 |   zones: [{ name: 'it's' }]",
      "      |                       ^^",
    ],
    chinese: ["holdfast.yaml:2:23: 此处不应出现该内容；若它属于文本，请给整个文本加引号"],
  },
  {
    name: "an unclosed brace",
    file: ["log: { level: info", "language: en"],
    en: ["holdfast.yaml:1:6: a [ or { that is not closed", "    1 | log: { level: info", "      |      ^"],
    chinese: ["holdfast.yaml:1:6: [ 或 { 没有闭合"],
  },
  {
    name: "a missing comma",
    file: ['agent: { sources: { ipv4: ["interface" "stun:a:1"] } }'],
    en: [
      "holdfast.yaml:1:40: a comma is missing between two items",
      '    1 | agent: { sources: { ipv4: ["interface" "stun:a:1"] } }',
      "      |                                        ^",
    ],
    chinese: ["holdfast.yaml:1:40: 两项之间缺少逗号"],
  },
  {
    name: "keys of one map in different columns",
    file: ["agent:", "    interval: 5m", "  quorum: 2"],
    en: [
      "holdfast.yaml:3:1: the indentation fits no level above; keys of one map start in the same column",
      "    3 |   quorum: 2",
      "      | ^",
    ],
    chinese: ["holdfast.yaml:3:1: 缩进与上面任何一级都对不上；同一映射的键须从同一列开始"],
  },
  {
    name: "a value that starts with @",
    file: ["providers:", "  d:", "    token: @home"],
    en: [
      "holdfast.yaml:3:12: a text cannot start with this character; put it in quotes",
      "    3 |     token: ••••••",
      "      |            ^",
    ],
    chinese: ["holdfast.yaml:3:12: 文本不能以此字符开头；请加引号"],
  },
  {
    name: "a password that starts with *",
    file: ["providers:", "  d:", "    type: duckdns", "    token: *secret"],
    en: [
      "holdfast.yaml:4:12: providers.d.token: an alias (*) without an anchor before it; put a text that starts with * in quotes",
      "    4 |     token: ••••••",
      "      |            ^^^^^^",
    ],
    chinese: ["holdfast.yaml:4:12: providers.d.token：别名（*）之前没有对应的锚点；以 * 开头的文本请加引号"],
  },
  {
    name: "a password that starts with !",
    file: ["providers:", "  d:", "    type: duckdns", "    token: !secret"],
    en: [
      "holdfast.yaml:4:12: tags (!) are not supported; put a text that starts with ! in quotes",
      "    4 |     token: ••••••",
      "      |            ^^^^^^",
    ],
    chinese: ["holdfast.yaml:4:12: 不支持标签（!）；以 ! 开头的文本请加引号"],
  },
  {
    name: "a template that was not filled in",
    file: ["providers:", "  d:", "    type: duckdns", "    token: {{ TOKEN }}"],
    en: [
      "holdfast.yaml:4:13: providers.d.token: a list or map cannot be a key; put a text that starts with [ or { in quotes",
      "    4 |     token: {{ •••••• }}",
      "      |             ^^^^^^^^^^",
    ],
    chinese: ["holdfast.yaml:4:13: providers.d.token：列表或映射不能作为键；以 [ 或 { 开头的文本请加引号"],
  },
  {
    name: "two documents",
    file: ["language: en", "---", "language: zh-CN"],
    en: [
      "holdfast.yaml:2:1: more than one document (---) in the file; only one is allowed",
      "    2 | ---",
      "      | ^^^",
    ],
    chinese: ["holdfast.yaml:2:1: 文件中有多个文档（---）；只允许一个"],
  },
  {
    name: "a directive",
    file: ["%YAML 1.1", "---", "language: en"],
    en: ["holdfast.yaml:1:1: directives (%) are not supported; remove the line", "    1 | ••••••", "      | ^"],
    chinese: ["holdfast.yaml:1:1: 不支持指令（%）；请删除此行"],
  },
  {
    name: "an unknown escape",
    file: ['language: "\\q"'],
    en: [
      "holdfast.yaml:1:12: an unknown escape after \\ in double quotes; write \\\\ for a backslash, or use single quotes",
      '    1 | language: "\\q"',
      "      |            ^",
    ],
    chinese: ["holdfast.yaml:1:12: 双引号内 \\ 之后是未知的转义；反斜杠请写作 \\\\，或改用单引号"],
  },
  {
    name: "the key missing before a list",
    file: ["agent", "  names: []"],
    en: [
      "holdfast.yaml:1:1: expected “key: value”; a colon, or the blank after it, is missing",
      "    1 | agent",
      "      | ^^^^^",
    ],
    chinese: ["holdfast.yaml:1:1: 此处应为“键: 值”；缺少冒号，或冒号后缺少空格"],
  },
  {
    name: "a file that is one text",
    file: ["just words"],
    en: ["holdfast.yaml:1:1: expected a map of keys, found a text", "    1 | ••••••", "      | ^^^^^^"],
    chinese: ["holdfast.yaml:1:1: 此处应为键值映射，却是文本"],
  },
  {
    name: "a file that is a list",
    file: ["- a", "- b"],
    en: ["holdfast.yaml:1:1: expected a map of keys, found a list", "    1 | - ••••••", "      | ^^^^^^^^"],
    chinese: ["holdfast.yaml:1:1: 此处应为键值映射，却是列表"],
  },
  {
    name: "a key twice",
    file: ["log:", "  level: info", "  level: warn"],
    en: [
      "holdfast.yaml:3:3: log.level: the key is already on line 2; keep one of them",
      "    3 |   level: ••••••",
      "      |   ^^^^^",
    ],
    chinese: ["holdfast.yaml:3:3: log.level：该键已在第 2 行出现；请只保留一个"],
  },
  {
    name: "a chain of aliases that doubles",
    file: ["a: &a [1]", "b: &b [*a, *a]"],
    en: [
      "holdfast.yaml:1:1: a: unknown key; known here: language, log, trust, agent, providers, and server",
      "    1 | a: ••••••",
      "      | ^",
      "holdfast.yaml:2:1: b: unknown key; known here: language, log, trust, agent, providers, and server",
      "    2 | b: ••••••",
      "      | ^",
    ],
    chinese: [
      "holdfast.yaml:1:1: a：未知的键；此处可用：language、log、trust、agent、providers、server",
      "holdfast.yaml:2:1: b：未知的键；此处可用：language、log、trust、agent、providers、server",
    ],
  },
  {
    name: "too many levels",
    file: ["a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"],
    en: ["holdfast.yaml:1:28: more than 24 levels", "    1 | ••••••", "      | ^"],
    chinese: ["holdfast.yaml:1:28: 超过 24 级"],
  },
]);
