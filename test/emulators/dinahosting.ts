import { json, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { relativeTo, type RecordRules } from "./record-rules.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * dinahosting's interface as its list of commands and clients describe it (2026-11): forms, errors with status 200,
 * records named by their value in the spelling it has there, no TTL.
 */
export function startDinahosting(): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["dinahosting.com"],
    limits: { minTtl: 300, maxTtl: 300 },
    usualTtl: 300,
    isWrite: ({ body }) => /^Domain_Zone_(Add|Update|Delete)/.test(new URLSearchParams(body).get("command") ?? ""),
    answer: (request, rules) => {
      const form = new URLSearchParams(request.body);
      const command = form.get("command") ?? "";
      if (request.path !== "/special/api.php" || form.get("responseType") !== "Json") return { status: 200, body: "?" };
      return isGenuine(request) ? answer(rules, command, form) : refusal(command, 2200, "Authentication error.");
    },
  });
}

export const dinahostingUser = "usuario";
export const dinahostingPassword = "CANARYcontrasena";

function isGenuine({ headers }: ReceivedRequest): boolean {
  const shown = Buffer.from(`${dinahostingUser}:${dinahostingPassword}`).toString("base64");
  return headers["authorization"] === `Basic ${shown}`;
}

function answer(rules: RecordRules, command: string, form: URLSearchParams): EmulatedAnswer {
  const text = (name: string): string => form.get(name) ?? "";
  const { zones } = rules.store;
  if (command === "Services_GetDomains") {
    return result(
      command,
      zones.map((domain) => ({ domain, tld: domain.replace(/^.*\./, ""), endDate: "2030-01-01" })),
    );
  }
  const zone = text("domain");
  if (!zones.includes(zone)) return refusal(command, 2303, 'Param "domain" value doesn\'t exist.');
  if (command === "Domain_Zone_GetAll") return result(command, rules.of(zone).map(rowOf));
  const [, verb, type = ""] = /^Domain_Zone_(Add|Update|Delete)Type(A|AAAA)$/.exec(command) ?? [];
  const [hostname, ip] = [text("hostname"), text("ip")];
  if (verb === undefined) return refusal(command, 2000, "Unknown command.");
  if (hostname === "" || ip === "") return refusal(command, 2003, 'Required param "hostname" or "ip" is missing.');
  const named = (content: string): HeldRecord | undefined =>
    rules.of(zone).find((one) => relativeTo(one, "@") === hostname && one.type === type && one.content === content);
  const described = { zone, relative: hostname, type, content: ip, ttl: 300 };
  if (verb === "Add") return written(command, rules.create(described));
  const present = named(verb === "Update" ? text("oldIp") : ip);
  if (present === undefined) return refusal(command, 2303, 'Param "hostname"/"ip" value doesn\'t exist.');
  if (verb === "Update") return written(command, rules.update(present.id, described));
  rules.remove(present.id);
  return result(command, null);
}

/** The apex is @ for addresses and aliases, and the name of the zone for texts; members differ by type. */
function rowOf(record: HeldRecord): Record<string, unknown> {
  const { type, content, zone } = record;
  const isAddress = type === "A" || type === "AAAA";
  const member = isAddress ? "ip" : type === "CNAME" ? "destinationHostname" : "text";
  return { type, hostname: relativeTo(record, isAddress || type === "CNAME" ? "@" : zone), [member]: content };
}

function written(command: string, made: HeldRecord | string): EmulatedAnswer {
  if (typeof made !== "string") return result(command, null);
  return made === "twin" ? refusal(command, 2302, "Object exists.") : refusal(command, 2005, `Not valid: ${made}.`);
}

function result(command: string, data: unknown): EmulatedAnswer {
  return json(200, { trId: "t", responseCode: 1000, message: "Success.", data, command });
}

function refusal(command: string, code: number, message: string): EmulatedAnswer {
  const errors = [{ code, message }];
  return json(200, { trId: "t", responseCode: code, message: "Command failed.", errors, command });
}
