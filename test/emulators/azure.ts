import { createHash } from "node:crypto";
import { bodyMembers } from "./answering-records.ts";
import { startAnsweringRRsets } from "./answering-rrsets.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent } from "./pages.ts";
import type { RRset, RRsetBreach, RRsetRules } from "./rrset-rules.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";

/**
 * Azure DNS as its reference describes it (2018-05-01, 2026-11): tokens for a client secret, record sets with versions,
 * metadata that a whole write clears, pages with the address of the next. Every other zone is in a second group.
 */
export function startAzure(desk: TokenDesk = new TokenDesk(3_599)): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: ["login.microsoftonline.com", "management.azure.com"],
    limits: { minTtl: 1, maxTtl: 2_147_483_647, mostValues: 20 },
    usualTtl: 3_600,
    isWrite: ({ method }) => ["PUT", "PATCH", "DELETE"].includes(method),
    answer: (request, rules) => {
      if (request.path.endsWith("/oauth2/v2.0/token")) return exchange(request, desk);
      if (!desk.isGood(bearerOf(request.headers))) return problem(401, "InvalidAuthenticationToken");
      return request.query.get("api-version") === "2018-05-01"
        ? answer(rules, request)
        : problem(400, "InvalidApiVersionParameter");
    },
  });
}

export const azureAccount = {
  tenant: "11111111-2222-3333-4444-555555555555",
  clientId: "66666666-7777-8888-9999-000000000000",
  clientSecret: "CANARY~8Q.secret_of/Azure+0123456789",
  subscription: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
};

function exchange(request: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  const form = new URLSearchParams(request.body);
  const refused = (status: number, error: string, code: string): EmulatedAnswer =>
    json(status, { error, error_description: `${code}: refused. Trace ID: 0`, error_codes: [Number(code.slice(5))] });
  if (request.path !== `/${azureAccount.tenant}/oauth2/v2.0/token`)
    return refused(400, "invalid_request", "AADSTS90002");
  if (form.get("client_id") !== azureAccount.clientId) return refused(400, "unauthorized_client", "AADSTS700016");
  if (form.get("client_secret") !== azureAccount.clientSecret || !desk.isOpen) {
    return refused(401, "invalid_client", "AADSTS7000215");
  }
  if (
    form.get("grant_type") !== "client_credentials" ||
    form.get("scope") !== "https://management.azure.com/.default"
  ) {
    return refused(400, "invalid_scope", "AADSTS70011");
  }
  return json(200, { token_type: "Bearer", expires_in: desk.lifetimeSeconds, access_token: desk.issue() });
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  const [, subscription, subscriptionId, ...rest] = decodeURIComponent(request.path).split("/");
  if (subscription !== "subscriptions" || subscriptionId !== azureAccount.subscription) {
    return problem(404, "SubscriptionNotFound");
  }
  const group = rest[0] === "resourceGroups" ? rest[1] : undefined;
  const [providers, namespace, kind, zone, type, name, ...more] = group === undefined ? rest : rest.slice(2);
  // The vendor's own libraries spell it in both ways.
  const isZones = kind?.toLowerCase() === "dnszones";
  if (providers !== "providers" || namespace !== "Microsoft.Network" || !isZones || more.length > 0) {
    return problem(404, "InvalidResourceType");
  }
  if (group !== undefined && !["first", "second"].includes(group)) return problem(404, "ResourceGroupNotFound");
  if (zone === undefined) return listZones(rules, request, group);
  const index = rules.store.zones.indexOf(zone);
  const isThere = index >= 0 && groupAt(index) === group;
  // The role of this account is for zones that exist; what does not is not told from what is not allowed.
  if (type === undefined || name === undefined) {
    return isThere ? json(200, zoneRow(zone, index)) : problem(403, "AuthorizationFailed");
  }
  if (!isThere) return problem(404, "ParentResourceNotFound");
  return recordSet(rules, request, { zone, type, owner: name === "@" ? zone : `${name}.${zone}` });
}

function groupAt(index: number): string {
  return index % 2 === 0 ? "first" : "second";
}

function zoneRow(name: string, index: number): Record<string, unknown> {
  const path = `/subscriptions/${azureAccount.subscription}/resourceGroups/${groupAt(index)}`;
  return { id: `${path}/providers/Microsoft.Network/dnszones/${name}`, name, location: "global", properties: {} };
}

function listZones(rules: RRsetRules, { path, query }: ReceivedRequest, group: string | undefined): EmulatedAnswer {
  const rows = rules.store.zones.map(zoneRow).filter((_row, index) => groupAt(index) === (group ?? groupAt(index)));
  const start = Number(query.get("$skipToken") ?? 0);
  const end = start + Math.min(100, Number(query.get("$top") ?? 100));
  const next = new URLSearchParams({
    "api-version": "2018-05-01",
    $top: query.get("$top") ?? "100",
    $skipToken: `${end}`,
  });
  const nextLink = end < rows.length ? { nextLink: `https://management.azure.com${path}?${next}` } : {};
  return json(200, { value: rows.slice(start, end), ...nextLink });
}

function recordSet(
  rules: RRsetRules,
  request: ReceivedRequest,
  { zone, type, owner }: { readonly zone: string; readonly type: string; readonly owner: string },
): EmulatedAnswer {
  const present = rules.find(zone, owner, type);
  if (request.method === "GET") return present === undefined ? problem(404, "NotFound") : json(200, shown(present));
  const { "if-match": match, "if-none-match": noneMatch } = request.headers;
  const etag = present === undefined ? undefined : etagOf(present);
  if ((match !== undefined && match !== etag) || (noneMatch === "*" && present !== undefined)) {
    return problem(412, "PreconditionFailed");
  }
  if (request.method === "DELETE") {
    return rules.remove(zone, owner, type) === undefined ? { status: 200, body: "" } : noContent;
  }
  if (request.method === "PATCH" && present === undefined) return problem(404, "NotFound");
  const properties = new Map(Object.entries(Object(bodyMembers(request).get("properties"))));
  const [list, member] = type === "AAAA" ? ["AAAARecords", "ipv6Address"] : ["ARecords", "ipv4Address"];
  const given = properties.get(list);
  const values = Array.isArray(given) ? given.map((row) => String(Object(row)[member])) : [];
  const fields = request.method === "PATCH" ? (present?.fields ?? {}) : { metadata: properties.get("metadata") };
  const set = { zone, owner, type, ttl: Number(properties.get("TTL")), values, fields };
  const breach = rules.put(set, "either");
  return breach === undefined ? json(present === undefined ? 201 : 200, shown(set)) : refusal(breach);
}

function shown(set: RRset): Record<string, unknown> {
  const { zone, owner, type, ttl, values, fields } = set;
  const records =
    type === "AAAA"
      ? { AAAARecords: values.map((ipv6Address) => ({ ipv6Address })) }
      : { ARecords: values.map((ipv4Address) => ({ ipv4Address })) };
  const { metadata, alias } = fields;
  return {
    id: `/subscriptions/${azureAccount.subscription}/resourceGroups/x/providers/Microsoft.Network/dnszones/${zone}/${type}/x`,
    name: owner === zone ? "@" : owner.slice(0, -zone.length - 1),
    type: `Microsoft.Network/dnszones/${type}`,
    etag: etagOf(set),
    properties: {
      TTL: ttl,
      fqdn: `${owner}.`,
      metadata,
      targetResource: alias === undefined ? {} : { id: alias },
      ...(alias === undefined ? records : {}),
    },
  };
}

function etagOf({ ttl, values, fields }: RRset): string {
  return createHash("sha1")
    .update(JSON.stringify([ttl, values, fields]))
    .digest("hex")
    .slice(0, 32);
}

function refusal(breach: RRsetBreach): EmulatedAnswer {
  if (breach === "no-zone") return problem(404, "ParentResourceNotFound");
  return breach === "alias" ? problem(409, "Conflict") : problem(400, "BadRequest");
}

function problem(status: number, code: string): EmulatedAnswer {
  return json(status, { error: { code, message: `The request failed: ${code}` } });
}
