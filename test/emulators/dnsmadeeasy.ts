import { createHmac } from "node:crypto";
import { bodyMembers, idOfNumber, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import { usualNow, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * DNS Made Easy as its manual describes it (API v2.0, 2026-11): a signed date, pages that tell their number, changes
 * that need the whole record.
 */
export function startDnsmadeeasy({
  firstPage = 0,
  now = usualNow,
}: {
  readonly firstPage?: number;
  readonly now?: () => number;
} = {}): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api.dnsmadeeasy.com"],
    limits: { minTtl: 30, maxTtl: 604_800 },
    usualTtl: 1_800,
    usualFields: { gtdLocation: "DEFAULT" },
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) =>
      isGenuine(request, now()) ? answer(rules, request, firstPage) : json(403, { error: ["Invalid HMAC"] }),
  });
}

export const dnsmadeeasyKey = "1c1a3c91-4770-4ce7-96f4-54c0eb0e457a";
export const dnsmadeeasySecret = "CANARY-c9b5625f-9834-4ff8-baba-4ed5f32cae55";

function isGenuine({ headers }: ReceivedRequest, now: number): boolean {
  const date = headers["x-dnsme-requestdate"] ?? "";
  if (headers["x-dnsme-apikey"] !== dnsmadeeasyKey || !/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/.test(date))
    return false;
  if (Math.abs(Date.parse(date) - now) > 30_000) return false;
  return createHmac("sha1", dnsmadeeasySecret).update(date).digest("hex") === headers["x-dnsme-hmac"];
}

function answer(rules: RecordRules, request: ReceivedRequest, firstPage: number): EmulatedAnswer {
  const { zones } = rules.store;
  if (request.path === "/V2.0/dns/managed") {
    return page(
      request,
      zones.map((name, index) => ({ id: 1000 + index, name })),
      firstPage,
    );
  }
  if (request.path === "/V2.0/dns/managed/name") {
    const name = request.query.get("domainname") ?? "";
    const index = zones.indexOf(name);
    return index < 0 ? json(404, { error: ["Cannot find domain"] }) : json(200, { id: 1000 + index, name });
  }
  const [, zoneId, number] = /^\/V2\.0\/dns\/managed\/(\d+)\/records(?:\/(\d*))?$/.exec(request.path) ?? [];
  const zone = zones[Number(zoneId) - 1000];
  if (zone === undefined) return json(404, { error: ["Cannot find domain"] });
  const id = idOfNumber(number);
  if (request.method === "GET") {
    const [owner, type] = [request.query.get("recordName"), request.query.get("type")];
    const rows = rules
      .of(zone)
      .filter((record) => (owner || relativeTo(record, "")) === relativeTo(record, "") && record.type === type);
    return page(request, rows.map(rowOf), firstPage);
  }
  if (request.method === "DELETE") return written(rules.remove(id), 200);
  const given = bodyMembers(request);
  // Other clients make records without a location.
  const needed = ["name", "type", "value", "ttl", ...(request.method === "PUT" ? ["gtdLocation", "id"] : [])];
  const isWhole = needed.every((name) => given.has(name)) && given.get("name") !== "@";
  if (!isWhole || (request.method === "PUT" && given.get("id") !== Number(number)))
    return json(400, { error: ["Invalid"] });
  const described = {
    relative: String(given.get("name")),
    type: String(given.get("type")),
    content: String(given.get("value")),
    ttl: Number(given.get("ttl")),
    fields: { gtdLocation: given.get("gtdLocation") ?? "DEFAULT" },
  };
  if (request.method === "POST") return written(rules.create({ ...described, zone }), 201);
  return written(rules.update(id, described), 200);
}

function rowOf(record: HeldRecord): Record<string, unknown> {
  const { id, type, content, ttl, fields } = record;
  return { id: numberOfId(id), name: relativeTo(record, ""), type, value: content, ttl, source: 1, ...fields };
}

const pageRows = 100;

function page(request: ReceivedRequest, rows: readonly unknown[], firstPage: number): EmulatedAnswer {
  const number = Number(request.query.get("page") ?? firstPage);
  const start = (number - firstPage) * pageRows;
  const totalPages = Math.max(1, Math.ceil(rows.length / pageRows));
  return json(200, { page: number, totalPages, totalRecords: rows.length, data: rows.slice(start, start + pageRows) });
}

function written(result: HeldRecord | Breach | undefined, status: number): EmulatedAnswer {
  if (result === undefined || (typeof result !== "string" && status === 200)) return { status, body: "" };
  if (typeof result !== "string") return json(status, rowOf(result));
  return json(result === "no-record" ? 404 : 400, { error: [`Record ${result}`] });
}
