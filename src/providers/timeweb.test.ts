import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { startTimeweb, timewebToken } from "../../test/emulators/timeweb.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./timeweb.ts";

conformsAsHttpZoneApi({
  provider,
  start: startTimeweb,
  settings: { token: new Secret(timewebToken) },
  wrongSettings: { token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 100,
  zonePageRows: 100,
});
