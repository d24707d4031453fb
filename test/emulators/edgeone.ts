import { bodyMembers, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import type { Breach, RecordRules } from "./record-rules.ts";
import { part, refusal, response, tc3Gateway } from "./tc3-gateway.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Tencent EdgeOne as its manual describes it (2022-09-01, 2026-11): signed actions, filters of whole names, records per
 * location, changes of several records that need all of each.
 */
export function startEdgeone(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: [gateway.host],
    limits: { minTtl: 60, maxTtl: 86_400 },
    usualTtl: 300,
    usualFields: usual,
    isWrite: ({ headers }) => !(headers["x-tc-action"] ?? "").startsWith("Describe"),
    answer: (request, rules) => gateway.refuses(request) ?? answer(rules, request),
  });
}

const gateway = tc3Gateway({ host: "teo.tencentcloudapi.com", service: "teo", version: "2022-09-01" });

const usual = { Location: "Default", Weight: -1, Priority: 0, Status: "enable" };

/** A zone without records of its own, as accounts may have, before those that have some. */
const strange = { ZoneId: "zone-none", ZoneName: "", Type: "noDomainAccess" };

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const given = bodyMembers(request);
  const { zones } = rules.store;
  const act = request.headers["x-tc-action"];
  if (act === "DescribeZones") {
    const rows = [strange, ...zones.map((ZoneName) => ({ ZoneId: `zone-${ZoneName}`, ZoneName, Type: "full" }))];
    return response({ TotalCount: rows.length, Zones: part(rows, given, 100) });
  }
  const zone = zones.find((apex) => given.get("ZoneId") === `zone-${apex}`);
  if (zone === undefined) return refusal("UnauthorizedOperation.CamUnauthorized");
  switch (act) {
    case "DescribeDnsRecords": {
      const rows = filtered(rules.of(zone).map(rowOf), given.get("Filters"));
      return response({ TotalCount: rows.length, DnsRecords: part(rows, given, 1_000) });
    }
    case "CreateDnsRecord":
      return written(rules.create({ ...described(zone, given), zone }));
    case "ModifyDnsRecords": {
      const [first, ...others] = listIn(given, "DnsRecords").map(membersOf);
      if (first === undefined || others.length > 0) return refusal("InvalidParameter");
      return written(rules.update(String(first.get("RecordId")), described(zone, first)));
    }
    case "DeleteDnsRecords": {
      const problems = listIn(given, "RecordIds").map((id) => rules.remove(String(id)));
      return problems.includes("no-record") ? refusal(codes["no-record"]) : response({});
    }
    default:
      return refusal("InvalidAction");
  }
}

function filtered(rows: readonly Readonly<Record<string, unknown>>[], filters: unknown) {
  let found = rows;
  for (const filter of (Array.isArray(filters) ? filters : []).map(membersOf)) {
    const member = { name: "Name", type: "Type" }[String(filter.get("Name"))] ?? "?";
    found = found.filter((row) => listIn(filter, "Values").includes(row[member]));
  }
  return found;
}

/** What is not given is what a new record has. */
function described(zone: string, given: ReadonlyMap<string, unknown>) {
  const name = String(given.get("Name"));
  const isBelow = name.endsWith(`.${zone}`);
  return {
    relative: name === zone ? "@" : isBelow ? name.slice(0, -zone.length - 1) : "not here",
    type: String(given.get("Type")),
    content: String(given.get("Content")),
    ttl: Number(given.get("TTL") ?? 300),
    fields: {
      ...usual,
      Location: given.get("Location") ?? usual.Location,
      Weight: given.get("Weight") ?? usual.Weight,
    },
  };
}

function rowOf({ id, owner, type, content, ttl, fields }: HeldRecord): Readonly<Record<string, unknown>> {
  return { RecordId: id, Name: owner, Type: type, Content: content, TTL: ttl, ...fields };
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function listIn(given: ReadonlyMap<string, unknown>, name: string): readonly unknown[] {
  const value = given.get(name);
  return Array.isArray(value) ? value : [];
}

const codes: Readonly<Record<Breach, string>> = {
  "no-zone": "ResourceNotFound",
  "no-record": "ResourceNotFound",
  twin: "ResourceInUse.DuplicateName",
  alias: "InvalidParameterValue.ConflictWithDNSRecord",
  owner: "InvalidParameterValue.InvalidDNSName",
  type: "InvalidParameter",
  content: "InvalidParameterValue.InvalidDNSContent",
  ttl: "InvalidParameter",
};

function written(result: HeldRecord | Breach): EmulatedAnswer {
  return typeof result === "string" ? refusal(codes[result]) : response({ RecordId: result.id });
}
