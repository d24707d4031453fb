import { startAnsweringRRsets } from "./answering-rrsets.ts";
import { bodyMembers } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent } from "./pages.ts";
import type { RRsetBreach, RRsetRules } from "./rrset-rules.ts";
import { judgeJwt } from "./signatures/jwt.ts";
import { rsaPair } from "./signatures/rsa-pair.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";

/**
 * Google Cloud DNS as its reference describes it (v1, 2026-11): statements exchanged for tokens, an RRset per path, lists
 * that go on with a token, and beside every public zone a private one of the same name.
 */
export function startGcp(desk: TokenDesk = new TokenDesk(3_599)): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: ["oauth2.googleapis.com", "dns.googleapis.com"],
    limits: { minTtl: 0, maxTtl: 2_147_483_647, mostValues: 100 },
    usualTtl: 300,
    isWrite: ({ method, path }) => method !== "GET" && path !== "/token",
    answer: (request, rules) => {
      if (request.path === "/token") return exchange(request, desk);
      return desk.isGood(bearerOf(request.headers))
        ? answer(rules, request)
        : problem(401, "authError", "Request had invalid authentication credentials.");
    },
  });
}

const account = {
  email: "holdfast@example-project.iam.gserviceaccount.com",
  keyId: "0123456789abcdef",
  pair: rsaPair(),
};

/** The JSON file of a key, with the private key that the account has or another one. */
export function gcpKeyFile(privateKey: string = account.pair.privateKey): string {
  return JSON.stringify({
    type: "service_account",
    project_id: "example-project",
    private_key_id: account.keyId,
    private_key: privateKey,
    client_email: account.email,
    token_uri: "https://oauth2.googleapis.com/token",
  });
}

function exchange(request: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  const form = new URLSearchParams(request.body);
  if (request.method !== "POST" || request.headers["content-type"] !== "application/x-www-form-urlencoded") {
    return json(404, { error: "not_found" });
  }
  if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:jwt-bearer") {
    return json(400, { error: "unsupported_grant_type", error_description: "Invalid grant_type" });
  }
  const claims = judgeJwt(form.get("assertion") ?? "", {
    algorithm: "RS256",
    keyId: account.keyId,
    publicKey: account.pair.publicKey,
    issuer: account.email,
    audience: "https://oauth2.googleapis.com/token",
    now: desk.now(),
  });
  if (claims === "time") {
    const words = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
    return json(400, { error: "invalid_grant", error_description: words });
  }
  if (typeof claims === "string" || !desk.isOpen) {
    return json(400, { error: "invalid_grant", error_description: "Invalid JWT Signature." });
  }
  if (claims.get("scope") !== "https://www.googleapis.com/auth/ndev.clouddns.readwrite") {
    return json(400, { error: "invalid_scope", error_description: "Invalid OAuth scope." });
  }
  return json(200, { access_token: desk.issue(), expires_in: desk.lifetimeSeconds, token_type: "Bearer" });
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  const path = /^\/dns\/v1\/projects\/example-project\/managedZones(?:\/([^/]+)\/rrsets(?:\/([^/]+)\.\/(\w+))?)?$/;
  const match = path.exec(request.path);
  if (match === null) return problem(404, "notFound", "The requested entity was not found.");
  const [, zoneName, owner = "", type = ""] = match;
  if (zoneName === undefined) return listZones(rules, request);
  const zone = rules.store.zones[Number(/^zone-(\d+)$/.exec(zoneName)?.[1] ?? 0) - 1];
  if (zone === undefined) return problem(404, "notFound", `The 'managedZone' resource '${zoneName}' does not exist.`);
  if (request.method === "POST") return write(rules, request, zone);
  if (request.method === "PATCH") return write(rules, request, zone, { owner, type });
  if (request.method === "DELETE") {
    return rules.remove(zone, owner, type) === undefined ? noContent : refusal("absent");
  }
  const set = rules.find(zone, owner, type);
  if (set === undefined) return refusal("absent");
  const { routingPolicy } = set.fields;
  const values = routingPolicy === undefined ? { rrdatas: set.values } : { routingPolicy };
  return json(200, { kind: "dns#resourceRecordSet", name: `${owner}.`, type, ttl: set.ttl, ...values });
}

function listZones(rules: RRsetRules, { query }: ReceivedRequest): EmulatedAnswer {
  const rows = rules.store.zones.flatMap((zone, index) => [
    { kind: "dns#managedZone", name: `private-${index + 1}`, dnsName: `${zone}.`, visibility: "private" },
    { kind: "dns#managedZone", name: `zone-${index + 1}`, dnsName: `${zone}.`, visibility: "public" },
  ]);
  const wanted = rows.filter(({ dnsName }) => dnsName === (query.get("dnsName") ?? dnsName));
  const start = Number(query.get("pageToken") ?? 0);
  const end = start + Math.min(100, Number(query.get("maxResults") ?? 100));
  return json(200, {
    kind: "dns#managedZonesListResponse",
    managedZones: wanted.slice(start, end),
    ...(end < wanted.length ? { nextPageToken: String(end) } : {}),
  });
}

function write(
  rules: RRsetRules,
  request: ReceivedRequest,
  zone: string,
  present?: { readonly owner: string; readonly type: string },
): EmulatedAnswer {
  const given = bodyMembers(request);
  const owner = String(given.get("name") ?? "");
  const type = String(given.get("type") ?? "");
  const values = given.get("rrdatas");
  if (!owner.endsWith(".")) return refusal("owner");
  const name = owner.slice(0, -1);
  if (present !== undefined && (present.owner !== name || present.type !== type)) return refusal("owner");
  const set = { zone, owner: name, type, ttl: Number(given.get("ttl") ?? 0), fields: {} };
  const breach = rules.put(
    { ...set, values: Array.isArray(values) ? values.map(String) : [] },
    present === undefined ? "create" : "replace",
  );
  return breach === undefined
    ? json(200, { kind: "dns#resourceRecordSet", ...Object.fromEntries(given) })
    : refusal(breach);
}

function refusal(breach: RRsetBreach): EmulatedAnswer {
  if (breach === "absent" || breach === "no-zone") return problem(404, "notFound", "The rrset does not exist.");
  if (breach === "present") return problem(409, "alreadyExists", "The resource named 'rrset' already exists.");
  return problem(400, breach === "alias" ? "cnameResourceRecordSetConflict" : "invalid", `Invalid value: ${breach}`);
}

function problem(code: number, reason: string, message: string): EmulatedAnswer {
  return json(code, { error: { code, message, errors: [{ message, domain: "global", reason }] } });
}
