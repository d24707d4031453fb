import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { bodyMembers, idOfNumber, json, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import { extendedDayOf, scopedProblem, type ScopedScheme } from "./signatures/scoped.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Tencent Cloud's DNSPod API as its manual describes it (2021-03-23, 2026-11): signed actions, errors with status 200,
 * records per line, an error in place of an empty list, fields left out of a change fall back to their defaults.
 */
export function startTencentcloud(plan: { readonly minTtl: number } = { minTtl: 1 }): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: [account.host],
    limits: { minTtl: plan.minTtl, maxTtl: 604_800 },
    usualTtl: 600,
    usualFields: usual,
    isWrite: ({ headers }) => !(headers["x-tc-action"] ?? "").startsWith("Describe"),
    answer: (request, rules) => {
      const problem = scopedProblem(request, scheme, account);
      return problem === undefined ? answer(rules, request) : refusal(authProblems[problem]);
    },
  });
}

export const tencentSecretId = "AKIDexampleOfTencent";
export const tencentSecretKey = "CANARYsecretOfTencentCloud";

const account = {
  host: "dnspod.tencentcloudapi.com",
  keyId: tencentSecretId,
  secret: tencentSecretKey,
  now: Date.UTC(2026, 10, 20),
};

const scheme: ScopedScheme = {
  algorithm: "TC3-HMAC-SHA256",
  secretPrefix: "TC3",
  timeField: "x-tc-timestamp",
  timeOf: (text) => (/^\d+$/.test(text) ? Number(text) * 1000 : Number.NaN),
  dayOf: extendedDayOf,
  rest: ["dnspod", "tc3_request"],
  hasLowerCaseValues: true,
  needed: ["content-type"],
};

const authProblems = {
  missing: "AuthFailure.InvalidAuthorization",
  key: "AuthFailure.SecretIdNotFound",
  time: "AuthFailure.SignatureExpire",
  signature: "AuthFailure.SignatureFailure",
};

const usual = { Line: "默认", LineId: "0", Weight: null, Remark: "", Status: "ENABLE" };

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const given = bodyMembers(request);
  const text = (name: string): string => String(given.get(name) ?? "");
  const zone = text("Domain");
  if (request.headers["x-tc-version"] !== "2021-03-23") return refusal("NoSuchVersion");
  const act = request.headers["x-tc-action"];
  if (act === "DescribeDomainList") {
    const rows = rules.store.zones.map((apex, index) => ({ DomainId: index + 1, Name: apex, Grade: "DP_FREE" }));
    const here = part(rows, given);
    return response({ DomainCountInfo: { AllTotal: rows.length }, DomainList: here });
  }
  if (!rules.store.zones.includes(zone)) return refusal("InvalidParameterValue.DomainNotExists");
  const id = idOfNumber(given.get("RecordId"));
  switch (act) {
    case "DescribeRecordList": {
      const rows = rules
        .of(zone)
        .filter((record) => relativeTo(record, "@") === text("Subdomain") && record.type === text("RecordType"))
        .map(row);
      if (rows.length === 0) return refusal("ResourceNotFound.NoDataOfRecord");
      return response({ RecordCountInfo: { TotalCount: rows.length }, RecordList: part(rows, given) });
    }
    case "CreateRecord":
      return written(rules.create({ ...described(given), zone, fields: fieldsOf(given) }));
    case "ModifyRecord":
      return written(rules.update(id, { ...described(given), fields: fieldsOf(given) }));
    case "DeleteRecord":
      return rules.remove(id) === undefined ? response({}) : refusal(codes["no-record"]);
    default:
      return refusal("InvalidAction");
  }
}

function described(given: ReadonlyMap<string, unknown>) {
  return {
    relative: String(given.get("SubDomain") ?? "@"),
    type: String(given.get("RecordType") ?? ""),
    content: String(given.get("Value") ?? ""),
    ttl: Number(given.get("TTL") ?? 600),
  };
}

/** Line numbers win over line names; whatever is not given is what a new record has. */
function fieldsOf(given: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const isUsual = given.get("RecordLineId") === "0" || given.get("RecordLine") === "默认";
  const line = isUsual ? {} : { Line: given.get("RecordLine"), LineId: "10=0" };
  return { ...usual, ...line, Weight: given.get("Weight") ?? null, Remark: given.get("Remark") ?? "" };
}

function row(record: HeldRecord): Record<string, unknown> {
  const { id, type, content, ttl, fields } = record;
  return { RecordId: numberOfId(id), Name: relativeTo(record, "@"), Type: type, Value: content, TTL: ttl, ...fields };
}

function part<T>(rows: readonly T[], given: ReadonlyMap<string, unknown>): readonly T[] {
  const [offset, limit] = [Number(given.get("Offset") ?? 0), Math.min(3_000, Number(given.get("Limit") ?? 100))];
  return rows.slice(offset, offset + limit);
}

const codes: Readonly<Record<Breach, string>> = {
  "no-zone": "InvalidParameterValue.DomainNotExists",
  "no-record": "InvalidParameter.RecordIdInvalid",
  twin: "InvalidParameter.DomainRecordExist",
  alias: "InvalidParameter.DomainRecordConflict",
  owner: "InvalidParameter.SubdomainInvalid",
  type: "InvalidParameter.RecordTypeInvalid",
  content: "InvalidParameter.RecordValueInvalid",
  ttl: "LimitExceeded.RecordTtlLimit",
};

function written(result: HeldRecord | Breach): EmulatedAnswer {
  return typeof result === "string" ? refusal(codes[result]) : response({ RecordId: numberOfId(result.id) });
}

function refusal(code: string): EmulatedAnswer {
  return json(200, { Response: { Error: { Code: code, Message: `The request failed: ${code}.` }, RequestId: "r" } });
}

function response(members: Record<string, unknown>): EmulatedAnswer {
  return json(200, { Response: { ...members, RequestId: "r" } });
}
