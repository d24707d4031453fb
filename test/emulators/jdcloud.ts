import { bodyMembers, idOfNumber, json, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { pageOf, relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { basicDayOf, basicTimeOf, scopedProblem, type ScopedScheme } from "./signatures/scoped.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * JD Cloud DNS as its reference describes it (domainservice v2, 2026-11): signed requests with a nonce each, searches
 * that find parts of names, pages of at most 99 rows, records per line, changes that need the whole record.
 */
export function startJdcloud(): Promise<EmulatedZones> {
  const nonces = new Set<string>();
  return startAnsweringRecords({
    hosts: [account.host],
    limits: { minTtl: 1, maxTtl: 86_400 },
    usualTtl: 600,
    usualFields: usual,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) => {
      const nonce = request.headers["x-jdcloud-nonce"] ?? "";
      const problem = scopedProblem(request, scheme, account) ?? (nonces.has(nonce) ? "replay" : undefined);
      nonces.add(nonce);
      return problem === undefined && nonce !== "" ? answer(rules, request) : refusal(401, "HTTP_UNAUTHORIZED");
    },
  });
}

export const jdcloudKeyId = "JDC_ExampleKeyId";
export const jdcloudSecret = "CANARYsecretOfJdcloud";

const account = {
  host: "domainservice.jdcloud-api.com",
  keyId: jdcloudKeyId,
  secret: jdcloudSecret,
  now: Date.UTC(2026, 10, 20),
};

const scheme: ScopedScheme = {
  algorithm: "JDCLOUD2-HMAC-SHA256",
  secretPrefix: "JDCLOUD2",
  timeField: "x-jdcloud-date",
  timeOf: basicTimeOf,
  dayOf: basicDayOf,
  rest: ["cn-north-1", "domainservice", "jdcloud2_request"],
  needed: ["content-type", "x-jdcloud-date", "x-jdcloud-nonce"],
};

const usual = { viewValue: [-1], viewName: "默认", weight: 1, jcloudRes: false };

const place = /^\/v2\/regions\/cn-north-1\/domain(?:\/(\d+)\/ResourceRecord(?:\/(\d+))?)?$/;

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const [whole, domainId, recordId] = place.exec(request.path) ?? [];
  if (whole === undefined) return refusal(404, "NOT_FOUND");
  const domains = rules.store.zones.map((domainName, index) => ({ id: 1000 + index, domainName, jcloudNs: true }));
  if (domainId === undefined) return page(request, domains);
  const domainName = domains.find(({ id }) => String(id) === domainId)?.domainName;
  if (domainName === undefined) return refusal(404, "NOT_FOUND");
  if (request.method === "GET") {
    const rows = rules.of(domainName).map(rowOf);
    return page(
      request,
      rows.filter(({ hostRecord }) => hostRecord.includes(request.query.get("search") ?? "")),
    );
  }
  const id = idOfNumber(recordId);
  if (request.method === "DELETE") {
    return rules.remove(id) === undefined ? result({}) : refusal(404, "NOT_FOUND");
  }
  const given = members(bodyMembers(request).get("req"));
  const needed = ["hostRecord", "hostValue", "type", "ttl", "viewValue"];
  const isWhole = needed.every((name) => given.get(name) !== undefined) && given.get("hostRecord") !== "";
  if (!isWhole || typeof given.get("ttl") !== "number") return refusal(400, "INVALID_ARGUMENT");
  const described = {
    relative: String(given.get("hostRecord")),
    type: String(given.get("type")),
    content: String(given.get("hostValue")),
    ttl: Number(given.get("ttl")),
    fields: { ...usual, viewValue: [given.get("viewValue")], weight: given.get("weight") ?? usual.weight },
  };
  if (request.method === "POST") return written(rules.create({ ...described, zone: domainName }));
  if (given.get("domainName") !== domainName) return refusal(400, "INVALID_ARGUMENT");
  return written(rules.update(id, described));
}

function rowOf(record: HeldRecord) {
  const { id, type, content, ttl, fields } = record;
  return { id: numberOfId(id), hostRecord: relativeTo(record, "@"), hostValue: content, type, ttl, ...fields };
}

function page(request: ReceivedRequest, rows: readonly unknown[]): EmulatedAnswer {
  const [number, size] = [Number(request.query.get("pageNumber") ?? 1), Number(request.query.get("pageSize") ?? 10)];
  const dataList = pageOf(rows, number, size, 99);
  if (dataList === undefined) return refusal(400, "INVALID_ARGUMENT");
  const totalPage = Math.ceil(rows.length / size);
  return result({ dataList, currentCount: dataList.length, totalCount: rows.length, totalPage });
}

function members(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function written(made: HeldRecord | Breach): EmulatedAnswer {
  if (typeof made !== "string") return result({ dataList: { id: numberOfId(made.id) } });
  if (made === "no-record") return refusal(404, "NOT_FOUND");
  return made === "twin" ? refusal(409, "ALREADY_EXISTS") : refusal(400, "INVALID_ARGUMENT");
}

function result(body: Record<string, unknown>): EmulatedAnswer {
  return json(200, { requestId: "r", result: body });
}

function refusal(code: number, status: string): EmulatedAnswer {
  return json(code, { requestId: "r", error: { code, status, message: `The request failed: ${status}.` } });
}
