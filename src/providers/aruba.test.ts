import { expect, test } from "bun:test";
import { answerFault } from "../../test/conformance/faults.ts";
import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { exchangesTokens } from "../../test/conformance/token-exchange.ts";
import { arubaAccount, startAruba } from "../../test/emulators/aruba.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import type { ReceivedRequest } from "../../test/emulators/http-emulator.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./aruba.ts";

const settings = {
  ...arubaAccount,
  apiKey: new Secret(arubaAccount.apiKey),
  password: new Secret(arubaAccount.password),
};
const subject = { provider, settings, start: startAruba };
const isExchange = ({ path }: ReceivedRequest): boolean => path === "/auth/token";

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, password: new Secret("wrong-CANARY-password") },
  writesRecordByRecord: true,
  withoutCredentials: (request) => {
    const rest = withoutHeader("authorization", "authorization-key")(request);
    return isExchange(request) ? { ...rest, body: "" } : rest;
  },
  presentTtl: 3_600,
  cannot: {
    "lists zones": "the service has no list of zones",
    "reads the second page": "a zone and its records are one answer",
    "lifts a short TTL": "the TTL is the zone's",
    "tells a lost precondition": "what is new is made before the old record is found to have gone",
  },
});

exchangesTokens({ ...subject, lifetime: 3_600, isExchange });

test("a wrong API key: rejected", () =>
  zoneApiAt({ ...subject, settings: { ...settings, apiKey: new Secret("CANARY-other") } }, async ({ publish }) => {
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "credentials-rejected" });
  }));

test("types told by name are read as well", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const records = [{ Id: 7, Name: "home.example.net.", Type: "A", Content: "192.0.2.1" }];
    const body = JSON.stringify({ Id: 1000, Name: "example.net", Records: records });
    // Asked for once as a zone and once for its records.
    for (const _time of [1, 2]) {
      service.http.failNext({ kind: "answer", answer: { status: 200, body } }, ({ path }) =>
        path.includes("/example."),
      );
    }
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "unchanged" });
  }));

test("what only the owner of a domain may do: rejected", () =>
  zoneApiAt(subject, async ({ service, publish }) => {
    const words = '{"Message":"This operation can be performed only by the domain owner"}';
    service.http.failNext(answerFault(400, words, { "content-type": "application/json" }), service.isWrite);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "rejected", code: "not-authorized" });
  }));
