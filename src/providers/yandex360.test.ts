import { expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import type { EmulatedZones } from "../../test/emulators/emulated-zones.ts";
import { relativeTo } from "../../test/emulators/owner-form.ts";
import { json, pageOf } from "../../test/emulators/pages.ts";
import { jsonBody, startRecordService, usualStatus, type RecordRow } from "../../test/emulators/record-service.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./yandex360.ts";

const token = "CANARYy0_AgAAAAAexample";
const settings = { oauthToken: new Secret(token), orgId: 1234567 };

/** Members by type: only addresses have one. */
const rowOf = ({ held, id, shown }: RecordRow): Record<string, unknown> => {
  const { address, ...others } = shown;
  const member = held.type.startsWith("A") ? "address" : held.type === "TXT" ? "text" : "target";
  return { recordId: id, ...others, [member]: address };
};

function start(): Promise<EmulatedZones> {
  const base = "/directory/v1/org/1234567/domains";
  return startRecordService({
    host: "api360.yandex.net",
    routes: {
      zones: `GET ${base}`,
      list: `GET ${base}/{zone}/dns`,
      create: `POST ${base}/{zone}/dns`,
      update: `POST ${base}/{zone}/dns/{id}`,
      delete: `DELETE ${base}/{zone}/dns/{id}`,
    },
    isAuthentic: ({ headers }) => headers["authorization"] === `OAuth ${token}`,
    problem: (problem) =>
      json(usualStatus[problem], { code: problem === "credentials" ? 16 : 3, message: problem, details: [] }),
    given: jsonBody,
    members: { owner: "name", type: "type", content: "address", ttl: "ttl" },
    owner: relativeTo("@"),
    ttl: { min: 900, max: 1_209_600, fallback: 21_600, others: "refused" },
    update: "resets",
    updateNeeds: ["owner", "type"],
    zonesAnswer: (zones, request) => {
      // A larger page is an error.
      if (Number(request.query.get("perPage")) > 10)
        return json(400, { code: 3, message: "invalid_page", details: [] });
      const { rows, page, pages, total } = pageOf(zones, request, { page: "page", size: "perPage", largest: 10 });
      return json(200, { domains: rows.map(({ apex }) => ({ name: apex })), page, pages, perPage: 10, total });
    },
    listAnswer: (records, request) => {
      const names = { page: "page", size: "perPage", largest: 200, usual: 50 };
      const { rows, page, pages, total } = pageOf(records, request, names);
      return json(200, { records: rows.map(rowOf), page, pages, perPage: 50, total });
    },
    storedAnswer: (row) => json(200, rowOf(row)),
    deletedAnswer: json(200, {}),
  });
}

conformsAsHttpZoneApi({
  provider,
  start,
  settings,
  wrongSettings: { ...settings, oauthToken: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 50,
  zonePageRows: 10,
});

test("a token without the right is told apart from a wrong one", () =>
  zoneApiAt({ provider, settings, start }, async ({ service, publish }) => {
    const body = '{"code":7,"message":"No required scope","details":[]}';
    service.http.failNext({ kind: "answer", answer: { status: 403, body } });
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "not-authorized" });
  }));
