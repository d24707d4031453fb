import type { EmulatedZones } from "./emulated-zones.ts";
import { HttpEmulator, type EmulatedAnswer, type ReceivedRequest } from "./http-emulator.ts";
import { pageOf, RecordRules, relativeTo, type Breach } from "./record-rules.ts";
import { acs3Problem } from "./signatures/acs3.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Alibaba Cloud DNS as its manual describes it (API 2015-01-09, 2026-11): one path, signed actions, records per line,
 * pages of at most 500 records, a shortest TTL that depends on the edition.
 */
export async function startAlidns(edition: { readonly minTtl: number } = { minTtl: 1 }): Promise<EmulatedZones> {
  const rules = new RecordRules({ minTtl: edition.minTtl, maxTtl: 86_400 });
  const nonces = new Set<string>();
  const http = await HttpEmulator.start((request) => {
    const problem = acs3Problem(request, { ...account, now: Date.UTC(2026, 10, 20) }, nonces);
    if (problem !== undefined) return refusal(problem === "InvalidAccessKeyId.NotFound" ? 404 : 400, problem);
    return answer(rules, request);
  });
  return {
    http,
    hosts: { "alidns.aliyuncs.com": http.origin },
    addZone: (apex) => void rules.store.zones.push(apex),
    hold: ({ zone, owner, type, content, ttl = 600, fields = {} }) =>
      void rules.store.add({
        zone,
        owner,
        type,
        content,
        ttl,
        fields: { Line: "default", Status: "ENABLE", ...fields },
      }),
    held: (owner, type) => rules.store.held(owner, type),
    isWrite: ({ headers }) => !(headers["x-acs-action"] ?? "").startsWith("Describe"),
    stop: () => http.stop(),
  };
}

export const alidnsKeyId = "LTAI5tExampleKeyId";
export const alidnsSecret = "CANARYsecretOfAlibabaCloud0000";

const account = { host: "alidns.aliyuncs.com", keyId: alidnsKeyId, secret: alidnsSecret };

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.headers["x-acs-version"] !== "2015-01-09") return refusal(404, "InvalidVersion");
  const given = new Map(request.query);
  const text = (name: string): string => given.get(name) ?? "";
  switch (request.headers["x-acs-action"]) {
    case "DescribeDomains": {
      const rows = rules.store.zones.map((apex) => ({
        DomainName: apex,
        DomainId: `d-${apex}`,
        VersionCode: "mianfei",
      }));
      return page(rows, given, 100, 20, "Domains", "Domain");
    }
    case "DescribeSubDomainRecords": {
      const [owner, zone] = [text("SubDomain").replace(/^@\./, ""), text("DomainName")];
      if (!rules.store.zones.includes(zone)) return refusal(400, "InvalidDomainName.NoExist");
      const rows = rules.store
        .held(owner, given.get("Type"))
        .filter((record) => record.zone === zone)
        .map(row);
      return page(rows, given, 500, 20, "DomainRecords", "Record");
    }
    case "AddDomainRecord": {
      const [zone, Line] = [text("DomainName"), given.get("Line") ?? "default"];
      const made = rules.create({ ...described(given, 600), zone, fields: { Line, Status: "ENABLE" } });
      return written(made);
    }
    case "UpdateDomainRecord": {
      const id = text("RecordId");
      // What is left out falls back to the default, and the same again is an error.
      const [next, Line] = [described(given, 600), given.get("Line") ?? "default"];
      const present = rules.store.find(id);
      const isSame = present?.content === next.content && present.ttl === next.ttl && present.fields["Line"] === Line;
      if (isSame) return refusal(400, "DomainRecordDuplicate");
      return written(rules.update(id, { ...next, fields: { Line } }));
    }
    case "DeleteDomainRecord":
      return rules.remove(text("RecordId")) === undefined
        ? json(200, { RequestId: "r", RecordId: text("RecordId") })
        : breach("no-record");
    default:
      return refusal(404, "InvalidAction.NotFound");
  }
}

function described(given: ReadonlyMap<string, string>, usualTtl: number) {
  return {
    relative: given.get("RR") ?? "?",
    type: given.get("Type") ?? "",
    content: given.get("Value") ?? "",
    ttl: Number(given.get("TTL") ?? usualTtl),
  };
}

function row(record: HeldRecord): Record<string, unknown> {
  const { id, zone, type, content, ttl, fields } = record;
  return {
    RecordId: id,
    DomainName: zone,
    RR: relativeTo(record, "@"),
    Type: type,
    Value: content,
    TTL: ttl,
    ...fields,
  };
}

function page(
  rows: readonly unknown[],
  given: ReadonlyMap<string, string>,
  largest: number,
  usual: number,
  list: string,
  element: string,
): EmulatedAnswer {
  const [number, size] = [Number(given.get("PageNumber") ?? 1), Number(given.get("PageSize") ?? usual)];
  const here = pageOf(rows, number, size, largest);
  if (here === undefined) return refusal(400, "InvalidParameter");
  return json(200, { TotalCount: rows.length, PageNumber: number, PageSize: size, [list]: { [element]: here } });
}

function written(result: HeldRecord | Breach): EmulatedAnswer {
  return typeof result === "string" ? breach(result) : json(200, { RequestId: "r", RecordId: result.id });
}

const codes: Readonly<Record<Breach, string>> = {
  "no-zone": "InvalidDomainName.NoExist",
  "no-record": "DomainRecordNotBelongToUser",
  twin: "DomainRecordDuplicate",
  alias: "DomainRecordConflict",
  owner: "InvalidRR.Format",
  type: "InvalidType",
  content: "DomainRecordInvalidValue",
  ttl: "QuotaExceeded.TTL",
};

function breach(what: Breach): EmulatedAnswer {
  return refusal(400, codes[what]);
}

function refusal(status: number, code: string): EmulatedAnswer {
  return json(status, { RequestId: "r", HostId: account.host, Code: code, Message: `The request failed: ${code}.` });
}

function json(status: number, body: unknown): EmulatedAnswer {
  return { status, headers: { "content-type": "application/json;charset=utf-8" }, body: JSON.stringify(body) };
}
