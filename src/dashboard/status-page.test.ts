import { describe, expect, test } from "bun:test";
import { foreignWords } from "../../test/support/foreign-words.ts";
import { htmlProblems } from "../../test/support/html-problems.ts";
import { escapeHtml } from "./escape-html.ts";
import { type RecordModel, renderStatusPage, type StatusPageModel } from "./status-page.ts";
import { statusPageStyle } from "./status-page-assets.ts";

const good: RecordModel = {
  type: "A",
  values: ["192.0.2.1"],
  state: "192.0.2.1, confirmed.",
  isGood: true,
  verifiedBy: ["127.0.0.1:5300"],
};
const open: RecordModel = { type: "AAAA", values: [], state: "Left as it is.", isGood: false, verifiedBy: [] };

const empty: StatusPageModel = {
  version: "0.1.0",
  addresses: [],
  names: [],
  ports: [],
  zones: [],
  hosts: [],
  listeners: [],
  queryCount: 0,
  events: [],
  tryLine: "dig @127.0.0.1 -p 5300 home.demo.test A +short",
};

const full: StatusPageModel = {
  ...empty,
  addresses: [
    { family: "IPv4", value: "192.0.2.1", isKnown: true, sources: ["stun:a.example:3478", "dns-echo:b.example"] },
    { family: "IPv6", value: "No source answered.", isKnown: false, sources: [] },
  ],
  names: [
    { name: "home.demo.test", records: [good, open] },
    { name: "nas.demo.test", records: [good] },
  ],
  ports: [
    { port: "tcp/445", family: "IPv4", place: "44.128.10.10:445", state: "Open since 12:00:00.", isGood: true },
    { port: "udp/9 (192.168.1.9)", family: "IPv4", place: "", state: "The router does not allow it.", isGood: false },
  ],
  zones: [{ apex: "demo.test", serial: 2_026_112_001, ownerCount: 2 }],
  hosts: [
    {
      name: "home.demo.test",
      lastHeard: { at: "2026-11-20T12:00:00.000Z", clockTime: "12:00:00", way: "beacon 192.0.2.1" },
    },
    { name: "nas.demo.test", lastHeard: undefined },
  ],
  listeners: [{ name: "DNS/UDP", endpoint: "127.0.0.1:5300" }],
  queryCount: 7,
  events: [{ at: "2026-11-20T12:00:00.000Z", clockTime: "12:00:00", text: "Holdfast 0.1.0 started." }],
};

/** Every text of a model replaced by one that would break out of a template. */
function hostile(model: StatusPageModel): StatusPageModel {
  const evil = `"><script>alert('1')</script>&amp;`;
  return JSON.parse(JSON.stringify(model), (_, value: unknown) => (typeof value === "string" ? evil : value));
}

describe("the status page", () => {
  for (const [what, model] of [
    ["with everything", full],
    ["with nothing", empty],
    ["with texts that would break out", hostile(full)],
  ] as const) {
    for (const language of ["en", "zh-CN"] as const) {
      test(`${what} is well formed in ${language}`, () => {
        expect(htmlProblems(renderStatusPage(model, language))).toEqual([]);
      });
    }
  }

  test("no text is taken for markup", () => {
    const page = renderStatusPage(hostile(full), "en");
    expect(page).not.toContain("<script");
    expect(page).toContain("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;");
  });

  test("says at its top whether all is well", () => {
    const head = (model: StatusPageModel, language: "en" | "zh-CN"): string =>
      /<p class="health ([^"]*)">([^<]*)/.exec(renderStatusPage(model, language))?.slice(1).join(" ") ?? "";
    const names = (...records: readonly RecordModel[]): StatusPageModel => ({
      ...empty,
      names: [{ name: "a", records }],
    });
    expect([
      head(full, "en"),
      head(names(good), "en"),
      head(names(good, good), "en"),
      head(names(open), "en"),
      head(empty, "en"),
      head(full, "zh-CN"),
    ]).toEqual([
      "open 1 of 3 records not as they should be yet",
      "good The record is as it should be",
      "good All 2 records are as they should be",
      "open 1 of 1 record not as they should be yet",
      "good No names to keep",
      "open 3 组解析记录中有 1 组尚未符合预期",
    ]);
    expect(renderStatusPage(full, "en")).toContain("<title>(1) Holdfast</title>");
    expect(renderStatusPage(empty, "en")).toContain("<title>Holdfast</title>");
  });

  test("shows a record with its values, and who answers so", () => {
    const page = renderStatusPage(full, "en");
    expect(page).toContain('<span class="values"><code>192.0.2.1</code></span>');
    expect(page).toContain("192.0.2.1, confirmed. Verified at 127.0.0.1:5300.");
    expect(page).toContain('<span class="values">none</span>');
    expect(page).toContain('<time datetime="2026-11-20T12:00:00.000Z">12:00:00</time> Holdfast 0.1.0 started.');
    expect(renderStatusPage(empty, "en")).toContain("Nothing yet.");
  });

  test("shows when hosts were last heard", () => {
    const page = renderStatusPage(full, "en");
    const time = '<time datetime="2026-11-20T12:00:00.000Z">12:00:00</time>';
    expect(page).toContain(`<td>home.demo.test</td><td>${time} beacon 192.0.2.1</td>`);
    expect(page).toContain("<td>nas.demo.test</td><td>not yet</td>");
    expect(renderStatusPage(empty, "en")).not.toContain("Last heard");
  });

  test("has no English left in Chinese, and leads to the other language", () => {
    const page = renderStatusPage(empty, "zh-CN").replaceAll(/<head>.*<\/head>|<pre>.*<\/pre>|<[^>]*>/gs, " ");
    expect(foreignWords(page, ["English"])).toEqual([]);
    expect(renderStatusPage(empty, "zh-CN")).toContain('<a href="/?lang=en" lang="en" hreflang="en">English</a>');
    expect(renderStatusPage(empty, "en")).toContain('<a href="/?lang=zh-CN" lang="zh-CN" hreflang="zh-CN">中文</a>');
  });

  test("uses only classes that its style knows", () => {
    const used = new Set(
      [...renderStatusPage(full, "en").matchAll(/class="([^"]*)"/g)].flatMap(([, list = ""]) => list.split(" ")),
    );
    for (const name of used) expect([name, statusPageStyle.includes(`.${name}`)]).toEqual([name, true]);
  });
});

describe("escapeHtml", () => {
  for (const [text, escaped] of [
    ["", ""],
    ["plain 中文 ✓", "plain 中文 ✓"],
    [`<a href="x" title='y'>&`, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;"],
    ["&amp;", "&amp;amp;"],
  ] as const) {
    test(JSON.stringify(text), () => expect(escapeHtml(text)).toBe(escaped));
  }
});
