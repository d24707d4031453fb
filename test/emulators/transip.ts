import { verify } from "node:crypto";
import { bodyMembers, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent, pageOf } from "./pages.ts";
import { relativeTo, type RecordRules } from "./record-rules.ts";
import { rsaPair } from "./signatures/rsa-pair.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";

/**
 * TransIP as its manual describes it (REST v6, 2026-11): a signed login with a nonce and a label that were never seen,
 * entries without identities, which all four members have to name.
 */
export function startTransip(desk: TokenDesk = new TokenDesk(1_800)): Promise<EmulatedZones> {
  const used = new Set<string>();
  return startAnsweringRecords({
    hosts: ["api.transip.nl"],
    limits: { minTtl: 60, maxTtl: 86_400 },
    usualTtl: 300,
    isWrite: ({ method, path }) => method !== "GET" && path !== "/v6/auth",
    answer: (request, rules) => {
      if (request.path === "/v6/auth") return login(request, desk, used);
      const token = bearerOf(request.headers);
      return token === transipAccessToken || desk.isGood(token)
        ? answer(rules, request)
        : problem(401, "Your access token has been revoked or has expired");
    },
  });
}

const pair = rsaPair();
export const transipLogin = "exampleuser";
export const transipKey: string = pair.privateKey;
export const transipAccessToken = "eyJ0eXAiOiJKV1QifQ.CANARY.token-of-the-panel";

function login({ body, headers }: ReceivedRequest, desk: TokenDesk, used: Set<string>): EmulatedAnswer {
  const signature = Buffer.from(headers["signature"] ?? "", "base64");
  if (!desk.isOpen || !verify("sha512", Buffer.from(body), pair.publicKey, signature)) {
    return problem(401, "The provided signature is invalid");
  }
  const given = new Map<string, unknown>(Object.entries(JSON.parse(body)));
  const [nonce, label] = [String(given.get("nonce")), String(given.get("label"))];
  if (given.get("login") !== transipLogin) return problem(401, "The provided login does not exist");
  if (!/^\w{6,32}$/.test(nonce) || used.has(nonce)) return problem(406, "The provided nonce is not valid");
  if (used.has(label)) return problem(406, "The provided label is already in use");
  if (given.get("expiration_time") !== "30 minutes") return problem(406, "The expiration time is not valid");
  if (given.get("read_only") !== false || given.get("global_key") !== true) return problem(406, "not valid");
  used.add(nonce).add(label);
  return json(201, { token: desk.issue() });
}

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  if (request.path === "/v6/domains") {
    const names = rules.store.zones.map((name) => ({ name, nameservers: [], hasAutoDns: true }));
    return json(200, { domains: pageOf(names, request, { page: "page", size: "pageSize", largest: 500 }).rows });
  }
  const zone = /^\/v6\/domains\/([^/]+)\/dns$/.exec(request.path)?.[1] ?? "";
  if (!rules.store.zones.includes(zone)) return problem(404, `Domain with name '${zone}' not found`);
  const entries = rules.of(zone).map((record) => ({ record, entry: entryOf(record) }));
  if (request.method === "GET") return json(200, { dnsEntries: entries.map(({ entry }) => entry) });
  const given = { ...Object(bodyMembers(request).get("dnsEntry")) };
  if (request.method === "DELETE") {
    const wanted = JSON.stringify([given.name, given.expire, given.type, given.content]);
    const found = entries.find(({ entry: e }) => JSON.stringify([e.name, e.expire, e.type, e.content]) === wanted);
    if (found === undefined) return problem(404, "DNS entry not found");
    rules.remove(found.record.id);
    return noContent;
  }
  if (request.method !== "POST") return problem(405, "Method not allowed");
  if (given.name === "") return problem(406, "The name is not valid");
  const described = { relative: String(given.name), type: String(given.type), content: String(given.content) };
  const made = rules.create({ zone, ...described, ttl: Number(given.expire) });
  if (typeof made !== "string") return { status: 201, body: "" };
  return problem(406, made === "twin" ? "This DNS entry already exists" : `The DNS entry is not valid: ${made}`);
}

function entryOf(record: Parameters<typeof relativeTo>[0]) {
  return { name: relativeTo(record, "@"), expire: record.ttl, type: record.type, content: record.content };
}

function problem(status: number, error: string): EmulatedAnswer {
  return json(status, { error });
}
