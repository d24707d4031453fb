import { bodyMembers, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { hmac256 } from "./signatures/canonical.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Exoscale DNS as its reference describes it (API v2, 2026-11): lists that come whole, changes answered with an
 * operation, the apex as the empty text.
 */
export function startExoscale(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api-ch-gva-2.exoscale.com"],
    limits: { minTtl: 60, maxTtl: 604_800 },
    usualTtl: 3_600,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) =>
      isGenuine(request) ? answer(rules, request) : json(403, { message: "Invalid request signature" }),
  });
}

export const exoscaleKey = "EXOexampleexampleexampleexa";
export const exoscaleSecret = "CANARYsecretOfExoscale-0123456789_abcdefghi";

/** EXO2-HMAC-SHA256 from the vendor's description. */
function isGenuine({ method, path, query, headers, body }: ReceivedRequest): boolean {
  const match = /^EXO2-HMAC-SHA256 credential=(\w+)(?:,signed-query-args=([^,]+))?,expires=(\d+),signature=(\S+)$/.exec(
    headers["authorization"] ?? "",
  );
  if (match === null) return false;
  const [, key, args = "", expires, signature] = match;
  const left = Number(expires) * 1000 - Date.UTC(2026, 10, 20);
  if (key !== exoscaleKey || left < 0 || left > 3_600_000) return false;
  const values = args
    .split(";")
    .map((name) => query.get(name) ?? "")
    .join("");
  const message = `${method} ${path}\n${body}\n${values}\n\n${expires}`;
  return hmac256(exoscaleSecret, message).toString("base64") === signature;
}

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.path === "/v2/dns-domain") {
    const zones = rules.store.zones.map((apex, index) => ({ id: uuid(index + 1), "unicode-name": apex }));
    return json(200, { "dns-domains": zones });
  }
  const [, zoneId = "", id = ""] =
    /^\/v2\/dns-domain\/([0-9a-f-]+)\/record(?:\/([0-9a-f]+))?$/.exec(request.path) ?? [];
  const zone = rules.store.zones.find((_apex, index) => uuid(index + 1) === zoneId);
  if (zone === undefined) return json(404, { message: "Not Found" });
  if (request.method === "GET") return json(200, { "dns-domain-records": rules.of(zone).map(rowOf) });
  if (request.method === "DELETE") return operation(rules.remove(id));
  const given = bodyMembers(request);
  if (request.method === "POST") {
    const described = { relative: String(given.get("name") ?? "@"), type: String(given.get("type") ?? "") };
    if (described.relative === "@") return json(400, { message: "Invalid request" });
    const rest = { content: String(given.get("content") ?? ""), ttl: Number(given.get("ttl") ?? 3_600) };
    return operation(rules.create({ zone, ...described, ...rest }));
  }
  const present = rules.store.find(id);
  if (present === undefined || given.has("type"))
    return json(present === undefined ? 404 : 400, { message: "Invalid" });
  const relative = String(given.get("name") ?? relativeTo(present, ""));
  const content = String(given.get("content") ?? present.content);
  return operation(
    rules.update(id, { relative, type: present.type, content, ttl: Number(given.get("ttl") ?? present.ttl) }),
  );
}

function rowOf(record: HeldRecord): Record<string, unknown> {
  const { id, type, content, ttl } = record;
  return { id, name: relativeTo(record, ""), type, content, ttl, "system-record": false };
}

function operation(result: HeldRecord | Breach | undefined): EmulatedAnswer {
  if (typeof result !== "string") return json(200, { id: uuid(9), state: "pending", reference: { id: uuid(1) } });
  if (result === "no-record") return json(404, { message: "Not Found" });
  return json(result === "twin" ? 409 : 400, { message: `Invalid: ${result}` });
}

function uuid(number: number): string {
  return `89083a5c-b648-474a-0000-${String(number).padStart(12, "0")}`;
}
