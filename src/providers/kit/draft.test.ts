import { describe, expect, test } from "bun:test";
import { Secret } from "../../core/secret.ts";
import { expectOk } from "../../../test/support/expect-ok.ts";
import { DELETE, GET, PATCH, POST, PUT, TextBody, withHeaders, withQuery, type Call } from "./call.ts";
import { addHeaders, addQuery, draftOf, encodeBody } from "./draft.ts";

const base = new URL("https://api.example.net/v2/");
const urlOf = (call: Call, under: URL = base): string => expectOk(draftOf(call, under, "json")).url.href;

describe("a call's address", () => {
  const rows: readonly (readonly [title: string, call: Call, url: string])[] = [
    ["route below the base", GET("/zones"), "https://api.example.net/v2/zones"],
    ["no route", GET(""), "https://api.example.net/v2/"],
    [
      "parameters are encoded",
      GET("/z/{zone}/{id}", { zone: "a/b?c#d%", id: "x y" }),
      "https://api.example.net/v2/z/a%2Fb%3Fc%23d%25/x%20y",
    ],
    ["a wildcard owner stays", GET("/z/{owner}", { owner: "*.home" }), "https://api.example.net/v2/z/*.home"],
    ["values cannot add parameters", GET("/{a}/{b}", { a: "{b}", b: "x" }), "https://api.example.net/v2/%7Bb%7D/x"],
    [
      "query is encoded",
      GET("/z", { q: "a&b=c d", n: 5, yes: true }),
      "https://api.example.net/v2/z?q=a%26b%3Dc+d&n=5&yes=true",
    ],
    ["undefined is left out, empty is sent", GET("/z", { a: undefined, b: "" }), "https://api.example.net/v2/z?b="],
    ["a list repeats", GET("/z", { a: ["1", "2"] }), "https://api.example.net/v2/z?a=1&a=2"],
    [
      "secrets are revealed",
      GET("/u/{token}", { token: new Secret("s/1") }, { k: new Secret("s 2") }),
      "https://api.example.net/v2/u/s%2F1?k=s+2",
    ],
    ["DELETE", DELETE("/z/{id}", { id: "1" }, { force: true }), "https://api.example.net/v2/z/1?force=true"],
    ["withQuery adds", withQuery(GET("/z", { a: 1 }), { b: 2 }), "https://api.example.net/v2/z?a=1&b=2"],
  ];
  for (const [title, call, url] of rows) test(title, () => expect(urlOf(call)).toBe(url));

  test("keeps the query of a configured address", () => {
    const configured = new URL("https://dyn.example.net/nic/update?system=x");
    expect(urlOf(GET("", { hostname: "a" }), configured)).toBe(
      "https://dyn.example.net/nic/update?system=x&hostname=a",
    );
  });

  for (const segment of [".", ".."]) {
    test(`refuses ${segment} as an identifier, since it would change the path`, () => {
      expect(draftOf(GET("/z/{id}/records", { id: segment }), base, "json")).toMatchObject({
        ok: false,
        code: "value-invalid",
      });
    });
  }
});

describe("a call's body", () => {
  const fields = {
    a: "x&y",
    n: 5,
    none: undefined,
    list: ["1", "2"],
    secret: new Secret("s"),
    deep: { s: new Secret("d"), u: undefined },
  };

  test("as JSON", () => {
    const { body } = expectOk(draftOf(POST("/z", fields), base, "json"));
    expect(body && encodeBody(body)).toEqual({
      contentType: "application/json",
      text: '{"a":"x&y","n":5,"list":["1","2"],"secret":"s","deep":{"s":"d"}}',
    });
  });

  test("as a form", () => {
    const { deep: _deep, ...flat } = fields;
    const { body } = expectOk(draftOf(PUT("/z/{id}", { id: "1" }, flat), base, "form"));
    expect(body && encodeBody(body)).toEqual({
      contentType: "application/x-www-form-urlencoded",
      text: "a=x%26y&n=5&list=1&list=2&secret=s",
    });
  });

  test("of its own type", () => {
    const { body } = expectOk(draftOf(PATCH("/z", new TextBody("text/xml", "<a/>")), base, "json"));
    expect(body && encodeBody(body)).toEqual({ contentType: "text/xml", text: "<a/>" });
  });

  test("is absent where none is given", () => {
    expect(expectOk(draftOf(POST("/z"), base, "json")).body).toBeUndefined();
  });
});

test("what shows a credential is marked", () => {
  const draft = expectOk(
    draftOf(GET("/u/{token}", { token: new Secret("one") }, { k: new Secret("two") }), base, "json"),
  );
  expect(addQuery(addHeaders(draft, { x: "three" }, ["three"]), { k: new Secret("four") }).sensitive).toEqual([
    "one",
    "two",
    "three",
    "four",
  ]);
});

test("withHeaders adds header fields", () => {
  expect(expectOk(draftOf(withHeaders(GET("/z"), { "x-action": "List" }), base, "json")).headers).toEqual({
    "x-action": "List",
  });
});
