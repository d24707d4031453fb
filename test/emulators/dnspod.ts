import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json } from "./pages.ts";
import {
  filtered,
  formBody,
  startRecordService,
  zoneRows,
  type Given,
  type Problem,
  type RecordRow,
} from "./record-service.ts";

/** DNSPod as its manual describes it (token interface, 2026-11): forms, codes with status 200, records per line. */
export function startDnspod(): Promise<EmulatedZones> {
  return startRecordService({
    host: "dnsapi.cn",
    routes: {
      zones: "POST /Domain.List",
      list: "POST /Record.List",
      create: "POST /Record.Create",
      update: "POST /Record.Modify",
      delete: "POST /Record.Remove",
    },
    named: (request) => {
      const form = new URLSearchParams(request.body);
      return { zone: form.get("domain_id") ?? form.get("domain") ?? undefined, id: form.get("record_id") ?? undefined };
    },
    isAuthentic: ({ body, headers }) =>
      new URLSearchParams(body).get("login_token") === `1234,${dnspodToken}` &&
      /^[a-z-]+\/\S+/i.test(headers["user-agent"] ?? ""),
    problem: (problem) => say(codes[problem]),
    zoneIs: "either",
    given: formBody,
    members: { owner: "sub_domain", type: "record_type", content: "value", ttl: "ttl" },
    owner: relativeTo("@"),
    fields: { record_line_id: "0", weight: null },
    ttl: { min: 1, max: 604_800, fallback: 600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    also: ({ path, body }, store) => {
      const named = new URLSearchParams(body).get("domain");
      const zone = zoneRows(store).find(({ apex }) => apex === named);
      if (zone === undefined || path !== "/Domain.Info") return undefined;
      return say(1, { domain: { id: zone.number, name: zone.apex } });
    },
    zonesAnswer: (zones, { body }) => {
      const form = new URLSearchParams(body);
      const [offset, length] = [Number(form.get("offset")), Math.min(3000, Number(form.get("length")))];
      const domains = zones.slice(offset, offset + length).map(({ apex, number }) => ({ id: number, name: apex }));
      return say(1, { info: { domain_total: zones.length }, domains });
    },
    listAnswer: (all, { body }, { apex }) => {
      const form = new URLSearchParams(body);
      const sub = form.get("sub_domain");
      const found = filtered(all, sub === null ? null : sub === "@" ? apex : `${sub}.${apex}`, form.get("record_type"));
      const [offset, length] = [Number(form.get("offset") ?? 0), Number(form.get("length") ?? 3000)];
      if (found.length === 0 && form.get("error_on_empty") !== "no") return say(10);
      return say(1, { records: found.slice(offset, offset + length).map(row) });
    },
    storedAnswer: ({ id }) => say(1, { record: { id: String(id) } }),
    deletedAnswer: say(1),
  });
}

export const dnspodToken = "CANARY0123456789abcdef";

const codes: Readonly<Record<Problem, number>> = {
  credentials: -1,
  route: 2,
  zone: 6,
  record: 8,
  invalid: 32,
  twin: 104,
  alias: 31,
};

const say = (code: number, more: Given = {}): EmulatedAnswer =>
  json(200, {
    status: { code: String(code), message: `emulated ${code}`, created_at: "2026-11-20 17:00:00" },
    ...more,
  });

function row({ id, shown }: RecordRow): unknown {
  const { record_line_id, sub_domain, record_type, ttl, ...rest } = shown;
  const texts = { id: String(id), ttl: String(ttl), line_id: record_line_id };
  return { ...rest, ...texts, name: sub_domain, type: record_type, enabled: "1", line: "Default" };
}
