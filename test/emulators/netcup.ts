import { bodyMembers, idOfNumber, json, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type RecordRules } from "./record-rules.ts";

/**
 * netcup's CCP interface as its help and clients describe it (2026-11): one address, sessions, status 200 for everything,
 * an error in place of an empty list, a TTL for the whole zone.
 *
 * @param sessionLasts actions after which a session is over.
 */
export function startNetcup({ sessionLasts = 1_000 }: { readonly sessionLasts?: number } = {}): Promise<EmulatedZones> {
  const sessions = new Map<string, number>();
  return startAnsweringRecords({
    hosts: ["ccp.netcup.net"],
    limits: { minTtl: 86_400, maxTtl: 86_400 },
    usualTtl: 86_400,
    usualFields: { priority: "0" },
    isWrite: (request) => bodyMembers(request).get("action") === "updateDnsRecords",
    answer: (request, rules) => {
      const isPlace = request.path === "/run/webservice/servers/endpoint.php" && request.query.has("JSON");
      if (request.method !== "POST" || !isPlace) return { status: 404, body: "" };
      const action = String(bodyMembers(request).get("action"));
      const param = membersOf(bodyMembers(request).get("param"));
      if (param.get("customernumber") !== netcupCustomer || param.get("apikey") !== netcupKey) {
        return refusal(action, 4013, "Value in field customernumber or apikey does not match.");
      }
      if (action === "login") return login(param, sessions);
      const session = String(param.get("apisessionid"));
      const used = sessions.get(session) ?? sessionLasts;
      sessions.set(session, used + 1);
      if (used >= sessionLasts) return refusal(action, 4001, "The session id is not in a valid format.");
      return answer(rules, action, param);
    },
  });
}

export const netcupCustomer = "12345";
export const netcupKey = "CANARYnetcupLegacyKey0000000000000000000000000000000";
export const netcupPassword = "CANARYnetcupApiPassword";

/** Takes out what every action repeats of the credentials. */
export function withoutNetcupCredentials(request: ReceivedRequest): ReceivedRequest {
  const members = new Map(bodyMembers(request));
  const param = new Map(membersOf(members.get("param")));
  for (const name of ["apikey", "apipassword"]) param.delete(name);
  return { ...request, body: JSON.stringify([...members.set("param", [...param])]) };
}

function login(param: ReadonlyMap<string, unknown>, sessions: Map<string, number>): EmulatedAnswer {
  if (param.get("apipassword") !== netcupPassword)
    return refusal("login", 4013, "Value in field apipassword is wrong.");
  const apisessionid = `session${sessions.size}`;
  sessions.set(apisessionid, 0);
  return result("login", { apisessionid });
}

function answer(rules: RecordRules, action: string, param: ReadonlyMap<string, unknown>): EmulatedAnswer {
  const domainname = String(param.get("domainname"));
  if (!rules.store.zones.includes(domainname)) {
    return refusal(action, 5028, `The zone ${domainname} could not be found.`);
  }
  if (action === "infoDnsZone") return result(action, { name: domainname, ttl: "86400", serial: "2026112001" });
  if (action === "infoDnsRecords") return listed(rules, action, domainname);
  const records = membersOf(param.get("dnsrecordset")).get("dnsrecords");
  const [first, ...others] = (Array.isArray(records) ? records : []).map(membersOf);
  if (action !== "updateDnsRecords" || first === undefined || others.length > 0) return refusal(action, 4013, "?");
  const text = (name: string): string => String(first.get(name) ?? "");
  if (text("hostname") === "") return refusal(action, 4013, "The host must not be empty.");
  const described = { relative: text("hostname"), type: text("type"), content: text("destination"), ttl: 86_400 };
  const id = idOfNumber(text("id"));
  const present = rules.store.find(id);
  if (first.get("id") !== undefined && present === undefined) return refusal(action, 4013, "Value in field id.");
  if (first.get("deleterecord") === true) {
    // All parts are needed to delete.
    if (present?.content !== text("destination")) return refusal(action, 4013, "Value in field destination.");
    rules.remove(id);
    return listed(rules, action, domainname);
  }
  const made = present === undefined ? rules.create({ ...described, zone: domainname }) : rules.update(id, described);
  if (made === "twin") return refusal(action, 4012, "The record exists already.");
  return typeof made === "string" ? refusal(action, 4013, `Not valid: ${made}.`) : listed(rules, action, domainname);
}

function listed(rules: RecordRules, action: string, zone: string): EmulatedAnswer {
  const dnsrecords = rules.of(zone).map((record) => ({
    ...{ id: String(numberOfId(record.id)), hostname: relativeTo(record, "@"), type: record.type },
    ...{ priority: "0", destination: record.content, deleterecord: false, state: "yes" },
  }));
  if (dnsrecords.length > 0) return result(action, { dnsrecords });
  return action === "updateDnsRecords" ? result(action, { dnsrecords }) : refusal(action, 5029, "No records found.");
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function result(action: string, responsedata: unknown): EmulatedAnswer {
  const head = { serverrequestid: "s", action, status: "success", statuscode: 2000 };
  return json(200, { ...head, shortmessage: "Done", longmessage: "", responsedata });
}

function refusal(action: string, statuscode: number, longmessage: string): EmulatedAnswer {
  const head = { serverrequestid: "s", action, status: "error", statuscode };
  return json(200, { ...head, shortmessage: "Error", longmessage, responsedata: "" });
}
