import { describe, expect, test } from "bun:test";
import { decodeAnswer, misfit, shortened, wordsOf, type Answer, type AnswerFormat } from "./answer.ts";
import {
  all,
  body,
  bodyMatches,
  codesAt,
  commonRows,
  failed,
  firstWord,
  isFromBetween,
  meaningOf,
  on,
  rejected,
  status,
  text,
  type AnswerRow,
  type Meaning,
} from "./answers.ts";

function answer(code: number, words = "", format: AnswerFormat = "json"): Answer {
  return decodeAnswer({ status: code, headers: {}, body: new TextEncoder().encode(words) }, format);
}

describe("characters of an answer", () => {
  const rows: readonly (readonly [contentType: string | undefined, octets: readonly number[], text: string])[] = [
    [undefined, [0xe4, 0xb8, 0xad], "中"],
    ["text/html; charset=gbk", [0xd6, 0xd0], "中"],
    ['application/json;charset="GB18030"', [0xd6, 0xd0], "中"],
    ["text/plain; charset=iso-8859-1", [0xe9], "é"],
    ["text/plain; charset=unheard-of", [0xe4, 0xb8, 0xad], "中"],
    ["application/json", [0xd6, 0xd0], "\ufffd\ufffd"],
  ];
  for (const [contentType, octets, text] of rows) {
    test(`${contentType}: ${text}`, () => {
      const headers = contentType === undefined ? {} : { "content-type": contentType };
      expect(decodeAnswer({ status: 200, headers, body: Uint8Array.from(octets) }, "text").text).toBe(text);
    });
  }
});

describe("conditions", () => {
  const error = answer(400, '{"errors":[{"code":81057,"message":"twin"},{"code":"9109"}],"ok":false}');
  const rows: readonly (readonly [title: string, holds: boolean, expected: boolean])[] = [
    ["status in list", status(400, 404)(error), true],
    ["status not in list", status(404)(error), false],
    ["body value as number", body("errors.*.code", 81_057)(error), true],
    ["body value as text", body("errors.*.code", 9109)(error), true],
    ["body value that is only part of one", body("errors.*.code", 8)(error), false],
    ["body boolean", body("ok", false)(error), true],
    ["a text at the path matches", bodyMatches("errors.*.code", /^8105/)(error), true],
    ["no text at the path matches", bodyMatches("errors.*.code", /^x/)(error), false],
    ["body path exists", body("errors")(error), true],
    ["body path is missing", body("result")(error), false],
    ["text pattern", text(/twin/)(error), true],
    ["all hold", all(400, body("ok", false))(error), true],
    ["one of all fails", all(401, body("ok", false))(error), false],
    ["first word", firstWord("ko")(answer(200, "KO\n", "text")), true],
    ["first word within another", firstWord("ko")(answer(200, "KOALA", "text")), false],
    ["first word further on", firstWord("ko")(answer(200, "OK KO", "text")), false],
    ["first word of nothing", firstWord("ko")(answer(200, "", "text")), false],
  ];
  for (const [title, holds, expected] of rows) test(title, () => expect(holds).toBe(expected));
});

test("the first row that knows the answer decides", () => {
  const rows: readonly AnswerRow[] = [
    on(404, rejected("zone-not-found")),
    on(body("code", "busy"), failed("zone-busy")),
    on(404, rejected("name-not-found")),
  ];
  expect(meaningOf(answer(404, '{"code":"busy"}'), rows)).toEqual({ kind: "rejected", code: "zone-not-found" });
  expect(meaningOf(answer(400, '{"code":"busy"}'), rows)).toEqual({ kind: "failed", code: "zone-busy" });
  expect(meaningOf(answer(200), rows)).toBeUndefined();
});

describe("common meanings", () => {
  const rows: readonly (readonly [code: number, expected: string | undefined])[] = [
    [200, undefined],
    [204, undefined],
    [301, "request-refused"],
    [302, "answer-unreadable"],
    [304, "answer-unreadable"],
    [308, "request-refused"],
    [400, "value-invalid"],
    [401, "credentials-rejected"],
    [402, "paid-feature"],
    [403, "not-authorized"],
    [404, "name-not-found"],
    [405, "request-refused"],
    [408, "timed-out"],
    [409, "precondition-lost"],
    [410, "request-refused"],
    [412, "precondition-lost"],
    [422, "value-invalid"],
    [423, "zone-busy"],
    [429, "rate-limited"],
    [500, "server-error"],
    [503, "server-error"],
    [599, "server-error"],
  ];
  for (const [code, expected] of rows) {
    test(`${code}`, () => {
      const meaning = meaningOf(answer(code), commonRows);
      expect(meaning !== undefined && "code" in meaning ? meaning.code : undefined).toBe(expected as never);
    });
  }

  test("a refusal by a page is nobody's last word, except for wrong credentials", () => {
    const codes = [400, 401, 403, 404, 451, 500].map((code) => {
      const meaning = meaningOf(answer(code, "<!DOCTYPE html><html>Are you human?"), commonRows);
      return meaning !== undefined && "code" in meaning ? meaning.code : undefined;
    });
    expect(codes).toEqual([
      "answer-unreadable",
      "credentials-rejected",
      "answer-unreadable",
      "answer-unreadable",
      "answer-unreadable",
      "server-error",
    ]);
  });

  test("gateways do not know what became of a request", () => {
    expect([500, 502, 503, 504, 520, 530, 531].map((code) => isFromBetween(answer(code)))).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("misfit", () => {
  const rows: readonly (readonly [
    title: string,
    answer: Answer,
    format: AnswerFormat,
    expected: string | undefined,
  ])[] = [
    ["JSON", answer(200, "{}"), "json", undefined],
    ["nothing", answer(204), "json", undefined],
    ["half of JSON", answer(200, '{"a":'), "json", "not JSON, or cut short"],
    ["text in place of JSON", answer(200, "OK"), "json", "not JSON, or cut short"],
    ["text", answer(200, "OK", "text"), "text", undefined],
    ["a page in place of text", answer(200, " <!doctype html>…", "text"), "text", "an HTML page instead of an answer"],
    [
      "a titled page",
      answer(200, "<HTML><title> Log in </title>"),
      "json",
      'an HTML page instead of an answer titled "Log in"',
    ],
  ];
  for (const [title, given, format, expected] of rows)
    test(title, () => expect(misfit(given, format)).toBe(expected as never));
});

test("misfit / a page that begins titles and ends none / judged in no time", () => {
  const page = answer(200, `<html>${"<title".repeat(300_000)}`, "text");
  expect(misfit(page, "text")).toBe("an HTML page instead of an answer");
}, 2_000);

describe("the remote's own words", () => {
  const rows: readonly (readonly [title: string, body: string, places: readonly string[], expected: string])[] = [
    ["declared places, joined", '{"errors":[{"code":1,"message":"a"}]}', ["errors.*.code", "errors.*.message"], "1 a"],
    ["usual places", '{"error":{"message":"no"}}', [], "no"],
    ["several errors", '{"errors":[{"message":"a"},{"message":"b"}]}', [], "a; b"],
    ["problem details", '{"title":"T","detail":"D"}', [], "D"],
    ["no words", "{}", [], "{}"],
    ["a page", "<html><title>502 Bad Gateway</title>", [], 'a page titled "502 Bad Gateway"'],
    ["plain text", "not\r\n  today\u0007", [], "not today"],
    ["nothing", "", [], ""],
  ];
  for (const [title, given, places, expected] of rows) {
    test(title, () => expect(shortened(wordsOf(answer(400, given), places))).toBe(expected));
  }

  test("are shortened to one line", () => expect(shortened(`a\u2028${"b".repeat(300)}`)).toBe(`a ${"b".repeat(197)}…`));
});

describe("codes at a path", () => {
  const row = codesAt(
    "error.*.code",
    [failed("clock-skewed"), "AuthFailure.Expired"],
    [rejected("credentials-rejected"), "AuthFailure*", 40_101],
    [failed("server-error"), "*"],
  );
  const rows: readonly (readonly [code: string | number | undefined, expected: Meaning | undefined])[] = [
    ["AuthFailure.Expired", failed("clock-skewed")],
    ["AuthFailure", rejected("credentials-rejected")],
    ["AuthFailure.Other", rejected("credentials-rejected")],
    [40_101, rejected("credentials-rejected")],
    ["40101", rejected("credentials-rejected")],
    ["Other", failed("server-error")],
    [undefined, undefined],
  ];
  for (const [code, expected] of rows) {
    test(`${code}`, () => {
      const tree = { error: code === undefined ? [] : [{ code }] };
      expect(row(answer(200, JSON.stringify(tree)))).toEqual(expected);
    });
  }
});
