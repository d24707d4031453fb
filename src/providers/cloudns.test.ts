import { expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json } from "../../test/emulators/pages.ts";
import { filtered, formBody, startRecordService, type Problem } from "../../test/emulators/record-service.ts";
import { httpPorts } from "../../test/support/provider-ports.ts";
import { ScriptedHttp } from "../../test/support/scripted-http.ts";
import { name } from "../../test/support/values.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./cloudns.ts";

const password = "CANARY0123456789abcdef";
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
const formOf = ({ body }: ReceivedRequest): URLSearchParams => new URLSearchParams(body);
const done = json(200, { status: "Success", statusDescription: "The request was done successfully." });

conformsAsHttpZoneApi({
  provider,
  start,
  settings: { subAuthId: "77", password: new Secret(password) },
  wrongSettings: { subAuthId: "77", password: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("auth-password"),
  zonePageRows: 100,
});

for (const answer of ['{"error":"x"}', "{}", '"none"', "null", "[1]"]) {
  test(`${answer} is no proof that there are no records`, async () => {
    const settings = { subAuthId: "77", password: new Secret(password) };
    const api = provider.connect(settings, httpPorts(new ScriptedHttp(() => ({ body: answer }))));
    const zone = { apex: name("example.net"), id: undefined };
    const read = api.kind === "zone-api" ? await api.read(zone, name("home.example.net"), "A", {}) : undefined;
    expect(read).toMatchObject({ outcome: { kind: "failed", code: "answer-unreadable" } });
  });
}

function start(): Promise<EmulatedZones> {
  return startRecordService({
    host: "api.cloudns.net",
    routes: {
      zones: "POST /dns/list-zones.json",
      list: "POST /dns/records.json",
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
      return form.get("sub-auth-id") === "77" && form.get("auth-password") === password;
    },
    problem: (problem) => json(200, { status: "Failed", statusDescription: words[problem] }),
    given: formBody,
    members: { owner: "host", type: "record-type", content: "record", ttl: "ttl" },
    owner: relativeTo(""),
    ttl: { min: 60, max: 2_592_000, fallback: 3600, others: "refused", choices },
    update: "resets",
    updateNeeds: ["owner", "ttl"],
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
