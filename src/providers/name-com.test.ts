import { withoutHeader } from "../../test/conformance/http-peer.ts";
import { conformsAsHttpZoneApi } from "../../test/conformance/http-zone-api.ts";
import { nameComToken, startNameCom } from "../../test/emulators/name-com.ts";
import { Secret } from "../core/secret.ts";
import { provider } from "./name-com.ts";

conformsAsHttpZoneApi({
  provider,
  start: startNameCom,
  settings: { username: "user", token: new Secret(nameComToken) },
  wrongSettings: { username: "user", token: new Secret("wrong-CANARY-token") },
  writesRecordByRecord: true,
  withoutCredentials: withoutHeader("authorization"),
  pageRows: 1000,
  zonePageRows: 1000,
});
