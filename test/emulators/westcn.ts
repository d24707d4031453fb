import { createHash } from "node:crypto";
import { idOfNumber, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { pageOf, relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * West.cn's Domain API v2 as its manual describes it (2026-11): a token of ten minutes, forms, errors with status 200 and
 * in GBK, an error in place of an empty list, records per line.
 */
export function startWestcn(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api.west.cn"],
    limits: { minTtl: 60, maxTtl: 86_400 },
    usualTtl: 900,
    usualFields: usual,
    isWrite: ({ query }) => !(query.get("act") ?? "").startsWith("get"),
    answer: (request, rules) => {
      const form = new Map(new URLSearchParams(request.body));
      if (request.method !== "POST" || request.path !== "/api/v2/domain/") return { status: 404, body: "" };
      return isGenuine(form) ? answer(rules, request, form) : refusal(10_000);
    },
  });
}

export const westcnUser = "zhangsan";
export const westcnPassword = "CANARY-5dh232kfg!*";

const usual = { line: "", level: "10", pause: 0 };

function isGenuine(form: ReadonlyMap<string, string>): boolean {
  const time = form.get("time") ?? "";
  if (!/^\d{13}$/.test(time) || Math.abs(Number(time) - Date.UTC(2026, 10, 20)) > 10 * 60_000) return false;
  const token = createHash("md5")
    .update(westcnUser + westcnPassword + time)
    .digest("hex");
  return form.get("username") === westcnUser && form.get("token") === token;
}

function answer(rules: RecordRules, request: ReceivedRequest, form: ReadonlyMap<string, string>): EmulatedAnswer {
  const text = (name: string): string => form.get(name) ?? "";
  const { zones } = rules.store;
  const act = request.query.get("act");
  if (act === "getdomains") {
    return page(
      zones.map((domain) => ({ domain, expdate: "2030-01-01" })),
      text("page"),
      text("limit"),
    );
  }
  const zone = text("domain");
  if (!zones.includes(zone)) return refusal(20_001);
  const id = idOfNumber(text("id"));
  switch (act) {
    case "getdnsrecord": {
      const rows = rules
        .of(zone)
        .filter((record) => form.get("host") === undefined || text("host") === relativeTo(record, "@"))
        .filter(({ type }) => form.get("type") === undefined || text("type") === type);
      return page(rows.map(rowOf), text("pageno"), text("limit"));
    }
    case "adddnsrecord": {
      const fields = { ...usual, line: text("line"), level: text("level") };
      if (text("host") === "") return refusal(20_113);
      const described = {
        relative: text("host"),
        type: text("type"),
        content: text("value"),
        ttl: Number(text("ttl")),
      };
      return written(rules.create({ ...described, zone, fields }));
    }
    case "moddnsrecord": {
      const present = rules.store.find(id);
      if (present === undefined || present.zone !== zone) return refusal(20_120);
      const described = { relative: relativeTo(present, "@"), type: present.type, content: text("value") };
      return written(rules.update(id, { ...described, ttl: Number(text("ttl") || "900") }));
    }
    case "deldnsrecord":
      return rules.remove(id) === undefined ? result({}) : refusal(20_120);
    default:
      return refusal(20_000);
  }
}

function rowOf(record: HeldRecord): Record<string, unknown> {
  const { id, type, content, ttl, fields } = record;
  return { id: numberOfId(id), item: relativeTo(record, "@"), type, value: content, ttl, ...fields };
}

function page(rows: readonly unknown[], number: string, limit: string): EmulatedAnswer {
  const size = Number(limit || "20");
  const items = pageOf(rows, Number(number || "1"), size, 1_000);
  if (items === undefined) return refusal(20_000);
  if (rows.length === 0) return refusal(30_001);
  return result({
    items,
    total: rows.length,
    pageno: Number(number || "1"),
    totalpages: Math.ceil(rows.length / size),
  });
}

const codes: Readonly<Record<Breach, number>> = {
  "no-zone": 20_001,
  "no-record": 20_120,
  twin: 20_118,
  alias: 20_119,
  owner: 20_113,
  type: 20_116,
  content: 20_116,
  ttl: 20_102,
};

function written(made: HeldRecord | Breach): EmulatedAnswer {
  return typeof made === "string" ? refusal(codes[made]) : result({ id: numberOfId(made.id) });
}

function result(data: unknown): EmulatedAnswer {
  return gbk(JSON.stringify({ result: 200, clientid: "c", data }));
}

/** The words end in a character of GBK whose second octet is a backslash in ASCII. */
function refusal(errcode: number): EmulatedAnswer {
  return gbk(`{"result":500,"clientid":"c","msg":"\xca\xa7\xb0\xdc \xd5\x5c","errcode":${errcode}}`);
}

function gbk(body: string): EmulatedAnswer {
  return { status: 200, headers: { "content-type": "text/html; charset=gbk" }, body, encoding: "latin1" };
}
