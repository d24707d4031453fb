import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { bodyMembers, idOfNumber, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import { part, refusal, response, tc3Gateway } from "./tc3-gateway.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Tencent Cloud's DNSPod API as its manual describes it (2021-03-23, 2026-11): signed actions, errors with status 200,
 * records per line, an error in place of an empty list, fields left out of a change fall back to their defaults.
 */
export function startTencentcloud(plan: { readonly minTtl: number } = { minTtl: 1 }): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: [gateway.host],
    limits: { minTtl: plan.minTtl, maxTtl: 604_800 },
    usualTtl: 600,
    usualFields: usual,
    isWrite: ({ headers }) => !(headers["x-tc-action"] ?? "").startsWith("Describe"),
    answer: (request, rules) => gateway.refuses(request) ?? answer(rules, request),
  });
}

const gateway = tc3Gateway({ host: "dnspod.tencentcloudapi.com", service: "dnspod", version: "2021-03-23" });

const usual = { Line: "默认", LineId: "0", Weight: null, Remark: "", Status: "ENABLE" };

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const given = bodyMembers(request);
  const text = (name: string): string => String(given.get(name) ?? "");
  const zone = text("Domain");
  const act = request.headers["x-tc-action"];
  if (act === "DescribeDomainList") {
    const rows = rules.store.zones.map((apex, index) => ({ DomainId: index + 1, Name: apex, Grade: "DP_FREE" }));
    const here = part(rows, given, 3_000);
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
      return response({ RecordCountInfo: { TotalCount: rows.length }, RecordList: part(rows, given, 3_000) });
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
