import { json } from "./answering-records.ts";
import { startAnswering } from "./answering.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { pageOf } from "./record-rules.ts";
import { acs3Problem } from "./signatures/acs3.ts";
import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * Alibaba Cloud ESA as its manual describes it (2024-09-10, 2026-11): one record for the addresses of a name, of both
 * families, of which a change writes all; what it does not name falls back to the default.
 */
export function startAliesa(): Promise<EmulatedZones> {
  const nonces = new Set<string>();
  const sites = new Sites();
  return startAnswering(sites, {
    hosts: [account.host],
    usualTtl: 1,
    usualFields: usual,
    isWrite: ({ headers }) => !(headers["x-acs-action"] ?? "").startsWith("List"),
    answer: (request) => {
      const problem = acs3Problem(request, account, nonces);
      if (problem !== undefined) return refusal(problem === "InvalidAccessKeyId.NotFound" ? 404 : 400, problem);
      return answer(sites, request);
    },
  });
}

export const aliesaKeyId = "LTAI5tExampleKeyId";
export const aliesaSecret = "CANARYsecretOfAlibabaCloud0000";

const account = {
  host: "esa.cn-hangzhou.aliyuncs.com",
  keyId: aliesaKeyId,
  secret: aliesaSecret,
  now: Date.UTC(2026, 10, 20),
};

const usual = { Proxied: false, BizName: "", Comment: "" };

/** What sites hold; addresses one by one, which the service shows joined. */
class Sites {
  readonly store: ZoneStore = new ZoneStore();
  readonly #numbers = new Map<string, number>();
  #last = 7_000_000_000_000_000;

  /** Rows as the service shows them, with what each is made of. */
  rows(zone: string): readonly { readonly row: Row; readonly parts: readonly HeldRecord[] }[] {
    const groups = Map.groupBy(
      this.store.held().filter((record) => record.zone === zone),
      (record) => (isAddress(record) ? `A/AAAA ${record.owner}` : `${record.type} ${record.id}`),
    );
    return [...groups].flatMap(([key, parts]) => {
      const [first] = parts;
      if (first === undefined) return [];
      const RecordType = isAddress(first) ? "A/AAAA" : first.type;
      const Data = { Value: parts.map(({ content }) => content).join(",") };
      const named = { RecordId: this.#numberOf(`${zone} ${key}`), RecordName: first.owner, RecordType };
      return [{ row: { ...named, Data, Ttl: first.ttl, ...first.fields }, parts }];
    });
  }

  /** Makes the addresses of a name those, whatever there was. */
  put(zone: string, owner: string, values: readonly string[], ttl: number, fields: Record<string, unknown>): void {
    const present = this.store.held(owner).filter(isAddress);
    for (const { id, content } of present) {
      if (values.includes(content)) this.store.change(id, { ttl, fields });
      else this.store.remove(id);
    }
    for (const content of values) {
      this.store.add({ zone, owner, type: content.includes(":") ? "AAAA" : "A", content, ttl, fields });
    }
  }

  remove(zone: string, row: Row, parts: readonly HeldRecord[]): void {
    for (const { id } of parts) this.store.remove(id);
    this.#numbers.delete(`${zone} ${row.RecordType} ${row.RecordName}`);
  }

  #numberOf(key: string): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#numbers.set(key, this.#last);
    return this.#last;
  }
}

interface Row {
  readonly RecordId: number;
  readonly RecordName: string;
  readonly RecordType: string;
  readonly [name: string]: unknown;
}

function isAddress({ type }: Pick<HeldRecord, "type">): boolean {
  return type === "A" || type === "AAAA";
}

function answer(sites: Sites, request: ReceivedRequest): EmulatedAnswer {
  if (request.headers["x-acs-version"] !== "2024-09-10") return refusal(404, "InvalidVersion");
  const text = (name: string): string => request.query.get(name) ?? "";
  const { zones } = sites.store;
  const act = `${request.method} ${request.headers["x-acs-action"]}`;
  if (act === "GET ListSites") {
    const rows = zones.map((SiteName, index) => ({ SiteId: 1000 + index, SiteName, AccessType: "NS" }));
    return page(request, rows, "Sites");
  }
  if (act === "GET ListRecords" || act === "POST CreateRecord") {
    const zone = zones[Number(text("SiteId")) - 1000];
    if (zone === undefined) return refusal(404, "SiteNotFound");
    const rows = sites.rows(zone).map(({ row }) => row);
    if (act === "POST CreateRecord") return created(sites, request, zone, rows);
    const isExact = text("RecordMatchType") === "exact";
    const found = rows.filter(
      ({ RecordName, RecordType }) =>
        (isExact ? RecordName === text("RecordName") : RecordName.includes(text("RecordName"))) &&
        (text("Type") === "" || text("Type") === RecordType),
    );
    return page(request, found, "Records");
  }
  for (const zone of zones) {
    const present = sites.rows(zone).find(({ row }) => String(row.RecordId) === text("RecordId"));
    if (present === undefined) continue;
    if (act === "POST DeleteRecord") {
      sites.remove(zone, present.row, present.parts);
      return json(200, { RequestId: "r" });
    }
    return act === "POST UpdateRecord"
      ? written(sites, request, zone, present.row.RecordName)
      : refusal(404, "InvalidAction.NotFound");
  }
  return refusal(404, "Record.NotFound");
}

function created(sites: Sites, request: ReceivedRequest, zone: string, rows: readonly Row[]): EmulatedAnswer {
  const name = request.query.get("RecordName") ?? "";
  const present = rows.filter(({ RecordName }) => RecordName === name).map(({ RecordType }) => RecordType);
  if (present.includes("CNAME")) return refusal(400, "Record.RecordNameConflictForSpecifiedRecordType");
  if (present.includes("A/AAAA")) return refusal(400, "Record.RecordNameConflictWithSameRecordType");
  if (name !== zone && !name.endsWith(`.${zone}`)) return refusal(400, "InvalidParameter.InvalidRecordNameSuffix");
  return written(sites, request, zone, name);
}

function written(sites: Sites, request: ReceivedRequest, zone: string, owner: string): EmulatedAnswer {
  const text = (name: string): string => request.query.get(name) ?? "";
  if (text("Type") !== "A/AAAA") return refusal(400, "InvalidParameter.Type");
  const data: unknown = JSON.parse(text("Data"));
  const value = typeof data === "object" && data !== null && "Value" in data ? String(data.Value) : "";
  const values = value.split(",");
  if (values.some((one) => !/^[0-9.]+$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(one))) {
    return refusal(400, "Record.AorAAAARecordValueContainInvalidIP");
  }
  const counts = [values.filter((one) => !one.includes(":")).length, values.filter((one) => one.includes(":")).length];
  if ((counts[0] ?? 0) > 8 || (counts[1] ?? 0) > 4) return refusal(400, "Record.AorAAAARecordValueIPExceedLimit");
  const ttl = Number(text("Ttl") || "1");
  if (ttl !== 1 && !(ttl >= 30 && ttl <= 86_400)) return refusal(400, "Record.TTLExceedLimit");
  const Proxied = text("Proxied") === "true";
  if (Proxied && text("BizName") === "") return refusal(400, "InvalidParameter.InvalidBiz");
  sites.put(zone, owner, values, ttl, { Proxied, BizName: text("BizName"), Comment: text("Comment") });
  return json(200, { RequestId: "r" });
}

function page(request: ReceivedRequest, rows: readonly unknown[], list: string): EmulatedAnswer {
  const [number, size] = [Number(request.query.get("PageNumber") ?? 1), Number(request.query.get("PageSize") ?? 500)];
  const here = pageOf(rows, number, size, 500);
  if (here === undefined) return refusal(400, "InvalidParameter.PageSize");
  return json(200, { RequestId: "r", TotalCount: rows.length, PageNumber: number, PageSize: size, [list]: here });
}

function refusal(status: number, code: string): EmulatedAnswer {
  return json(status, { RequestId: "r", HostId: account.host, Code: code, Message: `The request failed: ${code}.` });
}
