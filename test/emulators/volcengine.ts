import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { pageOf, relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { bodyMembers, json, startAnsweringRecords } from "./answering-records.ts";
import { basicDayOf, basicTimeOf, scopedProblem, type ScopedProblem, type ScopedScheme } from "./signatures/scoped.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Volcengine DNS as its manual describes it (API 2018-08-01, 2026-11): actions in the query, reading by GET and writing
 * by POST, records per line, changes that keep what they are not given.
 */
export function startVolcengine(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: [account.host],
    limits: { minTtl: 1, maxTtl: 86_400 },
    usualTtl: 600,
    usualFields: { Line: "default", Weight: 1, Enable: true },
    isWrite: ({ method }) => method === "POST",
    answer: (request, rules) => {
      const problem = scopedProblem(request, scheme, account);
      return problem === undefined ? answer(rules, request) : refusal(request, ...authProblems[problem]);
    },
  });
}

export const volcengineKeyId = "AKLTexampleOfVolcengine";
export const volcengineSecret = "Q0FOQVJZc2VjcmV0T2ZWb2xjZW5naW5l==";

const account = {
  host: "open.volcengineapi.com",
  keyId: volcengineKeyId,
  secret: volcengineSecret,
  now: Date.UTC(2026, 10, 20),
};

const scheme: ScopedScheme = {
  algorithm: "HMAC-SHA256",
  secretPrefix: "",
  timeField: "x-date",
  timeOf: basicTimeOf,
  dayOf: basicDayOf,
  rest: ["cn-beijing", "dns", "request"],
  needed: ["x-date", "content-type", "x-content-sha256"],
};

type Refusal = readonly [status: number, code: string, number: number];

const authProblems: Readonly<Record<ScopedProblem, Refusal>> = {
  missing: [401, "MissingSignature", 100_010],
  key: [401, "InvalidAccessKey", 100_009],
  time: [400, "InvalidTimestamp", 100_006],
  signature: [401, "SignatureDoesNotMatch", 100_010],
};

const actions: Readonly<Record<string, string>> = {
  ListZones: "GET",
  ListRecords: "GET",
  CreateRecord: "POST",
  UpdateRecord: "POST",
  DeleteRecord: "POST",
};

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const act = request.query.get("Action") ?? "";
  if (request.query.get("Version") !== "2018-08-01" || actions[act] !== request.method) {
    return refusal(request, 404, "InvalidActionOrVersion", 100_008);
  }
  if (act === "ListZones") {
    const rows = rules.store.zones.map((apex, index) => ({ ZID: index + 1, ZoneName: apex, RecordCount: 0 }));
    return page(request, rows, "Zones", "Total");
  }
  const given = request.method === "GET" ? new Map<string, unknown>(request.query) : bodyMembers(request);
  const text = (name: string): string => String(given.get(name) ?? "");
  const id = text("RecordID");
  if (act === "DeleteRecord")
    return rules.remove(id) === undefined ? result(request, {}) : breach(request, "no-record");
  if (act === "UpdateRecord") {
    const present = rules.store.find(id);
    if (text("Host") === "" || text("Line") === "") return refusal(request, 400, "ErrParsingParams", 400_100);
    if (present === undefined) return breach(request, "no-record");
    const { type, content, ttl } = present;
    const described = { relative: text("Host"), type: text("Type") || type, content: text("Value") || content };
    const fields = { Line: text("Line"), Weight: given.get("Weight") ?? present.fields["Weight"] };
    return written(request, rules.update(id, { ...described, ttl: Number(given.get("TTL") ?? ttl), fields }));
  }
  const zone = rules.store.zones[Number(given.get("ZID")) - 1];
  if (zone === undefined) return breach(request, "no-zone");
  if (text("Host") === "") return refusal(request, 400, "ErrHostCanNotBeEmpty", 400_130);
  if (act === "ListRecords") {
    const found = rules
      .of(zone)
      .filter((record) => relativeTo(record, "@") === text("Host") && record.type === text("Type"));
    return page(request, found.map(row), "Records", "TotalCount");
  }
  const fields = { Line: given.get("Line") ?? "default", Weight: given.get("Weight") ?? 1, Enable: true };
  const described = { zone, relative: text("Host"), type: text("Type"), content: text("Value") };
  return written(request, rules.create({ ...described, ttl: Number(given.get("TTL") ?? 600), fields }));
}

function row(record: HeldRecord): Record<string, unknown> {
  const { id, owner, type, content, ttl, fields } = record;
  return { RecordID: id, Host: relativeTo(record, "@"), FQDN: owner, Type: type, Value: content, TTL: ttl, ...fields };
}

function page(request: ReceivedRequest, rows: readonly unknown[], list: string, total: string): EmulatedAnswer {
  const [number, size] = [Number(request.query.get("PageNumber") ?? 1), Number(request.query.get("PageSize") ?? 10)];
  const here = pageOf(rows, number, size, 500);
  if (here === undefined) return refusal(request, 400, "ErrPageSizeNotValid", 400_132);
  return result(request, { [total]: rows.length, PageNumber: number, PageSize: size, [list]: here });
}

const refusals: Readonly<Record<Breach, Refusal>> = {
  "no-zone": [400, "ErrZoneNotFound", 400_105],
  "no-record": [404, "ErrDBNotFound", 400_104],
  twin: [409, "ErrDBDuplicated", 400_103],
  alias: [400, "ErrParamInvalid", 400_102],
  owner: [400, "ErrParamInvalid", 400_102],
  type: [400, "ErrParamInvalid", 400_102],
  content: [400, "ErrParamInvalid", 400_102],
  ttl: [400, "ErrSpecNotValid", 400_135],
};

function written(request: ReceivedRequest, made: HeldRecord | Breach): EmulatedAnswer {
  return typeof made === "string" ? breach(request, made) : result(request, { RecordID: made.id });
}

function breach(request: ReceivedRequest, what: Breach): EmulatedAnswer {
  return refusal(request, ...refusals[what]);
}

function refusal(request: ReceivedRequest, status: number, code: string, number: number): EmulatedAnswer {
  const error = { Code: code, CodeN: number, Message: `The request failed: ${code}.` };
  return json(status, { ResponseMetadata: { RequestId: "r", Action: request.query.get("Action"), Error: error } });
}

function result(request: ReceivedRequest, members: Record<string, unknown>): EmulatedAnswer {
  return json(200, { ResponseMetadata: { RequestId: "r", Action: request.query.get("Action") }, Result: members });
}
