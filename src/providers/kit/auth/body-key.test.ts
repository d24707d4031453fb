import { expect, test } from "bun:test";
import { expectOk } from "../../../../test/support/expect-ok.ts";
import { BrokenInvariant } from "../../../core/assert.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody } from "../call.ts";
import { draftOf, encodeBody, type Draft } from "../draft.ts";
import { addMembers } from "./body-key.ts";

const base = new URL("https://x.example");
const draft = (body: Parameters<typeof POST>[1]): Draft => expectOk(draftOf(POST("/", body), base, "json"));
const textOf = ({ body }: Draft): string => (body === undefined ? "" : encodeBody(body).text);
const key = { key: new Secret("s3cret") };

test("members come before the call's own, at the top or within one of them", () => {
  const added = addMembers(draft({ a: 1, inner: { b: 2 } }), key);
  expect(textOf(added)).toBe('{"key":"s3cret","a":1,"inner":{"b":2}}');
  expect(added.sensitive).toEqual(["s3cret"]);
  expect(textOf(addMembers(draft({ a: 1, inner: { b: 2 } }), key, "inner"))).toBe(
    '{"a":1,"inner":{"key":"s3cret","b":2}}',
  );
});

test("a body without such a place is a mistake in a declaration", () => {
  const places: readonly (readonly [draft: Draft, within?: string])[] = [
    [expectOk(draftOf(GET("/"), base, "json"))],
    [draft(new TextBody("text/plain", "x"))],
    [draft([1])],
    [draft({ inner: [1] }), "inner"],
    [draft({ inner: new Secret("x") }), "inner"],
    [draft({}), "inner"],
  ];
  for (const [one, within] of places) expect(() => addMembers(one, key, within)).toThrow(BrokenInvariant);
});
