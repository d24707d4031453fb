import { idOfNumber, json, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { signedQueryProblem } from "./signatures/signed-query.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * The interface of Todaynic and its sister companies as their clients use it (2026-11): GET for everything, signed
 * queries, errors with status 200, lists that do not show TTLs unless told to.
 */
export function startTodaynic(
  host: string,
  { showsTtl = false, lowerCase = false }: { readonly showsTtl?: boolean; readonly lowerCase?: boolean } = {},
): Promise<EmulatedZones> {
  const nonces = new Set<string>();
  return startAnsweringRecords({
    hosts: [host],
    limits: { minTtl: 600, maxTtl: 86_400 },
    usualTtl: 600,
    isWrite: ({ path }) => path !== "/api/Dns/DescribeRecordIndex",
    answer: (request, rules) => {
      const problem = request.method === "GET" ? signedQueryProblem(request, account, nonces) : "GET only";
      if (problem !== undefined) return refusal(problem);
      return answer(rules, request, (record) => rowOf(record, showsTtl, lowerCase));
    },
  });
}

export const todaynicKeyId = "instanceOfExample";
export const todaynicSecret = "CANARYsecretOfTodaynic";

const account = { keyId: todaynicKeyId, secret: todaynicSecret, now: Date.UTC(2026, 10, 20) };

function answer(
  rules: RecordRules,
  request: ReceivedRequest,
  row: (record: HeldRecord) => Record<string, unknown>,
): EmulatedAnswer {
  const text = (name: string): string => request.query.get(name) ?? "";
  const zone = text("Domain");
  if (!rules.store.zones.includes(zone)) return refusal("Domain does not belong to you");
  const id = idOfNumber(text("Id"));
  const described = {
    relative: text("Host"),
    type: text("Type"),
    content: text("Value"),
    ttl: Number(text("Ttl") || "600"),
  };
  switch (request.path.replace("/api/Dns/", "")) {
    case "DescribeRecordIndex": {
      const asked = (name: string, value: string): boolean => text(name) === "" || text(name) === value;
      const rows = rules
        .of(zone)
        .filter((record) => asked("Host", relativeTo(record, "@")) && asked("Type", record.type));
      return json(200, { RequestId: "r", Data: rows.map(row) });
    }
    case "AddDomainRecord":
      return text("Host") === "" ? refusal("Host is needed") : written(rules.create({ ...described, zone }));
    case "UpdateDomainRecord":
      return text("Host") === "" ? refusal("Host is needed") : written(rules.update(id, described));
    case "DeleteDomainRecord": {
      const removed = rules.remove(id);
      return removed === undefined ? json(200, { RequestId: "r" }) : refusal(words[removed]);
    }
    default:
      return refusal("Unknown action");
  }
}

function rowOf(record: HeldRecord, showsTtl: boolean, lowerCase: boolean): Record<string, unknown> {
  const { id, zone, type, content, ttl } = record;
  const row = {
    ...{ id: numberOfId(id), Domain: zone, Host: relativeTo(record, "@"), Type: type, Value: content, State: 1 },
    ...(showsTtl ? { Ttl: ttl } : {}),
  };
  if (!lowerCase) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

const words: Readonly<Record<Breach, string>> = {
  "no-zone": "Domain does not belong to you",
  "no-record": "Record does not exist",
  twin: "The record exists",
  alias: "Conflict with a CNAME",
  owner: "Host is invalid",
  type: "Type is invalid",
  content: "Value is invalid",
  ttl: "Ttl is invalid",
};

function written(made: HeldRecord | Breach): EmulatedAnswer {
  return typeof made === "string" ? refusal(words[made]) : json(200, { RequestId: "r", Id: numberOfId(made.id) });
}

function refusal(error: string): EmulatedAnswer {
  return json(200, { RequestId: "r", error });
}
