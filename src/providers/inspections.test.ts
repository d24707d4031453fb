import { describe, expect, test } from "bun:test";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp, type ScriptedReply } from "../../test/support/scripted-http.ts";
import type { ProviderDeclaration, Settings } from "../core/provider.ts";
import { Secret } from "../core/secret.ts";
import { provider as cloudflare } from "./cloudflare.ts";
import { provider as desec } from "./desec.ts";
import { provider as hetzner } from "./hetzner.ts";
import { provider as linode } from "./linode.ts";
import { provider as route53 } from "./route53.ts";

/** What services tell about credentials: answers as their manuals show them, 2026-11, and what is made of them. */

const canary = "CANARY-0123456789abcdef";
const token: Settings = { token: new Secret(canary) };
const keys: Settings = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: new Secret(canary), partition: "aws" };

interface Row {
  readonly name: string;
  readonly provider: ProviderDeclaration;
  readonly settings: Settings;
  /** Answers by path; what is not there is refused. */
  readonly answers: Readonly<Record<string, ScriptedReply>>;
  /** Kind and a part of what is said. */
  readonly found: readonly (readonly [kind: "excess" | "limit", says: string])[];
}

const verified = (expiry: object): ScriptedReply => ({
  body: JSON.stringify({ success: true, errors: [], messages: [], result: { id: "x", status: "active", ...expiry } }),
});

const identity = (arn: string): ScriptedReply => ({
  headers: { "content-type": "text/xml" },
  body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>1</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
});

const linodeScopes = (scopes: string): Readonly<Record<string, ScriptedReply>> => ({
  "/v4/domains": { headers: { "x-oauth-scopes": scopes }, body: '{"data":[],"page":1,"pages":1,"results":0}' },
});

const rows: readonly Row[] = [
  {
    name: "cloudflare: a token for DNS alone",
    provider: cloudflare,
    settings: token,
    answers: { "/client/v4/user/tokens/verify": verified({}) },
    found: [],
  },
  {
    name: "cloudflare: a token that ends",
    provider: cloudflare,
    settings: token,
    answers: { "/client/v4/user/tokens/verify": verified({ expires_on: "2027-03-04T23:59:59Z" }) },
    found: [["limit", "2027-03-04"]],
  },
  {
    name: "cloudflare: a token that may see tokens",
    provider: cloudflare,
    settings: token,
    answers: {
      "/client/v4/user/tokens/verify": verified({}),
      "/client/v4/user/tokens": { body: JSON.stringify({ success: true, result: [] }) },
    },
    found: [["excess", "other tokens"]],
  },
  {
    name: "cloudflare: a global key is not asked about",
    provider: cloudflare,
    settings: { email: "user@example.net", globalKey: new Secret(canary) },
    answers: { "/client/v4/user/tokens": { body: JSON.stringify({ success: true, result: [] }) } },
    found: [],
  },
  { name: "desec: a token without rights", provider: desec, settings: token, answers: {}, found: [] },
  {
    name: "desec: a token that makes tokens",
    provider: desec,
    settings: token,
    answers: { "/api/v1/auth/tokens/": { body: "[]" } },
    found: [["excess", "manage tokens"]],
  },
  {
    name: "linode: domains alone",
    provider: linode,
    settings: token,
    answers: linodeScopes("domains:read_write"),
    found: [],
  },
  {
    name: "linode: other scopes",
    provider: linode,
    settings: token,
    answers: linodeScopes("domains:read_write linodes:read_only"),
    found: [["excess", "linodes:read_only"]],
  },
  {
    name: "linode: everything",
    provider: linode,
    settings: token,
    answers: linodeScopes("*"),
    found: [["excess", "*"]],
  },
  {
    name: "route53: a user",
    provider: route53,
    settings: keys,
    answers: { "/": identity("arn:aws:iam::123456789012:user/ddns") },
    found: [],
  },
  {
    name: "route53: the root user",
    provider: route53,
    settings: keys,
    answers: { "/": identity("arn:aws:iam::123456789012:root") },
    found: [["excess", "root user"]],
  },
];

function connect({ provider, settings }: Pick<Row, "provider" | "settings">, http: ScriptedHttp) {
  const api = provider.connect(settings, httpPorts(http));
  if (api.kind !== "zone-api") throw new Error("only zone APIs are asked about credentials");
  return api;
}

describe("inspection", () => {
  for (const row of rows) {
    test(row.name, async () => {
      const http = new ScriptedHttp(({ url }) => row.answers[url.pathname] ?? { status: 403, body: '{"detail":"no"}' });
      const told = await connect(row, http).inspect?.();
      if (told?.ok !== true) throw new Error(`it was not told: ${JSON.stringify(told)}`);
      expect(told.value.map(({ kind }) => kind)).toEqual(row.found.map(([kind]) => kind));
      for (const [index, [, says]] of row.found.entries()) {
        expect(told.value[index]?.text.en).toContain(says);
        expect(told.value[index]?.text["zh-CN"]).toMatch(/[\u4e00-\u9fff]/);
      }
      expect(http.requests.every(({ method }) => method === "GET")).toBe(true);
      expect(JSON.stringify(told)).not.toContain(canary);
    });
  }

  test("a service that cannot answer now is not taken for one that tells nothing", async () => {
    const http = new ScriptedHttp(() => ({ status: 503, body: `down ${canary}` }));
    const told = await connect({ provider: desec, settings: token }, http).inspect?.();
    expect(told).toMatchObject({ ok: false, outcome: { kind: "failed", code: "server-error" } });
    expect(JSON.stringify(told)).not.toContain(canary);
  });

  test("AWS is asked at the place that knows identities, signed for it", async () => {
    const http = new ScriptedHttp(() => identity("arn:aws:iam::1:user/x"));
    await connect({ provider: route53, settings: keys }, http).inspect?.();
    expect(http.requests.map(({ url }) => url.host)).toEqual(["sts.us-east-1.amazonaws.com"]);
    expect(http.requests[0]?.headers["authorization"]).toContain("/us-east-1/sts/aws4_request");
  });

  test("services that tell nothing have no such question", () => {
    expect(connect({ provider: hetzner, settings: token }, new ScriptedHttp(() => ({}))).inspect).toBeUndefined();
  });
});
