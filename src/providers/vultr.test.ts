import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startVultr, vultrToken } from "../../test/emulators/vultr.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./vultr.ts";

conformsAsHttpZoneApi({
  provider,
  start: startVultr,
  settings: { apiKey: new Secret(vultrToken) },
  wrongSettings: { apiKey: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 500,
  zonePageRows: 500,
});
