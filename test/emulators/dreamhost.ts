import { startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import type { RecordRules } from "./record-rules.ts";

/** DreamHost's DNS commands as its manual describes them (2026-11), for one key; zones begin with records of its own. */
export function startDreamhost(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api.dreamhost.com"],
    limits: { minTtl: onlyTtl, maxTtl: onlyTtl },
    usualTtl: onlyTtl,
    usualFields: { comment: "", editable: "1" },
    isWrite: ({ query }) => /^dns-(add|remove)_record$/.test(query.get("cmd") ?? ""),
    answer,
  });
}

export const dreamhostKey = "CANARY6SHU5P2HLDAYECUM";

/** Nobody can choose it. */
export const onlyTtl = 14_400;

const parameters: Readonly<Record<string, readonly string[]>> = {
  "dns-list_records": [],
  "dns-add_record": ["record", "type", "value"],
  "dns-remove_record": ["record", "type", "value"],
};

function answer(request: ReceivedRequest, rules: RecordRules): EmulatedAnswer {
  const { query } = request;
  if (request.method !== "GET" || request.path !== "/" || query.get("format") !== "json") return error("bad_request");
  if (query.get("key") !== dreamhostKey) return error("invalid_api_key");
  const cmd = query.get("cmd") ?? "";
  const missing = parameters[cmd]?.find((name) => !query.has(name));
  if (parameters[cmd] === undefined || missing !== undefined)
    return error(missing === undefined ? "no_cmd" : `no_${missing}`);
  if (cmd === "dns-list_records") return done(list(rules));
  const [owner = "", type = "", content = ""] = ["record", "type", "value"].map((name) => query.get(name) ?? "");
  const zone = zoneOf(rules, owner);
  if (zone === undefined) return error("no_such_zone");
  if (cmd === "dns-remove_record") {
    const present = rules.store.held(owner, type);
    const found = present.find((record) => record.content === content);
    if (found?.fields["editable"] === "0") return error("not_editable");
    if (found === undefined) return error(present.length === 0 ? "no_such_record" : "no_such_value");
    rules.remove(found.id);
    return done("record_removed");
  }
  const relative = owner === zone ? "" : owner.slice(0, -zone.length - 1);
  const fields = { comment: query.get("comment") ?? "", editable: "1" };
  const created = rules.create({ zone, relative, type, content, ttl: onlyTtl, fields });
  if (created === "twin") return error("record_already_exists_remove_first");
  if (created === "alias") return error("CNAME_already_on_record");
  return typeof created === "string" ? error("invalid_value", created) : done("record_added");
}

function list({ store }: RecordRules): unknown {
  const own = store.zones.map((zone) => row(zone, zone, "NS", "ns1.dreamhost.com.", "", "0"));
  const others = store.held().map(({ zone, owner, type, content, fields }) => {
    return row(zone, owner, type, content, fields["comment"], fields["editable"]);
  });
  return [...own, ...others];
}

function row(zone: string, record: string, type: string, value: string, comment: unknown, editable: unknown): unknown {
  return { account_id: "1", zone, record, type, value, comment, editable };
}

function zoneOf({ store }: RecordRules, owner: string): string | undefined {
  const holding = store.zones.filter((zone) => owner === zone || owner.endsWith(`.${zone}`));
  return holding.toSorted((a, b) => b.length - a.length)[0];
}

function done(data: unknown): EmulatedAnswer {
  return json(200, { result: "success", data });
}

function error(data: string, reason?: string): EmulatedAnswer {
  return json(200, { result: "error", data, ...(reason === undefined ? {} : { reason }) });
}
