import { describe, expect, test } from "bun:test";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { selectelAccount, selectelProjectId, startSelectel } from "../../test/emulators/selectel.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./selectel.ts";

const settings = { ...selectelAccount, password: new Secret(selectelAccount.password) };
const subject = { provider, settings, start: startSelectel };
const isExchange = ({ path }: ReceivedRequest): boolean => path === "/identity/v3/auth/tokens";

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: false,
  confirmsWithoutWords: false,
  withoutCredentials: (request) =>
    isExchange(request) ? { ...request, body: "" } : withoutHeader("x-auth-token")(request),
  zonePageRows: 100,
  fields: { comment: "kept" },
  option: { options: { comment: "by holdfast" }, fields: { comment: "by holdfast" } },
  cannot: { "reads the second page": "an RRset is one row" },
});

exchangesTokens({ ...subject, lifetime: 86_400, isExchange });

test("a project may be named by its ID", () =>
  zoneApiAt({ ...subject, settings: { ...settings, project: selectelProjectId } }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
  }));

test("a zone whose name is longer is not taken for one that was searched for", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    service.addZone("home.example.net.example");
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "updated" });
    expect(service.held("home.example.net")[0]?.zone).toBe("example.net");
  }));

describe("what is not for us to change", () => {
  const rows: readonly (readonly [title: string, fields: Readonly<Record<string, unknown>>])[] = [
    ["managed by another product", { managed_by: "mks" }],
    ["disabled", { disabled: true }],
  ];
  for (const [title, fields] of rows) {
    test(`${title}: left alone`, () =>
      zoneApiAt(subject, async ({ service, publish }) => {
        service.hold({ zone: "example.net", owner: "home.example.net", type: "A", content: "192.0.2.7", fields });
        expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "conflicting-records" });
      }));
  }
});
