import { startAnsweringRRsets } from "./answering-rrsets.ts";
import { bodyMembers } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import type { RRsetRules } from "./rrset-rules.ts";
import { judgeJwt } from "./signatures/jwt.ts";
import { rsaPair } from "./signatures/rsa-pair.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";

/**
 * Yandex Cloud DNS as its reference describes it (v1, 2026-11): statements exchanged for IAM tokens, changes as operations
 * with codes of gRPC, TTLs as texts, lists without the member that would be empty.
 */
export function startYandexCloud(desk: TokenDesk = new TokenDesk(43_200)): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: ["iam.api.cloud.yandex.net", "dns.api.cloud.yandex.net"],
    limits: { minTtl: 0, maxTtl: 2_147_483_647, mostValues: 100 },
    usualTtl: 600,
    isWrite: ({ method, path }) => method === "POST" && path !== "/iam/v1/tokens",
    answer: (request, rules) => {
      if (request.path === "/iam/v1/tokens") return exchange(request, desk);
      return desk.isGood(bearerOf(request.headers)) ? answer(rules, request) : problem(401, 16, "The token is invalid");
    },
  });
}

export const yandexFolder = "b1gexamplefolder0000";
const account = { id: "ajeexampleaccount000", keyId: "ajeexamplekey0000000", pair: rsaPair() };

/** The JSON file of an authorized key, with the account's private key or another one. */
export function yandexKeyFile(privateKey: string = account.pair.privateKey): string {
  return JSON.stringify({
    id: account.keyId,
    service_account_id: account.id,
    key_algorithm: "RSA_2048",
    private_key: `PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <${account.keyId}>\n${privateKey}`,
  });
}

function exchange(request: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  const claims = judgeJwt(String(bodyMembers(request).get("jwt") ?? ""), {
    algorithm: "PS256",
    keyId: account.keyId,
    publicKey: account.pair.publicKey,
    issuer: account.id,
    audience: "https://iam.api.cloud.yandex.net/iam/v1/tokens",
    now: desk.now(),
  });
  if (claims === "form") return problem(400, 3, "JWT is malformed");
  if (typeof claims === "string" || !desk.isOpen) return problem(401, 16, "JWT is invalid");
  const expiresAt = new Date(desk.now() + desk.lifetimeSeconds * 1000).toISOString();
  return json(200, { iamToken: desk.issue(), expiresAt });
}

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.path === "/dns/v1/zones") return listZones(rules, request);
  const [, id = "", verb = ""] = /^\/dns\/v1\/zones\/([^/:]+):(\w+)$/.exec(request.path) ?? [];
  const zone = rules.store.zones[Number(/^dns(\d+)$/.exec(id)?.[1] ?? 0) - 1];
  if (zone === undefined) return problem(404, 5, `Zone ${id} not found`);
  if (verb === "getRecordSet" && request.method === "GET") {
    const name = request.query.get("name") ?? "";
    const set = rules.find(zone, name.slice(0, -1), request.query.get("type") ?? "");
    if (set === undefined || !name.endsWith(".")) return problem(404, 5, "Record set not found");
    return json(200, { name, type: set.type, ttl: String(set.ttl), data: set.values });
  }
  const given = bodyMembers(request);
  if (verb === "upsertRecordSets")
    return operation(...listIn(given, "replacements").map((row) => replace(rules, zone, row)));
  if (verb === "updateRecordSets")
    return operation(...listIn(given, "deletions").map((row) => remove(rules, zone, row)));
  return problem(404, 5, "Not found");
}

type Row = Readonly<Record<string, unknown>>;

function listIn(members: ReadonlyMap<string, unknown>, name: string): readonly Row[] {
  const list = members.get(name);
  return Array.isArray(list) ? list.map((row) => ({ ...Object(row) })) : [];
}

function replace(rules: RRsetRules, zone: string, row: Row): number | undefined {
  const { owner, type, ttl, values } = setIn(row);
  const breach = rules.put({ zone, owner, type, ttl, values, fields: {} }, "either");
  if (breach === undefined) return undefined;
  return breach === "alias" ? 9 : 3;
}

function remove(rules: RRsetRules, zone: string, row: Row): number | undefined {
  const { owner, type, ttl, values } = setIn(row);
  const present = rules.find(zone, owner, type);
  if (present?.ttl !== ttl || present.values.toSorted().join() !== values.toSorted().join()) return 9;
  rules.remove(zone, owner, type);
  return undefined;
}

function setIn({ name, type, ttl, data }: Row) {
  const owner = String(name);
  return {
    owner: owner.endsWith(".") ? owner.slice(0, -1) : "",
    type: String(type),
    ttl: typeof ttl === "string" ? Number(ttl) : Number.NaN,
    values: Array.isArray(data) ? data.map(String) : [],
  };
}

function operation(...codes: readonly (number | undefined)[]): EmulatedAnswer {
  const code = codes.length === 0 ? 3 : codes.find((one) => one !== undefined);
  const outcome = code === undefined ? { response: {} } : { error: { code, message: "The operation failed" } };
  return json(200, { id: "dnsoperation", done: true, ...outcome });
}

function listZones(rules: RRsetRules, { query }: ReceivedRequest): EmulatedAnswer {
  if (query.get("folderId") !== yandexFolder) return problem(403, 7, "Permission denied");
  const rows = rules.store.zones.flatMap((zone, index) => [
    { id: `private${index + 1}`, folderId: yandexFolder, zone: `${zone}.`, privateVisibility: { networkIds: [] } },
    { id: `dns${index + 1}`, folderId: yandexFolder, zone: `${zone}.`, publicVisibility: {} },
  ]);
  const filter = /^zone="([^"]+)"$/.exec(query.get("filter") ?? "")?.[1];
  const wanted = rows.filter(({ zone }) => zone === (filter ?? zone));
  const start = Number(query.get("pageToken") ?? 0);
  const end = start + Math.min(1_000, Number(query.get("pageSize") ?? 100));
  const page = wanted.slice(start, end);
  return json(200, {
    ...(page.length === 0 ? {} : { dnsZones: page }),
    ...(end < wanted.length ? { nextPageToken: String(end) } : {}),
  });
}

function problem(status: number, code: number, message: string): EmulatedAnswer {
  return json(status, { code, message, details: [] });
}
