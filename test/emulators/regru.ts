import { startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { relativeTo, type RecordRules } from "./record-rules.ts";

/**
 * REG.RU as its manual describes it (REG.API 2, 2026-11): commands as forms with JSON inside, everything answered with
 * status 200, and told once for the request and once for its domain.
 */
export function startRegru(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api.reg.ru"],
    limits: { minTtl: 0, maxTtl: 86_400 },
    usualTtl: 3_600,
    isWrite: ({ path }) => /\/zone\/(add|remove)_/.test(path),
    answer: (request, rules) => {
      const { method, headers, query, body } = request;
      if (method !== "POST" || headers["content-type"] !== "application/x-www-form-urlencoded")
        return refused("NO_AUTH");
      // Credentials in an address would be in logs on the way.
      if (query.size > 0) return refused("INVALID_AUTH");
      const form = new URLSearchParams(body);
      if (form.get("username") !== regruAccount.username) return refused("NO_USERNAME");
      if (form.get("password") !== regruAccount.password) return refused("PASSWORD_AUTH_FAILED");
      if (form.get("input_format") !== "json") return refused("INVALID_INPUT_FORMAT");
      return answer(rules, request, new Map(Object.entries(JSON.parse(form.get("input_data") ?? "{}"))));
    },
  });
}

export const regruAccount = { username: "holdfast@example.net", password: "CANARY p&ss=word/regru" };

function answer(rules: RecordRules, { path }: ReceivedRequest, input: ReadonlyMap<string, unknown>): EmulatedAnswer {
  const command = path.replace("/api/regru2/", "");
  if (command === "service/get_list") {
    if (input.get("servtype") !== "domain") return refused("INVALID_SERVICE_TYPE");
    const services = rules.store.zones.map((dname, index) => ({
      dname,
      servtype: "domain",
      service_id: index,
      state: "A",
    }));
    return succeeded({ services });
  }
  const domains = input.get("domains");
  const dname = String(Object(Array.isArray(domains) ? domains[0] : {}).dname);
  if (!rules.store.zones.includes(dname)) return ofDomain({ dname, result: "error", error_code: "DOMAIN_NOT_FOUND" });
  const records = rules.of(dname);
  if (command === "zone/get_resource_records") {
    const rrs = records.map((record) => ({
      subname: relativeTo(record, "@"),
      rectype: record.type,
      content: record.content,
      prio: "0",
      state: "A",
    }));
    return ofDomain({ dname, result: "success", soa: { ttl: "1h", minimum_ttl: "1h" }, rrs });
  }
  const relative = String(input.get("subdomain"));
  if (relative === "" || relative === "undefined") return refused("NO_SUBDOMAIN");
  if (command === "zone/remove_record") {
    const found = records.find(
      (record) =>
        relativeTo(record, "@") === relative &&
        record.type === input.get("record_type") &&
        record.content === input.get("content"),
    );
    if (found === undefined) return ofDomain({ dname, result: "error", error_code: "RR_NOT_FOUND" });
    rules.remove(found.id);
    return ofDomain({ dname, result: "success" });
  }
  const type = new Map([
    ["zone/add_alias", "A"],
    ["zone/add_aaaa", "AAAA"],
  ]).get(command);
  if (type === undefined) return refused("INVALID_ACTION");
  const made = rules.create({ zone: dname, relative, type, content: String(input.get("ipaddr")), ttl: 3_600 });
  if (typeof made !== "string") return ofDomain({ dname, result: "success" });
  return ofDomain({ dname, result: "error", error_code: "INVALID_RR", error_text: made });
}

function ofDomain(domain: Readonly<Record<string, unknown>>): EmulatedAnswer {
  return succeeded({ domains: [domain] });
}

function succeeded(answered: unknown): EmulatedAnswer {
  return json(200, { answer: answered, charset: "utf-8", messagestore: null, result: "success" });
}

function refused(error_code: string): EmulatedAnswer {
  return json(200, { charset: "utf-8", error_code, error_params: {}, error_text: "Request refused", result: "error" });
}
