import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { digitaloceanToken, startDigitalocean } from "../../test/emulators/digitalocean.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./digitalocean.ts";

conformsAsHttpZoneApi({
  provider,
  start: startDigitalocean,
  settings: { token: new Secret(digitaloceanToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 200,
  zonePageRows: 200,
});
