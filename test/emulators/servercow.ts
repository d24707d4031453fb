import type { EmulatedZones } from "./emulated-zones.ts";
import { relativeTo } from "./owner-form.ts";
import { json } from "./pages.ts";
import { jsonBody } from "./record-service.ts";
import { startRRsetService } from "./rrset-service.ts";
import { largestTtl } from "../../src/core/ttl.ts";

/** Servercow as its wiki describes it (2026-11): one entry per name and type, errors with status 200. */
export function startServercow(): Promise<EmulatedZones> {
  return startRRsetService({
    host: "api.servercow.de",
    routes: {
      list: "GET /dns/v1/domains/{zone}",
      replace: "POST /dns/v1/domains/{zone}",
      delete: "DELETE /dns/v1/domains/{zone}",
    },
    isAuthentic: ({ headers }) =>
      headers["content-type"] === "application/json" &&
      headers["x-auth-username"] === "user" &&
      headers["x-auth-password"] === servercowPassword,
    problem: (problem) => json(200, { error: words[problem] }),
    owner: relativeTo(""),
    given: (request) => {
      const { name: owner, type, content, ttl } = jsonBody(request) ?? {};
      return { owner, type, ttl, values: content === undefined ? undefined : [content] };
    },
    ttl: { min: 20, max: largestTtl, fallback: 120 },
    keepsTtl: false,
    mustExist: false,
    listAnswer: (rows) =>
      json(
        200,
        rows.map(({ owner, type, ttl, values }) => {
          const [content, ...more] = values;
          return { name: owner, type, ttl, content: more.length === 0 ? content : values };
        }),
      ),
    writtenAnswer: () => json(200, { message: "ok" }),
    deletedAnswer: json(200, { message: "ok" }),
  });
}

export const servercowPassword = "CANARY0123456789";

const words = {
  credentials: "Unauthorized",
  route: "malformed",
  zone: "no such domain in user context",
  record: "no such record",
  invalid: "malformed",
  twin: "malformed",
  alias: "malformed",
} as const;
