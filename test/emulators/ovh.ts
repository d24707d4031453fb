import { createHash } from "node:crypto";
import { bodyMembers, idOfNumber, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import { relativeTo, type Breach, type RecordRules } from "./record-rules.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * OVHcloud's interface as its guides and libraries describe it (1.0, 2026-11): signatures at the server's own time, lists of
 * numbers, changes that resolvers see only after the zone was published.
 */
export async function startOvh(world: OvhWorld = new OvhWorld()): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["eu.api.ovh.com", "www.ovh.com"],
    limits: { minTtl: 0, maxTtl: 2_147_483_647 },
    usualTtl: 0,
    isWrite: ({ method, path }) => path.startsWith("/1.0/domain/") && method !== "GET" && !path.endsWith("/refresh"),
    answer: (request, rules) => {
      if (request.path === "/auth/oauth2/token") return exchange(request, world.desk);
      if (request.path === "/1.0/auth/time") return json(200, Math.floor(world.serverNow() / 1000));
      return problemOf(request, world) ?? answer(rules, request, world);
    },
  });
}

export const ovhAccount = {
  applicationKey: "7kbG7Bk7S9Nt7ZSV",
  applicationSecret: "CANARYEXEgWwVuSNWt9bkmtL4C8J5V4eS",
  consumerKey: "CANARYMtxSXEUDpoyCIxuY42zmqVmW0VG",
};
export const ovhServiceAccount = { clientId: "EU.0123456789abcdef", clientSecret: "CANARY0123456789client-secret" };

export class OvhWorld {
  readonly desk: TokenDesk;
  /** Milliseconds since the epoch at the server, which is an hour ahead of its clients. */
  serverNow: () => number = () => Date.UTC(2026, 10, 20, 1);
  /** What resolvers are answered with, as of the last publication of its zone. */
  readonly published: Map<string, readonly HeldRecord[]> = new Map();

  constructor(desk: TokenDesk = new TokenDesk(3_599)) {
    this.desk = desk;
  }
}

function exchange(request: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  const form = new URLSearchParams(request.body);
  const isRight =
    form.get("client_id") === ovhServiceAccount.clientId &&
    form.get("client_secret") === ovhServiceAccount.clientSecret;
  if (!isRight || !desk.isOpen) return json(400, { error: "invalid_client", error_description: "Client is unknown" });
  if (form.get("grant_type") !== "client_credentials" || form.get("scope") !== "all") {
    return json(400, { error: "invalid_request" });
  }
  return json(200, {
    access_token: desk.issue(),
    expires_in: desk.lifetimeSeconds,
    token_type: "Bearer",
    scope: "all",
  });
}

/** `$1$` from the vendor's description, or the token of a service account. */
function problemOf(
  { method, path, query, headers, body }: ReceivedRequest,
  world: OvhWorld,
): EmulatedAnswer | undefined {
  if (headers["authorization"] !== undefined) {
    return world.desk.isGood(bearerOf(headers)) ? undefined : problem(401, "Unauthorized", "INVALID_TOKEN");
  }
  const { "x-ovh-application": key, "x-ovh-consumer": consumer, "x-ovh-timestamp": time = "" } = headers;
  if (key !== ovhAccount.applicationKey)
    return problem(403, "Forbidden", "This application key is invalid", "INVALID_KEY");
  if (consumer !== ovhAccount.consumerKey) {
    return problem(403, "Forbidden", "This credential is not valid", "INVALID_CREDENTIAL");
  }
  if (!(Math.abs(Number(time) * 1000 - world.serverNow()) <= 60_000)) {
    return problem(400, "BadRequest", "Query out of time", "QUERY_TIME_OUT");
  }
  const search = query.toString();
  const url = `https://eu.api.ovh.com${path}${search === "" ? "" : `?${search}`}`;
  const text = [ovhAccount.applicationSecret, consumer, method, url, body, time].join("+");
  const expected = `$1$${createHash("sha1").update(text).digest("hex")}`;
  return headers["x-ovh-signature"] === expected ? undefined : problem(400, "BadRequest", "Invalid signature");
}

function answer(rules: RecordRules, request: ReceivedRequest, world: OvhWorld): EmulatedAnswer {
  const { method, query } = request;
  const path = request.path.replace(/\/$/, "");
  if (path === "/1.0/domain/zone") return json(200, rules.store.zones);
  const asked = /^\/1\.0\/domain\/zone\/([^/]+)\/status$/.exec(path)?.[1];
  if (asked !== undefined && rules.store.zones.includes(asked)) return json(200, { isDeployed: true, errors: [] });
  const [, zone = "", what, id] = /^\/1\.0\/domain\/zone\/([^/]+)\/(record|refresh)(?:\/(\d+))?$/.exec(path) ?? [];
  if (!rules.store.zones.includes(zone)) return problem(404, "NotFound", "This service does not exist");
  const held = rules.of(zone);
  if (what === "refresh" && method === "POST") {
    world.published.set(zone, held);
    return json(200, null);
  }
  if (method === "GET" && id === undefined) {
    const [owner, type] = [query.get("subDomain"), query.get("fieldType")];
    const found = held.filter(
      (one) => relativeTo(one, "") === (owner ?? relativeTo(one, "")) && one.type === (type ?? one.type),
    );
    return json(
      200,
      found.map((one) => numberOfId(one.id)),
    );
  }
  const given = bodyMembers(request);
  const relative = String(given.get("subDomain") ?? "");
  const rest = { relative, content: String(given.get("target")), ttl: Number(given.get("ttl") ?? 0) };
  if (rest.ttl !== 0 && rest.ttl < 60) return problem(400, "BadRequest", "Invalid ttl");
  if (method === "POST" && id === undefined) {
    return said(rules.create({ zone, type: String(given.get("fieldType")), ...rest }));
  }
  const present = id === undefined ? undefined : rules.store.find(idOfNumber(id));
  if (present === undefined) return problem(404, "NotFound", "The requested object does not exist");
  if (method === "GET") return said(present);
  if (method === "DELETE") return rules.remove(present.id) === undefined ? json(200, null) : said("no-record");
  if (given.has("fieldType")) return problem(400, "BadRequest", "fieldType is read-only");
  const changed = rules.update(present.id, { type: present.type, ...rest });
  return typeof changed === "string" ? said(changed) : json(200, null);
}

function said(result: HeldRecord | Breach): EmulatedAnswer {
  if (typeof result === "string") return problem(result === "twin" ? 409 : 400, "BadRequest", `Invalid: ${result}`);
  const { id, zone, type, content, ttl } = result;
  return json(200, {
    id: numberOfId(id),
    zone,
    subDomain: relativeTo(result, ""),
    fieldType: type,
    target: content,
    ttl,
  });
}

function problem(status: number, kind: string, message: string, errorCode = "ERROR"): EmulatedAnswer {
  return json(status, { class: `Client::${kind}`, message, httpCode: `${status}`, errorCode });
}
