import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer } from "./http-emulator.ts";
import { fullName, relativeTo } from "./owner-form.ts";
import { json } from "./pages.ts";
import { filtered, jsonBody, startRecordService, type Problem } from "./record-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Porkbun as its manual describes it (API v3, 2026-11): keys in the body, texts of errors. */
export function startPorkbun(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.porkbun.com",
    routes: {
      zones: "POST /api/json/v3/domain/listAll",
      list: ["POST /api/json/v3/dns/retrieveByNameType/{zone}/{type}", "POST /api/json/v3/dns/retrieve/{zone}"],
      create: "POST /api/json/v3/dns/create/{zone}",
      update: "POST /api/json/v3/dns/edit/{zone}/{id}",
      delete: "POST /api/json/v3/dns/delete/{zone}/{id}",
    },
    operation: ({ path }) => (path.includes("/retrieveByNameType/") ? "list" : undefined),
    named: ({ path }) => (path.includes("/retrieveByNameType/") ? { zone: path.split("/")[6] } : {}),
    isAuthentic: (request) => {
      const body = jsonBody(request);
      return body?.["apikey"] === porkbunApiKey && body["secretapikey"] === porkbunSecretKey;
    },
    problem: (problem) => failed(400, words[problem]),
    members: { owner: "name", type: "type", content: "content", ttl: "ttl" },
    owner: fullName(""),
    ownerGiven: relativeTo(""),
    fields: { notes: "" },
    ttl: { min: 600, max: largestTtl, fallback: 600, others: "moved" },
    update: "resets",
    updateNeeds: ["owner", "type", "ttl"],
    also: ({ path }) => (path === "/api/json/v3/ping" ? json(200, { status: "SUCCESS" }) : undefined),
    zonesAnswer: (zones, request) => {
      const start = Number(jsonBody(request)?.["start"] ?? 0);
      const domains = zones.slice(start, start + 1000).map(({ apex }) => ({ domain: apex, status: "ACTIVE" }));
      return json(200, { status: "SUCCESS", domains });
    },
    listAnswer: (rows, { path }, { apex }) => {
      const [type, sub] = path.split("/").slice(7).map(decodeURIComponent);
      const found = type === undefined ? rows : filtered(rows, sub === undefined ? apex : `${sub}.${apex}`, type);
      const records = found.map(({ id, shown }) => ({
        id: String(id),
        prio: "0",
        ...shown,
        ttl: String(shown["ttl"]),
      }));
      return json(200, { status: "SUCCESS", cloudflare: "disabled", records });
    },
    storedAnswer: ({ id }) => json(200, { status: "SUCCESS", id }),
    deletedAnswer: json(200, { status: "SUCCESS" }),
  });
}

export const porkbunApiKey = "pk1_CANARY0123456789";

export const porkbunSecretKey = "sk1_CANARY0123456789";

const failed = (status: number, message: string): EmulatedAnswer => json(status, { status: "ERROR", message });

const words: Readonly<Record<Problem, string>> = {
  credentials: "Invalid API key. (001)",
  route: "Invalid route.",
  zone: "Invalid domain.",
  record: "Edit error: We were unable to edit the DNS record.",
  invalid: "Invalid type.",
  twin: "Create error: We were unable to create the DNS record.",
  alias: "Create error: We were unable to create the DNS record.",
};
