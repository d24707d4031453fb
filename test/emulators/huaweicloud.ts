import { startAnsweringRRsets } from "./answering-rrsets.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, rowsFrom } from "./pages.ts";
import type { RRset, RRsetBreach, RRsetRules } from "./rrset-rules.ts";
import { fieldLines, hmac256, members, sha256, sortedQuery } from "./signatures/canonical.ts";
import { basicTimeOf } from "./signatures/scoped.ts";

/**
 * Huawei Cloud DNS as its manual describes it (API v2.1, 2026-11): record sets with identities, names with a final dot
 * that are searched by any part, changes that are accepted with 202.
 */
export function startHuaweicloud(): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: [host],
    limits: { minTtl: 1, maxTtl: 2_147_483_647, mostValues: 50 },
    usualTtl: 300,
    usualFields: usual,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) =>
      isGenuine(request)
        ? answer(rules, request)
        : json(401, { error_code: "APIGW.0301", error_msg: "Incorrect IAM authentication information" }),
  });
}

export const huaweiKeyId = "HWEXAMPLEKEYID";
export const huaweiSecret = "CANARYsecretOfHuaweiCloud";

const host = "dns.myhuaweicloud.com";
const usual = { line: "default_view", weight: 1, description: "" };

/** SDK-HMAC-SHA256 from the vendor's description: the path ends in a slash for signing, there is no derived key. */
function isGenuine(request: ReceivedRequest): boolean {
  const proof = members(request.headers["authorization"] ?? "", "SDK-HMAC-SHA256");
  const date = request.headers["x-sdk-date"] ?? "";
  if (proof?.["Access"] !== huaweiKeyId) return false;
  if (!(Math.abs(basicTimeOf(date) - Date.UTC(2026, 10, 20)) <= 15 * 60_000)) return false;
  const names = (proof["SignedHeaders"] ?? "").split(";");
  if (!names.includes("x-sdk-date")) return false;
  const path = request.path.endsWith("/") ? request.path : `${request.path}/`;
  const lines = fieldLines(request, host, names);
  const parts = [request.method, path, sortedQuery(request), lines, names.join(";"), sha256(request.body)];
  const toSign = `SDK-HMAC-SHA256\n${date}\n${sha256(parts.join("\n"))}`;
  return hmac256(huaweiSecret, toSign).toString("hex") === proof["Signature"];
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.path === "/v2/zones" && request.method === "GET") {
    const rows = rules.store.zones.map((apex, index) => ({ id: `z${index + 1}`, name: `${apex}.`, status: "ACTIVE" }));
    return page(request, rows, "zones");
  }
  const [, zoneId = "", id] = /^\/v2\.1\/zones\/z(\d+)\/recordsets(?:\/(\w+))?$/.exec(request.path) ?? [];
  const zone = rules.store.zones[Number(zoneId) - 1];
  if (zone === undefined) return problem(404, "DNS.0302");
  const sets = setsOf(rules, zone);
  if (request.method === "GET") {
    const [name, type] = [request.query.get("name") ?? "", request.query.get("type")];
    const rows = sets.filter((set) => `${set.owner}.`.includes(name) && set.type === type);
    return page(
      request,
      rows.map((set) => rowOf(rules, set)),
      "recordsets",
    );
  }
  const present = sets.find((set) => idOf(rules, set) === id);
  if (request.method !== "POST" && present === undefined) return problem(404, "DNS.0004");
  if (request.method === "DELETE") {
    rules.remove(zone, present?.owner ?? "", present?.type ?? "");
    return json(202, {});
  }
  const given = new Map<string, unknown>(Object.entries(JSON.parse(request.body)));
  const values = given.get("records");
  const set: RRset = {
    zone,
    owner: String(given.get("name")).replace(/\.$/, ""),
    type: String(given.get("type")),
    ttl: Number(given.get("ttl") ?? 300),
    values: Array.isArray(values) ? values.map(String) : [],
    fields: present?.fields ?? { ...usual, line: given.get("line") ?? usual.line },
  };
  if (!String(given.get("name")).endsWith(".")) return problem(400, "DNS.0303");
  const breach = rules.put(set, request.method === "POST" ? "create" : "replace");
  return breach === undefined ? json(202, rowOf(rules, set)) : problem(...refusals[breach]);
}

/** Record sets have the identity of their first record. */
function idOf(rules: RRsetRules, { owner, type }: RRset): string {
  return rules.store.held(owner, type)[0]?.id ?? "";
}

function setsOf(rules: RRsetRules, zone: string): readonly RRset[] {
  const keys = new Map(rules.store.held().map(({ owner, type }) => [`${owner} ${type}`, { owner, type }] as const));
  return [...keys.values()].flatMap(({ owner, type }) => rules.find(zone, owner, type) ?? []);
}

function rowOf(rules: RRsetRules, set: RRset): Record<string, unknown> {
  const { owner, type, ttl, values, fields } = set;
  return { id: idOf(rules, set), name: `${owner}.`, type, ttl, records: values, status: "ACTIVE", ...fields };
}

function page(request: ReceivedRequest, rows: readonly unknown[], list: string): EmulatedAnswer {
  const here = rowsFrom(rows, request, { offset: "offset", limit: "limit", largest: 500 });
  return json(200, { [list]: here, metadata: { total_count: rows.length } });
}

const refusals: Readonly<Record<RRsetBreach, readonly [number, string]>> = {
  "no-zone": [404, "DNS.0302"],
  absent: [404, "DNS.0004"],
  present: [409, "DNS.0312"],
  alias: [400, "DNS.0335"],
  owner: [400, "DNS.0303"],
  type: [400, "DNS.0304"],
  value: [400, "DNS.0308"],
  ttl: [400, "DNS.0203"],
};

function problem(status: number, code: string): EmulatedAnswer {
  return json(status, { code, message: `The request failed: ${code}.` });
}
