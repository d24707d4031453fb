import { describe, expect, test } from "bun:test";
import aws4 from "aws4";
import fc from "fast-check";
import { signed } from "../../../../test/support/signed.ts";
import { Secret } from "../../../core/secret.ts";
import { GET, POST, TextBody, type Call } from "../call.ts";
import { sigv4 } from "./sigv4.ts";

const keyId = "AKIDEXAMPLE";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const account = { keyId, secret: new Secret(secret), sessionToken: undefined };
const at = "2015-08-30T12:36:00Z";

/** From the vendor's test suite, by the names it gives them; the third is the example of its guide. */
describe("the vendor's vectors", () => {
  const suite = { base: "https://example.amazonaws.com", service: "service" };
  const rows: readonly (readonly [name: string, call: Call, expected: string, place?: typeof suite])[] = [
    ["get-vanilla", GET("/"), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    [
      "get-vanilla-query-order-key-case",
      GET("/", { Param2: "value2", Param1: "value1" }),
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    [
      "ListUsers",
      {
        ...GET("/", { Version: "2010-05-08", Action: "ListUsers" }),
        body: new TextBody("application/x-www-form-urlencoded; charset=utf-8", ""),
      },
      "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
      { base: "https://iam.amazonaws.com", service: "iam" },
    ],
  ];
  for (const [name, call, expected, { base, service } = suite] of rows) {
    test(name, async () => {
      const draft = await signed(sigv4({ service, region: "us-east-1" }, account), call, { base, at });
      expect(draft.headers["authorization"]).toEndWith(`, Signature=${expected}`);
    });
  }
});

test("another implementation signs the same, whatever is asked", async () => {
  const text = fc.string({ unit: "grapheme" });
  const parameters = fc.dictionary(
    text.map((name) => `p${name}`),
    text,
    { noNullPrototype: true },
  );
  const token = fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,20}$/), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(text, parameters, text, token, fc.boolean(), async (id, query, body, sessionToken, hasBody) => {
      // Empty segments and dots are paths of their own, which no identifier of a service makes.
      fc.pre(!["", ".", ".."].includes(id));
      const call = hasBody
        ? POST("/a/{id}/b", { id }, new TextBody("text/xml", body), query)
        : GET("/a/{id}/b", { id }, query);
      const theirs = { ...account, sessionToken: sessionToken === undefined ? undefined : new Secret(sessionToken) };
      const scheme = sigv4({ service: "route53", region: "us-east-1" }, theirs);
      const draft = await signed(scheme, call, { base: "https://route53.amazonaws.com", at });
      const theirRequest = {
        host: "route53.amazonaws.com",
        service: "route53",
        region: "us-east-1",
        method: call.method,
        path: draft.url.pathname + draft.url.search,
        headers: { "X-Amz-Date": "20150830T123600Z", ...(hasBody ? { "Content-Type": "text/xml" } : {}) },
        ...(hasBody ? { body } : {}),
        // The length is nobody's to sign: it changes between us and the service when somebody compresses.
        extraHeadersToIgnore: { "content-length": true },
      };
      const keys = {
        accessKeyId: keyId,
        secretAccessKey: secret,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      };
      const other = aws4.sign(theirRequest, keys);
      expect(draft.headers["authorization"]).toBe(String(other.headers?.["Authorization"]));
    }),
  );
});
