import type { EmulatedZones } from "./emulated-zones.ts";
import type { ReceivedRequest } from "./http-emulator.ts";
import { relativeTo } from "./owner-form.ts";
import { json } from "./pages.ts";
import { filtered, formBody, startRecordService, type Problem } from "./record-service.ts";

/** ClouDNS as its wiki describes it (2026-11): forms, errors by their words alone, TTLs out of a list. */
export function startCloudns(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.cloudns.net",
    routes: {
      zones: "POST /dns/list-zones.json",
      list: ["POST /dns/records.json", "GET /dns/records.json"],
      create: "POST /dns/add-record.json",
      update: "POST /dns/mod-record.json",
      delete: "POST /dns/delete-record.json",
    },
    named: (request) => {
      const form = formOf(request);
      return { zone: form.get("domain-name") ?? undefined, id: form.get("record-id") ?? undefined };
    },
    isAuthentic: (request) => {
      const form = formOf(request);
      return form.get("sub-auth-id") === "77" && form.get("auth-password") === cloudnsPassword;
    },
    problem: (problem) => json(200, { status: "Failed", statusDescription: words[problem] }),
    given: formBody,
    members: { owner: "host", type: "record-type", content: "record", ttl: "ttl" },
    owner: relativeTo(""),
    ttl: { min: 60, max: 2_592_000, fallback: 3600, others: "refused", choices },
    update: "resets",
    updateNeeds: ["owner", "ttl"],
    also: (request, store) => {
      const name = formOf(request).get("domain-name") ?? "";
      if (request.path !== "/dns/get-zone-info.json" || !store.zones.includes(name)) return undefined;
      return json(200, { name, type: "master", zone: "domain", status: "1" });
    },
    zonesAnswer: (zones, request) => {
      const form = formOf(request);
      const found = zones.filter(({ apex }) => apex.includes(form.get("search") ?? ""));
      const [page, size] = [Number(form.get("page")), Number(form.get("rows-per-page"))];
      const rows = found.slice((page - 1) * size, page * size);
      return json(
        200,
        rows.map(({ apex }) => ({ name: apex, type: "master" })),
      );
    },
    listAnswer: (all, request, { apex }) => {
      const form = formOf(request);
      const host = form.get("host");
      const found = filtered(all, host === null ? null : host === "" ? apex : `${host}.${apex}`, form.get("type"));
      const rows = found.map(({ id, held, shown }) => [
        id,
        {
          id: String(id),
          type: held.type,
          host: shown["host"],
          record: held.content,
          ttl: String(held.ttl),
          status: 1,
        },
      ]);
      return json(200, rows.length === 0 ? [] : Object.fromEntries(rows));
    },
    storedAnswer: () => done,
    deletedAnswer: done,
  });
}

export const cloudnsPassword = "CANARY0123456789abcdef";

const choices = [60, 300, 900, 1800, 3600, 21_600, 43_200, 86_400, 172_800, 259_200, 604_800, 1_209_600, 2_592_000];

const words: Readonly<Record<Problem, string>> = {
  credentials: "Invalid authentication, incorrect auth-id or auth-password.",
  route: "Unknown request.",
  zone: "Missing domain-name",
  record: "Invalid record-id param.",
  invalid: "Invalid TTL.",
  twin: "This record already exists",
  alias: "A CNAME record exists for this host.",
};

/** Reading is possible with parameters in the query as well. */
const formOf = ({ method, body, query }: ReceivedRequest): URLSearchParams =>
  method === "GET" ? query : new URLSearchParams(body);

const done = json(200, { status: "Success", statusDescription: "The request was done successfully." });
