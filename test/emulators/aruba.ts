import { bodyMembers, idOfNumber, numberOfId, startAnsweringRecords } from "./answering-records.ts";
import type { EmulatedZones } from "./emulated-zones.ts";
import type { EmulatedAnswer, ReceivedRequest } from "./http-emulator.ts";
import { json } from "./pages.ts";
import type { RecordRules } from "./record-rules.ts";
import { bearerOf, TokenDesk } from "./token-desk.ts";
import type { HeldRecord } from "./zone-store.ts";

/**
 * Aruba Business as clients of its reference describe it (2026-11): a login besides an API key, a zone and its records in
 * one answer, numbers for types, and the zone's own TTL.
 */
export function startAruba(desk: TokenDesk = new TokenDesk(3_600)): Promise<EmulatedZones> {
  return startAnsweringRecords({
    hosts: ["api.arubabusiness.it"],
    limits: { minTtl: 3_600, maxTtl: 3_600 },
    usualTtl: 3_600,
    isWrite: ({ method, path }) => method !== "GET" && path !== "/auth/token",
    answer: (request, rules) => {
      if (request.headers["authorization-key"] !== arubaAccount.apiKey) return json(401, { Message: "Access denied" });
      if (request.path === "/auth/token") return login(request, desk);
      return desk.isGood(bearerOf(request.headers))
        ? answer(rules, request)
        : json(401, { Message: "Wrong credentials" });
    },
  });
}

export const arubaAccount = {
  apiKey: "CANARY-2ec0-4d1b-9a53-000000000dbe",
  username: "12345@aruba.it.webapi",
  password: "CANARY p&ss=word+1",
};

function login({ method, headers, body }: ReceivedRequest, desk: TokenDesk): EmulatedAnswer {
  if (method !== "POST" || headers["content-type"] !== "application/x-www-form-urlencoded") return json(415, {});
  const form = new URLSearchParams(body);
  const isRight = form.get("username") === arubaAccount.username && form.get("password") === arubaAccount.password;
  if (form.get("grant_type") !== "password") return json(400, { error: "unsupported_grant_type" });
  if (!isRight || !desk.isOpen) {
    return json(400, { error: "invalid_grant", error_description: "The user name or password is incorrect." });
  }
  return json(200, { access_token: desk.issue(), token_type: "bearer", expires_in: desk.lifetimeSeconds });
}

function answer(rules: RecordRules, request: ReceivedRequest): EmulatedAnswer {
  const { method, path } = request;
  const asked = /^\/api\/domains\/dns\/([^/]+)\/details$/.exec(path)?.[1];
  if (asked !== undefined && method === "GET") {
    const index = rules.store.zones.indexOf(asked);
    if (index < 0) return json(400, { Message: `The domain ${asked} does not belong to the user` });
    return json(200, { Id: 1000 + index, Name: asked, Type: 0, Records: rules.of(asked).map(rowOf) });
  }
  const id = /^\/api\/domains\/dns\/record\/(\d+)$/.exec(path)?.[1];
  if (id !== undefined && method === "DELETE") {
    const present = rules.store.find(idOfNumber(id));
    if (present === undefined) return json(404, { Message: "Record not found" });
    rules.remove(present.id);
    return json(200, rowOf(present));
  }
  if (path !== "/api/domains/dns/record" || method !== "POST") return json(404, { Message: "Not found" });
  const given = bodyMembers(request);
  const zone = rules.store.zones[Number(given.get("IdDomain")) - 1000];
  if (zone === undefined) return json(403, { Message: "The domain does not belong to the user" });
  // A name that does not end with the zone's is taken for one below it.
  const name = String(given.get("Name")).toLowerCase();
  const relative = name === zone ? "@" : name.replace(new RegExp(`\\.${zone.replaceAll(".", "\\.")}$`), "");
  const described = { relative, type: String(given.get("Type")), content: String(given.get("Content")), ttl: 3_600 };
  const made = rules.create({ zone, ...described });
  return typeof made === "string" ? json(422, { Message: `Unprocessable: ${made}` }) : json(200, rowOf(made));
}

/** Only the number of TXT is known; what the others are does not matter here. */
const numbers: Readonly<Record<string, number>> = { A: 1, AAAA: 9, CNAME: 2, TXT: 5 };

function rowOf({ id, owner, type, content, ttl }: HeldRecord): Record<string, unknown> {
  const shown = type === "TXT" ? `"${content}"` : content;
  return {
    Id: numberOfId(id),
    DomainId: 1000,
    Name: `${owner}.`,
    Type: numbers[type],
    Content: shown,
    Ttl: ttl,
    Prio: 0,
  };
}
