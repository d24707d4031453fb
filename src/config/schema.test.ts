import { describe, expect, test } from "bun:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { configSchemaSource } from "../../scripts/config-schema.ts";
import { settleText } from "../../test/support/config-bench.ts";
import { exampleCatalogue } from "../../test/support/example-providers.ts";
import { declaredProviders } from "../cli/declared-providers.ts";
import { settingKey } from "../core/setting-key.ts";
import { catalogue } from "../providers/catalogue.ts";
import { reservedInstanceKeys } from "./provider-schema.ts";

const path = join(import.meta.dir, "../../docs/holdfast.schema.json");

test("the published schema is what the generator writes", async () => {
  expect(readFileSync(path, "utf8")).toBe(configSchemaSource(await declaredProviders(catalogue)));
});

test("no provider declares a key that already means something, or one key twice", async () => {
  for (const id of catalogue.ids) {
    const declaration = await catalogue.load(id);
    const keys = Object.keys(declaration?.credentials ?? {}).map(settingKey);
    expect(keys.filter((key) => reservedInstanceKeys.includes(key))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

/** A second opinion, by a validator that has nothing in common with ours. */
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  JSON.parse(configSchemaSource(await declaredProviders(exampleCatalogue))),
);

/** What is said about a file of several lines by both: the names of those that accept it. */
async function acceptedBy(text: string): Promise<readonly string[]> {
  const { problems } = await settleText(text, { environment: { T: "t" } });
  const isOurs = !problems.some(({ code }) => !["secret-literal", "empty-file"].includes(code));
  return [...(isOurs ? ["us"] : []), ...(validate(parse(text) ?? {}) ? ["ajv"] : [])];
}

const accounts =
  "providers: { c: { type: cloudflare, token: env:T }, d: { type: duckdns, token: env:T, verify: off } }\n";
const named = (fields: string): string =>
  `agent: { names: [ { name: a.example, provider: c, ${fields} } ] }\n${accounts}`;

describe("what we accept, the schema accepts", () => {
  for (const text of [
    "",
    "language: zh-CN",
    "log: { level: debug, format: json }",
    accounts,
    named(""),
    named("ipv4: off, ipv6: [interface, 'stun:stun.example.net']"),
    named("ipv4: { type: command, argv: [/bin/echo, x] }"),
    named("ipv6: { prefix-of: interface:eth0, interface-id: '::52', prefix-length: 56 }"),
    named("ipv6: { prefix-of: auto, mac: '00:11:22:33:44:55', prefix-length: 56, subnet: 3 }"),
    named("ipv6: { interface-id: '::52' }"),
    named("ipv4: { interface: eth0 }, ipv6: { interface: eth0, prefix: '2001:db8::/48', interface-id: '::52' }"),
    named("ttl: 5m, scopes: [global, private], ownership: values, options: { proxied: true, tags: [a] }"),
    named("ttl: 300"),
    "providers: { d: { type: duckdns, token: env:T, verify: { servers: ['192.0.2.53'] } } }",
    "providers: { c: { type: cloudflare, email: a@example.org, global-key: env:T, zone-id: abc } }",
    "providers: { e: { type: dyndns2, url: 'https://example.net/{name}', username: u, password: env:T, port: 1 } }",
    "server: { zones: [ { name: a.example, ns: [ns.a.example], ns-addresses: [192.0.2.53], contact: x@a.example, ttl: 60 } ] }",
    "server: { dns: { listen: [':53'] }, http: { listen: [':80', { listen: ':81', plain: true }], plain: true } }",
    "server: { http: { listen: [':443'], tls: { certificate: a, key: b }, trusted-proxies: [10.0.0.0/8] } }",
    "trust: {}",
  ]) {
    test(text.replaceAll("\n", " ⏎ "), async () => expect(await acceptedBy(text)).toEqual(["us", "ajv"]));
  }
});

describe("what the schema refuses, we refuse", () => {
  for (const text of [
    "colour: blue",
    "log: { level: verbose }",
    "agent: { quorum: 0 }",
    "agent: { quorum: 1.5 }",
    "agent: { interval: 5 minutes }",
    "agent: { names: a.example }",
    "agent: { sources: { ipv4: [] } }",
    named("ipv5: auto"),
    named("ttl: 1.5"),
    named("ipv6: { prefix-of: auto }"),
    named("ipv6: { prefix-of: auto, mac: '00:11:22:33:44:55', interface-id: '::52' }"),
    named("ipv4: { interface-id: '::52' }"),
    named("ipv4: {}"),
    named("ipv4: { type: router }"),
    named("scopes: [everywhere]"),
    "agent: { names: [ { name: a.example } ] }",
    "providers: { d: { type: dukdns, token: env:T } }",
    "providers: { d: { type: duckdns } }",
    "providers: { d: { type: duckdns, token: env:T, zone: x } }",
    "providers: { d: { type: duckdns, token: env:T, verify: never } }",
    "providers: { c: { type: cloudflare } }",
    "providers: { c: { type: cloudflare, token: env:T, email: a, global-key: env:T } }",
    "providers: { e: { type: dyndns2, url: nowhere, username: u, password: env:T } }",
    "providers: { e: { type: dyndns2, url: 'https://example.net', username: u, password: env:T, port: 0 } }",
    "providers: { e: { type: dyndns2, url: 'https://example.net', username: u, password: env:T, families: both } }",
    "server: { http: { listen: [':443'], tls: { certificate: a } } }",
    "trust: { authorities: [] }",
    "trust: { authorities: ca.pem }",
  ]) {
    test(text.replaceAll("\n", " ⏎ "), async () => expect(await acceptedBy(text)).toEqual([]));
  }
});
