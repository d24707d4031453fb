import { expect, test } from "bun:test";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import {
  akamaiAccessToken,
  akamaiClientSecret,
  akamaiClientToken,
  akamaiHost,
  startAkamai,
} from "../../test/emulators/akamai.ts";
import { zoneApiAt } from "../../test/support/zone-api-at.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./akamai.ts";

const settings = {
  host: akamaiHost,
  clientToken: new Secret(akamaiClientToken),
  accessToken: new Secret(akamaiAccessToken),
  clientSecret: new Secret(akamaiClientSecret),
};
const subject = { provider, settings, start: startAkamai };

conformsAsHttpZoneApi({
  ...subject,
  wrongSettings: { ...settings, clientSecret: new Secret("wrong-CANARY-secret") },
  writesRecordByRecord: false,
  withoutCredentials: (request) => ({ ...request, headers: { ...request.headers, authorization: "" } }),
  zonePageRows: 100,
  cannot: { "reads the second page": "an RRset is read alone" },
});

test("a clock that is wrong is told apart from a wrong key", () =>
  zoneApiAt(subject, async ({ clock, publish }) => {
    clock.jumpWall(60_000);
    expect(await publish(["192.0.2.1"])).toMatchObject({ kind: "failed", code: "clock-skewed" });
  }));
