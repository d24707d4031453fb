import { createHash, createPrivateKey } from "node:crypto";
import { startAnsweringRRsets } from "./answering-rrsets.ts";
import { bodyMembers } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json, noContent } from "./pages.ts";
import type { RRsetRules } from "./rrset-rules.ts";
import { ociProblem } from "./signatures/oci.ts";
import { rsaPair } from "./signatures/rsa-pair.ts";

/**
 * Oracle Cloud Infrastructure DNS as its reference describes it (20180115, 2026-11): signed requests, lists that go on with
 * a token in a header field, 404 for what is missing and for what is not allowed.
 */
export function startOracleCloud(): Promise<EmulatedZones> {
  return startAnsweringRRsets({
    hosts: [host],
    limits: { minTtl: 1, maxTtl: 604_800, mostValues: 100 },
    usualTtl: 86_400,
    isWrite: ({ method }) => method !== "GET",
    answer: (request, rules) => {
      const { publicKey } = pair;
      const problem = ociProblem(request, { host, keyId, publicKey, now: Date.UTC(2026, 10, 20) });
      if (problem === undefined) return answer(rules, request);
      return problem === "time"
        ? said(
            401,
            "NotAuthenticated",
            "Date 'x' is not within allowed clock skew. Current 'y', valid datetime range: ['a', 'b']",
          )
        : said(
            401,
            "NotAuthenticated",
            "The required information to complete authentication was not provided or was incorrect.",
          );
    },
  });
}

const host = "dns.eu-frankfurt-1.oci.oraclecloud.com";
const pair = rsaPair();
export const oracleAccount = {
  tenancy: "ocid1.tenancy.oc1..aaaaexampletenancy",
  user: "ocid1.user.oc1..aaaaexampleuser",
  region: "eu-frankfurt-1",
  compartment: "ocid1.compartment.oc1..aaaaexamplecompartment",
};
export const oracleKey: string = pair.privateKey;
export const oraclePassphrase = "CANARY pass phrase";
/** The same key as the vendor's tool makes it when it is given a passphrase. */
export const oracleEncryptedKey: string = createPrivateKey(oracleKey)
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: oraclePassphrase })
  .toString();

const fingerprint = createHash("md5")
  .update(pair.publicKey.export({ type: "spki", format: "der" }))
  .digest("hex")
  .replaceAll(/(..)(?=.)/g, "$1:");
const keyId = `${oracleAccount.tenancy}/${oracleAccount.user}/${fingerprint}`;

function answer(rules: RRsetRules, request: ReceivedRequest): EmulatedAnswer {
  const { path, query, method } = request;
  if (path === "/20180115/zones") return listZones(rules, request);
  const match = /^\/20180115\/zones\/ocid1\.dns-zone\.oc1\.\.zone(\d+)\/records(?:\/([^/]+)\/(\w+))?$/.exec(path);
  const zone = rules.store.zones[Number(match?.[1] ?? 0) - 1];
  if (match === null || zone === undefined) return notFound;
  const [, , owner, type = ""] = match;
  if (owner === undefined) {
    const [domain, rtype] = [query.get("domain") ?? "", query.get("rtype") ?? ""];
    const set = rules.find(zone, domain, rtype);
    const items = (set?.values ?? []).map((rdata) => ({ domain, rtype, rdata, ttl: set?.ttl, isProtected: false }));
    return json(200, { items: items.slice(0, Number(query.get("limit") ?? 50)) });
  }
  if (method === "DELETE") return rules.remove(zone, owner, type) === undefined ? noContent : notFound;
  if (method !== "PUT") return notFound;
  const items = bodyMembers(request).get("items");
  const rows = Array.isArray(items) ? items.map((item): Record<string, unknown> => ({ ...Object(item) })) : [];
  if (rows.some((row) => row["domain"] !== owner || row["rtype"] !== type || row["ttl"] !== rows[0]?.["ttl"])) {
    return said(400, "InvalidParameter", "Items do not match the path");
  }
  const values = rows.map((row) => String(row["rdata"]));
  const breach = rules.put({ zone, owner, type, ttl: Number(rows[0]?.["ttl"]), values, fields: {} }, "either");
  if (breach === "alias") return said(400, "InvalidParameter", "A CNAME record exists at this domain");
  return breach === undefined ? json(200, { items: rows }) : said(400, "InvalidParameter", `Invalid ${breach}`);
}

function listZones(rules: RRsetRules, { query }: ReceivedRequest): EmulatedAnswer {
  if (query.get("compartmentId") !== oracleAccount.compartment) return notFound;
  const rows = rules.store.zones.map((name, index) => ({
    name,
    id: `ocid1.dns-zone.oc1..zone${index + 1}`,
    zoneType: "PRIMARY",
  }));
  const wanted = rows.filter(({ name }) => name === (query.get("name") ?? name));
  const start = Number(query.get("page") ?? 0);
  const end = start + Math.min(100, Number(query.get("limit") ?? 50));
  return json(200, wanted.slice(start, end), end < wanted.length ? { "opc-next-page": String(end) } : {});
}

const notFound = said(404, "NotAuthorizedOrNotFound", "Authorization failed or requested resource not found.");

function said(status: number, code: string, message: string): EmulatedAnswer {
  return json(status, { code, message }, { "opc-request-id": "0" });
}
