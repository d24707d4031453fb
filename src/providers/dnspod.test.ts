import { expect, test } from "bun:test";
import { withoutMembers } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { dnspodToken, startDnspod } from "../../test/emulators/dnspod.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./dnspod.ts";

const settings = { tokenId: "1234", token: new Secret(dnspodToken), email: "user@example.net" };

conformsAsHttpZoneApi({
  provider,
  start: startDnspod,
  settings,
  wrongSettings: { tokenId: "1234", token: new Secret("wrong-CANARY-token"), email: "user@example.net" },
  writesRecordByRecord: true,
  withoutCredentials: withoutMembers("login_token"),
  pageRows: 100,
  fields: { weight: "7" },
  option: { options: { weight: 9 }, fields: { weight: "9" } },
});

test("it names itself in the form that the service asks for", () =>
  zoneApiAt({ provider, settings, start: startDnspod }, async ({ publish, service }) => {
    await publish(["192.0.2.1"]);
    const agents = new Set(service.http.requests.map(({ headers }) => headers["user-agent"]));
    expect([...agents].join("; ")).toMatch(/^holdfast\/\S+ \(user@example\.net\)$/);
  }));
