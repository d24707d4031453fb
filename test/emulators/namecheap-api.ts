import { startAnswering } from "./answering.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { ZoneStore, type HeldRecord } from "./zone-store.ts";

/**
 * Namecheap's XML API as its manual and recorded answers describe it (2026-11): one write replaces the zone, and loses
 * what it is not given.
 */
export function startNamecheapApi(
  more: { readonly zone?: string; readonly hosts?: string } = {},
): Promise<EmulatedZones> {
  const rules = { store: new ZoneStore() };
  const mail = new Map<string, string>();
  return startAnswering(rules, {
    hosts: ["api.namecheap.com"],
    usualTtl: 1_799,
    usualFields: { MXPref: "10" },
    isWrite: ({ query, body }) => `${query}&${body}`.includes("Command=namecheap.domains.dns.setHosts"),
    answer: (request) => answer(request, rules.store, mail, more),
  });
}

export const namecheapApiKey = "CANARY56b4c87ef4fd49cb96d915c0db68194";

function answer(
  request: ReceivedRequest,
  store: ZoneStore,
  mail: Map<string, string>,
  more: { readonly zone?: string; readonly hosts?: string },
): EmulatedAnswer {
  const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
  const form = request.method === "GET" ? request.query : new URLSearchParams(isForm ? request.body : "");
  if (request.path !== "/xml.response") return { status: 404, body: "" };
  const [user, key, client] = [form.get("ApiUser"), form.get("ApiKey"), form.get("ClientIp")];
  if (key !== namecheapApiKey || user !== "user" || form.get("UserName") !== "user")
    return error(1_011_102, "API Key is invalid or API access has not been enabled");
  if (client !== "192.0.2.200") return error(1_011_150, `Invalid request IP: ${client}`);
  const command = form.get("Command") ?? "";
  if (command === "namecheap.domains.getList") return list(store, form);
  const zone = `${form.get("SLD")}.${form.get("TLD")}`;
  if (!store.zones.includes(zone)) return error(2_019_166, `Domain not found: ${zone}`);
  if (command === "namecheap.domains.dns.getHosts") {
    const hosts = store
      .held()
      .filter((record) => record.zone === zone)
      .map(host)
      .join("\n");
    return reply(
      `<DomainDNSGetHostsResult Domain="${zone}" ${more.zone ?? `EmailType="${mail.get(zone) ?? "MX"}" IsUsingOurDNS="true"`}>${hosts}${more.hosts ?? ""}</DomainDNSGetHostsResult>`,
    );
  }
  if (command !== "namecheap.domains.dns.setHosts") return error(1_010_104, "Parameter Command is missing");
  const given = hostsIn(form, zone);
  if (typeof given === "string") return error(2_050_900, given);
  mail.set(zone, form.get("EmailType") ?? "NONE");
  for (const record of store.held().filter((held) => held.zone === zone)) {
    const same = given.find(
      (one) => one.owner === record.owner && one.type === record.type && one.content === record.content,
    );
    if (same === undefined) store.remove(record.id);
    else store.change(record.id, same);
  }
  for (const record of given) store.add(record);
  return reply(`<DomainDNSSetHostsResult Domain="${zone}" IsSuccess="true"><Warnings /></DomainDNSSetHostsResult>`);
}

function list(store: ZoneStore, form: URLSearchParams): EmulatedAnswer {
  const [page, size] = [Number(form.get("Page")), Number(form.get("PageSize"))];
  if (size < 10 || size > 100) return error(2_030_166, "PageSize");
  const found = store.zones.filter((apex) => apex.includes(form.get("SearchTerm") ?? ""));
  const rows = found
    .slice((page - 1) * size, page * size)
    .map((apex, index) => `<Domain ID="${index}" Name="${apex}" />`);
  const paging = `<Paging><TotalItems>${found.length}</TotalItems><CurrentPage>${page}</CurrentPage></Paging>`;
  return reply(`<DomainGetListResult>${rows.join("")}</DomainGetListResult>${paging}`);
}

/** The records of a form, or what is wrong with it. */
function hostsIn(form: URLSearchParams, zone: string): readonly Omit<HeldRecord, "id">[] | string {
  const records: Omit<HeldRecord, "id">[] = [];
  for (let number = 1; form.has(`HostName${number}`); number += 1) {
    const parts = ["HostName", "RecordType", "Address", "MXPref", "TTL"].map((name) => form.get(`${name}${number}`));
    const [name = null, type = null, content = null, preference = null, seconds = null] = parts;
    if (name === null || type === null || content === null || preference === null)
      return `record ${number} is not whole`;
    const ttl = Number(seconds ?? 1_800);
    if (!Number.isInteger(ttl) || ttl < 60 || ttl > 60_000) return `TTL${number}`;
    if (name === "" || name.endsWith(".")) return `HostName${number}`;
    const owner = name === "@" ? zone : `${name}.${zone}`;
    records.push({ zone, owner, type, content, ttl, fields: { MXPref: preference } });
  }
  const written = [...form.keys()].filter((name) => /\d$/.test(name)).length;
  if (records.length * 5 !== written) return "gaps between records";
  return records;
}

function host({ id, zone, owner, type, content, ttl, fields }: HeldRecord): string {
  const name = owner === zone ? "@" : owner.slice(0, -zone.length - 1);
  const parts = { HostId: Number.parseInt(id, 16), Name: name, Type: type, Address: content, TTL: ttl, ...fields };
  const usual = { AssociatedAppTitle: "", FriendlyName: "", IsActive: true, IsDDNSEnabled: false };
  const attributes = Object.entries({ ...usual, ...parts }).map(([key, value]) => `${key}="${escaped(String(value))}"`);
  return `<host ${attributes.join(" ")} />`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function reply(result: string): EmulatedAnswer {
  return document("OK", `<Errors /><Warnings /><CommandResponse>${result}</CommandResponse>`);
}

function error(number: number, words: string): EmulatedAnswer {
  return document("ERROR", `<Errors><Error Number="${number}">${words}</Error></Errors><RequestedCommand />`);
}

function document(status: string, inner: string): EmulatedAnswer {
  const xmlns = "http://api.namecheap.com/xml.response";
  const body = `<?xml version="1.0" encoding="utf-8"?>\n<ApiResponse Status="${status}" xmlns="${xmlns}">${inner}</ApiResponse>\n`;
  return { status: 200, headers: { "content-type": "text/xml; charset=utf-8" }, body };
}
