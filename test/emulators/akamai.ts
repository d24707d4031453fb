import { createHash } from "node:crypto";
import { startAnsweringRRsets } from "./answering-rrsets.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent, pageOf } from "./pages.ts";
import type { RRsetBreach, RRsetRules } from "./rrset-rules.ts";
import { hmac256 } from "./signatures/canonical.ts";

/**
 * Akamai Edge DNS as its reference describes it (v2, 2026-11): an RRset per path, made by POST and replaced by PUT,
 * problems as problem+json, IPv6 addresses in full.
 */
export function startAkamai(): Promise<EmulatedZones> {
  const nonces = new Set<string>();
  return startAnsweringRRsets({
    hosts: [akamaiHost],
    limits: { minTtl: 30, maxTtl: 2_147_483_647, mostValues: 100 },
    usualTtl: 300,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) => {
      const title = problemOf(request, nonces);
      return title === undefined ? answer(rules, request) : problem(401, title);
    },
  });
}

export const akamaiHost = "akab-example.luna.akamaiapis.net";
export const akamaiClientToken = "akab-CANARY-client-token";
export const akamaiAccessToken = "akab-CANARY-access-token";
export const akamaiClientSecret = "CANARYclientSecretOfAkamai0123456789abcdefg=";

const shape =
  /^(EG1-HMAC-SHA256 client_token=([^;]+);access_token=([^;]+);timestamp=(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)\+0000;nonce=([^;]+);)signature=(.+)$/;

/** EG1-HMAC-SHA256 from the vendor's description. */
function problemOf(request: ReceivedRequest, nonces: Set<string>): string | undefined {
  const match = shape.exec(request.headers["authorization"] ?? "");
  if (match === null) return "Invalid authorization header";
  const [, unsigned = "", client, access, year, month, day, time, nonce = "", signature] = match;
  if (client !== akamaiClientToken || access !== akamaiAccessToken) return "Invalid token";
  const sentAt = Date.parse(`${year}-${month}-${day}T${time}Z`);
  if (!(Math.abs(sentAt - Date.UTC(2026, 10, 20)) <= 30_000)) return "Invalid timestamp";
  const query = request.query.toString();
  const hash =
    request.method === "POST" && request.body !== "" ? createHash("sha256").update(request.body).digest("base64") : "";
  const target = query === "" ? request.path : `${request.path}?${query}`;
  const data = [request.method, "https", akamaiHost, target, "", hash, unsigned].join("\t");
  const key = hmac256(akamaiClientSecret, `${year}${month}${day}T${time}+0000`).toString("base64");
  if (hmac256(key, data).toString("base64") !== signature) return "The signature does not match";
  if (nonces.has(nonce)) return "Replayed request";
  nonces.add(nonce);
  return undefined;
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.path === "/config-dns/v2/zones" && request.method === "GET") {
    const zones = rules.store.zones.map((zone) => ({ zone, type: "PRIMARY", activationState: "ACTIVE" }));
    const { rows, page, total } = pageOf(zones, request, { page: "page", size: "pageSize", largest: 100, usual: 25 });
    return json(200, { metadata: { page, pageSize: rows.length, totalElements: total }, zones: rows });
  }
  const [, zone = "", owner = "", type = ""] =
    /^\/config-dns\/v2\/zones\/([^/]+)\/names\/([^/]+)\/types\/(\w+)$/.exec(request.path) ?? [];
  if (!rules.store.zones.includes(zone)) return problem(404, "Not Found");
  if (request.method === "GET") {
    const set = rules.find(zone, owner, type);
    if (set === undefined) return problem(404, "Not Found");
    return json(200, { name: owner, type, ttl: set.ttl, rdata: set.values.map(inFull) });
  }
  if (request.method === "DELETE") {
    return rules.remove(zone, owner, type) === undefined ? noContent : problem(404, "Not Found");
  }
  const given = new Map<string, unknown>(Object.entries(JSON.parse(request.body)));
  if (given.get("name") !== owner || given.get("type") !== type) return problem(400, "Path and body differ");
  const values = given.get("rdata");
  const set = {
    zone,
    owner,
    type,
    ttl: Number(given.get("ttl")),
    values: Array.isArray(values) ? values.map(String) : [],
  };
  const breach = rules.put({ ...set, fields: {} }, request.method === "POST" ? "create" : "replace");
  return breach === undefined
    ? json(request.method === "POST" ? 201 : 200, Object.fromEntries(given))
    : refusal(breach);
}

/** The address with all of its digits, as this service may show it. */
function inFull(value: string): string {
  if (!value.includes(":")) return value;
  const [head = "", tail] = value.toLowerCase().split("::");
  const [before, after] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const zeroes = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => "0");
  return [...(before ?? []), ...zeroes, ...(after ?? [])].map((group) => group.padStart(4, "0")).join(":");
}

function refusal(breach: RRsetBreach): EmulatedAnswer {
  if (breach === "absent" || breach === "no-zone") return problem(404, "Not Found");
  return problem(breach === "present" ? 409 : 422, breach);
}

function problem(status: number, title: string): EmulatedAnswer {
  return { ...json(status, { type: "about:blank", title, status, detail: `The request failed: ${title}` }) };
}
