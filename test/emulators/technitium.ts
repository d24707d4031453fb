import { startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import type { RecordRules } from "./record-rules.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Technitium DNS Server as its API documentation describes it (version 15, 2026-11): forms, records that are named by
 * their values, an update that empties what it is not given.
 */
export function startTechnitium(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["dns.example.org:53443"],
    limits: { minTtl: 0, maxTtl: 2_147_483_647 },
    usualTtl: 3_600,
    usualFields: usual,
    isWrite: ({ path }) => /\/(add|update|delete)$/.test(path),
    answer,
  });
}

export const technitiumToken = "CANARY932b2a3495852c15af01598f62563ae534460388";

const usual = { comments: "", disabled: false, expiryTtl: 0 };

function answer(request: ReceivedRequest, rules: RecordRules): EmulatedAnswer {
  const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
  const form = new URLSearchParams(isForm ? request.body : request.query.toString());
  if (form.get("token") !== technitiumToken)
    return json(200, { status: "invalid-token", errorMessage: "Invalid token" });
  const [, command] = /^\/api\/zones\/(list|records\/\w+)$/.exec(request.path) ?? [];
  if (command === "list") return done({ zones: [...internal, ...rules.store.zones.map((name) => zoneOf(name))] });
  const [zone = "", owner = ""] = [form.get("zone") ?? "", form.get("domain") ?? ""];
  if (!rules.store.zones.includes(zone)) return error(`No such zone was found: ${zone}`);
  if (owner !== zone && !owner.endsWith(`.${zone}`)) return error("The domain name does not belong to the zone.");
  const [type, ipAddress] = [form.get("type") ?? "", form.get("ipAddress") ?? ""];
  const present = rules.store.held(owner, type).find(({ content }) => content === ipAddress);
  switch (command) {
    case "records/get":
      return done({ zone: zoneOf(zone), records: rules.store.held(owner).map(rowOf) });
    case "records/add":
      return stored(rules.create({ ...described(form, owner, zone, ipAddress), zone }), "addedRecord");
    case "records/update":
      if (present === undefined) return error("Cannot update record: no such record exists.");
      return stored(
        rules.update(present.id, described(form, owner, zone, form.get("newIpAddress") ?? ipAddress)),
        "updatedRecord",
      );
    case "records/delete":
      // What is not there is gone, which counts as done.
      if (present !== undefined) rules.remove(present.id);
      return done({});
    default:
      return { status: 404, body: "" };
  }
}

function described(form: URLSearchParams, owner: string, zone: string, content: string) {
  return {
    relative: owner === zone ? "" : owner.slice(0, -zone.length - 1),
    type: form.get("type") ?? "",
    content,
    ttl: Number(form.get("ttl") ?? 3_600),
    fields: { ...usual, comments: form.get("comments") ?? "" },
  };
}

const internal = ["0.in-addr.arpa", "localhost"].map((name) => zoneOf(name, true));

function zoneOf(name: string, isInternal = false): unknown {
  return { name, type: "Primary", internal: isInternal, dnssecStatus: "Unsigned", disabled: false };
}

function rowOf({ owner, type, content, ttl, fields }: HeldRecord): unknown {
  const rData = type === "CNAME" ? { cname: content } : { ipAddress: content };
  return { name: owner, type, ttl, rData, ...fields };
}

function stored(result: HeldRecord | string, member: string): EmulatedAnswer {
  if (typeof result !== "string") return done({ [member]: rowOf(result) });
  return error(result === "twin" ? "Cannot add record: record already exists." : `emulated ${result}`);
}

function done(response: unknown): EmulatedAnswer {
  return json(200, { response, status: "ok" });
}

function error(errorMessage: string): EmulatedAnswer {
  return json(200, { status: "error", errorMessage, stackTrace: "   at DnsServerCore.WebService (not found)" });
}
